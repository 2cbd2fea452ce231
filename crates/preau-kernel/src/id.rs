//! Identifiers: UUID version 7, one Rust type for each kind of thing.

use std::{fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};
use uuid::Uuid;

use crate::{Clock, Entropy};

/// An identifier of one kind of thing: a UUID version 7 (RFC 9562 §5.7), so ids sort by the moment they were made.
///
/// `K` is an empty marker from [`kinds`]; a person's id can't be given where a space's is wanted.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// Markers for [`Id`]. A service adds its own kinds beside its model.
pub mod kinds {
    macro_rules! kinds {
        ($($(#[$doc:meta])* $kind:ident),* $(,)?) => { $( $(#[$doc])* pub enum $kind {} )* };
    }
    kinds! {
        /// Anyone with an account.
        Person,
        /// A class, course, team, ward or club, or the institution itself.
        Space,
        /// One signed-in browser or program, until it signs out.
        Session,
        /// A browser or program that a person used, remembered across sessions.
        Device,
        /// Something that happened, in the outbox.
        Event,
        /// A piece of work to do later.
        Job,
        /// One application of a roster, which can be undone.
        Roster,
        /// A way into a space for somebody who is not in it.
        Invitation,
    }
}

/// Id of a person.
pub type PersonId = Id<kinds::Person>;
/// Id of a space.
pub type SpaceId = Id<kinds::Space>;
/// Id of a session.
pub type SessionId = Id<kinds::Session>;
/// Id of a device.
pub type DeviceId = Id<kinds::Device>;
/// Id of an event.
pub type EventId = Id<kinds::Event>;
/// Id of a job.
pub type JobId = Id<kinds::Job>;
/// Id of an applied roster.
pub type RosterId = Id<kinds::Roster>;
/// Id of an invitation.
pub type InvitationId = Id<kinds::Invitation>;

impl<K> Id<K> {
    /// Makes a new id from the clock's millisecond and 74 random bits.
    pub fn new(clock: &dyn Clock, entropy: &dyn Entropy) -> Self {
        let millis = u64::try_from(clock.now().unix_millis()).unwrap_or(0);
        let uuid = uuid::Builder::from_unix_timestamp_millis(millis, &entropy.bytes()).into_uuid();
        Self::from_uuid(uuid)
    }

    /// Takes a UUID read from storage or from the network as an id of this kind.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The bare UUID.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid, f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid, f)
    }
}
impl<K> PartialSchema for Id<K> {
    fn schema() -> RefOr<Schema> {
        let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)).into()
    }
}
impl<K> ToSchema for Id<K> {}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::from_uuid)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}
