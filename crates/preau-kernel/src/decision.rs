//! What a policy answers, and the proof that it was asked.

use crate::{Kind, Problem};

/// A policy's answer to "may this actor do this to that, now?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Allow,
    /// No, and the actor must not learn that the thing exists: answered as 404.
    Hide,
    /// No; the actor may know of the thing, and is told why by the sentence of this code: answered as 403.
    Deny(&'static str),
}

impl Decision {
    /// Allows if `condition`, else hides.
    pub fn allow_if(condition: bool) -> Self {
        if condition { Self::Allow } else { Self::Hide }
    }

    /// Turns the answer into a proof for `resource`, or into the problem to show.
    pub fn prove<V, R>(self, verb: V, resource: R) -> Result<Can<V, R>, Problem> {
        match self {
            Self::Allow => Ok(Can { verb, resource }),
            Self::Hide => Err(Problem::not_found()),
            Self::Deny(code) => Err(Problem::new(Kind::Forbidden, code)),
        }
    }
}

/// Proof that a policy allowed `V` on `R`. Acts take it, so that none can be reached without asking.
///
/// Only [`Decision::prove`] makes one, and only a `policy.rs` calls that.
#[derive(Debug)]
pub struct Can<V, R> {
    verb: V,
    resource: R,
}

impl<V: Copy, R> Can<V, R> {
    /// What was allowed.
    pub fn verb(&self) -> V {
        self.verb
    }

    /// On what it was allowed.
    pub fn resource(&self) -> &R {
        &self.resource
    }
}
