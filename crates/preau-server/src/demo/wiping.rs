//! Making room for real people where the demo's were: for whoever looked around first, then begins in earnest.

use std::collections::HashSet;

use preau_journal::{Entry, verbs::INSTITUTION_CHANGE};
use preau_kernel::{Actor, Can, Kind, PersonId, PersonKind, Problem, Result, Role, SpaceKind};
use preau_people::{
    acts::{Act, spaces::archive_space},
    model::Space,
    store::{persons, spaces},
};
use preau_web::{App, Ctx};
use serde_json::json;

use super::{MARK, policy};
use crate::operations::policy::Verb;

/// Refuses to fill an institution that has families already, real ones or the demo's.
pub(super) async fn has_room(ctx: &Ctx) -> Result<()> {
    for kind in [PersonKind::Learner, PersonKind::Guardian] {
        if persons::count(&ctx.db, kind).await? > 0 {
            return Err(Problem::new(Kind::Conflict, "demo-not-empty"));
        }
    }
    Ok(())
}

/// Forgets the demo's people in all services and puts their spaces away, all or nothing; `by` acts. What staff opened
/// themselves stays.
///
/// Only while it is the demo: refused (`demo-over`) once real families are there, and where nobody real would be left
/// to administer the institution.
pub(crate) async fn wipe(app: &App, by: &Actor, _: &Can<Verb, ()>) -> Result<()> {
    let invented = invented(&app.ctx).await?;
    only_the_demo(&app.ctx, &invented).await?;
    let mut open: Vec<Space> = Vec::new();
    spaces::all(&app.ctx.db, |space| {
        // What the demo opened was opened by nobody.
        let is_its = space.created_by.is_none() && space.kind != SpaceKind::Institution;
        open.extend((is_its && space.archived_at.is_none()).then_some(space));
        Ok(())
    })
    .await?;
    let mut tx = app.ctx.db.begin().await?;
    for space in open {
        let proof = policy::archive(by, &space)?;
        archive_space(&mut Act::new(&app.ctx, &mut tx, by), &proof).await?;
    }
    let entry = Entry::new(INSTITUTION_CHANGE, by.person(), app.ctx.clock.now());
    let entry = entry.with(json!({ "demo": false, "persons": invented.len() }));
    preau_journal::record(&mut tx, &entry, &*app.ctx.entropy).await?;
    for person in invented {
        // As App::erase does it, but everybody at once.
        for service in app.services().iter().rev() {
            service.erase(&app.ctx, &mut tx, person).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn invented(ctx: &Ctx) -> Result<HashSet<PersonId>> {
    Ok(persons::of_system(&ctx.db, MARK).await?.into_iter().collect())
}

/// How many invented people there are, and whether [`wipe`] would throw them away.
pub(crate) async fn left(ctx: &Ctx) -> Result<(usize, bool)> {
    let invented = invented(ctx).await?;
    // Nobody invented: the usual case, which costs one statement.
    if invented.is_empty() {
        return Ok((0, false));
    }
    Ok((invented.len(), is_only_the_demo(ctx, &invented).await?))
}

async fn only_the_demo(ctx: &Ctx, invented: &HashSet<PersonId>) -> Result<()> {
    let over = || Problem::new(Kind::Conflict, "demo-over");
    is_only_the_demo(ctx, invented).await?.then_some(()).ok_or_else(over)
}

async fn is_only_the_demo(ctx: &Ctx, invented: &HashSet<PersonId>) -> Result<bool> {
    let (mut staff, mut families) = (Vec::new(), 0);
    persons::all(&ctx.db, |person| {
        let is_real = person.erased_at.is_none() && !invented.contains(&person.id);
        match person.kind {
            PersonKind::Staff => staff.extend(is_real.then_some(person.id)),
            _ => families += usize::from(is_real),
        }
        Ok(())
    })
    .await?;
    if invented.is_empty() || families > 0 {
        return Ok(false);
    }
    for person in staff {
        if spaces::office(&ctx.db, person, ctx.clock.now()).await? == Some(Role::Owner) {
            return Ok(true);
        }
    }
    Ok(false)
}
