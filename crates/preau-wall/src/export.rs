//! The way out and back in.
//!
//! A person's archive holds what that person wrote. A space's and the whole's hold each table as JSON lines, which
//! [`import`] reads into an empty institution. Who saw a post is in none: it is a count that ends with the house.

use preau_blob::rows;
use preau_db::Tx;
use preau_kernel::{PersonId, Result};
use preau_web::{
    Archive, ArchiveReader, Ctx, Subject,
    files::{put_out, take_in},
};

use crate::{
    acts::{self, files::owner},
    model::{Consent, File, Frozen, Pictured, Post, Proof, Reply, Signature, Terms, Thanks, Version},
    store::{
        self, out,
        rights::{self, On},
    },
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
    archive.records("wall/versions.jsonl", out::versions(db, person, space).await?)?;
    if person.is_none() {
        archive.records("wall/frozen.jsonl", out::frozen(db, space).await?)?;
    }
    archive.records("wall/replies.jsonl", store::answers::replies_out(db, person, space).await?)?;
    archive.records("wall/signatures.jsonl", store::answers::signatures_out(db, person, space).await?)?;
    archive.records("wall/thanks.jsonl", store::answers::thanks_out(db, person, space).await?)?;
    let mut files = store::files::out(db, person, space).await?;
    // Whoever is handed an archive of less than the whole house gets what may be shown, and nothing else.
    if subject != Subject::All {
        let held = rights::held_out(db, person, space, On::at(ctx.clock.now())).await?;
        files.retain(|file| !held.contains(&file.id));
    }
    for file in &files {
        put_out(ctx, archive, FILES, file.id.uuid(), &file.served()).await?;
    }
    archive.records("wall/files.jsonl", files)?;
    archive.records("wall/pictured.jsonl", rights::out_pictured(db, person, space).await?)?;
    archive.records("wall/terms.jsonl", rights::out_terms(db, person, space).await?)?;
    archive.records("wall/consents.jsonl", rights::out_consents(db, person, space).await?)?;
    archive.records("wall/proofs.jsonl", rights::out_proofs(db, person, space).await?)
}

/// Where the bytes of files stand in an archive.
const FILES: &str = "wall/files";

/// Reads everything back into an empty institution.
pub(crate) async fn import(ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for post in archive.records::<Post>("wall/posts.jsonl")? {
        store::insert(tx, &post?, None).await?;
    }
    for version in archive.records::<Version>("wall/versions.jsonl")? {
        store::insert_version(tx, &version?).await?;
    }
    for frozen in archive.records::<Frozen>("wall/frozen.jsonl")? {
        store::freeze(tx, &frozen?).await?;
    }
    for reply in archive.records::<Reply>("wall/replies.jsonl")? {
        store::answers::insert_reply(tx, &reply?, None).await?;
    }
    for signature in archive.records::<Signature>("wall/signatures.jsonl")? {
        store::answers::sign(tx, &signature?).await?;
    }
    for thanks in archive.records::<Thanks>("wall/thanks.jsonl")? {
        store::answers::thank(tx, &thanks?).await?;
    }
    for file in archive.records::<File>("wall/files.jsonl")? {
        let file = file?;
        take_in(ctx, tx, archive, FILES, owner(file.id), &file.served()).await?;
        store::files::insert(tx, &file).await?;
    }
    for pictured in archive.records::<Pictured>("wall/pictured.jsonl")? {
        rights::insert_pictured(tx, &pictured?).await?;
    }
    for terms in archive.records::<Terms>("wall/terms.jsonl")? {
        rights::set_terms(tx, &terms?).await?;
    }
    for consent in archive.records::<Consent>("wall/consents.jsonl")? {
        rights::set_consent(tx, &consent?).await?;
    }
    for proof in archive.records::<Proof>("wall/proofs.jsonl")? {
        rights::insert_proof(tx, ctx.id(), &proof?).await?;
    }
    Ok(())
}

/// Forgets a person: what they wrote for others stays, by someone; drafts go.
pub(crate) async fn erase(ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
    for file in store::files::of_drafts(tx, person).await? {
        rows::release(tx, owner(file.id), ctx.clock.now()).await?;
    }
    acts::rights::forget(ctx, tx, person).await?;
    out::forget(tx, person).await?;
    Ok(())
}
