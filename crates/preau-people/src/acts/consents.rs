//! Giving, refusing and withdrawing a consent.

use preau_journal::verbs::CONSENT_CHANGE;
use preau_kernel::{Can, PersonId, Result, Timestamp};
use serde_json::json;

use super::Act;
use crate::{
    model::{Consent, ConsentAnswer, Purpose},
    policy::{PersonVerb, demand},
    store::families,
};

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct NewConsent {
    /// For what.
    pub purpose: Purpose,
    /// The answer.
    pub answer: ConsentAnswer,
    /// By which way: `page`, `paper`, `roster`.
    pub medium: String,
    /// Until when.
    pub until: Option<Timestamp>,
    /// The proof.
    pub source: String,
}

/// Notes an answer about a person. The answers before stay as proof.
pub async fn answer(act: &mut Act<'_>, proof: &Can<PersonVerb, PersonId>, new: NewConsent) -> Result<()> {
    if proof.verb() != PersonVerb::Change {
        demand(proof, PersonVerb::Answer)?;
    }
    let person = *proof.resource();
    let NewConsent { purpose, answer, medium, until, source } = new;
    let (id, since, by_person) = (act.ctx.id(), act.now(), act.actor.person());
    let source = source.chars().take(300).collect();
    let consent = Consent { id, person, purpose, answer, medium, by_person, since, until, source };
    families::insert_consent(act.tx, &consent).await?;
    act.tell("people.consent-changed", None, json!({ "person": person, "purpose": purpose, "answer": answer })).await?;
    let entry = act.entry(CONSENT_CHANGE).about(person).with(json!({ "purpose": purpose, "answer": answer }));
    act.record(entry).await
}
