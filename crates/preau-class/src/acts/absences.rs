//! Announcing an absence, noting one in class, answering.

use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId};
use preau_notices::{Notice, Urgency};
use preau_people::{
    acts::Act,
    store::{families, persons},
};
use serde_json::json;
use time::Date;

use crate::{
    model::{Absence, AbsenceId, AbsenceKind, AbsenceState, NewAbsence, answer_words},
    policy::{ClassVerb, Desk, Parent, Pupil, demand},
    store::absences,
};

/// Announces an absence or a lateness of one's child. If a teacher has noted it that day and nobody said why, this is the
/// reason for it: nobody is asked for what they have just said.
pub async fn announce(act: &mut Act<'_>, proof: &Can<ClassVerb, Parent>, new: NewAbsence) -> Result<Absence> {
    demand(proof, ClassVerb::AbsenceTell)?;
    let (now, today) = (act.now(), act.ctx.texts.zone().day(act.now()));
    let (new, first_day, last_day) = new.checked(today)?;
    let Parent { guardian, child } = *proof.resource();
    if first_day == last_day
        && let Some(noted) = unexplained(act, child, first_day).await?
    {
        return explain(act, proof, &noted, new).await;
    }
    let it = Absence {
        id: act.ctx.id(),
        child,
        kind: new.kind,
        first_day,
        last_day,
        space: None,
        reason: Some(new.reason),
        by_person: Some(guardian),
        words: new.words,
        paper: new.paper,
        state: AbsenceState::Open,
        answer: String::new(),
        answered_by: None,
        created_at: now,
        updated_at: now,
        withdrawn_at: None,
    };
    write(act, &it, "class.absence-told").await?;
    Ok(it)
}

/// Takes back what one told oneself, or tells it again.
pub async fn set_withdrawn(act: &mut Act<'_>, proof: &Can<ClassVerb, Parent>, it: &Absence, away: bool) -> Result<()> {
    own(proof, it)?;
    if it.state != AbsenceState::Open {
        return Err(Problem::new(Kind::Conflict, "absence-answered"));
    }
    let now = act.now();
    let after = Absence { withdrawn_at: away.then_some(now), updated_at: now, ..it.clone() };
    write(act, &after, "class.absence-changed").await
}

/// Says why a child was absent that a teacher noted, or answers what the desk asked.
pub async fn explain(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, Parent>,
    it: &Absence,
    new: NewAbsence,
) -> Result<Absence> {
    demand(proof, ClassVerb::AbsenceTell)?;
    let Parent { guardian, child } = *proof.resource();
    let asked = it.state == AbsenceState::Asked && it.by_person == Some(guardian);
    if child != it.child || it.withdrawn_at.is_some() || !(asked || it.state == AbsenceState::Unexplained) {
        return Err(Problem::not_found());
    }
    let today = it.first_day;
    let (new, ..) = NewAbsence { first: Some(it.first_day), last: Some(it.last_day), ..new }.checked(today)?;
    let (reason, words, paper) = (Some(new.reason), new.words, new.paper);
    let (by_person, state, updated_at) = (Some(guardian), AbsenceState::Open, act.now());
    let after = Absence { reason, by_person, words, paper, state, updated_at, ..it.clone() };
    write(act, &after, "class.absence-told").await?;
    Ok(after)
}

/// What a teacher noted of a child on a day, if nobody said why.
async fn unexplained(act: &mut Act<'_>, child: PersonId, day: Date) -> Result<Option<Absence>> {
    let Some(id) = absences::told_in(act.tx, child, day).await? else { return Ok(None) };
    let noted = absences::absence(&act.ctx.db, id).await?;
    Ok(noted.filter(|it| it.state == AbsenceState::Unexplained))
}

fn own(proof: &Can<ClassVerb, Parent>, it: &Absence) -> Result<()> {
    demand(proof, ClassVerb::AbsenceTell)?;
    let Parent { guardian, child } = *proof.resource();
    let fits = it.child == child && it.by_person == Some(guardian) && it.space.is_none();
    if fits { Ok(()) } else { Err(Problem::not_found()) }
}

/// Notes in class that a pupil is not there, or late. If nobody announced it, all guardians are told, whether they live
/// together or not.
pub async fn note(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, Pupil>,
    kind: AbsenceKind,
    day: Date,
) -> Result<Option<AbsenceId>> {
    demand(proof, ClassVerb::AbsenceNote)?;
    let Pupil { space, person: child } = *proof.resource();
    let (now, today) = (act.now(), act.ctx.texts.zone().day(act.now()));
    if day > today || (today - day).whole_days() > 7 {
        return Err(Problem::field("day", "absence-first"));
    }
    if absences::told_in(act.tx, child, day).await?.is_some() {
        return Ok(None);
    }
    let it = Absence {
        id: act.ctx.id(),
        child,
        kind,
        first_day: day,
        last_day: day,
        space: Some(space),
        reason: None,
        by_person: None,
        words: String::new(),
        paper: false,
        state: AbsenceState::Unexplained,
        answer: String::new(),
        answered_by: None,
        created_at: now,
        updated_at: now,
        withdrawn_at: None,
    };
    write(act, &it, "class.absence-noted").await?;
    let guardians = families::guardians_of(&act.ctx.db, child, now.date()).await?;
    let told = guardians.iter().filter(|kin| !kin.no_record && !kin.no_contact);
    let told: Vec<PersonId> = told.filter(|kin| kin.contact || kin.legal_rank.is_some()).map(|kin| kin.id).collect();
    tell_of(act, &it, Some(space), "class.absence-noted", &told).await?;
    Ok(Some(it.id))
}

/// Takes back what was noted in class by mistake: nobody was absent, and nobody is told any more.
pub async fn unnote(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, it: &Absence) -> Result<()> {
    demand(proof, ClassVerb::AbsenceNote)?;
    if it.space != Some(*proof.resource()) || it.reason.is_some() {
        return Err(Problem::not_found());
    }
    let now = act.now();
    write(act, &Absence { withdrawn_at: Some(now), updated_at: now, ..it.clone() }, "class.absence-changed").await?;
    preau_notices::recall(act.ctx, act.tx, "class.absence-noted", it.id.uuid()).await
}

/// Answers: noted, unjustified, or a question. Whoever gave the reason is told.
pub async fn answer(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, Desk>,
    it: &Absence,
    state: AbsenceState,
    text: &str,
) -> Result<()> {
    demand(proof, ClassVerb::AbsenceAnswer)?;
    if it.child != proof.resource().child || it.withdrawn_at.is_some() {
        return Err(Problem::not_found());
    }
    if !matches!(state, AbsenceState::Noted | AbsenceState::Asked | AbsenceState::Unjustified) {
        return Err(Problem::field("state", "choose"));
    }
    let answer = answer_words(text)?;
    if state == AbsenceState::Asked && (answer.is_empty() || it.by_person.is_none()) {
        return Err(Problem::new(Kind::Invalid, "absence-ask"));
    }
    let (answered_by, updated_at) = (act.actor.person(), act.now());
    let after = Absence { state, answer, answered_by, updated_at, ..it.clone() };
    write(act, &after, "class.absence-answered").await?;
    let by: Vec<PersonId> = it.by_person.into_iter().filter(|_| state != AbsenceState::Noted).collect();
    // Each answer is told anew, also when it is the second about one absence.
    preau_notices::recall(act.ctx, act.tx, "class.absence-answered", it.id.uuid()).await?;
    tell_of(act, &after, None, "class.absence-answered", &by).await
}

async fn write(act: &mut Act<'_>, it: &Absence, event: &str) -> Result<()> {
    absences::set(act.tx, it).await?;
    // In no space: whoever watches a class's pages is not woken by what concerns one family.
    act.tell(event, None, json!({ "absence": it.id, "person": it.child })).await
}

async fn tell_of(
    act: &mut Act<'_>,
    it: &Absence,
    space: Option<SpaceId>,
    kind: &'static str,
    to: &[PersonId],
) -> Result<()> {
    if to.is_empty() {
        return Ok(());
    }
    let name = persons::person_in(act.tx, it.child).await?.map(|child| child.name).unwrap_or_default();
    let notice = Notice {
        kind,
        about: it.id.uuid(),
        space,
        link: "/absences".to_owned(),
        args: vec![("name", name)],
        from: act.actor.person(),
        urgency: Urgency::Ordinary,
    };
    preau_notices::tell(act.ctx, act.tx, &notice, to).await
}
