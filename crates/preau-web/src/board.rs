//! Boards: pages on which every service may show something.

use askama::Template;
use preau_kernel::{Problem, Result, SpaceId};

/// A page that all services share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Board {
    /// A person's home.
    Home,
    /// The first page of a space, which the visitor may see.
    Space(SpaceId),
}

/// In which column a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// What one comes for.
    Main,
    /// What one is reminded of.
    Aside,
}

/// What a service shows on a board: HTML from one of its own templates.
#[derive(Debug, Clone)]
pub struct Card {
    /// Where.
    pub column: Column,
    /// Its place among the others of the column, lowest first.
    pub order: u8,
    /// The card itself.
    pub html: String,
}

impl Card {
    /// Renders a card of the main column.
    pub fn main(order: u8, template: &impl Template) -> Result<Self> {
        Self::render(Column::Main, order, template)
    }

    /// Renders a card of the column beside it.
    pub fn aside(order: u8, template: &impl Template) -> Result<Self> {
        Self::render(Column::Aside, order, template)
    }

    fn render(column: Column, order: u8, template: &impl Template) -> Result<Self> {
        Ok(Self { column, order, html: template.render().map_err(Problem::internal)? })
    }
}

/// The cards of a board, as a page's template wants them.
#[derive(Debug, Default)]
pub struct Cards {
    all: Vec<Card>,
}

impl Cards {
    pub(crate) fn new(mut all: Vec<Card>) -> Self {
        all.sort_by_key(|card| card.order);
        Self { all }
    }

    /// Those of the main column.
    pub fn main(&self) -> impl Iterator<Item = &str> {
        self.of(Column::Main)
    }

    /// Those beside it.
    pub fn aside(&self) -> impl Iterator<Item = &str> {
        self.of(Column::Aside)
    }

    fn of(&self, column: Column) -> impl Iterator<Item = &str> {
        self.all.iter().filter(move |card| card.column == column).map(|card| card.html.as_str())
    }
}
