//! The first way in of an account that is made at this moment: the first administrator's, a guest's.

use preau_kernel::{PersonId, Problem, Result};
use preau_people::{Person, model::NAME_LIMIT};
use serde::{Deserialize, Serialize};

use super::{Caller, passkey};
use crate::{
    model::password::password_fault,
    store::ways::{self, PasskeyRow},
};

/// How somebody new will come in.
pub(crate) enum FirstWay {
    /// By a password, hashed already.
    Password(String),
    /// By a passkey, made for somebody who had no row yet.
    Passkey(Box<PasskeyRow>),
}

/// A name, as somebody new types it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Name {
    pub(crate) given: String,
    pub(crate) family: String,
}

impl Name {
    /// Checks that there is a name, and that it can be one.
    pub(crate) fn checked(&self) -> Result<()> {
        for (field, text) in [("given", &self.given), ("family", &self.family)] {
            if text.trim().is_empty() {
                return Err(Problem::field(field, "signin-setup-name"));
            }
            if text.chars().count() > NAME_LIMIT || text.chars().any(char::is_control) {
                return Err(Problem::field(field, "text-limit"));
            }
        }
        Ok(())
    }

    /// Given and family name, as a passkey shows them.
    pub(crate) fn called(&self) -> String {
        format!("{} {}", self.given.trim(), self.family.trim())
    }
}

/// Checks a new password; `about` is what it must not be made of.
pub(crate) fn password_checked(new: &str, about: &[&str]) -> Result<()> {
    password_fault(new, about).map_or(Ok(()), |fault| Err(Problem::field("password", fault)))
}

/// Hashes a password that was checked.
pub(crate) async fn by_password(caller: &Caller<'_>, new: &str) -> Result<FirstWay> {
    Ok(FirstWay::Password(caller.lodge.hashing.hash(&*caller.ctx.entropy, new).await?))
}

/// Binds it; whether it is as good as two factors.
pub(crate) async fn bind(caller: &Caller<'_>, tx: &mut preau_db::Tx, person: PersonId, way: FirstWay) -> Result<bool> {
    match way {
        FirstWay::Password(hash) => {
            ways::set_password(tx, person, &hash, caller.ctx.clock.now()).await?;
            Ok(false)
        }
        FirstWay::Passkey(row) => {
            passkey::keep(caller.ctx, tx, &PasskeyRow { person, ..*row }).await?;
            Ok(true)
        }
    }
}

/// The person who was just added, as sign-in needs to know them.
pub(crate) fn who(person: Person, office: Option<preau_kernel::Role>) -> crate::who::Who {
    crate::who::Who {
        id: person.id,
        kind: person.kind,
        login: person.login,
        given: person.given_names,
        family: person.family_name,
        called: person.name,
        gone: false,
        office,
    }
}
