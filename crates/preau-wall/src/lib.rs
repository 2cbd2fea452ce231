//! The wall of a space: what is told to those who are in it, with pictures, answers and signatures.

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};

/// The sentences: language tag and Fluent source.
const TEXTS: &[(&str, &str)] = &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The service of the walls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wall;

#[async_trait]
impl Service for Wall {
    fn name(&self) -> &'static str {
        "wall"
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
