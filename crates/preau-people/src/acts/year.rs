//! The school year turns: last year's classes and groups are put away, and the same are opened anew.

use preau_journal::verbs::INSTITUTION_CHANGE;
use preau_kernel::{Can, PersonId, Problem, Result, Role, SpaceId};
use serde_json::json;

use super::{
    Act, NewSpace,
    spaces::write,
    undoing::{Undo, offer},
};
use crate::{
    PeopleError,
    model::{Member, UndoId, is_year},
    policy::{Institution, InstitutionVerb, demand},
    store::{persons, settings, spaces},
};

/// How the year turns.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The new school year.
    pub year: String,
    /// Whether the teachers stay in the new spaces of the same name.
    pub keep_leaders: bool,
    /// Levels whose learners leave: those of the last year.
    pub leaving_levels: Vec<String>,
}

/// What the turn did, so that it can be undone.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Turned {
    /// The year before.
    pub year_before: String,
    /// Spaces that were put away.
    pub archived: Vec<SpaceId>,
    /// Spaces that were opened.
    pub opened: Vec<SpaceId>,
    /// Learners who left.
    pub left: Vec<PersonId>,
}

/// Turns the year, all of it or nothing. Learners come into their new classes by the new roster.
pub async fn turn(
    act: &mut Act<'_>,
    proof: &Can<InstitutionVerb, Institution>,
    turn: &Turn,
) -> Result<(Turned, UndoId)> {
    demand(proof, InstitutionVerb::Run)?;
    let now = act.now();
    let mut settings = settings::settings_in(act.tx).await?;
    if !is_year(&turn.year) {
        return Err(Problem::field("year", "year-form"));
    }
    if turn.year == settings.year {
        return Err(PeopleError::NothingToTurn.into());
    }
    let mut turned = Turned { year_before: settings.year.clone(), ..Turned::default() };
    for old in spaces::of_year(act.tx, &settings.year).await? {
        spaces::set_archived(act.tx, old.id, Some(now)).await?;
        act.tell("people.space-archived", Some(old.id), json!({ "space": old.id })).await?;
        turned.archived.push(old.id);
        let (code, level, hue) = (old.code, old.level, Some(old.hue));
        let (kind, name, year) = (old.kind, old.name, Some(turn.year.clone()));
        let new = write(act, NewSpace { kind, name, code, level, hue, year, source: "hand" }).await?;
        turned.opened.push(new.id);
        if turn.keep_leaders {
            keep_leaders(act, old.id, new.id).await?;
        }
    }
    for level in &turn.leaving_levels {
        for mut person in persons::of_level_in(act.tx, level).await? {
            (person.left_at, person.updated_at) = (Some(now), now);
            persons::update(act.tx, &person).await?;
            act.tell("people.person-left", None, json!({ "person": person.id })).await?;
            turned.left.push(person.id);
        }
    }
    settings.year.clone_from(&turn.year);
    settings::set_settings(act.tx, &settings).await?;
    act.tell("people.year-turned", None, json!({ "year": turn.year })).await?;
    let entry = act.entry(INSTITUTION_CHANGE).with(json!({
        "archived": turned.archived.len(), "opened": turned.opened.len(), "left": turned.left.len(),
    }));
    act.record(entry).await?;
    let undo = offer(act, &Undo::Year { turned: Box::new(turned.clone()) }).await?;
    Ok((turned, undo))
}

async fn keep_leaders(act: &mut Act<'_>, old: SpaceId, new: SpaceId) -> Result<()> {
    let now = act.now();
    for leader in spaces::members_in(act.tx, old).await? {
        let holds = matches!(leader.role, Role::Owner | Role::Manager) && leader.until.is_none_or(|until| until > now);
        if holds {
            let person = leader.person;
            let role = leader.role;
            spaces::set_member(act.tx, &Member { space: new, since: now, until: None, ..leader }).await?;
            act.tell("people.member-joined", Some(new), json!({ "space": new, "person": person, "role": role }))
                .await?;
        }
    }
    Ok(())
}
