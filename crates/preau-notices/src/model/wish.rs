//! How somebody wants to be told.

use preau_db::{row, word_column};
use preau_kernel::{DeviceId, Id, PersonId, PersonKind, Timestamp, word};
use serde::{Deserialize, Serialize};

use super::hours::{Span, minute};

/// Markers for the ids of this part.
pub mod kinds {
    /// A browser that may be woken.
    pub enum Device {}
    /// One mail.
    pub enum Mail {}
}

/// Id of a browser that may be woken.
pub type PushDeviceId = Id<kinds::Device>;
/// Id of one mail.
pub type MailId = Id<kinds::Mail>;

/// The hour of the day's mail for those who chose none.
pub const MAIL_AT: &str = "18:00";

word! {
    /// A way that carries news out of the house; the page is always there.
    pub enum Way {
        /// Waking a phone or a browser.
        Push = "push",
        /// The day's mail.
        Mail = "mail",
    }
}

word! {
    /// How far a mail came.
    pub enum MailState {
        /// It waits, for the first time or to be tried again.
        Queued = "queued",
        /// It is being given to the mail server.
        Sending = "sending",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server refused the address.
        Refused = "refused",
        /// The line or the machine broke while it was given: it may have been taken, so it is not given again.
        Unsure = "unsure",
        /// There was nothing to tell any more, or its day was over.
        Dropped = "dropped",
    }
}

word_column!(Way, MailState);

row! {
    /// What somebody chose. Who never chose has [`Wish::usual`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Wish {
        /// Who.
        pub person: PersonId,
        /// Whether the day's mail is wanted; none if they were not asked yet.
        pub mail: Option<bool>,
        /// The local hour of the day's mail.
        pub mail_at: String,
        /// The local hours at which the person is not called.
        pub quiet_from: Option<String>,
        /// See [`quiet_from`](Self::quiet_from).
        pub quiet_until: Option<String>,
        /// When a mail server refused the address.
        pub bounced_at: Option<Timestamp>,
        /// What it answered.
        pub bounced: Option<String>,
        /// When something of this changed.
        pub updated_at: Timestamp,
    }
}

impl Wish {
    /// What holds for those who never chose.
    pub fn usual(person: PersonId, now: Timestamp) -> Self {
        let mail_at = MAIL_AT.to_owned();
        let (quiet_from, quiet_until, bounced_at, bounced) = (None, None, None, None);
        Self { person, mail: None, mail_at, quiet_from, quiet_until, bounced_at, bounced, updated_at: now }
    }

    /// The hours at which the person is not called.
    pub fn quiet(&self) -> Option<Span> {
        quiet(self.quiet_from.as_deref(), self.quiet_until.as_deref())
    }

    /// Whether the day's mail goes to somebody of this kind: staff have it unless they say no, others if they say yes.
    pub fn wants_mail(&self, kind: PersonKind) -> bool {
        self.mail.unwrap_or(kind == PersonKind::Staff)
    }
}

/// Quiet hours out of two columns; none unless both are hours, and different ones.
pub fn quiet(from: Option<&str>, until: Option<&str>) -> Option<Span> {
    let span = Span { from: minute(from?)?, until: minute(until?)? };
    (span.from != span.until).then_some(span)
}

row! {
    /// That somebody wants one kind of news not by one way.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Mute {
        /// Who.
        pub person: PersonId,
        /// The service that tells.
        pub topic: String,
        /// By which way not.
        pub way: Way,
    }
}

row! {
    /// A browser that may be woken.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Device {
        /// Its id.
        pub id: PushDeviceId,
        /// Whose.
        pub person: PersonId,
        /// The browser as sign-in remembers it; it goes when the person signs out of it or ends it.
        pub device: DeviceId,
        /// Where its push service takes messages (RFC 8030 §5).
        pub endpoint: String,
        /// The browser's public key (RFC 8291 §3.1), uncompressed.
        pub p256dh: Vec<u8>,
        /// The browser's secret (RFC 8291 §3.2).
        pub auth: Vec<u8>,
        /// The language of the fixed sentence.
        pub lang: String,
        /// Whether an emergency waits.
        pub urgent: bool,
        /// How often waking it failed in a row.
        pub attempts: i64,
    }
}
