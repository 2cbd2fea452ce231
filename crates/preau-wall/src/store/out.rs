//! Whole tables, for the way out, and forgetting a person.

use preau_db::{Db, Result, Tx, args, sql};
use preau_kernel::{PersonId, SpaceId};

use crate::model::{Post, Version};

/// The posts of a person, of a space, or all, in the order in which they were made. Drafts are their author's alone.
pub(crate) async fn posts(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Post>> {
    let list = sql!(
        Post,
        super::posts!(
            "WHERE (p.author = $1 OR $1 IS NULL) AND ((p.space = $2 AND p.state <> 'draft') OR $2 IS NULL) ORDER BY p.id"
        )
    );
    let mut all = Vec::new();
    db.each(list, args![person, space], |post| {
        all.push(post);
        Ok(())
    })
    .await?;
    Ok(all)
}

/// What these posts said before.
pub(crate) async fn versions(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Version>> {
    let list = sql!(
        Version,
        "SELECT v.post, v.number, v.text, v.until, v.by_person FROM wall_version v JOIN wall_post p ON p.id = v.post
          WHERE (p.author = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL) ORDER BY v.post, v.number"
    );
    let mut all = Vec::new();
    db.each(list, args![person, space], |version| {
        all.push(version);
        Ok(())
    })
    .await?;
    Ok(all)
}

/// Makes someone out of a person: their posts stay for those whom they were for, their drafts go.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<()> {
    let drafts = sql!("DELETE FROM wall_post WHERE author = $1 AND state IN ('draft', 'waiting')");
    tx.run(drafts, args![person]).await?;
    tx.run(sql!("UPDATE wall_post SET author = NULL, session = NULL WHERE author = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_post SET withdrawn_by = NULL WHERE withdrawn_by = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_version SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_frozen SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    Ok(())
}
