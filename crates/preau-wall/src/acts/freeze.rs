//! Stopping what should not go on: a wall is frozen, whoever sent something is signed out.

use preau_journal::verbs::{WALL_END_SESSIONS, WALL_FREEZE};
use preau_kernel::{Can, Kind, PersonId, Problem, Result, SessionId, SpaceId};
use preau_people::acts::Act;
use preau_signin::Signin;
use serde_json::json;

use super::{record, tell};
use crate::{
    model::Frozen,
    policy::{WallVerb, demand},
    store,
};

/// Freezes a wall: everybody reads, nobody writes. Or lets it go on.
pub async fn freeze(act: &mut Act<'_>, proof: &Can<WallVerb, SpaceId>, frozen: bool) -> Result<()> {
    demand(proof, WallVerb::Freeze)?;
    let space = *proof.resource();
    let changed = if frozen {
        let (at, by_person) = (act.now(), act.actor.person());
        store::freeze(act.tx, &Frozen { space, at, by_person }).await?
    } else {
        store::thaw(act.tx, space).await?
    };
    if !changed {
        return Ok(());
    }
    tell(act, "wall.frozen", space, json!({ "frozen": frozen })).await?;
    record(act, WALL_FREEZE, space, json!({ "frozen": frozen })).await
}

/// Signs out whoever sent something that was just taken back, where they sent it from. Refused for one's own words, and
/// once nobody knows any more by which session they came.
pub(crate) async fn end_session(
    act: &mut Act<'_>,
    space: SpaceId,
    author: Option<PersonId>,
    session: Option<SessionId>,
) -> Result<()> {
    if author == act.actor.person() {
        return Err(Problem::new(Kind::Conflict, "wall-own-session"));
    }
    let (author, session) =
        author.zip(session).ok_or_else(|| Problem::new(Kind::Conflict, "wall-session-forgotten"))?;
    Signin::end_session(act.tx, author, session).await?;
    let entry = act.entry(WALL_END_SESSIONS).about(author).within(space);
    act.record(entry).await
}
