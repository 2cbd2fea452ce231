//! Undoing what was just done, for an hour and by whoever did it.

use preau_journal::verbs::{INSTITUTION_CHANGE, MEMBER_CHANGE, PERSON_RETURN, SPACE_CHANGE};
use preau_kernel::{PersonId, Problem, Result, SpaceId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;

use super::{
    Act,
    merging::{Joined, part},
    person_payload,
    year::Turned,
};
use crate::{
    PeopleError,
    model::{Member, UndoId},
    store::{persons, settings, spaces, undo},
};

/// How long something can be undone.
pub const WHILE: Duration = Duration::HOUR;

/// What can be undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undo {
    /// Somebody left.
    Leave {
        /// Who.
        person: PersonId,
    },
    /// A space was archived.
    Archive {
        /// Which.
        space: SpaceId,
    },
    /// Somebody was taken out of a space.
    Remove {
        /// The membership as it was.
        member: Box<Member>,
    },
    /// Two rows were made one person.
    Merge {
        /// What that did.
        joined: Box<Joined>,
    },
    /// The year turned.
    Year {
        /// What that did.
        turned: Box<Turned>,
    },
}

/// Keeps what was done, so that it can be undone; the address is `/undo/{id}`.
pub(super) async fn offer(act: &mut Act<'_>, what: &Undo) -> Result<UndoId> {
    let id = act.ctx.id();
    let json = serde_json::to_value(what).map_err(Problem::internal)?;
    let (by, now) = (act.actor.person(), act.now());
    undo::insert(act.tx, id, by, &json, now).await?;
    undo::forget(act.tx, now - WHILE).await?;
    Ok(id)
}

/// Undoes what the same person did within the hour.
pub async fn undo(act: &mut Act<'_>, id: UndoId) -> Result<Undo> {
    let found = undo::find(act.tx, id).await?.ok_or(PeopleError::TooLate)?;
    if found.by_person != act.actor.person() {
        return Err(Problem::not_found());
    }
    if act.now() > found.at + WHILE {
        return Err(PeopleError::TooLate.into());
    }
    undo::delete(act.tx, id).await?;
    let what: Undo = serde_json::from_value(found.act).map_err(Problem::internal)?;
    match &what {
        Undo::Leave { person } => {
            come_back(act, *person).await?;
            act.record_about(PERSON_RETURN, *person).await?;
        }
        Undo::Archive { space } => {
            reopen(act, *space).await?;
            let entry = act.entry(SPACE_CHANGE).within(*space).with(json!({ "archived": false }));
            act.record(entry).await?;
        }
        Undo::Remove { member } => {
            spaces::set_member(act.tx, member).await?;
            let (space, person, role) = (member.space, member.person, member.role);
            let payload = json!({ "space": space, "person": person, "role": role });
            act.tell("people.member-joined", Some(space), payload).await?;
            let entry = act.entry(MEMBER_CHANGE).about(person).within(space).with(json!({ "role": role }));
            act.record(entry).await?;
        }
        Undo::Merge { joined } => part(act, joined).await?,
        Undo::Year { turned } => turn_back(act, turned).await?,
    }
    Ok(what)
}

async fn come_back(act: &mut Act<'_>, id: PersonId) -> Result<()> {
    let mut person = persons::person_in(act.tx, id).await?.ok_or_else(Problem::not_found)?;
    (person.left_at, person.updated_at) = (None, act.now());
    persons::update(act.tx, &person).await?;
    act.tell("people.person-returned", None, person_payload(id)).await
}

async fn reopen(act: &mut Act<'_>, id: SpaceId) -> Result<()> {
    spaces::set_archived(act.tx, id, None).await?;
    act.tell("people.space-reopened", Some(id), json!({ "space": id })).await
}

async fn turn_back(act: &mut Act<'_>, turned: &Turned) -> Result<()> {
    for id in &turned.left {
        come_back(act, *id).await?;
    }
    for id in &turned.archived {
        reopen(act, *id).await?;
    }
    let now = act.now();
    for id in &turned.opened {
        // Other services may have begun something there: it is put away, not removed.
        spaces::set_archived(act.tx, *id, Some(now)).await?;
        act.tell("people.space-archived", Some(*id), json!({ "space": id })).await?;
    }
    let mut settings = settings::settings_in(act.tx).await?;
    settings.year.clone_from(&turned.year_before);
    settings::set_settings(act.tx, &settings).await?;
    let entry = act.entry(INSTITUTION_CHANGE).with(json!({ "turned_back": turned.opened.len() }));
    act.record(entry).await
}
