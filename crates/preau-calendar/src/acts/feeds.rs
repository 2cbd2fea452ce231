//! Secret addresses, for the calendar of a phone.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId};
use preau_people::acts::Act;

use crate::{
    model::FeedId,
    policy::{CalendarVerb, Place, demand},
    store::feeds::{self, Feed},
};

/// Addresses that a person may have.
pub const LIMIT: usize = 20;

/// What is kept of a secret.
pub fn hashed(secret: &str) -> [u8; 32] {
    *blake3::hash(secret.as_bytes()).as_bytes()
}

/// Makes an address of all that one sees, or of one space; its secret, of 256 bits, is told once.
pub async fn make(
    act: &mut Act<'_>,
    proof: &Can<CalendarVerb, Place>,
    me: PersonId,
    space: Option<SpaceId>,
    known: usize,
) -> Result<String> {
    demand(proof, CalendarVerb::See)?;
    if known >= LIMIT {
        return Err(Problem::new(Kind::Quota, "feed-limit").with("limit", LIMIT));
    }
    let bytes: [u8; 32] = act.ctx.entropy.bytes();
    let secret = URL_SAFE_NO_PAD.encode(bytes);
    let feed = Feed { id: act.ctx.id(), secret: hashed(&secret), person: me, space, created_at: act.now() };
    feeds::insert(act.tx, &feed).await?;
    Ok(secret)
}

/// Ends an address: whoever has it sees nothing more.
pub async fn end(act: &mut Act<'_>, me: PersonId, id: FeedId) -> Result<()> {
    match feeds::delete(act.tx, me, id).await? {
        0 => Err(Problem::not_found()),
        _ => Ok(()),
    }
}
