//! Answering to an event, bringing something.

use preau_kernel::{Can, Kind, PersonId, Problem, Result};
use preau_people::acts::Act;
use time::Date;

use super::events::{tell, whose};
use crate::{
    model::{Answer, AnswerWord, Bring, Event, NeedId},
    policy::{CalendarVerb, Place, Standing, demand},
    store::answers,
};

/// Answers to one time of an event: for oneself, or for each child, whose guardian answers.
pub async fn answer(
    act: &mut Act<'_>,
    proof: &Can<CalendarVerb, Place>,
    it: &Event,
    standing: Option<&Standing>,
    (day, about, answer): (Date, PersonId, AnswerWord),
) -> Result<()> {
    let me = seen(act, proof, it)?;
    let for_child = standing.is_some_and(|standing| standing.is_my_child(about));
    if !it.asks || !it.is_on(day) || !(about == me || for_child) {
        return Err(Problem::not_found());
    }
    let answer = Answer { event: it.id, day, about, by_person: me, answer, at: act.now() };
    answers::set(act.tx, &answer).await?;
    tell(act, it, "calendar.answered").await
}

/// Says how many pieces of something one brings; none gives it back.
pub async fn bring(
    act: &mut Act<'_>,
    proof: &Can<CalendarVerb, Place>,
    it: &Event,
    need: NeedId,
    amount: i64,
) -> Result<()> {
    let me = seen(act, proof, it)?;
    if amount < 0 {
        return Err(Problem::field("amount", "number"));
    }
    let before = answers::brings_in(act.tx, need, me).await?.unwrap_or(0);
    if answers::count_taken(act.tx, it.id, need, amount - before).await? == 0 {
        return Err(Problem::new(Kind::Conflict, "event-taken"));
    }
    if amount == 0 {
        answers::drop_bring(act.tx, need, me).await?;
    } else {
        answers::set_bring(act.tx, &Bring { need, person: me, amount, at: act.now() }).await?;
    }
    tell(act, it, "calendar.answered").await
}

/// Who acts, if the proof is one to see this event.
fn seen(act: &Act<'_>, proof: &Can<CalendarVerb, Place>, it: &Event) -> Result<PersonId> {
    demand(proof, CalendarVerb::See)?;
    let fits = whose(*proof.resource()) == (it.space, None) && it.withdrawn_at.is_none();
    act.actor.person().filter(|_| fits).ok_or_else(Problem::not_found)
}
