//! The way out and back in, and forgetting.

use preau_db::Tx;
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Ctx, Subject};

use crate::{
    ical::{self, About},
    model::{Answer, Bring, Event, EventId, Need, Round, Slot},
    store::{answers, events, feeds, meetings},
};

/// Writes what concerns the subject: as records for a Préau, and as a calendar for any program.
pub(crate) async fn export(ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    let found = match subject {
        Subject::All => {
            archive.records("calendar/persons.jsonl", events::all_persons(db).await?)?;
            archive.records("calendar/needs.jsonl", answers::all_needs(db).await?)?;
            archive.records("calendar/answers.jsonl", answers::all(db, None).await?)?;
            archive.records("calendar/brings.jsonl", answers::all_brings(db, None).await?)?;
            archive.records("calendar/feeds.jsonl", feeds::all(db).await?)?;
            archive.records("calendar/rounds.jsonl", meetings::all_rounds(db, None).await?)?;
            archive.records("calendar/slots.jsonl", meetings::all_slots(db, None).await?)?;
            events::all(db, None, None).await?
        }
        Subject::Space(space) => {
            archive.records("calendar/rounds.jsonl", meetings::all_rounds(db, Some(space)).await?)?;
            events::all(db, Some(space), None).await?
        }
        Subject::Person(person) => {
            archive.records("calendar/answers.jsonl", answers::all(db, Some(person)).await?)?;
            archive.records("calendar/brings.jsonl", answers::all_brings(db, Some(person)).await?)?;
            archive.records("calendar/slots.jsonl", meetings::all_slots(db, Some(person)).await?)?;
            events::all(db, None, Some(person)).await?
        }
    };
    archive.records("calendar/events.jsonl", &found)?;
    let there: Vec<_> = found.into_iter().filter(|it| it.withdrawn_at.is_none()).collect();
    let about = About { name: "Préau", address: ctx.address.as_str(), zone: ctx.texts.zone(), now: ctx.clock.now() };
    archive.file("calendar/calendar.ics", ical::write(&about, &there).as_bytes())
}

/// Reads everything back into an empty institution.
pub(crate) async fn import(tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for it in archive.records::<Event>("calendar/events.jsonl")? {
        events::set(tx, &it?).await?;
    }
    for it in archive.records::<(EventId, PersonId)>("calendar/persons.jsonl")? {
        let (event, person) = it?;
        events::add_person(tx, event, person).await?;
    }
    for it in archive.records::<Need>("calendar/needs.jsonl")? {
        answers::insert_need(tx, &it?).await?;
    }
    for it in archive.records::<Answer>("calendar/answers.jsonl")? {
        answers::set(tx, &it?).await?;
    }
    for it in archive.records::<Bring>("calendar/brings.jsonl")? {
        answers::set_bring(tx, &it?).await?;
    }
    for it in archive.records::<feeds::Feed>("calendar/feeds.jsonl")? {
        feeds::insert(tx, &it?).await?;
    }
    for it in archive.records::<Round>("calendar/rounds.jsonl")? {
        meetings::insert_round(tx, &it?).await?;
    }
    for it in archive.records::<Slot>("calendar/slots.jsonl")? {
        meetings::insert_slot(tx, &it?).await?;
    }
    Ok(())
}

/// Forgets a person: what is theirs alone, what they answered, bring and took. What they put into a space stays with it.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    events::forget_own(tx, person).await?;
    events::forget_person(tx, person).await?;
    answers::forget(tx, person).await?;
    answers::forget_brings(tx, person).await?;
    feeds::forget(tx, person).await?;
    meetings::forget(tx, person).await?;
    Ok(())
}
