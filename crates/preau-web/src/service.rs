//! What a service must give. `export`, `erase` and `checks` are not optional: no service without a way out.

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{Event, PersonId, Problem, Result, Role};

use crate::{Archive, ArchiveReader, Board, Card, Ctx, Routes, Subject, View, Visit, uploads::Purpose};

/// A verb and the roles that have it by default: `("space.invite", &[Role::Owner, Role::Manager])`.
pub type VerbRoles = (&'static str, &'static [Role]);

/// One part of Préau: people, sign-in, wall, drive, ….
#[async_trait]
pub trait Service: Send + Sync + 'static {
    /// Its name: prefix of its tables, events, jobs and log lines.
    fn name(&self) -> &'static str;

    /// The life of its tables, oldest first.
    fn migrations(&self) -> &'static [Migration];

    /// Its sentences: language tag and Fluent source.
    fn texts(&self) -> &'static [(&'static str, &'static str)];

    /// What can be done in it, and by which roles unless a space says otherwise.
    fn verbs(&self) -> &'static [VerbRoles];

    /// Its addresses.
    fn routes(&self) -> Routes;

    /// What it shows on a page that all services share. It asks its own policy: what the visitor may not see is not on
    /// a card.
    async fn cards(&self, _visit: &Visit, _view: &View, _board: Board) -> Result<Vec<Card>> {
        Ok(Vec::new())
    }

    /// Acts on what happened elsewhere, in the transaction that marks the event as done. May be called again for an
    /// event whose transaction failed.
    async fn on_event(&self, _ctx: &Ctx, _tx: &mut Tx, _event: &Event) -> Result<()> {
        Ok(())
    }

    /// What people send files for. Each is also the kind of owner that the files get.
    fn uploads(&self) -> &'static [Purpose] {
        &[]
    }

    /// Jobs that come again by themselves: name and pause in seconds.
    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[]
    }

    /// Does a job whose name begins with the service's. May be called twice for one job.
    async fn run(&self, _ctx: &Ctx, name: &str, _payload: &serde_json::Value) -> Result<()> {
        Err(Problem::internal(format!("nobody does the job {name:?}")))
    }

    /// Writes all that it keeps of `subject` into the archive, in open formats (GDPR articles 15 and 20).
    async fn export(&self, ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()>;

    /// Reads back an archive of everything, into an empty institution.
    async fn import(&self, ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()>;

    /// Forgets a person: what the law does not oblige to keep goes (GDPR article 17).
    async fn erase(&self, ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()>;

    /// Looks whether all is well, for `preau doctor` and the page of what is left to do.
    async fn checks(&self, ctx: &Ctx) -> Result<Vec<Check>>;
}

/// One thing looked at, for `preau doctor` and the page of what is left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Stable code; the sentence is `check-<code>`, what to do about it `check-<code>-mend`.
    pub code: &'static str,
    /// How it is.
    pub health: Health,
    /// Arguments of the sentences.
    pub args: Vec<(&'static str, String)>,
    /// The page where it can be mended, if there is one.
    pub at: Option<&'static str>,
}

impl Check {
    /// A check without arguments.
    pub fn new(code: &'static str, health: Health) -> Self {
        Self { code, health, args: Vec::new(), at: None }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Says where to mend it.
    #[must_use]
    pub fn at(mut self, path: &'static str) -> Self {
        self.at = Some(path);
        self
    }
}

/// How a checked thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Good,
    /// Works; something is left to do.
    Todo,
    /// Wrong: mend it.
    Bad,
}
