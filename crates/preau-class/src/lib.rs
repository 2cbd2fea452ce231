//! The class and its families: absences, homework, forms, the paper bridge, the year book.

use std::sync::Arc;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles, ports};

/// The sentences: language tag and Fluent source.
const TEXTS: &[(&str, &str)] = &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The service of class life.
#[derive(Clone)]
pub struct Class {
    #[expect(dead_code, reason = "homework puts its dates there")]
    calendar: Arc<dyn ports::Calendar>,
}

impl Class {
    /// The service, with the calendar in which its dates stand.
    pub fn new(calendar: Arc<dyn ports::Calendar>) -> Self {
        Self { calendar }
    }
}

#[async_trait]
impl Service for Class {
    fn name(&self) -> &'static str {
        "class"
    }

    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        TEXTS
    }

    fn verbs(&self) -> &'static [VerbRoles] {
        &[]
    }

    fn routes(&self) -> Routes {
        Routes::new()
    }

    async fn export(&self, _ctx: &Ctx, _subject: Subject, _archive: &mut Archive) -> Result<()> {
        Ok(())
    }

    async fn import(&self, _ctx: &Ctx, _tx: &mut Tx, _archive: &ArchiveReader) -> Result<()> {
        Ok(())
    }

    async fn erase(&self, _ctx: &Ctx, _tx: &mut Tx, _person: PersonId) -> Result<()> {
        Ok(())
    }

    async fn checks(&self, _ctx: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}
