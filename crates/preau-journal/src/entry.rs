//! What is written down, and the leaf that stands for it in the tree.

use preau_kernel::{Clock, Entropy, Id, PersonId, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tlog_tiles::Hash;
use utoipa::ToSchema;

use crate::{Digest, JournalError, Result, canonical, verbs};

/// Marker of [`EntryId`].
pub enum JournalEntry {}
/// Id of an entry of the journal; later entries have larger ids, to the millisecond.
pub type EntryId = Id<JournalEntry>;

/// The longest canonical text of an entry's detail, in bytes.
pub const DETAIL_LIMIT: usize = 4096;

/// A sensitive act, as it is given to [`record`](crate::record).
///
/// `detail` is an object of ids and of words from closed lists: never a name, an address or a free text, because the
/// journal is read by people who may not see those. At most [`DETAIL_LIMIT`] bytes, 8 levels deep, whole numbers only.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Who acted; `None` is Préau itself: a job, a command of the operator.
    pub actor: Option<PersonId>,
    /// What was done: one of [`VERBS`](crate::VERBS).
    pub verb: &'static str,
    /// Whose data it touched.
    pub subject: Option<PersonId>,
    /// In which space.
    pub space: Option<SpaceId>,
    /// The particulars.
    pub detail: Value,
    /// When.
    pub at: Timestamp,
}

impl Entry {
    /// An act without subject, space or detail.
    pub fn new(verb: &'static str, actor: Option<PersonId>, at: Timestamp) -> Self {
        Self { actor, verb, subject: None, space: None, detail: Value::Object(serde_json::Map::new()), at }
    }

    /// Says whose data it touched.
    #[must_use]
    pub fn about(self, subject: PersonId) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// Says in which space.
    #[must_use]
    pub fn within(self, space: SpaceId) -> Self {
        Self { space: Some(space), ..self }
    }

    /// Gives the particulars, an object: `entry.with(json!({"fields": ["phone"]}))`.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        Self { detail, ..self }
    }

    /// Makes the entry's id.
    pub(crate) fn new_id(&self, entropy: &dyn Entropy) -> EntryId {
        EntryId::new(&Moment(self.at), entropy)
    }

    /// Checks the entry, gives it a salt, and computes its leaf.
    pub(crate) fn seal(&self, id: EntryId, entropy: &dyn Entropy) -> Result<Sealed> {
        if verbs::find(self.verb).is_none() {
            return Err(JournalError::UnknownVerb(self.verb.to_owned()));
        }
        let wrong = |why| JournalError::Detail { verb: self.verb.to_owned(), why };
        if !self.detail.is_object() {
            return Err(wrong("is not an object"));
        }
        if canonical::text(&self.detail).map_err(wrong)?.len() > DETAIL_LIMIT {
            return Err(wrong("is too long"));
        }
        let body = Body {
            id,
            actor: self.actor,
            verb: self.verb.to_owned(),
            subject: self.subject,
            space: self.space,
            detail: self.detail.clone(),
            at: self.at,
        };
        let salt = Digest(entropy.bytes());
        let leaf = body.leaf(&salt).map_err(wrong)?;
        Ok(Sealed { body, salt, leaf })
    }
}

/// A clock that stands at the entry's own moment, so that its id sorts by it.
struct Moment(Timestamp);

impl Clock for Moment {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// An entry ready to be written.
pub(crate) struct Sealed {
    pub(crate) body: Body,
    pub(crate) salt: Digest,
    pub(crate) leaf: Hash,
}

/// An entry of the journal as it is read: ids, whose names `preau-people` knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JournalEntry)]
pub struct Body {
    /// The entry's id.
    pub id: EntryId,
    /// Who acted; `None` is Préau itself.
    pub actor: Option<PersonId>,
    /// What was done; its sentence is [`verb_key`](crate::verb_key).
    pub verb: String,
    /// Whose data it touched.
    pub subject: Option<PersonId>,
    /// In which space.
    pub space: Option<SpaceId>,
    /// The particulars: ids and words.
    #[schema(value_type = Object)]
    pub detail: Value,
    /// When.
    pub at: Timestamp,
}

impl Body {
    /// The leaf of this body under `salt`: `SHA-256(0x00 ‖ SHA-256(salt ‖ canonical body))`, where the outer hash is
    /// that of every RFC 6962 §2.1 leaf and the inner one is the whole content of the tree's record.
    pub(crate) fn leaf(&self, salt: &Digest) -> Result<Hash, &'static str> {
        let value = serde_json::to_value(self).map_err(|_| "can't be written as JSON")?;
        let commitment = Sha256::new().chain_update(salt.0).chain_update(canonical::text(&value)?).finalize();
        Ok(tlog_tiles::record_hash(&commitment))
    }
}
