//! Editing who may find and write to whom.

use preau_journal::verbs::REACH_CHANGE;
use preau_kernel::{Can, Result};
use serde_json::json;

use super::Act;
use crate::{
    model::ContactRule,
    policy::{Institution, InstitutionVerb, demand},
    store::rules,
};

/// Writes rules; those that are not given stay. Nobody may write to whom they may not find.
pub async fn set_rules(
    act: &mut Act<'_>,
    proof: &Can<InstitutionVerb, Institution>,
    new: &[ContactRule],
) -> Result<()> {
    demand(proof, InstitutionVerb::Run)?;
    for rule in new {
        let rule = ContactRule { writes: rule.writes.min(rule.find), ..*rule };
        rules::set_rule(act.tx, &rule).await?;
    }
    act.tell("people.reach-changed", None, json!({})).await?;
    let entry = act.entry(REACH_CHANGE);
    act.record(entry).await
}
