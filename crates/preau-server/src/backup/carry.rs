//! `preau move`: from one engine and store to another, nothing lost.

use preau_blob::{BlobId, Blobs, rows};
use preau_db::{Db, tables};
use preau_kernel::Result;
use preau_web::App;
use serde::Serialize;

use super::{copy_file, own_files};
use crate::{
    ServerError,
    config::Config,
    wiring::{self, Institution},
};

/// Blobs asked of the database at once.
const BATCH: u32 = 500;

/// What was carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Carried {
    /// Rows of all tables; none if the database stays where it is.
    pub(crate) rows: u64,
    /// Blobs; none if they stay where they are.
    pub(crate) blobs: u64,
}

/// Carries an institution that no server uses to the place that `to` describes. The source is only read.
///
/// Blobs and files go first: they are named by their content, so that doing it again does no harm. The tables go last,
/// in one transaction: until it is committed the target is refused by whoever opens it.
pub(crate) async fn carry(from: &Institution, to: &Config) -> Result<Carried> {
    let ctx = &from.app.ctx;
    let now = ctx.clock.now();
    let mut carried = Carried { rows: 0, blobs: 0 };
    if from.config.db() == to.db() && from.config.blob_place() == to.blob_place() {
        return Err(ServerError::SamePlace.into());
    }
    if to.data != from.config.data {
        for name in own_files(&from.config.data)? {
            let there = to.data.join(&name);
            if !there.exists() {
                copy_file(&from.config.data.join(&name), &there)?;
            }
        }
    }
    if from.config.blob_place() != to.blob_place() {
        carried.blobs = all_blobs(&ctx.db, &ctx.blobs, &wiring::blobs(to, now).await?).await?;
    }
    if from.config.db() != to.db() {
        let target = Db::open(&to.db()).await?;
        let empty = tables::is_empty(&target).await? || tables::unfinished(&target).await?;
        if !empty {
            return Err(ServerError::NotEmpty(to.database_name()).into());
        }
        let sums = tables::copy(&ctx.db, &target, &App::migrations(from.app.services()), now).await?;
        target.close().await?;
        carried.rows = sums.iter().map(|(_, sum)| sum.rows).sum();
    }
    Ok(carried)
}

async fn all_blobs(db: &Db, from: &Blobs, to: &Blobs) -> Result<u64> {
    let mut count = 0;
    let mut after: Option<BlobId> = None;
    loop {
        let needed = rows::needed(db, after, BATCH).await?;
        let Some(last) = needed.last() else { return Ok(count) };
        after = Some(last.id);
        for known in needed {
            let size = u64::try_from(known.size).unwrap_or_default();
            if to.size(known.id).await? != Some(size) {
                let stored = to.put(from.get(known.id, None).await?, size).await?;
                if stored.id != known.id {
                    return Err(ServerError::Differs(known.id.to_string()).into());
                }
            }
            count += 1;
        }
    }
}
