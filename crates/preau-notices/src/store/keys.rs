//! The institution's own keys of this crate, made once.

use preau_db::{Db, Result, Tx, args, sql};

/// A key, made by `draw` at the first need.
pub(crate) async fn made(db: &Db, name: &str, draw: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>> {
    if let Some(kept) = key(db, name).await? {
        return Ok(kept);
    }
    let mut tx = db.begin().await?;
    let kept = keep(&mut tx, name, &draw()).await?;
    tx.commit().await?;
    Ok(kept)
}

/// A key, if it was made.
pub(crate) async fn key(db: &Db, name: &str) -> Result<Option<Vec<u8>>> {
    let find = sql!((Vec<u8>,), "SELECT secret FROM notice_key WHERE name = $1");
    Ok(db.opt(find, args![name]).await?.map(|(secret,)| secret))
}

/// Keeps a key unless another node was quicker. The key that holds.
async fn keep(tx: &mut Tx, name: &str, secret: &[u8]) -> Result<Vec<u8>> {
    let insert = sql!("INSERT INTO notice_key (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
    tx.run(insert, args![name, secret.to_vec()]).await?;
    Ok(tx.one(sql!((Vec<u8>,), "SELECT secret FROM notice_key WHERE name = $1"), args![name]).await?.0)
}
