//! The calendars of spaces and of persons.

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{CalendarEntry, PersonId, Result};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles, ports};
use uuid::Uuid;

/// The sentences: language tag and Fluent source.
const TEXTS: &[(&str, &str)] = &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The service of the calendars, and the port by which other services put their dates there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar;

#[async_trait]
impl Service for Calendar {
    fn name(&self) -> &'static str {
        "calendar"
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

#[async_trait]
impl ports::Calendar for Calendar {
    async fn put(&self, _ctx: &Ctx, _tx: &mut Tx, _entry: &CalendarEntry) -> Result<()> {
        Ok(())
    }

    async fn remove(&self, _ctx: &Ctx, _tx: &mut Tx, _source: &'static str, _thing: Uuid) -> Result<()> {
        Ok(())
    }
}
