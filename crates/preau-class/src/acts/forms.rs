//! Asking, answering, reminding.

use std::collections::HashMap;

use preau_journal::{Entry, verbs::FORM_ANSWER};
use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId};
use preau_notices::{Notice, Urgency};
use preau_people::{
    acts::Act,
    store::families::{self, Signer},
};
use preau_web::Ctx;
use serde_json::json;
use time::Duration;

use super::files::{Ready, To, attach};
use crate::{
    model::{Answers, AskedOf, Form, FormId, NewForm, Reply, SignedBy, kinds},
    policy::{ClassVerb, Pupil, demand},
    store::forms,
};

/// What those who are asked are told, and what they are told again.
const ASKED: &str = "class.form-asked";
const REMINDED: &str = "class.form-reminded";
/// Nobody is reminded of one form more often.
const PAUSE: Duration = Duration::DAY;

/// A child of a form's space, and who may sign for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signers {
    /// Who.
    pub child: PersonId,
    /// The name.
    pub name: String,
    /// Those who may sign, with their names: legal guardians whom no court keeps away, or the child, if of age.
    pub persons: Vec<(PersonId, String)>,
}

/// The members of a space by name, each with those who may sign for them today.
pub async fn signers(ctx: &Ctx, space: SpaceId) -> Result<Vec<Signers>> {
    let now = ctx.clock.now();
    let today = ctx.texts.zone().day(now);
    let mut all: Vec<Signers> = Vec::new();
    for Signer { child, child_name, person, name } in
        families::signers(&ctx.db, space, now, today, families::grown(today)).await?
    {
        if all.last().is_none_or(|last| last.child != child) {
            all.push(Signers { child, name: child_name, persons: Vec::new() });
        }
        if let (Some(last), Some(person), Some(name)) = (all.last_mut(), person, name) {
            last.persons.push((person, name));
        }
    }
    Ok(all)
}

/// Asks a space's families or members.
pub async fn ask(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, SpaceId>,
    id: FormId,
    new: NewForm,
    files: Vec<Ready>,
) -> Result<Form> {
    demand(proof, ClassVerb::FormAsk)?;
    let now = act.now();
    let new = new.checked(act.ctx.texts.zone().day(now))?;
    let form = Form {
        id,
        space: *proof.resource(),
        asked_of: new.asked_of,
        signed_by: new.signed_by,
        title: new.title,
        body: new.body,
        questions: serde_json::to_value(&new.questions).map_err(Problem::internal)?,
        due_day: new.due_day.ok_or_else(|| Problem::field("due", "homework-due"))?,
        shown: new.shown,
        by_person: act.actor.person(),
        created_at: now,
        updated_at: now,
        reminded_at: None,
        closed_at: None,
        withdrawn_at: None,
    };
    forms::set(act.tx, &form).await?;
    attach(act, To { thing: id.uuid(), pupil: None }, files).await?;
    let to = missing(act.ctx, &form, &[]).await?;
    tell_them(act, &form, ASKED, &to).await?;
    changed(act, &form).await?;
    Ok(form)
}

/// Those who are asked and of whom nothing came yet.
async fn missing(ctx: &Ctx, form: &Form, replies: &[Reply]) -> Result<Vec<PersonId>> {
    let mut to = Vec::new();
    for child in signers(ctx, form.space).await? {
        let for_child = || replies.iter().filter(|reply| reply.child == child.child);
        let answered = |person: PersonId| for_child().any(|reply| reply.person == person);
        match form.asked_of {
            AskedOf::Members => to.extend((!answered(child.child)).then_some(child.child)),
            AskedOf::Families if form.signed_by != SignedBy::Both && for_child().next().is_some() => {}
            AskedOf::Families => to.extend(child.persons.iter().map(|(id, _)| *id).filter(|id| !answered(*id))),
        }
    }
    to.sort_unstable();
    to.dedup();
    Ok(to)
}

async fn tell_them(act: &mut Act<'_>, form: &Form, kind: &'static str, to: &[PersonId]) -> Result<()> {
    let notice = Notice {
        kind,
        about: form.id.uuid(),
        space: Some(form.space),
        link: format!("/forms/{}", form.id),
        args: vec![("title", form.title.clone())],
        from: act.actor.person(),
        urgency: Urgency::Ordinary,
    };
    preau_notices::tell(act.ctx, act.tx, &notice, to).await
}

async fn changed(act: &mut Act<'_>, form: &Form) -> Result<()> {
    act.tell("class.form", Some(form.space), json!({ "form": form.id })).await
}

/// The form as it is now, if the proof is about its space.
async fn about(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, id: FormId) -> Result<Form> {
    demand(proof, ClassVerb::FormAsk)?;
    let form = forms::form_in(act.tx, id).await?.filter(|form| form.space == *proof.resource());
    form.ok_or_else(Problem::not_found)
}

/// Corrects a form that nobody answered yet: under what somebody signed, nothing changes.
pub async fn correct(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, id: FormId, new: NewForm) -> Result<()> {
    let form = about(act, proof, id).await?;
    let new = new.checked(act.ctx.texts.zone().day(act.now()).min(form.due_day))?;
    let questions = serde_json::to_value(&new.questions).map_err(Problem::internal)?;
    let after = Form {
        asked_of: new.asked_of,
        signed_by: new.signed_by,
        title: new.title,
        body: new.body,
        questions,
        due_day: new.due_day.unwrap_or(form.due_day),
        shown: new.shown,
        updated_at: act.now(),
        ..form.clone()
    };
    // How long one may answer is not what is signed.
    let (due_day, shown) = (after.due_day, after.shown);
    let only_due = Form { due_day, shown, updated_at: after.updated_at, ..form };
    if after != only_due && forms::is_answered(act.tx, id).await? {
        return Err(Problem::new(Kind::Conflict, "form-answered"));
    }
    forms::set(act.tx, &after).await?;
    changed(act, &after).await
}

/// Takes no more answers, or takes them again.
pub async fn close(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, id: FormId, closed: bool) -> Result<()> {
    let mut form = about(act, proof, id).await?;
    form.closed_at = closed.then_some(act.now());
    preau_notices::recall(act.ctx, act.tx, REMINDED, id.uuid()).await?;
    forms::set(act.tx, &form).await?;
    changed(act, &form).await
}

/// Withdraws a form, or asks it once more; answers stay.
pub async fn withdraw(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, id: FormId, away: bool) -> Result<Form> {
    let mut form = about(act, proof, id).await?;
    form.withdrawn_at = away.then_some(act.now());
    forms::set(act.tx, &form).await?;
    for told in [ASKED, REMINDED] {
        preau_notices::recall(act.ctx, act.tx, told, id.uuid()).await?;
    }
    if !away {
        let replies = forms::replies(&act.ctx.db, id).await?;
        let to = missing(act.ctx, &form, &replies).await?;
        tell_them(act, &form, ASKED, &to).await?;
    }
    changed(act, &form).await?;
    Ok(form)
}

/// Reminds those who have not answered. How many they are.
pub async fn remind(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, id: FormId) -> Result<usize> {
    let mut form = about(act, proof, id).await?;
    if !form.is_open() {
        return Err(Problem::new(Kind::Conflict, "form-closed"));
    }
    let replies = forms::replies(&act.ctx.db, id).await?;
    let to = missing(act.ctx, &form, &replies).await?;
    if to.is_empty() {
        return Err(Problem::new(Kind::Conflict, "form-all-answered"));
    }
    let now = act.now();
    if form.reminded_at.is_some_and(|at| at > now - PAUSE) {
        return Err(Problem::new(Kind::TooMany, "form-reminded"));
    }
    form.reminded_at = Some(now);
    forms::set(act.tx, &form).await?;
    preau_notices::recall(act.ctx, act.tx, REMINDED, id.uuid()).await?;
    tell_them(act, &form, REMINDED, &to).await?;
    Ok(to.len())
}

/// Whether somebody may answer a form for a child: who may sign, where it is signed; where it is not, whoever answers for
/// the child, or the member asked. The proof says that the child is theirs, or themselves.
pub fn may_answer(form: &Form, signers: &[Signers], child: PersonId, person: PersonId) -> bool {
    let signs = signers.iter().any(|it| it.child == child && it.persons.iter().any(|(id, _)| *id == person));
    match (form.asked_of, form.signed_by) {
        (AskedOf::Members, _) => child == person,
        (AskedOf::Families, SignedBy::Nobody) => child != person || signs,
        (AskedOf::Families, _) => signs,
    }
}

/// Answers for the proof's child or oneself, or answers otherwise than before. `words` are those that stood above the
/// button; they are kept with each answer.
pub async fn answer(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, Pupil>,
    id: FormId,
    answers: Answers,
    words: &str,
) -> Result<()> {
    let form = forms::form_in(act.tx, id).await?.ok_or_else(Problem::not_found)?;
    let verb = if form.asked_of == AskedOf::Members { ClassVerb::FormDo } else { ClassVerb::FormAnswer };
    demand(proof, verb)?;
    let Pupil { space, person: child } = *proof.resource();
    let person = act.actor.person().filter(|_| space == form.space && form.withdrawn_at.is_none());
    let person = person.ok_or_else(Problem::not_found)?;
    let signers = signers(act.ctx, space).await?;
    if !may_answer(&form, &signers, child, person) {
        return Err(Problem::new(Kind::Forbidden, "form-not-yours-to-sign"));
    }
    if !form.is_open() {
        return Err(Problem::new(Kind::Conflict, "form-closed"));
    }
    let answers = form.checked(answers)?;
    let words = if form.signed_by == SignedBy::Nobody { "" } else { words };
    keep(act, &form, Answered { child, person, answers, words, paper: false }).await?;
    preau_notices::seen(act.ctx, act.tx, person, id.uuid()).await
}

/// What came on paper of a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Of which child.
    pub child: PersonId,
    /// Who signed; the child, where any one of the family may.
    pub person: PersonId,
    /// What.
    pub answers: Answers,
}

/// Enters what came on paper. Whoever answered by themselves since is not written over.
pub async fn enter(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, SpaceId>,
    id: FormId,
    paper: Vec<Paper>,
    words: &str,
) -> Result<()> {
    let form = about(act, proof, id).await?;
    if form.withdrawn_at.is_some() {
        return Err(Problem::new(Kind::Conflict, "form-closed"));
    }
    let signers: HashMap<PersonId, Signers> =
        signers(act.ctx, form.space).await?.into_iter().map(|it| (it.child, it)).collect();
    let there = forms::replies(&act.ctx.db, id).await?;
    let own = |child, person| there.iter().any(|it| (it.child, it.person) == (child, person) && it.paper_by.is_none());
    for Paper { child, person, answers } in paper {
        if own(child, person) {
            continue;
        }
        let of_child = signers.get(&child).ok_or_else(|| Problem::field("child", "choose"))?;
        let family = person == child && form.signed_by != SignedBy::Both;
        if !family && !of_child.persons.iter().any(|(id, _)| *id == person) {
            return Err(Problem::field("person", "choose"));
        }
        let answers = form.checked(answers)?;
        let words = if form.signed_by == SignedBy::Nobody { "" } else { words };
        keep(act, &form, Answered { child, person, answers, words, paper: true }).await?;
    }
    Ok(())
}

/// Takes back what was entered from paper by mistake; its proof stays.
pub async fn unenter(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, SpaceId>,
    id: FormId,
    child: PersonId,
    person: PersonId,
) -> Result<()> {
    let form = about(act, proof, id).await?;
    if forms::delete_paper(act.tx, id, child, person).await? == 0 {
        return Err(Problem::not_found());
    }
    changed(act, &form).await
}

struct Answered<'a> {
    child: PersonId,
    person: PersonId,
    answers: Answers,
    words: &'a str,
    paper: bool,
}

async fn keep(act: &mut Act<'_>, form: &Form, it: Answered<'_>) -> Result<()> {
    let Answered { child, person, answers, words, paper } = it;
    let paper_by = if paper { act.actor.person() } else { None };
    let answers = serde_json::to_value(answers).map_err(Problem::internal)?;
    let reply = Reply { form: form.id, child, person, answers, words: words.to_owned(), paper_by, at: act.now() };
    forms::set_reply(act.tx, &reply).await?;
    if form.signed_by != SignedBy::Nobody {
        forms::insert_proof(act.tx, act.ctx.id::<kinds::Proof>().uuid(), &reply).await?;
        let entry = Entry::new(FORM_ANSWER, act.actor.person(), act.now()).about(child).within(form.space);
        let entry = entry.with(json!({ "form": form.id, "paper": paper }));
        preau_journal::record(act.tx, &entry, &*act.ctx.entropy).await?;
    }
    changed(act, form).await
}
