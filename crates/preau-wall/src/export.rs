//! The way out and back in.
//!
//! A person's archive holds what that person wrote. A space's and the whole's hold each table as JSON lines, which
//! [`import`] reads into an empty institution. Who saw a post is in none: it is a count that ends with the house.

use preau_db::Tx;
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Ctx, Subject};

use crate::{
    model::{Post, Version},
    store::out,
};

/// Writes what is kept of a subject.
pub(crate) async fn export(ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    let (person, space) = match subject {
        Subject::Person(person) => (Some(person), None),
        Subject::Space(space) => (None, Some(space)),
        Subject::All => (None, None),
    };
    archive.records("wall/posts.jsonl", out::posts(db, person, space).await?)?;
    archive.records("wall/versions.jsonl", out::versions(db, person, space).await?)
}

/// Reads everything back into an empty institution.
pub(crate) async fn import(tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for post in archive.records::<Post>("wall/posts.jsonl")? {
        crate::store::insert(tx, &post?, None).await?;
    }
    for version in archive.records::<Version>("wall/versions.jsonl")? {
        crate::store::insert_version(tx, &version?).await?;
    }
    Ok(())
}

/// Forgets a person: what they wrote for others stays, by someone; drafts go.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    out::forget(tx, person).await?;
    Ok(())
}
