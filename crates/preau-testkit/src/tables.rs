//! Tables that stand beside the service under test.

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};

/// A service that brings tables and sentences, and does nothing: what the server's wiring brings for the service under
/// test, such as the journal's tables.
pub struct Tables {
    /// The life of the tables.
    pub migrations: &'static [Migration],
    /// Language tag and Fluent source.
    pub texts: &'static [(&'static str, &'static str)],
}

#[async_trait]
impl Service for Tables {
    fn name(&self) -> &'static str {
        "tables"
    }
    fn migrations(&self) -> &'static [Migration] {
        self.migrations
    }
    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        self.texts
    }
    fn verbs(&self) -> &'static [VerbRoles] {
        &[]
    }
    fn routes(&self) -> Routes {
        Routes::new()
    }
    async fn export(&self, _: &Ctx, _: Subject, _: &mut Archive) -> Result<()> {
        Ok(())
    }
    async fn import(&self, _: &Ctx, _: &mut Tx, _: &ArchiveReader) -> Result<()> {
        Ok(())
    }
    async fn erase(&self, _: &Ctx, _: &mut Tx, _: PersonId) -> Result<()> {
        Ok(())
    }
    async fn checks(&self, _: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}
