//! The fields of a form, as texts: what a browser sends, and what a form shows again.

use std::collections::{HashMap, HashSet};

use axum::{
    Form,
    extract::{FromRequest, Request},
};
use http::header::CONTENT_TYPE;
use preau_kernel::{Kind, Problem, Result, Word};
use preau_web::{
    Ctx, Visit,
    uploads::{Purpose, UploadId},
};
use serde::Deserialize;
use time::{Date, Time, macros::format_description};

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

    /// A form that may bring files, whose usual limit does not hold here: its fields, and what was sent for `purpose`.
    pub async fn with_files(visit: &Visit, request: Request, purpose: &Purpose) -> Result<(Self, Vec<UploadId>)> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let form = purpose.form(visit, request).await?;
            let fields = form.fields().fold(Self::default(), |fields, (name, text)| fields.with(name, text));
            // Named twice, it is one file.
            let mut named = HashSet::new();
            let uploads = form.uploads.into_iter().filter(|upload| named.insert(*upload)).collect();
            return Ok((fields, uploads));
        }
        let wrong = |error| Problem::new(Kind::Invalid, "form").caused_by(error);
        let Form(fields) = Form::<Self>::from_request(request, &()).await.map_err(wrong)?;
        Ok((fields, Vec::new()))
    }

    /// The id of what a form makes that may be sent again (web/README.md): the one that its page gave it, or a fresh one.
    /// The handler looks first whether it is there.
    pub fn once<K>(&self, ctx: &Ctx) -> preau_kernel::Id<K> {
        self.get("once").parse().unwrap_or_else(|_| ctx.id())
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

    /// An hour of the day, if one is given.
    pub fn hour(&self, name: &'static str) -> Result<Option<Time>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let text = text.get(..5).unwrap_or(&text);
        let read = Time::parse(text, format_description!("[hour]:[minute]"));
        read.map(Some).map_err(|_| Problem::field(name, "hour"))
    }

    /// A whole number, if one is given.
    pub fn some_number(&self, name: &'static str) -> Result<Option<i64>> {
        self.text(name).map(|_| self.number(name)).transpose()
    }

    /// The fields and their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
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

/// One line of text for a field, its blanks joined: `text-limit` if it has more than `limit` characters, or one that no
/// database keeps.
pub fn line(field: &'static str, text: &str, limit: usize) -> Result<String> {
    words(field, &text.split_whitespace().collect::<Vec<_>>().join(" "), limit)
}

/// Words of several lines for a field, trimmed: `text-limit` if they have more than `limit` characters, or one that no
/// database keeps.
pub fn words(field: &'static str, text: &str, limit: usize) -> Result<String> {
    let text = text.trim().replace("\r\n", "\n");
    let strange = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
    if text.chars().count() > limit || text.contains(strange) {
        return Err(Problem::field(field, "text-limit"));
    }
    Ok(text)
}
