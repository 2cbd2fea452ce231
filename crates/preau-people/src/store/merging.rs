//! What points at a person who turns out to be another, to be given back if that was a mistake.

use preau_db::{Result, Tx, args, sql};
use preau_kernel::{PersonId, SpaceId};
use serde::{Deserialize, Serialize};

use super::{LIST_LIMIT, families, persons, spaces};
use crate::model::{ConsentId, GrantId, Guardianship, Identifier, Invited, Member};

/// What pointed at a row before it was joined into another, and what the other had already.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ties {
    identifiers: Vec<Identifier>,
    guardianships: Vec<Guardianship>,
    /// Guardian and child of those that the other had: they were left alone.
    had_guardianships: Vec<(PersonId, PersonId)>,
    members: Vec<Member>,
    had_spaces: Vec<SpaceId>,
    consents: Vec<ConsentId>,
    /// Consents that the person answered, for a child.
    answered: Vec<ConsentId>,
    grants: Vec<GrantId>,
    invited: Vec<Invited>,
    had_invited: Vec<SpaceId>,
    /// Whom the person had invited, and where to.
    guests: Vec<(SpaceId, PersonId)>,
}

/// What points at `gone`, before it is joined into `kept`.
pub(crate) async fn ties(tx: &mut Tx, gone: PersonId, kept: PersonId) -> Result<Ties> {
    let consents = sql!((ConsentId,), "SELECT id FROM consent WHERE person = $1 ORDER BY id LIMIT $2");
    let answered = sql!((ConsentId,), "SELECT id FROM consent WHERE by_person = $1 ORDER BY id LIMIT $2");
    let grants = sql!((GrantId,), "SELECT id FROM grant_ WHERE person = $1 ORDER BY id LIMIT $2");
    let guests =
        sql!((SpaceId, PersonId), "SELECT space, person FROM invited WHERE by_person = $1 ORDER BY 1, 2 LIMIT $2");
    let had = families::guardianships_in(tx, kept).await?;
    let of_gone = args![gone, LIST_LIMIT].to_vec();
    Ok(Ties {
        identifiers: persons::identifiers_in(tx, gone).await?,
        guardianships: families::guardianships_in(tx, gone).await?,
        had_guardianships: had.into_iter().map(|it| (it.guardian, it.child)).collect(),
        members: spaces::memberships_in(tx, gone).await?,
        had_spaces: spaces::memberships_in(tx, kept).await?.into_iter().map(|it| it.space).collect(),
        consents: tx.all(consents, &of_gone).await?.into_iter().map(|(id,)| id).collect(),
        answered: tx.all(answered, &of_gone).await?.into_iter().map(|(id,)| id).collect(),
        grants: tx.all(grants, &of_gone).await?.into_iter().map(|(id,)| id).collect(),
        invited: spaces::invited_in(tx, gone).await?,
        had_invited: spaces::invited_in(tx, kept).await?.into_iter().map(|it| it.space).collect(),
        guests: tx.all(guests, &of_gone).await?,
    })
}

/// Gives back to `gone` what pointed at it.
pub(crate) async fn untie(tx: &mut Tx, gone: PersonId, kept: PersonId, ties: &Ties) -> Result<()> {
    for it in &ties.identifiers {
        persons::set_identifier(tx, it).await?;
    }
    let guardianship = sql!("DELETE FROM guardianship WHERE guardian = $1 AND child = $2");
    for it in &ties.guardianships {
        let instead = |id| if id == gone { kept } else { id };
        let moved = (instead(it.guardian), instead(it.child));
        if !ties.had_guardianships.contains(&moved) {
            tx.run(guardianship, args![moved.0, moved.1]).await?;
        }
        families::set_guardianship(tx, it).await?;
    }
    let member = sql!("DELETE FROM member WHERE space = $1 AND person = $2");
    for it in &ties.members {
        if !ties.had_spaces.contains(&it.space) {
            tx.run(member, args![it.space, kept]).await?;
        }
        spaces::set_member(tx, it).await?;
    }
    let invited = sql!("DELETE FROM invited WHERE space = $1 AND person = $2");
    for it in &ties.invited {
        if !ties.had_invited.contains(&it.space) {
            tx.run(invited, args![it.space, kept]).await?;
        }
        spaces::set_invited(tx, it).await?;
    }
    let consent = sql!("UPDATE consent SET person = $2 WHERE id = $1");
    for id in &ties.consents {
        tx.run(consent, args![id, gone]).await?;
    }
    let answered = sql!("UPDATE consent SET by_person = $2 WHERE id = $1");
    for id in &ties.answered {
        tx.run(answered, args![id, gone]).await?;
    }
    let grant = sql!("UPDATE grant_ SET person = $2 WHERE id = $1");
    for id in &ties.grants {
        tx.run(grant, args![id, gone]).await?;
    }
    let guest = sql!("UPDATE invited SET by_person = $3 WHERE space = $1 AND person = $2");
    for (space, person) in &ties.guests {
        tx.run(guest, args![space, person, gone]).await?;
    }
    Ok(())
}
