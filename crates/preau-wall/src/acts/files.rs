//! Attaching files to a post, describing pictures, taking files off.
//!
//! What was sent is looked at before the transaction ([`ready`]): a picture is drawn anew, a film freed of its place.
//! Only then is it taken ([`attach`]); what was sent itself is nobody's from there on and ends with its last day.

use preau_blob::{BlobId, rows};
use preau_kernel::{Can, Kind, PersonId, Problem, Result};
use preau_people::{acts::Act, fields::line};
use preau_web::{
    Ctx,
    files::{FileKind, ready as ready_to_serve},
    uploads::{Purpose, Taken, UploadId},
};

use super::tell_of;
use crate::{
    model::{ALT_LIMIT, FILE_BYTES, FILES, File, FileId, Post, PostId, Who},
    policy::{PostVerb, demand},
    store::{files, rights},
};

/// What people send files to a wall for.
pub const FILE: Purpose = Purpose { owner: "wall.file", limit: FILE_BYTES };

/// Who needs the blobs of a file.
pub(crate) fn owner(id: FileId) -> rows::Owner {
    rows::Owner { service: FILE.owner, id: id.uuid() }
}

/// A file that was sent, looked at and stored as it will be served.
#[derive(Debug)]
pub struct Ready {
    upload: UploadId,
    file: File,
}

impl Ready {
    /// Whether it is a picture.
    pub fn is_picture(&self) -> bool {
        self.file.kind == FileKind::Picture
    }
}

/// Looks at what a person sent, and stores it as it will be served.
pub async fn ready(ctx: &Ctx, post: PostId, me: PersonId, uploads: &[UploadId]) -> Result<Vec<Ready>> {
    if uploads.len() > FILES {
        return Err(too_many());
    }
    let mut all = Vec::new();
    for &upload in uploads {
        let sent = FILE.look(ctx, me, upload).await?;
        // Boxed: the state of all that is read and written for a file is large.
        let file = Box::pin(served(ctx, post, sent)).await?;
        all.push(Ready { upload, file });
    }
    Ok(all)
}

fn too_many() -> Problem {
    Problem::new(Kind::Quota, "wall-too-many-files").with("count", FILES)
}

async fn served(ctx: &Ctx, post: PostId, sent: Taken) -> Result<File> {
    let served = ready_to_serve(ctx, &sent).await?;
    let blank = File {
        id: ctx.id(),
        post,
        place: 0,
        kind: served.kind,
        name: String::new(),
        media: String::new(),
        size: 0,
        plays: false,
        alt: String::new(),
        width: None,
        height: None,
        small_width: None,
        small_height: None,
        who: Who::Free,
        blob: served.blob,
        small: None,
    };
    Ok(blank.showing(served))
}

/// Attaches what was looked at, after the files that are there. Whoever wrote the post, and nobody else.
pub async fn attach(act: &mut Act<'_>, post: &Post, ready: Vec<Ready>) -> Result<()> {
    let me = act.actor.person().filter(|me| post.author == Some(*me)).ok_or_else(Problem::not_found)?;
    let there = files::of_post_in(act.tx, post.id).await?;
    if there.len() + ready.len() > FILES {
        return Err(too_many());
    }
    let asked = rights::any_children(act.tx, post.space, act.now()).await?;
    let first = there.last().map_or(0, |last| last.place + 1);
    let now = act.now();
    for (place, Ready { upload, mut file }) in (first..).zip(ready) {
        let owner = owner(file.id);
        FILE.take(act.tx, me, upload, file.id.uuid(), now).await?;
        // What was sent itself is not kept, unless it is what is served.
        rows::release(act.tx, owner, now).await?;
        for blob in blobs_of(&file) {
            rows::keep(act.tx, blob, owner, now).await?;
        }
        file.place = place;
        if asked && file.shows_people() {
            file.who = Who::Unsaid;
        }
        files::insert(act.tx, &file).await?;
    }
    Ok(())
}

/// The blobs that a file needs.
pub(crate) fn blobs_of(file: &File) -> impl Iterator<Item = BlobId> {
    [Some(file.blob), file.small].into_iter().flatten()
}

/// Attaches more files to a post that is there.
pub async fn add(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, ready: Vec<Ready>) -> Result<()> {
    demand(proof, PostVerb::Correct)?;
    if ready.is_empty() {
        return Ok(());
    }
    attach(act, proof.resource(), ready).await?;
    tell_of(act, "wall.corrected", proof.resource()).await
}

/// Changes the words for those who don't see the pictures of a post: for each file, its words.
pub async fn describe(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, words: &[(FileId, String)]) -> Result<()> {
    demand(proof, PostVerb::Correct)?;
    let there = files::of_post_in(act.tx, proof.resource().id).await?;
    for file in there {
        let Some((_, words)) = words.iter().find(|(id, _)| *id == file.id) else { continue };
        let words = line("alt", words, ALT_LIMIT)?;
        if words != file.alt {
            files::set_alt(act.tx, file.id, &words).await?;
        }
    }
    Ok(())
}

/// Takes a file off a post; its bytes end with it.
pub async fn remove(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, id: FileId) -> Result<()> {
    demand(proof, PostVerb::Correct)?;
    let there = files::of_post_in(act.tx, proof.resource().id).await?;
    if !there.iter().any(|file| file.id == id) {
        return Err(Problem::not_found());
    }
    end(act, id).await?;
    tell_of(act, "wall.corrected", proof.resource()).await
}

/// Ends a file and its bytes.
pub(crate) async fn end(act: &mut Act<'_>, id: FileId) -> Result<()> {
    rows::release(act.tx, owner(id), act.now()).await?;
    files::delete(act.tx, id).await?;
    Ok(())
}
