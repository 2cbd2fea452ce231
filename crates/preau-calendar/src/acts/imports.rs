//! Reading the file of another calendar.

use preau_kernel::{Can, Result};
use preau_people::acts::Act;

use super::events::{blank, tell, whose};
use crate::{
    ical::{Read, ReadEvent},
    model::Event,
    policy::{CalendarVerb, Place, demand},
    store::events,
};

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Events that are new here.
    pub new: usize,
    /// Events that were here, and are now as in the file.
    pub changed: usize,
}

/// Puts the events of a file into a calendar. What the file calls as one that is there, replaces it: the same file
/// twice is there once.
pub async fn import(act: &mut Act<'_>, proof: &Can<CalendarVerb, Place>, read: Read) -> Result<Imported> {
    demand(proof, CalendarVerb::Write)?;
    let (space, owner) = whose(*proof.resource());
    let mut done = Imported::default();
    let mut last = None;
    for it in read.events {
        let known = events::of_uid(act.tx, &it.uid, space, owner).await?;
        if known.is_some() {
            done.changed += 1;
        } else {
            done.new += 1;
        }
        let before = match known {
            Some(event) => Event { version: event.version + 1, ..event },
            None => blank(act, space, owner, String::new()),
        };
        let event = filled(act, before, it);
        events::set(act.tx, &event).await?;
        last = Some(event);
    }
    if let Some(event) = last {
        tell(act, &event, "calendar.imported").await?;
    }
    Ok(done)
}

fn filled(act: &Act<'_>, before: Event, it: ReadEvent) -> Event {
    let skips: Vec<String> = it.skips.iter().map(ToString::to_string).collect();
    let updated_at = act.now();
    let (title, place, body, uid, skips) = (it.title, it.place, it.body, it.uid, skips.join(" "));
    let event = Event { title, place, body, uid, skips, updated_at, withdrawn_at: None, ..before };
    event.when(it.when, it.repeat.as_ref(), act.ctx.texts.zone())
}
