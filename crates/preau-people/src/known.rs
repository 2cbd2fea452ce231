//! What several services on one page want to know of the people, read once a visit.

use preau_kernel::{Problem, Result, SpaceId};
use preau_web::Visit;

use crate::{
    policy::Standing,
    store::{
        Viewer,
        spaces::{self, ChildThere, Met, MySpace},
    },
};

fn viewer(visit: &Visit) -> Viewer {
    Viewer::new(&visit.actor, visit.ctx.clock.now())
}

/// A space as the visitor meets it; a problem if there is none. It proves nothing: ask a policy.
pub async fn met(visit: &Visit, space: SpaceId) -> Result<Met> {
    let read = async {
        let met = spaces::meet(&visit.ctx.db, &viewer(visit), space).await?;
        met.ok_or_else(Problem::not_found)
    };
    visit.read_once(space.uuid(), read).await
}

/// How the visitor stands to a space; a problem if there is none.
pub async fn standing(visit: &Visit, space: SpaceId) -> Result<Standing> {
    let met = met(visit, space).await?;
    let children = if met.through_child { my_children(visit).await? } else { Vec::new() };
    Ok(Standing::of(met, children))
}

/// The open spaces where the visitor is, oneself or through a child, by name; not the institution's own.
pub async fn my_spaces(visit: &Visit) -> Result<Vec<MySpace>> {
    let me = visit.my_id()?;
    visit.read_once(me.uuid(), async { Ok(spaces::spaces_of(&visit.ctx.db, me, visit.ctx.clock.now()).await?) }).await
}

/// In which open spaces the children of the visitor are.
pub async fn my_children(visit: &Visit) -> Result<Vec<ChildThere>> {
    let me = visit.my_id()?;
    visit.read_once(me.uuid(), async { Ok(spaces::children_there(&visit.ctx.db, &viewer(visit)).await?) }).await
}
