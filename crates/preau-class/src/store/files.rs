//! What is attached to homework, work and forms.

use preau_db::{Db, Result, Tx, args, sql};
use preau_kernel::{PersonId, SpaceId};
use uuid::Uuid;

use crate::model::{File, FileId};

macro_rules! files {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.thing, f.pupil, f.kind, f.name, f.media, f.size, f.plays, f.width, f.height, f.small_width,",
            " f.small_height, f.blob, f.small, f.at FROM class_file f ",
            $rest
        )
    };
}

/// All files of a thing: what the teacher gave, and what pupils handed in.
pub async fn of(db: &Db, thing: Uuid) -> Result<Vec<File>> {
    db.all(sql!(File, files!("WHERE f.thing = $1 ORDER BY f.at, f.id LIMIT 2000")), args![thing]).await
}

/// The same as the transaction sees it.
pub async fn of_in(tx: &mut Tx, thing: Uuid) -> Result<Vec<File>> {
    tx.all(sql!(File, files!("WHERE f.thing = $1 ORDER BY f.at, f.id LIMIT 2000")), args![thing]).await
}

/// Attaches a file.
pub async fn insert(tx: &mut Tx, it: &File) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO class_file (id, thing, pupil, kind, name, media, size, plays, width, height, small_width,
            small_height, blob, small, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    let File { id, thing, pupil, kind, name, media, size, plays, width, height, .. } = it;
    let File { small_width, small_height, blob, small, at, .. } = it;
    let values = args![
        id,
        thing,
        pupil,
        kind,
        name,
        media,
        size,
        plays,
        width,
        height,
        small_width,
        small_height,
        blob,
        small,
        at
    ];
    tx.run(insert, values).await
}

/// Takes a file off.
pub async fn delete(tx: &mut Tx, id: FileId) -> Result<u64> {
    tx.run(sql!("DELETE FROM class_file WHERE id = $1"), args![id]).await
}

/// The files that a pupil handed in, as the transaction sees them.
pub async fn of_pupil_in(tx: &mut Tx, pupil: PersonId) -> Result<Vec<File>> {
    tx.all(sql!(File, files!("WHERE f.pupil = $1 ORDER BY f.id LIMIT 5000")), args![pupil]).await
}

/// What was given in a space with homework and forms, without what pupils handed in, for the way out.
pub async fn of_space(db: &Db, space: SpaceId) -> Result<Vec<File>> {
    let find = sql!(
        File,
        files!(
            "WHERE f.pupil IS NULL AND (f.thing IN (SELECT h.id FROM homework h WHERE h.space = $1)
               OR f.thing IN (SELECT q.id FROM form q WHERE q.space = $1)) ORDER BY f.id"
        )
    );
    db.all(find, args![space]).await
}

/// All files, or those that a pupil handed in, for the way out.
pub async fn all(db: &Db, pupil: Option<PersonId>) -> Result<Vec<File>> {
    db.all(sql!(File, files!("WHERE f.pupil = $1 OR $1 IS NULL ORDER BY f.id")), args![pupil]).await
}
