//! The way out and back in.
//!
//! A person's archive holds what that person wrote. A space's and the whole's hold each table as JSON lines, which
//! [`import`] reads into an empty institution. Who saw a post is in none: it is a count that ends with the house.

use std::iter;

use futures_util::TryStreamExt;
use preau_blob::{BlobId, rows};
use preau_db::Tx;
use preau_kernel::{Kind, PersonId, Problem, Result};
use preau_web::{Archive, ArchiveReader, Ctx, Subject};
use tokio_util::io::ReaderStream;

use crate::{
    acts::{self, files::owner},
    model::{
        Consent, FILE_BYTES, File, FileId, FileKind, Frozen, Pictured, Post, Proof, Reply, Signature, Terms, Thanks,
        Version,
    },
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
        for (path, blob) in places(file) {
            let body = ctx.blobs.get(blob, None).await?;
            archive.stream(&path, body.map_err(Problem::from)).await?;
        }
    }
    archive.records("wall/files.jsonl", files)?;
    archive.records("wall/pictured.jsonl", rights::out_pictured(db, person, space).await?)?;
    archive.records("wall/terms.jsonl", rights::out_terms(db, person, space).await?)?;
    archive.records("wall/consents.jsonl", rights::out_consents(db, person, space).await?)?;
    archive.records("wall/proofs.jsonl", rights::out_proofs(db, person, space).await?)
}

/// Where the bytes of a file stand in an archive: what is looked at first, then the small one.
fn places(file: &File) -> impl Iterator<Item = (String, BlobId)> {
    let ending = match file.kind {
        FileKind::Picture => ".jpg".to_owned(),
        _ => ending(&file.name),
    };
    let whole = (format!("wall/files/{}{ending}", file.id), file.blob);
    let small = file.small.map(|small| (format!("wall/files/{}-small.jpg", file.id), small));
    iter::once(whole).chain(small)
}

/// The ending of a file's name, if it is one that a folder of any system takes.
fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| {
        (1..=8).contains(&ending.len()) && ending.bytes().all(|letter| letter.is_ascii_alphanumeric())
    });
    ending.map_or_else(String::new, |ending| format!(".{}", ending.to_ascii_lowercase()))
}

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
        for (path, blob) in places(&file) {
            take_in(ctx, tx, archive, &path, blob, file.id).await?;
        }
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

/// Stores the bytes of a file as its owner's.
async fn take_in(
    ctx: &Ctx,
    tx: &mut Tx,
    archive: &ArchiveReader,
    path: &str,
    blob: BlobId,
    file: FileId,
) -> Result<()> {
    let now = ctx.clock.now();
    let body = ReaderStream::new(tokio::fs::File::from_std(archive.file(path)?));
    let stored = rows::put_in(tx, &ctx.blobs, body, FILE_BYTES, now).await?;
    if stored.id != blob {
        return Err(Problem::new(Kind::Invalid, "archive-damaged").with("file", path));
    }
    Ok(rows::keep(tx, blob, owner(file), now).await?)
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
