//! The sheet for families that nothing else reaches.

use preau_kernel::{Can, PersonId, Result, SpaceId, Timestamp};
use preau_people::policy::SpaceVerb;
use preau_web::Ctx;
use time::Duration;

use crate::{
    Ways,
    store::paper::{self, Heard, Reached, Unreached},
};

/// Who signed in within so long reads the page.
const LATELY: Duration = Duration::days(30);

/// One family: a block of the sheet.
#[derive(Debug)]
pub(crate) struct Family {
    /// Whom it is for: one guardian, or those who live at one address.
    pub(crate) guardians: Vec<(PersonId, String)>,
    /// Their children in this space.
    pub(crate) children: Vec<String>,
    /// What they were told.
    pub(crate) heard: Vec<Heard>,
}

impl Family {
    /// Whether all of it was handed over.
    pub(crate) fn handed(&self) -> Option<Timestamp> {
        self.heard.iter().map(|heard| heard.paper_at).min().flatten()
    }
}

fn reached(ways: &Ways, now: Timestamp) -> Reached {
    Reached { mail: ways.mail.is_some(), push: ways.push.is_on(), since: now - LATELY }
}

/// The families of a space that nothing else reaches, with what they were told in a week.
pub(crate) async fn families(
    ctx: &Ctx,
    ways: &Ways,
    proof: &Can<SpaceVerb, SpaceId>,
    moments: (Timestamp, Timestamp),
) -> Result<Vec<Family>> {
    let (space, now) = (*proof.resource(), ctx.clock.now());
    let unreached = paper::unreached(&ctx.db, space, now, reached(ways, now)).await?;
    let heard = paper::heard(&ctx.db, space, moments, now).await?;
    Ok(gathered(unreached, &heard))
}

/// One block a household: two parents at one address share it, parents who live apart have one each.
fn gathered(unreached: Vec<Unreached>, heard: &[Heard]) -> Vec<Family> {
    let mut families: Vec<(Option<Vec<String>>, Family)> = Vec::new();
    for Unreached { guardian, guardian_name, child_name, address } in unreached {
        let mine: Vec<Heard> = heard.iter().filter(|it| it.person == guardian).cloned().collect();
        if mine.is_empty() {
            continue;
        }
        let home = address.filter(|address| !address.is_empty()).map(|address| address.envelope());
        let same = families.iter_mut().find(|(other, family)| {
            family.guardians.iter().any(|(id, _)| *id == guardian)
                || (home.is_some() && *other == home && family.children.contains(&child_name))
        });
        let Some((_, family)) = same else {
            let (guardians, children) = (vec![(guardian, guardian_name)], vec![child_name]);
            families.push((home, Family { guardians, children, heard: mine }));
            continue;
        };
        if !family.children.contains(&child_name) {
            family.children.push(child_name);
        }
        if !family.guardians.iter().any(|(id, _)| *id == guardian) {
            family.guardians.push((guardian, guardian_name));
            let said = |it: &Heard, other: &Heard| it.kind == other.kind && it.args == other.args;
            for it in mine {
                if !family.heard.iter().any(|other| said(&it, other)) {
                    family.heard.push(it);
                }
            }
        }
    }
    families.into_iter().map(|(_, family)| family).collect()
}

/// Notes that families were given their sheet: one that is named, or all.
pub(crate) async fn handed(
    ctx: &Ctx,
    ways: &Ways,
    proof: &Can<SpaceVerb, SpaceId>,
    moments: (Timestamp, Timestamp),
    guardian: Option<PersonId>,
    by: PersonId,
) -> Result<u64> {
    let families = families(ctx, ways, proof, moments).await?;
    let meant = |family: &&Family| guardian.is_none_or(|one| family.guardians.iter().any(|(id, _)| *id == one));
    let meant: Vec<PersonId> =
        families.iter().filter(meant).flat_map(|family| family.guardians.iter().map(|(id, _)| *id)).collect();
    let mut tx = ctx.db.begin().await?;
    let mut count = 0;
    for person in meant {
        count += paper::handed(&mut tx, *proof.resource(), person, moments, Some(by), ctx.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(count)
}
