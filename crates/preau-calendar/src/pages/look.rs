//! What somebody sees between two days.

use std::collections::HashSet;

use preau_kernel::{Actor, PersonId, Result, Role, SpaceId};
use preau_people::store::{Viewer, spaces};
use preau_web::{Ctx, Zone};
use time::Date;

use crate::{
    model::{Event, Occurrence, occurrences},
    policy,
    store::events,
};

/// Events, and their times in order.
pub(super) struct Looked {
    pub(super) events: Vec<Event>,
    pub(super) times: Vec<Occurrence>,
}

impl Looked {
    fn new(events: Vec<Event>, first: Date, last: Date, zone: &Zone) -> Self {
        Self { times: occurrences(&events, first, last, zone), events }
    }

    /// The times that touch a day, with their events.
    pub(super) fn on(&self, day: Date) -> impl Iterator<Item = (&Occurrence, &Event)> {
        let touch = self.times.iter().filter(move |time| time.day <= day && time.last >= day);
        touch.filter_map(|time| Some((time, self.events.get(time.event)?)))
    }

    /// All times, with their events.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Occurrence, &Event)> {
        self.times.iter().filter_map(|time| Some((time, self.events.get(time.event)?)))
    }
}

/// What is for a person, or what is in one space as they see it.
pub(super) async fn look(
    ctx: &Ctx,
    actor: &Actor,
    me: PersonId,
    space: Option<(SpaceId, Option<Role>)>,
    (first, last): (Date, Date),
) -> Result<Looked> {
    let viewer = Viewer::new(actor, ctx.clock.now());
    let (mine, runs): (Vec<(SpaceId, Option<Role>)>, bool) = if let Some(one) = space {
        (vec![one], actor.runs())
    } else {
        let all = spaces::spaces_of(&ctx.db, me, viewer.now).await?;
        (all.into_iter().map(|it| (it.id, Some(it.role))).collect(), false)
    };
    // What names a person stands in their calendar, whatever they are in its space.
    let named = match space {
        Some(_) => HashSet::new(),
        None => events::naming(&ctx.db, me, first, last).await?.into_iter().collect(),
    };
    let seen = |it: &Event| match it.space {
        Some(place) => {
            named.contains(&it.id) || mine.iter().any(|(id, role)| *id == place && policy::is_for(it, *role, runs))
        }
        None => true,
    };
    let mut found: Vec<Event> = Vec::new();
    // What is a person's own comes once, whatever the number of spaces.
    let chunks = mine.chunks(events::CHUNK).chain(std::iter::once(&[][..]).filter(|_| mine.is_empty()));
    let nobody = PersonId::from_uuid(uuid::Uuid::nil());
    for (number, chunk) in chunks.enumerate() {
        let own = if number == 0 && space.is_none() { me } else { nobody };
        let ids: Vec<SpaceId> = chunk.iter().map(|(id, _)| *id).collect();
        let some = events::between(&ctx.db, own, &ids, first, last).await?;
        found.extend(some.into_iter().filter(&seen));
    }
    let mut once = HashSet::new();
    found.retain(|it| once.insert(it.id));
    Ok(Looked::new(found, first, last, ctx.texts.zone()))
}
