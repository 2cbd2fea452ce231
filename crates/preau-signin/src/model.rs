//! The words of getting in, and their pure rules.

use preau_kernel::{Id, PersonKind, word};
use time::Duration;

pub(crate) mod code;
pub(crate) mod device;
pub(crate) mod password;
pub(crate) mod pictures;
pub(crate) mod throttle;

/// Markers for ids of this crate.
pub mod kinds {
    /// A passkey.
    pub enum Passkey {}
    /// A password for one program.
    pub enum AppPassword {}
    /// The hours during which a class's children may come in with their pictures.
    pub enum Window {}
    /// A letter.
    pub enum Letter {}
}

/// Id of a passkey.
pub type PasskeyId = Id<kinds::Passkey>;
/// Id of an app password.
pub type AppPasswordId = Id<kinds::AppPassword>;
/// Id of a class window.
pub type WindowId = Id<kinds::Window>;
/// Id of a letter.
pub type LetterId = Id<kinds::Letter>;

word! {
    /// How somebody came in.
    pub enum Way {
        /// Login and password.
        Password = "password",
        /// A short number, on the device it was made on.
        Pin = "pin",
        /// A passkey (WebAuthn).
        Passkey = "passkey",
        /// The code of a letter, for the first time.
        Letter = "letter",
        /// An invitation, by which a guest's account was made.
        Invitation = "invitation",
        /// Three pictures, in an open class.
        Pictures = "pictures",
        /// A printed badge.
        Badge = "badge",
        /// The link that the server printed at its first start.
        Setup = "setup",
    }
}
preau_db::word_column!(Way);

/// For how long a session may lie idle.
///
/// Staff see other people's data, and staff rooms have shared computers: half a day. A family's own phone: a season.
/// A shared device: until the browser closes, and two hours at most if somebody forgets to close it.
pub fn idle(kind: PersonKind, shared: bool) -> Duration {
    match (shared, kind) {
        (true, _) => Duration::hours(2),
        (false, PersonKind::Staff) => Duration::hours(12),
        (false, _) => Duration::days(90),
    }
}

/// For how long a proof of who one is allows to change one's ways in without asking again.
pub const FRESH: Duration = Duration::minutes(15);
/// How often at most it is noted that a session was used: not a diary of somebody's evening.
pub const SEEN_EVERY: Duration = Duration::minutes(10);
/// How long a step between two pages (a challenge, a second factor, a letter being used) may take.
pub const STEP: Duration = Duration::minutes(5);
/// How long the choice of a way in may take after the code of a letter was accepted.
pub const LETTER_STEP: Duration = Duration::minutes(30);
/// How long a letter is good for.
pub const LETTER_LIFE: Duration = Duration::days(30);
/// Most devices kept for a person; the one not used for longest is forgotten.
pub const DEVICES: i64 = 50;
/// Most passkeys of a person.
pub const PASSKEYS: usize = 20;
/// Most app passwords of a person.
pub const APP_PASSWORDS: usize = 20;
/// Recovery codes made at a time.
pub const RECOVERY_CODES: usize = 8;
/// Letters printed in one go: a ream of paper. More come in the next one.
pub const LETTERS: usize = 500;

/// The path to go to after sign-in, if it stays within this site; else home.
///
/// A browser reads `//host`, `/\host` and a path with a tab or line break in it as another site's address
/// (URL Standard, "relative slash state"), so those are not paths.
pub fn next_path(next: Option<&str>) -> String {
    let local = |next: &&str| {
        next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains(|letter: char| letter == '\\' || letter.is_control())
            && !next.starts_with("/sign-in")
    };
    next.filter(local).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests;
