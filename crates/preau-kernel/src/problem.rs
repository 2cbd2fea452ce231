//! What went wrong, for a person and for a program.

use std::{error::Error, fmt};

/// A result whose error can be shown.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// The kind of a problem; each protocol maps it once (HTTP status, Matrix `errcode`, exit status).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request makes no sense as it is; nothing was changed. HTTP 422.
    Invalid,
    /// Sign in first. HTTP 401.
    Unauthenticated,
    /// Known, and not allowed. HTTP 403.
    Forbidden,
    /// Not there, or not for this actor. HTTP 404.
    NotFound,
    /// Something else was changed meanwhile, or exists already. HTTP 409.
    Conflict,
    /// It was there, and its time is over. HTTP 410.
    Gone,
    /// A stated precondition does not hold. HTTP 412.
    Precondition,
    /// Larger than the limit. HTTP 413.
    TooLarge,
    /// Too often; try again later. HTTP 429.
    TooMany,
    /// No room left for this owner. HTTP 507.
    Quota,
    /// Something that Préau needs does not answer. HTTP 503.
    Unavailable,
    /// A mistake of Préau's own. HTTP 500.
    Internal,
}

/// One field of a form, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form.
    pub field: &'static str,
    /// Code of the sentence to show beside it.
    pub code: &'static str,
}

/// A problem that can be shown: its [`Kind`], a stable code, arguments for the sentence, and its cause for the log.
///
/// The sentence for a person is the Fluent message `problem-<code>`. Each crate has its own `thiserror` enum for
/// what it can tell apart, and turns it into a `Problem` at its edge.
#[derive(Debug)]
pub struct Problem {
    /// What kind of problem.
    pub kind: Kind,
    /// Stable code, in kebab case.
    pub code: &'static str,
    /// Arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
    /// The fields of a form that are wrong.
    pub fields: Vec<FieldProblem>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Problem {
    /// A problem with its code.
    pub fn new(kind: Kind, code: &'static str) -> Self {
        Self { kind, code, args: Vec::new(), fields: Vec::new(), cause: None }
    }

    /// Not there, or not for this actor.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "not-found")
    }

    /// A mistake of Préau's own, with what caused it.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Kind::Internal, "internal").caused_by(cause)
    }

    /// A form whose `field` is wrong.
    pub fn field(field: &'static str, code: &'static str) -> Self {
        Self::new(Kind::Invalid, "form").and_field(field, code)
    }

    /// Adds another wrong field.
    #[must_use]
    pub fn and_field(mut self, field: &'static str, code: &'static str) -> Self {
        self.fields.push(FieldProblem { field, code });
        self
    }

    /// Adds an argument for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Keeps what caused it, for the log.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        for FieldProblem { field, code } in &self.fields {
            write!(f, " {field}:{code}")?;
        }
        Ok(())
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}
