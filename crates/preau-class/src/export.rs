//! The way out and back in, and forgetting.

use preau_db::Tx;
use preau_kernel::{PersonId, Result};
use preau_web::{
    Archive, ArchiveReader, Ctx, Subject,
    files::{put_out, take_in},
};

use crate::{
    acts,
    model::{Absence, File, Form, Homework, Past, Reply, SlipRow, Word, Work, kinds},
    store::{self, absences, forms, homework, slips},
};

/// Where the bytes of files stand in an archive.
const FILES: &str = "class/files";

/// Writes what concerns the subject. A person's archive holds what that person wrote and what was written to them, a
/// space's what was given there, without the words of families.
pub(crate) async fn export(ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    let files = match subject {
        Subject::All => store::files::all(db, None).await?,
        Subject::Person(person) => store::files::all(db, Some(person)).await?,
        Subject::Space(space) => store::files::of_space(db, space).await?,
    };
    for file in &files {
        put_out(ctx, archive, FILES, file.id.uuid(), &file.served()).await?;
    }
    archive.records("class/files.jsonl", files)?;
    match subject {
        Subject::All => {
            archive.records("class/homework.jsonl", homework::all(db, None).await?)?;
            archive.records("class/homework-past.jsonl", homework::all_past(db).await?)?;
            archive.records("class/homework-work.jsonl", homework::all_work(db, None).await?)?;
            archive.records("class/homework-words.jsonl", homework::all_words(db, None).await?)?;
            archive.records("class/forms.jsonl", forms::all(db, None).await?)?;
            archive.records("class/form-replies.jsonl", forms::all_replies(db, None).await?)?;
            archive.records("class/form-proofs.jsonl", forms::all_proofs(db, None).await?)?;
            archive.records("class/form-slips.jsonl", slips::all(db).await?)?;
            archive.records("class/absences.jsonl", absences::all(db, None).await?)
        }
        Subject::Space(space) => {
            archive.records("class/forms.jsonl", forms::all(db, Some(space)).await?)?;
            archive.records("class/homework.jsonl", homework::all(db, Some(space)).await?)
        }
        Subject::Person(person) => {
            archive.records("class/homework-work.jsonl", homework::all_work(db, Some(person)).await?)?;
            archive.records("class/homework-words.jsonl", homework::all_words(db, Some(person)).await?)?;
            archive.records("class/form-replies.jsonl", forms::all_replies(db, Some(person)).await?)?;
            archive.records("class/form-proofs.jsonl", forms::all_proofs(db, Some(person)).await?)?;
            let told = absences::all(db, Some(person)).await?;
            archive.records("class/absences.jsonl", told.into_iter().map(|it| seen_by(it, person)))
        }
    }
}

/// An absence without what somebody else wrote of it: a child's archive may be read by either parent.
fn seen_by(it: Absence, person: PersonId) -> Absence {
    if it.by_person == Some(person) {
        return it;
    }
    Absence { by_person: None, words: String::new(), answer: String::new(), ..it }
}

/// Reads everything back into an empty institution.
pub(crate) async fn import(ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for file in archive.records::<File>("class/files.jsonl")? {
        let file = file?;
        take_in(ctx, tx, archive, FILES, acts::files::owner(file.id), &file.served()).await?;
        store::files::insert(tx, &file).await?;
    }
    for it in archive.records::<Homework>("class/homework.jsonl")? {
        homework::insert(tx, &it?).await?;
    }
    for it in archive.records::<Past>("class/homework-past.jsonl")? {
        homework::keep(tx, &it?).await?;
    }
    for it in archive.records::<Work>("class/homework-work.jsonl")? {
        homework::set_work(tx, &it?).await?;
    }
    for it in archive.records::<Word>("class/homework-words.jsonl")? {
        homework::insert_word(tx, &it?).await?;
    }
    for it in archive.records::<Form>("class/forms.jsonl")? {
        forms::set(tx, &it?).await?;
    }
    for it in archive.records::<Reply>("class/form-replies.jsonl")? {
        forms::set_reply(tx, &it?).await?;
    }
    for it in archive.records::<Reply>("class/form-proofs.jsonl")? {
        forms::insert_proof(tx, ctx.id::<kinds::Proof>().uuid(), &it?).await?;
    }
    for it in archive.records::<SlipRow>("class/form-slips.jsonl")? {
        slips::insert(tx, &it?).await?;
    }
    for it in archive.records::<Absence>("class/absences.jsonl")? {
        absences::set(tx, &it?).await?;
    }
    Ok(())
}

/// Forgets a person: what a pupil handed in and what was said about them goes, a guardian's words, answers and
/// signatures; what a teacher gave or asked stays with the class, by nobody who has a name.
pub(crate) async fn erase(ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
    acts::files::forget(tx, person, ctx.clock.now()).await?;
    acts::slips::forget(tx, person, ctx.clock.now()).await?;
    forms::forget(tx, person).await?;
    homework::forget_work(tx, person).await?;
    homework::forget_words(tx, person).await?;
    absences::forget(tx, person).await?;
    Ok(())
}
