//! Making, changing, withdrawing events.

use preau_kernel::{Audience, Can, Kind, PersonId, Problem, Result, SpaceId};
use preau_notices::{Notice, Urgency};
use preau_people::{acts::Act, store::spaces};
use serde_json::json;
use time::Date;

use crate::{
    model::{Event, EventId, Need, NewEvent},
    policy::{CalendarVerb, Place, demand},
    store::{answers, events},
};

/// What happens to events, and what people are told of it.
const MADE: &str = "calendar.event-made";
const CHANGED: &str = "calendar.event-changed";
const WITHDRAWN: &str = "calendar.event-withdrawn";

/// Days that can be left out of one event that comes again.
const SKIPS: usize = 400;

/// An event of which nothing is known but where it is.
pub(crate) fn blank(act: &Act<'_>, space: Option<SpaceId>, owner: Option<PersonId>, title: String) -> Event {
    let id: EventId = act.ctx.id();
    let now = act.now();
    Event {
        id,
        source: None,
        thing: None,
        space,
        audience: Audience::Everyone,
        owner,
        title,
        place: String::new(),
        body: String::new(),
        link: None,
        first_day: Date::MIN,
        last_day: Date::MIN,
        start_at: None,
        end_at: None,
        repeat: None,
        skips: String::new(),
        until_day: None,
        uid: format!("{id}@{}", act.ctx.address.host_str().unwrap_or("localhost")),
        asks: false,
        version: 1,
        by_person: act.actor.person(),
        created_at: now,
        updated_at: now,
        withdrawn_at: None,
    }
}

/// Whose calendar a proof is about.
pub(crate) fn whose(place: Place) -> (Option<SpaceId>, Option<PersonId>) {
    match place {
        Place::Space(space) => (Some(space), None),
        Place::Own(person) => (None, Some(person)),
    }
}

/// Makes an event.
pub async fn make(act: &mut Act<'_>, proof: &Can<CalendarVerb, Place>, new: NewEvent) -> Result<Event> {
    demand(proof, CalendarVerb::Write)?;
    let (space, owner) = whose(*proof.resource());
    let it = blank(act, space, owner, String::new());
    let (it, needs) = filled(act, it, new)?;
    events::set(act.tx, &it).await?;
    set_needs(act, &it, needs).await?;
    tell(act, &it, MADE).await?;
    tell_people(act, &it, MADE).await?;
    Ok(it)
}

/// Changes an event, all times of it.
pub async fn change(
    act: &mut Act<'_>,
    proof: &Can<CalendarVerb, Place>,
    before: &Event,
    new: NewEvent,
) -> Result<Event> {
    about(proof, before)?;
    let (mut it, needs) = filled(act, before.clone(), new)?;
    (it.version, it.updated_at) = (before.version + 1, act.now());
    events::set(act.tx, &it).await?;
    set_needs(act, &it, needs).await?;
    tell(act, &it, CHANGED).await?;
    tell_people(act, &it, CHANGED).await?;
    Ok(it)
}

fn filled(act: &Act<'_>, it: Event, new: NewEvent) -> Result<(Event, Vec<(i64, String)>)> {
    let zone = act.ctx.texts.zone();
    let (new, when) = new.checked(zone)?;
    let NewEvent { title, place, body, repeat, audience, asks, needs, .. } = new;
    let it = Event { audience, title, place, body, asks, ..it }.when(when, repeat.as_ref(), zone);
    Ok((it, needs))
}

/// What is wanted now: what was there by this name stays with those who bring it.
async fn set_needs(act: &mut Act<'_>, it: &Event, needs: Vec<(i64, String)>) -> Result<()> {
    let mut known = answers::needs_in(act.tx, it.id).await?;
    for (place, (wanted, label)) in (0..).zip(needs) {
        if let Some(at) = known.iter().position(|need| need.label == label) {
            let need = known.swap_remove(at);
            if wanted < need.taken {
                return Err(Problem::field("needs", "event-needs-taken"));
            }
            answers::change_need(act.tx, need.id, wanted, place).await?;
        } else {
            let need = Need { id: act.ctx.id(), event: it.id, label, wanted, taken: 0, place };
            answers::insert_need(act.tx, &need).await?;
        }
    }
    for need in known {
        if answers::drop_need(act.tx, need.id).await? == 0 {
            return Err(Problem::field("needs", "event-needs-taken"));
        }
    }
    Ok(())
}

/// The proof is one for the place of this event.
fn about(proof: &Can<CalendarVerb, Place>, it: &Event) -> Result<()> {
    demand(proof, CalendarVerb::Write)?;
    let fits = whose(*proof.resource()) == (it.space, it.owner) && it.source.is_none();
    if fits { Ok(()) } else { Err(Problem::not_found()) }
}

/// Takes an event away from all who saw it, or gives it back.
pub async fn set_withdrawn(act: &mut Act<'_>, proof: &Can<CalendarVerb, Place>, it: &Event, away: bool) -> Result<()> {
    about(proof, it)?;
    let now = act.now();
    let withdrawn_at = away.then_some(now);
    let after = Event { withdrawn_at, version: it.version + 1, updated_at: now, ..it.clone() };
    events::set(act.tx, &after).await?;
    let name = if away { WITHDRAWN } else { MADE };
    tell(act, &after, name).await?;
    tell_people(act, &after, name).await
}

/// Leaves one time of an event out.
pub async fn skip(act: &mut Act<'_>, proof: &Can<CalendarVerb, Place>, it: &Event, day: Date) -> Result<()> {
    about(proof, it)?;
    if it.repeat.is_none() || !it.is_on(day) {
        return Err(Problem::not_found());
    }
    if it.skipped().len() >= SKIPS {
        return Err(Problem::new(Kind::Quota, "event-skips"));
    }
    let skips = format!("{} {day}", it.skips).trim().to_owned();
    let after = Event { skips, version: it.version + 1, updated_at: act.now(), ..it.clone() };
    events::set(act.tx, &after).await?;
    tell(act, &after, CHANGED).await?;
    tell_people(act, &after, CHANGED).await
}

/// Tells those for whom an event of a space is what became of it, instead of what they were told before.
async fn tell_people(act: &mut Act<'_>, it: &Event, kind: &'static str) -> Result<()> {
    let Some(space) = it.space else { return Ok(()) };
    for before in [MADE, CHANGED, WITHDRAWN] {
        preau_notices::recall(act.ctx, act.tx, before, it.id.uuid()).await?;
    }
    let meant = spaces::meant(&act.ctx.db, space, it.audience, act.now()).await?;
    let to: Vec<PersonId> = meant.into_iter().map(|it| it.person).collect();
    let notice = Notice {
        kind,
        about: it.id.uuid(),
        space: Some(space),
        // Who may not open what was withdrawn finds the month.
        link: match it.withdrawn_at {
            Some(_) => format!("/s/{space}/calendar"),
            None => format!("/calendar/e/{}", it.id),
        },
        args: vec![("title", it.title.clone())],
        from: act.actor.person(),
        urgency: Urgency::Ordinary,
    };
    preau_notices::tell(act.ctx, act.tx, &notice, &to).await
}

pub(crate) async fn tell(act: &mut Act<'_>, it: &Event, name: &str) -> Result<()> {
    act.tell(name, it.space, json!({ "event": it.id })).await
}
