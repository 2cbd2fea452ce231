//! Giving homework, doing it, giving it back.

use preau_kernel::{Audience, Can, Kind, PersonId, Problem, Result, Role, SpaceId};
use preau_notices::{Notice, Urgency};
use preau_people::{acts::Act, fields::words, store::spaces};
use preau_web::{Zone, ports};
use serde_json::json;
use time::PrimitiveDateTime;

use super::files::{self, Ready, To, attach};
use crate::{
    model::{BODY, FileId, Homework, HomeworkId, NewHomework, Past, Word, Work, WorkState},
    policy::{ClassVerb, Pupil, demand},
    store::homework,
};

/// What pupils are told.
const GIVEN: &str = "class.homework-given";
const CHANGED: &str = "class.homework-changed";
const RETURNED: &str = "class.homework-returned";

/// Words that a guardian may add to one piece of homework.
const WORDS: i64 = 20;
/// Letters of a guardian's word.
const WORD: usize = 1000;

/// Gives homework to the pupils of a space.
pub async fn give(
    act: &mut Act<'_>,
    calendar: &dyn ports::Calendar,
    proof: &Can<ClassVerb, SpaceId>,
    id: HomeworkId,
    new: NewHomework,
    files: Vec<Ready>,
) -> Result<Homework> {
    demand(proof, ClassVerb::HomeworkGive)?;
    let (now, zone) = (act.now(), act.ctx.texts.zone());
    let new = new.checked(zone.day(now), None)?;
    let blank = Homework {
        id,
        space: *proof.resource(),
        subject: String::new(),
        title: String::new(),
        body: String::new(),
        due_day: zone.day(now),
        due_at: None,
        minutes: None,
        hand_in: false,
        version: 1,
        by_person: act.actor.person(),
        created_at: now,
        updated_at: now,
        withdrawn_at: None,
    };
    let given = filled(blank, new, zone);
    homework::insert(act.tx, &given).await?;
    attach(act, To { thing: id.uuid(), pupil: None }, files).await?;
    announce(act, calendar, &given, GIVEN).await?;
    Ok(given)
}

fn filled(it: Homework, new: NewHomework, zone: &Zone) -> Homework {
    let NewHomework { subject, title, body, due_day, due_hour, minutes, hand_in } = new;
    let due_day = due_day.unwrap_or(it.due_day);
    let due_at = due_hour.map(|hour| zone.moment(PrimitiveDateTime::new(due_day, hour)));
    Homework { subject, title, body, due_day, due_at, minutes, hand_in, ..it }
}

/// Corrects homework; what it was before stays, for those who lead the space.
pub async fn correct(
    act: &mut Act<'_>,
    calendar: &dyn ports::Calendar,
    proof: &Can<ClassVerb, SpaceId>,
    before: &Homework,
    new: NewHomework,
    files: Vec<Ready>,
) -> Result<Homework> {
    about(proof, before)?;
    let zone = act.ctx.texts.zone();
    let new = new.checked(zone.day(act.now()), Some(before.due_day))?;
    let after = filled(before.clone(), new, zone);
    if after == *before && files.is_empty() {
        return Ok(after);
    }
    attach(act, To { thing: before.id.uuid(), pupil: None }, files).await?;
    change(act, before, after, calendar, CHANGED).await
}

/// Takes homework away from all who saw it; nothing that was handed in is lost.
pub async fn withdraw(
    act: &mut Act<'_>,
    calendar: &dyn ports::Calendar,
    proof: &Can<ClassVerb, SpaceId>,
    before: &Homework,
) -> Result<Homework> {
    about(proof, before)?;
    let after = Homework { withdrawn_at: Some(act.now()), ..before.clone() };
    change(act, before, after, calendar, "class.homework-withdrawn").await
}

/// Gives homework that was withdrawn once more.
pub async fn restore(
    act: &mut Act<'_>,
    calendar: &dyn ports::Calendar,
    proof: &Can<ClassVerb, SpaceId>,
    before: &Homework,
) -> Result<Homework> {
    about(proof, before)?;
    let after = Homework { withdrawn_at: None, ..before.clone() };
    change(act, before, after, calendar, GIVEN).await
}

/// The proof is one for the space of this homework.
fn about(proof: &Can<ClassVerb, SpaceId>, it: &Homework) -> Result<()> {
    demand(proof, ClassVerb::HomeworkGive)?;
    if *proof.resource() == it.space { Ok(()) } else { Err(Problem::not_found()) }
}

async fn change(
    act: &mut Act<'_>,
    before: &Homework,
    mut after: Homework,
    calendar: &dyn ports::Calendar,
    event: &str,
) -> Result<Homework> {
    let now = act.now();
    (after.version, after.updated_at) = (before.version + 1, now);
    if homework::update(act.tx, &after, before.version).await? == 0 {
        return Err(Problem::new(Kind::Conflict, "homework-changed"));
    }
    let was = serde_json::to_value(before).map_err(Problem::internal)?;
    let past = Past { homework: before.id, version: before.version, was, by_person: act.actor.person(), at: now };
    homework::keep(act.tx, &past).await?;
    announce(act, calendar, &after, event).await?;
    Ok(after)
}

/// Puts the date where the others are, and tells.
async fn announce(act: &mut Act<'_>, calendar: &dyn ports::Calendar, it: &Homework, event: &str) -> Result<()> {
    let entry = it.entry();
    match it.withdrawn_at {
        None => calendar.put(act.ctx, act.tx, &entry).await?,
        Some(_) => calendar.remove(act.ctx, act.tx, entry.source, entry.thing).await?,
    }
    for told in [GIVEN, CHANGED] {
        preau_notices::recall(act.ctx, act.tx, told, it.id.uuid()).await?;
    }
    if it.withdrawn_at.is_none() {
        let pupils = spaces::meant(&act.ctx.db, it.space, Audience::Members, act.now()).await?;
        let pupils: Vec<_> = pupils.iter().filter(|it| it.role == Role::Member).map(|it| it.person).collect();
        tell_of(act, it, if event == CHANGED { CHANGED } else { GIVEN }, &pupils).await?;
    }
    act.tell(event, Some(it.space), json!({ "homework": it.id })).await
}

/// Tells pupils. Families see it in their week, where they look for it: a notice a lesson is nobody's peace.
async fn tell_of(act: &mut Act<'_>, it: &Homework, kind: &'static str, pupils: &[PersonId]) -> Result<()> {
    let notice = Notice {
        kind,
        about: it.id.uuid(),
        space: Some(it.space),
        link: format!("/homework/{}", it.id),
        args: vec![("title", it.title.clone())],
        from: act.actor.person(),
        urgency: Urgency::Ordinary,
    };
    preau_notices::tell(act.ctx, act.tx, &notice, pupils).await
}

/// The work of the proof's pupil, if they may change it.
async fn work_of(act: &mut Act<'_>, proof: &Can<ClassVerb, Pupil>, it: &Homework) -> Result<Work> {
    demand(proof, ClassVerb::HomeworkDo)?;
    let Pupil { space, person } = *proof.resource();
    if space != it.space || it.withdrawn_at.is_some() {
        return Err(Problem::not_found());
    }
    let work = homework::work_in(act.tx, it.id, person).await?;
    let work = work.unwrap_or_else(|| Work::blank(it.id, person, act.now()));
    work.changeable()?;
    Ok(work)
}

/// Takes a file off what was given.
pub async fn take_off(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, it: &Homework, file: FileId) -> Result<()> {
    about(proof, it)?;
    files::remove(act, To { thing: it.id.uuid(), pupil: None }, file).await?;
    act.tell(CHANGED, Some(it.space), json!({ "homework": it.id })).await
}

/// Takes a file off what a pupil is about to hand in; what is handed in is taken back first.
pub async fn take_off_work(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, Pupil>,
    it: &Homework,
    file: FileId,
) -> Result<()> {
    let work = work_of(act, proof, it).await?;
    if work.state == WorkState::HandedIn {
        return Err(Problem::new(Kind::Conflict, "homework-take-back-first"));
    }
    files::remove(act, To { thing: it.id.uuid(), pupil: Some(work.pupil) }, file).await
}

/// Hands in words, files or both, or hands in anew; whether it is late follows from the hour.
pub async fn hand_in(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, Pupil>,
    it: &Homework,
    text: &str,
    files: Vec<Ready>,
) -> Result<()> {
    let mut work = work_of(act, proof, it).await?;
    if !it.hand_in {
        return Err(Problem::new(Kind::Conflict, "homework-nothing-to-hand-in"));
    }
    let text = words("text", text, BODY)?;
    let count = attach(act, To { thing: it.id.uuid(), pupil: Some(work.pupil) }, files).await?;
    if text.is_empty() && count == 0 {
        return Err(Problem::field("text", "homework-empty"));
    }
    let now = act.now();
    (work.state, work.text, work.handed_at, work.updated_at) = (WorkState::HandedIn, text, Some(now), now);
    write(act, it, &work, "class.homework-handed-in").await
}

/// Takes back what was handed in; the text stays for the next time.
pub async fn take_back(act: &mut Act<'_>, proof: &Can<ClassVerb, Pupil>, it: &Homework) -> Result<()> {
    let mut work = work_of(act, proof, it).await?;
    if work.state != WorkState::HandedIn {
        return Err(Problem::new(Kind::Conflict, "homework-not-handed-in"));
    }
    (work.state, work.handed_at, work.updated_at) = (WorkState::Open, None, act.now());
    write(act, it, &work, "class.homework-taken-back").await
}

/// Says that it is done, or not done, or neither.
pub async fn say(act: &mut Act<'_>, proof: &Can<ClassVerb, Pupil>, it: &Homework, state: WorkState) -> Result<()> {
    let mut work = work_of(act, proof, it).await?;
    let sayable = matches!(state, WorkState::Open | WorkState::Done | WorkState::NotDone);
    if !sayable || work.state == WorkState::HandedIn {
        return Err(Problem::field("state", "choose"));
    }
    (work.state, work.updated_at) = (state, act.now());
    write(act, it, &work, "class.homework-said").await
}

/// Gives back to a pupil with words, or notes that it was not done.
pub async fn give_back(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, SpaceId>,
    it: &Homework,
    pupil: PersonId,
    state: WorkState,
    text: &str,
) -> Result<()> {
    about(proof, it)?;
    let text = words("words", text, BODY)?;
    let now = act.now();
    let work = homework::work_in(act.tx, it.id, pupil).await?;
    let mut work = work.unwrap_or_else(|| Work::blank(it.id, pupil, now));
    if !matches!(state, WorkState::Returned | WorkState::NotDone) {
        return Err(Problem::field("state", "choose"));
    }
    (work.state, work.words, work.by_person) = (state, text, act.actor.person());
    (work.returned_at, work.updated_at) = ((state == WorkState::Returned).then_some(now), now);
    write(act, it, &work, RETURNED).await?;
    if state == WorkState::Returned { tell_of(act, it, RETURNED, &[pupil]).await } else { Ok(()) }
}

async fn write(act: &mut Act<'_>, it: &Homework, work: &Work, event: &str) -> Result<()> {
    homework::set_work(act.tx, work).await?;
    act.tell(event, Some(it.space), json!({ "homework": it.id, "pupil": work.pupil })).await
}

/// Adds a guardian's word to the teacher about the proof's child.
pub async fn add_word(act: &mut Act<'_>, proof: &Can<ClassVerb, Pupil>, it: &Homework, text: &str) -> Result<()> {
    demand(proof, ClassVerb::HomeworkWord)?;
    let Pupil { space, person: pupil } = *proof.resource();
    let guardian = act.actor.person().filter(|_| space == it.space && it.withdrawn_at.is_none());
    let guardian = guardian.ok_or_else(Problem::not_found)?;
    let text = words("text", text, WORD)?;
    if text.is_empty() {
        return Err(Problem::field("text", "homework-empty"));
    }
    if homework::count_words(act.tx, it.id, guardian).await? >= WORDS {
        return Err(Problem::new(Kind::Quota, "homework-words").with("limit", WORDS));
    }
    let word = Word { id: act.ctx.id(), homework: it.id, pupil, guardian, text, at: act.now() };
    homework::insert_word(act.tx, &word).await?;
    act.tell("class.homework-word", Some(it.space), json!({ "homework": it.id, "pupil": pupil })).await
}
