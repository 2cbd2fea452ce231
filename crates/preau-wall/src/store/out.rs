//! Whole tables, for the way out, and forgetting a person.

use preau_db::{Db, FromRow, Result, Sql, Tx, Value, args, sql};
use preau_kernel::{PersonId, SpaceId};

use crate::model::{Frozen, Post, Version};

/// All rows, however many.
pub(super) async fn collected<T: FromRow + Send + Sync>(db: &Db, list: Sql<T>, values: &[Value]) -> Result<Vec<T>> {
    let mut all = Vec::new();
    db.each(list, values, |row| {
        all.push(row);
        Ok(())
    })
    .await?;
    Ok(all)
}

/// The posts of a person, of a space, or all, in the order in which they were made. Drafts are their author's alone.
pub(crate) async fn posts(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Post>> {
    let list = sql!(
        Post,
        super::posts!(
            "WHERE (p.author = $1 OR $1 IS NULL) AND ((p.space = $2 AND p.state <> 'draft') OR $2 IS NULL) ORDER BY p.id"
        )
    );
    collected(db, list, args![person, space]).await
}

/// What these posts said before.
pub(crate) async fn versions(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Version>> {
    let list = sql!(
        Version,
        "SELECT v.post, v.number, v.text, v.until, v.by_person FROM wall_version v JOIN wall_post p ON p.id = v.post
          WHERE (p.author = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL) ORDER BY v.post, v.number"
    );
    collected(db, list, args![person, space]).await
}

/// The walls that are frozen: of a space, or all.
pub(crate) async fn frozen(db: &Db, space: Option<SpaceId>) -> Result<Vec<Frozen>> {
    let list =
        sql!(Frozen, "SELECT space, at, by_person FROM wall_frozen WHERE space = $1 OR $1 IS NULL ORDER BY space");
    collected(db, list, args![space]).await
}

/// Makes someone out of a person: their posts stay for those whom they were for, their drafts go.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<()> {
    super::answers::forget(tx, person).await?;
    let drafts = sql!("DELETE FROM wall_post WHERE author = $1 AND state IN ('draft', 'waiting')");
    tx.run(drafts, args![person]).await?;
    tx.run(sql!("UPDATE wall_post SET author = NULL, session = NULL WHERE author = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_post SET withdrawn_by = NULL WHERE withdrawn_by = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_version SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_frozen SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    Ok(())
}
