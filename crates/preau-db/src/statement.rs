//! Statements, registered at link time.

use std::{
    marker::PhantomData,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{Column, Engine, FromRow, check};

/// Every statement of the program.
#[linkme::distributed_slice]
pub static STATEMENTS: [Statement];

/// One SQL text, or a pair where the engines differ.
pub struct Statement {
    sqlite: &'static str,
    pg: &'static str,
    /// File and line in the source.
    pub at: &'static str,
    /// The columns of its row.
    pub columns: fn() -> Vec<Column>,
    ran: AtomicBool,
}

impl Statement {
    #[doc(hidden)]
    pub const fn new(sqlite: &'static str, pg: &'static str, at: &'static str, columns: fn() -> Vec<Column>) -> Self {
        Self { sqlite, pg, at, columns, ran: AtomicBool::new(false) }
    }

    /// The text for an engine.
    pub fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Pg => self.pg,
        }
    }

    /// Whether this process ran it.
    pub fn ran(&self) -> bool {
        self.ran.load(Ordering::Relaxed)
    }

    /// Remembers that it ran; under test also in a file, so that one check can look over all test programs.
    pub(crate) fn mark(&self) {
        if !self.ran.swap(true, Ordering::Relaxed) {
            check::note(self.at);
        }
    }
}

/// A registered statement together with the type of its rows. Made by [`sql!`](crate::sql).
pub struct Sql<T> {
    pub(crate) statement: &'static Statement,
    row: PhantomData<fn() -> T>,
}

impl<T: FromRow> Sql<T> {
    #[doc(hidden)]
    pub const fn new(statement: &'static Statement) -> Self {
        Self { statement, row: PhantomData }
    }
}

impl<T> Clone for Sql<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Sql<T> {}

/// Declares and registers a statement: `sql!("UPDATE …")`, `sql!(Row, "SELECT …")`, or an engine pair
/// `sql!(Row, sqlite: "…", pg: "…")`. The text is a constant: a literal, or `concat!` of literals and fragments.
#[macro_export]
macro_rules! sql {
    (sqlite: $sqlite:expr, pg: $pg:expr $(,)?) => { $crate::sql!((), sqlite: $sqlite, pg: $pg) };
    ($row:ty, sqlite: $sqlite:expr, pg: $pg:expr $(,)?) => {{
        #[$crate::linkme::distributed_slice($crate::STATEMENTS)]
        #[linkme(crate = $crate::linkme)]
        #[expect(unsafe_code, reason = "linkme gathers the statements of all crates in one link section")]
        static STATEMENT: $crate::Statement = $crate::Statement::new(
            $sqlite, $pg, concat!(file!(), ":", line!()), <$row as $crate::FromRow>::columns,
        );
        $crate::Sql::<$row>::new(&STATEMENT)
    }};
    ($row:ty, $both:expr $(,)?) => { $crate::sql!($row, sqlite: $both, pg: $both) };
    ($both:expr $(,)?) => { $crate::sql!((), sqlite: $both, pg: $both) };
}
