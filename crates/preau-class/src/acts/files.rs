//! Attaching files to homework, to what a pupil hands in, and to forms.
//!
//! What was sent is looked at before the transaction ([`ready`]) and only then taken ([`attach`]); what was sent itself
//! is nobody's from there on and ends with its last day.

use preau_blob::rows;
use preau_kernel::{Kind, PersonId, Problem, Result, Timestamp};
use preau_people::acts::Act;
use preau_web::{
    Ctx,
    files::{self, Served},
    uploads::{Purpose, UploadId},
};
use uuid::Uuid;

use crate::{
    model::{FILE_BYTES, FILES, File, FileId},
    store::files as rows_of,
};

/// What files are sent for in class life.
pub const FILE: Purpose = Purpose { owner: "class.file", limit: FILE_BYTES };

/// Who needs the blobs of a file.
pub(crate) fn owner(id: FileId) -> rows::Owner {
    rows::Owner { service: FILE.owner, id: id.uuid() }
}

/// A file that was sent, looked at and stored as it will be served.
#[derive(Debug)]
pub struct Ready {
    upload: UploadId,
    served: Served,
}

/// To what files are attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct To {
    /// The homework or the form.
    pub thing: Uuid,
    /// The pupil who hands in; none for what the teacher gives.
    pub pupil: Option<PersonId>,
}

/// Looks at what a person sent, but for what is attached there already: a form that lost its answer is sent again.
pub async fn ready(ctx: &Ctx, to: To, me: PersonId, uploads: &[UploadId]) -> Result<Vec<Ready>> {
    let there = rows_of::of(&ctx.db, to.thing).await?;
    let mut all = Vec::new();
    for &upload in uploads {
        if there.iter().any(|file| file.id.uuid() == upload.uuid() && file.pupil == to.pupil) {
            continue;
        }
        let sent = FILE.look(ctx, me, upload).await?;
        // Boxed: the state of all that is read and written for a file is large.
        let served = Box::pin(files::ready(ctx, &sent)).await?;
        all.push(Ready { upload, served });
    }
    Ok(all)
}

/// Attaches what was looked at. That the actor may is for the act to know that calls this. How many files there are then.
pub(crate) async fn attach(act: &mut Act<'_>, to: To, ready: Vec<Ready>) -> Result<usize> {
    let me = act.actor.person().ok_or_else(Problem::not_found)?;
    let there = rows_of::of_in(act.tx, to.thing).await?;
    let count = there.iter().filter(|file| file.pupil == to.pupil).count() + ready.len();
    if count > FILES {
        return Err(Problem::new(Kind::Quota, "class-too-many-files").with("count", FILES));
    }
    let now = act.now();
    for Ready { upload, served } in ready {
        let id = FileId::from_uuid(upload.uuid());
        FILE.take(act.tx, me, upload, id.uuid(), now).await?;
        // What was sent itself is not kept, unless it is what is served.
        rows::release(act.tx, owner(id), now).await?;
        for blob in served.blobs() {
            rows::keep(act.tx, blob, owner(id), now).await?;
        }
        rows_of::insert(act.tx, &File::of(id, to.thing, to.pupil, served, now)).await?;
    }
    Ok(count)
}

/// Takes a file off, with its bytes; not found if it is not among those of `to`.
pub(crate) async fn remove(act: &mut Act<'_>, to: To, id: FileId) -> Result<()> {
    let there = rows_of::of_in(act.tx, to.thing).await?;
    if !there.iter().any(|file| file.id == id && file.pupil == to.pupil) {
        return Err(Problem::not_found());
    }
    end(act.tx, id, act.ctx.clock.now()).await
}

async fn end(tx: &mut preau_db::Tx, id: FileId, now: Timestamp) -> Result<()> {
    rows::release(tx, owner(id), now).await?;
    rows_of::delete(tx, id).await?;
    Ok(())
}

/// Forgets what a pupil handed in.
pub(crate) async fn forget(tx: &mut preau_db::Tx, pupil: PersonId, now: Timestamp) -> Result<()> {
    for file in rows_of::of_pupil_in(tx, pupil).await? {
        end(tx, file.id, now).await?;
    }
    Ok(())
}
