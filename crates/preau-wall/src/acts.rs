//! What can be done on a wall: one file a use case. Each act takes the proof that the policy allows it, and changes in
//! the caller's transaction, with its event and, if it is sensitive, its line in the journal.

pub mod answers;
pub mod correct;
pub mod files;
pub mod freeze;
pub mod publish;
pub mod rights;
pub mod signatures;
pub mod withdraw;

use preau_db::outbox;
use preau_journal::Entry;
use preau_kernel::{Actor, PersonId, Result, SessionId, SpaceId};
use preau_notices::{Notice, Urgency};
use preau_people::acts::Act;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::model::{Post, excerpt};

/// Letters of a post or a reply that people are told.
const TOLD_LETTERS: usize = 120;

/// Tells the other services, and the pages of the space, once committed.
pub(crate) async fn tell(act: &mut Act<'_>, name: &str, space: SpaceId, payload: Value) -> Result<()> {
    Ok(outbox::emit(act.tx, &act.ctx.event(name, Some(space), payload)).await?)
}

/// What people are told about a post, or about something under it, with the first of its words.
pub(crate) fn notice(kind: &'static str, post: &Post, about: Uuid, words: &str, from: Option<PersonId>) -> Notice {
    Notice {
        kind,
        about,
        space: Some(post.space),
        link: format!("/s/{}/wall/{}", post.space, post.id),
        args: vec![("words", excerpt(words, TOLD_LETTERS))],
        from,
        urgency: Urgency::Ordinary,
    }
}

/// Tells what happened to a post.
pub(crate) async fn tell_of(act: &mut Act<'_>, name: &str, post: &Post) -> Result<()> {
    tell(act, name, post.space, json!({ "post": post.id })).await
}

/// Writes a line of the journal about something in a space.
pub(crate) async fn record(act: &mut Act<'_>, verb: &'static str, space: SpaceId, detail: Value) -> Result<()> {
    let entry = Entry::new(verb, act.actor.person(), act.now()).within(space).with(detail);
    preau_journal::record(act.tx, &entry, &*act.ctx.entropy).await?;
    Ok(())
}

/// The session that an act belongs to.
pub(crate) fn session(actor: &Actor) -> Option<SessionId> {
    match actor {
        Actor::Person(me) => Some(me.session),
        Actor::Nobody | Actor::System => None,
    }
}
