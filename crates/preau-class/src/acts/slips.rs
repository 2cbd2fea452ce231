//! The paper bridge: a slip for each family that has nothing else, and back from a photograph.
//!
//! What is printed on a slip is a number drawn at random; what it stands for is in the database alone. A photograph is
//! read before the transaction; what was read waits in a batch until somebody looked at what is doubtful, and nothing
//! is an answer before that.

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::stream;
use preau_blob::{BlobError, BlobId, rows};
use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId, Timestamp};
use preau_people::acts::Act;
use preau_slip::{Code, Reply, Sign, State, gather};
use preau_web::{
    Ctx,
    uploads::{Purpose, UploadId},
};
use time::Duration;

use super::forms::{self, Paper, Signers};
use crate::{
    model::{AskedOf, Batch, BatchId, Choose, Form, FormId, Reading, Seen, SignedBy, SlipRow, Unread},
    photo::{self, Photo},
    policy::{ClassVerb, demand},
    store::slips,
};

/// What photographs of slips are sent for.
pub const PHOTO: Purpose = Purpose { owner: "class.slips", limit: PHOTO_BYTES };
/// Bytes of a photograph.
pub const PHOTO_BYTES: u64 = 40 << 20;
/// Photographs of a batch.
const PHOTOS: usize = 40;
/// How long a batch waits for somebody to look at it.
const KEPT: Duration = Duration::days(7);

fn owner(id: BatchId) -> rows::Owner {
    rows::Owner { service: PHOTO.owner, id: id.uuid() }
}

/// Draws the codes of a form's slips that were not printed yet: one for each child, or, where both guardians sign, one
/// for each of them.
pub async fn prepare(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, form: &Form) -> Result<()> {
    demand(proof, ClassVerb::FormAsk)?;
    if form.space != *proof.resource() {
        return Err(Problem::not_found());
    }
    if form.asked_of != AskedOf::Families || form.withdrawn_at.is_some() {
        return Err(Problem::new(Kind::Conflict, "form-no-paper"));
    }
    for (child, person, _) in whose(form, forms::signers(act.ctx, form.space).await?) {
        // A number that another slip has is drawn again; one of 2^40 is another's hardly ever.
        for _ in 0..8 {
            let number = u64::from_be_bytes(act.ctx.entropy.bytes()) % Code::COUNT;
            let code = i64::try_from(number).map_err(Problem::internal)?;
            if slips::insert(act.tx, &SlipRow { code, form: form.id, child, person, at: act.now() }).await? {
                break;
            }
            if slips::of_form_in(act.tx, form.id, child, person).await? {
                break;
            }
        }
    }
    Ok(())
}

/// Whose slips a form has: the child, who signs (the child, where any one of the family does), and the name of whom the
/// letter is for.
fn whose(form: &Form, children: Vec<Signers>) -> Vec<(PersonId, PersonId, String)> {
    let both = form.signed_by == SignedBy::Both;
    let of = |it: Signers| -> Vec<_> {
        if both {
            return it.persons.into_iter().map(|(person, name)| (it.child, person, name)).collect();
        }
        let names: Vec<_> = it.persons.into_iter().map(|(_, name)| name).collect();
        vec![(it.child, it.child, names.join(", "))]
    };
    children.into_iter().flat_map(of).collect()
}

/// A slip to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// What it is.
    pub row: SlipRow,
    /// The child's name.
    pub child: String,
    /// Whom the letter is for; empty for a child of whom nobody is known.
    pub to: String,
}

/// The slips of a form that were prepared, by the names of the children.
pub async fn printed(ctx: &Ctx, form: &Form) -> Result<Vec<Printed>> {
    let rows = slips::of_form(&ctx.db, form.id).await?;
    let children = forms::signers(ctx, form.space).await?;
    let names: HashMap<PersonId, String> = children.iter().map(|it| (it.child, it.name.clone())).collect();
    let row = |(child, person, to)| {
        let row = rows.iter().find(|row| (row.child, row.person) == (child, person))?;
        Some(Printed { row: row.clone(), child: names.get(&child)?.clone(), to })
    };
    Ok(whose(form, children).into_iter().filter_map(row).collect())
}

/// Reads photographs of a form's slips, and keeps what was read for somebody to look at.
pub async fn photograph(
    ctx: &Ctx,
    proof: &Can<ClassVerb, SpaceId>,
    form: &Form,
    me: PersonId,
    uploads: &[UploadId],
) -> Result<BatchId> {
    demand(proof, ClassVerb::FormAsk)?;
    if uploads.is_empty() {
        return Err(Problem::field("photos", "form-slips-none"));
    }
    if uploads.len() > PHOTOS {
        return Err(Problem::new(Kind::Quota, "form-slips-many").with("count", PHOTOS));
    }
    let mut photos = Vec::new();
    let mut reading = Reading::default();
    for &upload in uploads {
        let sent = PHOTO.look(ctx, me, upload).await?;
        let bytes = ctx.blobs.get(sent.blob, None).await?.bytes(PHOTO_BYTES).await?;
        match photo::read(bytes).await? {
            Some(photo) => photos.push(photo),
            None => reading.unreadable.push(sent.name),
        }
    }
    let known = slips::of_form(&ctx.db, form.id).await?;
    let now = ctx.clock.now();
    let id: BatchId = ctx.id();
    sort_out(ctx, form, &known, photos, &mut reading, now).await?;
    let mut tx = ctx.db.begin().await?;
    for &upload in uploads {
        PHOTO.take(&mut tx, me, upload, id.uuid(), now).await?;
    }
    // The photographs themselves show more than what is asked about: what is cut out of them is all that stays.
    rows::release(&mut tx, owner(id), now).await?;
    for &blob in &reading.pictures {
        rows::keep(&mut tx, blob, owner(id), now).await?;
    }
    let read = serde_json::to_value(&reading).map_err(Problem::internal)?;
    slips::set_batch(&mut tx, &Batch { id, form: form.id, by_person: me, read, at: now }).await?;
    tx.commit().await?;
    Ok(id)
}

async fn sort_out(
    ctx: &Ctx,
    form: &Form,
    known: &[SlipRow],
    photos: Vec<Photo>,
    reading: &mut Reading,
    now: Timestamp,
) -> Result<()> {
    let (one, shape) = (only_one(form)?, form.shape()?);
    let founds: Vec<_> = photos.iter().map(|photo| photo.found.clone()).collect();
    for reply in gather(&founds) {
        let row = known.iter().find(|row| u64::try_from(row.code) == Ok(reply.slip.code.number()));
        let Some(row) = row.filter(|_| reply.slip.shape == shape) else {
            reading.foreign += 1;
            continue;
        };
        let mut seen = seen(row, &reply, &one);
        if seen.signed.is_none() || seen.answers(&one).is_none() {
            let cut = reply.seen.first().and_then(|(photo, place)| photos.get(*photo)?.slips.get(*place));
            if let Some(cut) = cut {
                seen.picture = Some(keep_picture(ctx, cut, reading, now).await?);
            }
        }
        reading.slips.push(seen);
    }
    for cut in photos.iter().flat_map(|photo| &photo.unread) {
        let picture = keep_picture(ctx, cut, reading, now).await?;
        reading.unread.push(Unread { picture });
    }
    Ok(())
}

async fn keep_picture(ctx: &Ctx, jpeg: &[u8], reading: &mut Reading, now: Timestamp) -> Result<usize> {
    let body = stream::iter([Ok::<_, BlobError>(Bytes::copy_from_slice(jpeg))]);
    reading.pictures.push(rows::put(&ctx.db, &ctx.blobs, body, u64::MAX, now).await?.id);
    Ok(reading.pictures.len() - 1)
}

/// Of which questions exactly one answer is chosen.
pub fn only_one(form: &Form) -> Result<Vec<bool>> {
    Ok(form.questions()?.iter().map(|question| question.choose == Choose::One).collect())
}

fn seen(row: &SlipRow, reply: &Reply, one: &[bool]) -> Seen {
    let told = |state: &State| match state {
        State::Ticked => Some(true),
        State::Empty => Some(false),
        State::Doubtful(_) => None,
    };
    let mut states = reply.states.iter();
    let counts = reply.slip.shape.questions().iter().map(|question| usize::from(question.boxes));
    let boxes: Vec<Vec<_>> = counts.map(|count| states.by_ref().take(count).map(told).collect()).collect();
    debug_assert_eq!(boxes.len(), one.len(), "the shape is the form's");
    let signed = match reply.sign {
        None | Some(Sign::Written) => Some(true),
        Some(Sign::Empty) => Some(false),
        Some(Sign::Doubtful) => None,
    };
    Seen { code: row.code, child: row.child, person: row.person, boxes, signed, picture: None }
}

/// A batch of a form, and what was read of it.
pub async fn batch(ctx: &Ctx, form: FormId, id: BatchId) -> Result<(Batch, Reading)> {
    let batch = slips::batch(&ctx.db, id).await?.filter(|batch| batch.form == form).ok_or_else(Problem::not_found)?;
    let reading = serde_json::from_value(batch.read.clone()).map_err(Problem::internal)?;
    Ok((batch, reading))
}

/// Says which slip one is whose code could not be read: its ten letters, as somebody typed them. Its boxes are then
/// looked at like those of any doubtful one.
pub async fn name(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, SpaceId>,
    form: &Form,
    (mut batch, mut reading): (Batch, Reading),
    place: usize,
    letters: &str,
) -> Result<()> {
    demand(proof, ClassVerb::FormAsk)?;
    let code = Code::read(letters).map_err(|error| Problem::field("letters", "form-letters").caused_by(error))?;
    let known = slips::of_form(&act.ctx.db, form.id).await?;
    let row = known.iter().find(|row| u64::try_from(row.code) == Ok(code.number()));
    let row = row.ok_or_else(|| Problem::field("letters", "form-letters-other"))?;
    if place >= reading.unread.len() {
        return Err(Problem::not_found());
    }
    if reading.slips.iter().any(|seen| seen.code == row.code) {
        return Err(Problem::field("letters", "form-letters-there"));
    }
    let Unread { picture } = reading.unread.remove(place);
    let boxes = form.questions()?.iter().map(|question| vec![None; question.options.len()]).collect();
    let signed = (form.signed_by == SignedBy::Nobody).then_some(true);
    let (child, person, picture) = (row.child, row.person, Some(picture));
    reading.slips.push(Seen { code: row.code, child, person, boxes, signed, picture });
    batch.read = serde_json::to_value(&reading).map_err(Problem::internal)?;
    slips::set_batch(act.tx, &batch).await?;
    Ok(())
}

/// Enters what a batch brought, and ends it with its pictures.
pub async fn enter(
    act: &mut Act<'_>,
    proof: &Can<ClassVerb, SpaceId>,
    batch: &Batch,
    paper: Vec<Paper>,
    words: &str,
) -> Result<()> {
    // First: of two who press at once, one enters.
    if !slips::end(act.tx, batch.id).await? {
        return Err(Problem::not_found());
    }
    rows::release(act.tx, owner(batch.id), act.now()).await?;
    forms::enter(act, proof, batch.form, paper, words).await
}

/// Throws a batch away: nothing of it becomes an answer.
pub async fn discard(act: &mut Act<'_>, proof: &Can<ClassVerb, SpaceId>, batch: &Batch) -> Result<()> {
    demand(proof, ClassVerb::FormAsk)?;
    end(act.tx, batch.id, act.ctx.clock.now()).await
}

async fn end(tx: &mut preau_db::Tx, id: BatchId, now: Timestamp) -> Result<()> {
    slips::end(tx, id).await?;
    Ok(rows::release(tx, owner(id), now).await?)
}

/// Ends the batches that nobody looked at for a week.
pub(crate) async fn tidy(ctx: &Ctx) -> Result<()> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    for id in slips::old(&mut tx, now - KEPT).await? {
        end(&mut tx, id, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets the batches that may show a slip of a person.
pub(crate) async fn forget(tx: &mut preau_db::Tx, person: PersonId, now: Timestamp) -> Result<()> {
    for id in slips::about(tx, person).await? {
        end(tx, id, now).await?;
    }
    Ok(())
}

/// The blob of one of a batch's pictures.
pub fn picture(reading: &Reading, place: usize) -> Result<BlobId> {
    reading.pictures.get(place).copied().ok_or_else(Problem::not_found)
}
