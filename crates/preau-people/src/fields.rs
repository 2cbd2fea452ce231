//! The fields of a form, as texts: what a browser sends, and what a form shows again.

use std::collections::HashMap;

use preau_kernel::{Problem, Result, Word};
use serde::Deserialize;
use time::{Date, macros::format_description};

/// The fields of a form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Fields(HashMap<String, String>);

impl Fields {
    /// A form with one field filled in.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.0.insert(name.to_owned(), value.to_string());
        self
    }

    /// A form with one field filled in, if there is something.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<&impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value.to_string()),
            None => self,
        }
    }

    /// The text of a field; empty if it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The text of a field, if it is not blank.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A word from a closed list.
    pub fn word<W: Word>(&self, name: &'static str) -> Result<W> {
        W::find(self.get(name)).ok_or_else(|| Problem::field(name, "choose"))
    }

    /// A day, if one is given.
    pub fn day(&self, name: &'static str) -> Result<Option<Date>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let iso = Date::parse(&text, format_description!("[year]-[month]-[day]"));
        let read = iso.or_else(|_| Date::parse(&text, format_description!("[day]/[month]/[year]")));
        read.map(Some).map_err(|_| Problem::field(name, "date"))
    }

    /// A whole number.
    pub fn number(&self, name: &'static str) -> Result<i64> {
        self.get(name).trim().parse().map_err(|_| Problem::field(name, "number"))
    }

    /// An id.
    pub fn id<K>(&self, name: &'static str) -> Result<preau_kernel::Id<K>> {
        self.get(name).parse().map_err(|_| Problem::field(name, "choose"))
    }
}
