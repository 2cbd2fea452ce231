//! The dates of other services.

use preau_db::Tx;
use preau_kernel::{Actor, Audience, CalendarEntry, Kind, Problem, Result};
use preau_people::acts::Act;
use preau_web::Ctx;
use uuid::Uuid;

use super::events::blank;
use crate::{model::Event, store::events};

/// Persons in whose calendars one entry can be.
const PERSONS: usize = 500;

/// Shows an entry in the calendars of those for whom it is.
pub(crate) async fn put(ctx: &Ctx, tx: &mut Tx, entry: &CalendarEntry) -> Result<()> {
    if entry.persons.len() > PERSONS {
        return Err(Problem::new(Kind::TooLarge, "calendar-persons").with("limit", PERSONS));
    }
    let known = events::of_thing(tx, entry.source, entry.thing).await?;
    let act = Act::new(ctx, tx, &Actor::System);
    let now = act.now();
    let (space, audience) = entry.space.map_or((None, Audience::Everyone), |(space, audience)| (Some(space), audience));
    let before = match known {
        Some(it) => Event { version: it.version + 1, ..it },
        None => blank(&act, None, None, String::new()),
    };
    let it = Event {
        source: Some(entry.source.to_owned()),
        thing: Some(entry.thing),
        space,
        audience,
        title: entry.title.clone(),
        place: entry.place.clone(),
        link: Some(entry.link.clone()),
        updated_at: now,
        withdrawn_at: None,
        ..before
    };
    let it = it.when(entry.when, None, ctx.texts.zone());
    events::set(act.tx, &it).await?;
    events::drop_persons(act.tx, it.id).await?;
    for person in &entry.persons {
        events::add_person(act.tx, it.id, *person).await?;
    }
    Ok(())
}

/// Takes an entry away, if there is one.
pub(crate) async fn remove(tx: &mut Tx, source: &str, thing: Uuid) -> Result<()> {
    if let Some(it) = events::of_thing(tx, source, thing).await? {
        events::delete(tx, it.id).await?;
    }
    Ok(())
}
