//! Who answers for whom, and what a court limited.

use preau_journal::verbs::GUARDIANSHIP_CHANGE;
use preau_kernel::{Can, PersonId, PersonKind, Problem, Result};
use serde_json::json;

use super::Act;
use crate::{
    PeopleError,
    model::{Guardianship, NAME_LIMIT},
    policy::{PersonVerb, demand},
    store::{families, persons},
};

/// Makes a guardianship or changes it, with its rights and limits. The proof is about the child.
pub async fn set_guardianship(
    act: &mut Act<'_>,
    proof: &Can<PersonVerb, PersonId>,
    mut it: Guardianship,
) -> Result<()> {
    demand(proof, PersonVerb::Change)?;
    let child = *proof.resource();
    check(&it, child)?;
    let guardian = persons::person_in(act.tx, it.guardian).await?.ok_or_else(Problem::not_found)?;
    let learner = persons::person_in(act.tx, child).await?.ok_or_else(Problem::not_found)?;
    let minds = matches!(guardian.kind, PersonKind::Guardian | PersonKind::Staff | PersonKind::Guest);
    let minded = matches!(learner.kind, PersonKind::Learner | PersonKind::Patient);
    if it.guardian == child || !minds || !minded || guardian.left_at.is_some() {
        return Err(PeopleError::NoGuardian.into());
    }
    if let Some(before) = families::guardianship_in(act.tx, it.guardian, child).await? {
        it.since = before.since;
    }
    families::set_guardianship(act.tx, &it).await?;
    told(act, &it).await
}

fn check(it: &Guardianship, child: PersonId) -> Result<()> {
    if it.child != child {
        return Err(PeopleError::NoGuardian.into());
    }
    if it.legal_rank.is_some_and(|rank| !(1..=2).contains(&rank)) {
        return Err(Problem::field("legal_rank", "legal-rank"));
    }
    if it.kinship.chars().count() > NAME_LIMIT {
        return Err(Problem::field("kinship", "text-limit"));
    }
    let limited = it.no_record || it.no_contact || it.no_pick_up;
    // A limit takes a right away from a parent: it rests on a decision that can be named.
    if limited && (it.limit_reason.as_deref().is_none_or(|reason| reason.trim().is_empty())) {
        return Err(Problem::field("limit_reason", "limit-reason"));
    }
    if limited && it.limited_from.is_none() {
        return Err(Problem::field("limited_from", "limit-date"));
    }
    if it.limited_from.zip(it.limited_until).is_some_and(|(from, until)| until < from) {
        return Err(Problem::field("limited_until", "limit-until"));
    }
    Ok(())
}

/// Ends a guardianship.
pub async fn end_guardianship(act: &mut Act<'_>, proof: &Can<PersonVerb, PersonId>, guardian: PersonId) -> Result<()> {
    demand(proof, PersonVerb::Change)?;
    let found = families::guardianship_in(act.tx, guardian, *proof.resource()).await?;
    let mut it = found.ok_or_else(Problem::not_found)?;
    it.ended_at = Some(act.now());
    families::set_guardianship(act.tx, &it).await?;
    told(act, &it).await
}

async fn told(act: &mut Act<'_>, it: &Guardianship) -> Result<()> {
    act.tell("people.guardianship-changed", None, json!({ "guardian": it.guardian, "child": it.child })).await?;
    let limits = [("record", it.no_record), ("contact", it.no_contact), ("pick-up", it.no_pick_up)];
    let limits: Vec<&str> = limits.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect();
    let detail = json!({ "guardian": it.guardian, "limits": limits, "ended": it.ended_at.is_some() });
    let entry = act.entry(GUARDIANSHIP_CHANGE).about(it.child).with(detail);
    act.record(entry).await
}
