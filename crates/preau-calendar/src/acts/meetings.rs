//! Appointments: opening a round, taking a slot, giving it back.

use preau_kernel::{Audience, CalendarEntry, Can, Kind, PersonId, Problem, Result, Role, When};
use preau_notices::{Notice, Urgency};
use preau_people::{acts::Act, store::spaces};
use serde_json::json;

use super::port;
use crate::{
    model::{NewRound, Round, Slot, SlotId},
    policy::{CalendarVerb, Child, Place, demand},
    store::meetings,
};

/// What families are told.
const OPENED: &str = "calendar.round-opened";
/// What slots are called in the calendars where they stand.
const SOURCE: &str = "calendar.slot";

/// Opens a round of appointments with the families of a space.
pub async fn open(act: &mut Act<'_>, proof: &Can<CalendarVerb, Place>, new: NewRound) -> Result<Round> {
    demand(proof, CalendarVerb::Host)?;
    let Place::Space(space) = *proof.resource() else { return Err(Problem::not_found()) };
    let (new, slots) = new.checked(act.now(), act.ctx.texts.zone())?;
    let NewRound { title, place, body, .. } = new;
    let host = act.actor.person().ok_or_else(Problem::not_found)?;
    let (id, created_at) = (act.ctx.id(), act.now());
    let round = Round { id, space, host, title, place, body, created_at, withdrawn_at: None };
    meetings::insert_round(act.tx, &round).await?;
    for (start_at, end_at) in slots {
        let (id, round) = (act.ctx.id(), round.id);
        let slot = Slot { id, round, start_at, end_at, child: None, guardian: None, taken_at: None };
        meetings::insert_slot(act.tx, &slot).await?;
    }
    tell(act, &round, OPENED).await?;
    tell_families(act, &round).await?;
    Ok(round)
}

/// Takes a slot for a child; the one taken before is given back. Of two who want one slot, one gets it.
pub async fn take(act: &mut Act<'_>, proof: &Can<CalendarVerb, Child>, round: &Round, id: SlotId) -> Result<()> {
    let (child, guardian) = asked(act, proof, round)?;
    let slot = meetings::slot_in(act.tx, round.id, id).await?.ok_or_else(Problem::not_found)?;
    let now = act.now();
    if slot.start_at <= now {
        return Err(Problem::new(Kind::Gone, "slot-over"));
    }
    if slot.child == Some(child) && slot.guardian == Some(guardian) {
        return Ok(());
    }
    free(act, round, child, guardian).await?;
    let taken = match meetings::take(act.tx, id, child, guardian, now).await {
        // The same guardian, at the same moment, from another page.
        Err(error) if error.is_duplicate() => 0,
        taken => taken?,
    };
    if taken == 0 {
        return Err(Problem::new(Kind::Conflict, "slot-taken"));
    }
    show(act, round, &slot, (child, guardian)).await?;
    tell(act, round, "calendar.slot-taken").await
}

/// Shows an appointment in the calendars of the two who meet.
async fn show(act: &mut Act<'_>, round: &Round, slot: &Slot, (child, guardian): (PersonId, PersonId)) -> Result<()> {
    let names = meetings::names_in(act.tx, child, round.host).await?;
    let name = |id: PersonId| names.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name.as_str());
    let entry = CalendarEntry {
        source: SOURCE,
        thing: slot.id.uuid(),
        space: None,
        persons: vec![guardian, round.host],
        title: format!("{} · {} · {}", round.title, name(child), name(round.host)),
        place: round.place.clone(),
        when: When::Moment { start: slot.start_at, end: slot.end_at },
        link: format!("/appointments/{}", round.id),
    };
    port::put(act.ctx, act.tx, &entry).await
}

/// Gives back the slot that was taken for a child.
pub async fn give_back(act: &mut Act<'_>, proof: &Can<CalendarVerb, Child>, round: &Round) -> Result<()> {
    let (child, guardian) = asked(act, proof, round)?;
    if free(act, round, child, guardian).await?.is_none() {
        return Err(Problem::not_found());
    }
    tell(act, round, "calendar.slot-freed").await
}

fn asked(act: &Act<'_>, proof: &Can<CalendarVerb, Child>, round: &Round) -> Result<(PersonId, PersonId)> {
    demand(proof, CalendarVerb::Meet)?;
    let Child { space, person } = *proof.resource();
    let fits = space == round.space && round.withdrawn_at.is_none();
    let guardian = act.actor.person().filter(|_| fits).ok_or_else(Problem::not_found)?;
    Ok((person, guardian))
}

async fn free(act: &mut Act<'_>, round: &Round, child: PersonId, guardian: PersonId) -> Result<Option<SlotId>> {
    let freed = meetings::give_back(act.tx, round.id, child, guardian).await?;
    if let Some(id) = freed {
        port::remove(act.tx, SOURCE, id.uuid()).await?;
    }
    Ok(freed)
}

/// Withdraws a round: nobody has an appointment any more. It can be opened again, with all who had one.
pub async fn set_withdrawn(
    act: &mut Act<'_>,
    proof: &Can<CalendarVerb, Place>,
    round: &Round,
    away: bool,
) -> Result<()> {
    demand(proof, CalendarVerb::Host)?;
    if *proof.resource() != Place::Space(round.space) {
        return Err(Problem::not_found());
    }
    let now = act.now();
    meetings::set_withdrawn(act.tx, round.id, away.then_some(now)).await?;
    for slot in meetings::taken_in(act.tx, round.id).await? {
        if away {
            port::remove(act.tx, SOURCE, slot.id.uuid()).await?;
        } else if let Some(who) = slot.child.zip(slot.guardian) {
            show(act, round, &slot, who).await?;
        }
    }
    if away {
        preau_notices::recall(act.ctx, act.tx, OPENED, round.id.uuid()).await?;
        return tell(act, round, "calendar.round-withdrawn").await;
    }
    tell_families(act, round).await?;
    tell(act, round, OPENED).await
}

/// Tells the families that they can choose their time.
async fn tell_families(act: &mut Act<'_>, round: &Round) -> Result<()> {
    let meant = spaces::meant(&act.ctx.db, round.space, Audience::Families, act.now()).await?;
    let to: Vec<PersonId> = meant.iter().filter(|it| it.role == Role::Guardian).map(|it| it.person).collect();
    let notice = Notice {
        kind: OPENED,
        about: round.id.uuid(),
        space: Some(round.space),
        link: format!("/appointments/{}", round.id),
        args: vec![("title", round.title.clone())],
        from: act.actor.person(),
        urgency: Urgency::Ordinary,
    };
    preau_notices::tell(act.ctx, act.tx, &notice, &to).await
}

async fn tell(act: &mut Act<'_>, round: &Round, name: &str) -> Result<()> {
    act.tell(name, Some(round.space), json!({ "round": round.id })).await
}
