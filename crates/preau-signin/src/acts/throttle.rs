//! Knocking: a failure is counted before anything is looked at, and taken back if it was none.
//!
//! So a thousand guesses sent at the same moment are as slow as one after the other, whatever node they reach. The
//! rules are in [`crate::model::throttle`].

use preau_kernel::{DeviceId, InvitationId, Kind, PersonId, Problem, Result};

use super::Caller;
use crate::{
    model::throttle::{ACCOUNT, CODE, GUESTS_BY_INVITATION, GUESTS_OF_NETWORK, NETWORK, PAIR, PIN, Rule, SECOND},
    store::attempts,
};

/// Where somebody knocks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Door<'a> {
    /// Login and password; `device` is known if this person came in with it before.
    Login { login: &'a str, device: Option<DeviceId> },
    /// A PIN, which is bound to its device.
    Pin { device: DeviceId },
    /// A code that was printed.
    Code,
    /// An invitation's code.
    Invitation,
    /// An account for somebody from outside.
    Guest { invitation: InvitationId },
    /// The second factor of somebody who gave the right password.
    Second { person: PersonId },
}

/// A counted knock.
pub(crate) struct Knock {
    /// Counts that one success clears: they are about this account here.
    own: Vec<[u8; 32]>,
    /// Counts that are shared with others: one success takes back one failure.
    shared: Vec<[u8; 32]>,
}

struct Subject {
    hash: [u8; 32],
    rule: Rule,
    own: bool,
}

/// Counts a knock; refuses it when it comes too soon after too many failures.
pub(crate) async fn knock(caller: &Caller<'_>, door: Door<'_>) -> Result<Knock> {
    let subjects = subjects(caller, door)?;
    let now = caller.ctx.clock.now();
    let mut tx = caller.ctx.db.begin().await?;
    let mut counts = Vec::with_capacity(subjects.len());
    for subject in &subjects {
        let held = attempts::hold(&mut tx, subject.hash, now).await?;
        let counted = subject.rule.counted(held.failures, held.last_at, now);
        let opens = subject.rule.opens(counted, held.last_at);
        if counted > 0 && now < opens {
            tx.rollback().await?;
            let seconds = opens.since(now).whole_seconds() + 1;
            return Err(Problem::new(Kind::TooMany, "signin-wait").with("seconds", seconds));
        }
        counts.push(counted);
    }
    for (subject, counted) in subjects.iter().zip(counts) {
        attempts::set(&mut tx, subject.hash, counted + 1, now).await?;
    }
    tx.commit().await?;
    let (own, shared): (Vec<_>, Vec<_>) = subjects.into_iter().partition(|subject| subject.own);
    let hashes = |list: Vec<Subject>| list.into_iter().map(|subject| subject.hash).collect();
    Ok(Knock { own: hashes(own), shared: hashes(shared) })
}

impl Knock {
    /// It was no failure.
    pub(crate) async fn was_right(self, caller: &Caller<'_>) -> Result<()> {
        let mut tx = caller.ctx.db.begin().await?;
        for subject in self.own {
            attempts::forget(&mut tx, subject).await?;
        }
        for subject in self.shared {
            attempts::take_back(&mut tx, subject).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// What a knock is counted for. Networks and logins are kept as keyed hashes: the table tells nothing about anybody.
fn subjects(caller: &Caller<'_>, door: Door<'_>) -> Result<Vec<Subject>> {
    let key = caller.lodge.key(caller.ctx)?;
    let subject = |name: &str, about: &[&str], rule, own| Subject {
        hash: key.hash("attempt", [&[name], about].concat().join("\u{1f}").as_bytes()),
        rule,
        own,
    };
    let mut subjects = match door {
        Door::Login { device: Some(device), .. } => vec![subject("device", &[&device.to_string()], PAIR, true)],
        Door::Login { login, device: None } => vec![
            subject("login", &[login, caller.network], PAIR, true),
            subject("account", &[login], ACCOUNT, false),
            subject("network", &[caller.network], NETWORK, false),
        ],
        Door::Pin { device } => vec![subject("pin", &[&device.to_string()], PIN, true)],
        Door::Code => vec![subject("code", &[caller.network], CODE, false)],
        Door::Invitation => vec![subject("invitation", &[caller.network], CODE, false)],
        Door::Guest { invitation } => vec![
            subject("guests", &[caller.network], GUESTS_OF_NETWORK, false),
            subject("guests-by", &[&invitation.to_string()], GUESTS_BY_INVITATION, false),
        ],
        Door::Second { person } => vec![subject("second", &[&person.to_string()], SECOND, true)],
    };
    // One order for everybody: two transactions that hold the same counts never wait for each other in a ring.
    subjects.sort_by_key(|subject| subject.hash);
    Ok(subjects)
}
