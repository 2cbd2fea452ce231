//! Who is in which picture, what was asked and what was answered.
//!
//! **The one rule** is `held!`: whether a file may not be shown yet to those who don't lead the space. It says *may not*
//! unless everything is known and everybody agreed, so a row that is missing never shows anything.

use std::collections::HashSet;

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use preau_people::store::families;
use time::Date;

use super::Span;
use crate::model::{Consent, Extent, FileId, Pictured, PostId, Proof, Terms, YesNo, kinds};

/// Whether the guardianship `g` of the guardian `q` counts on the day `$2`, when those are of age who were born by `$3`:
/// whom the law asks, and no court keeps away.
macro_rules! asked {
    () => {
        "g.legal_rank IS NOT NULL AND g.ended_at IS NULL AND q.left_at IS NULL AND NOT ((g.no_record OR g.no_contact) \
         AND (g.limited_from IS NULL OR g.limited_from <= $2) AND (g.limited_until IS NULL OR g.limited_until >= $2)) \
         AND NOT EXISTS (SELECT 1 FROM person b WHERE b.id = g.child AND b.birth_date <= $3)"
    };
}

/// Whether all who are to agree that the child `c.child` is shown in the files of the post `f.post` did: at the moment
/// `$1`, on the day `$2`, when those are of age who were born by `$3`. A refusal holds until whoever gave it takes it
/// back, also when they are no longer asked.
macro_rules! agreed {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM wall_terms t WHERE t.post = f.post AND t.until > $1",
            " AND NOT EXISTS (SELECT 1 FROM wall_consent n WHERE n.post = t.post AND n.child = c.child AND n.answer = 'no')",
            " AND NOT EXISTS (SELECT 1 FROM guardianship g JOIN person q ON q.id = g.guardian WHERE g.child = c.child AND ",
            asked!(),
            " AND NOT EXISTS (SELECT 1 FROM wall_consent k WHERE k.post = t.post AND k.child = c.child",
            " AND k.person = g.guardian AND k.number = t.number AND k.answer = 'yes'))",
            " AND (EXISTS (SELECT 1 FROM guardianship g JOIN person q ON q.id = g.guardian WHERE g.child = c.child AND ",
            asked!(),
            ") OR EXISTS (SELECT 1 FROM wall_consent k JOIN person a ON a.id = k.person WHERE k.post = t.post",
            " AND k.child = c.child AND k.person = c.child AND k.number = t.number AND k.answer = 'yes'",
            " AND a.birth_date <= $3)))"
        )
    };
}

/// Whether the file `f` may not be shown yet.
macro_rules! held {
    () => {
        concat!(
            "(f.who = 'unsaid' OR (f.who = 'named' AND EXISTS (SELECT 1 FROM wall_pictured c WHERE c.file = f.id",
            " AND NOT c.covered AND NOT ",
            agreed!(),
            ")))"
        )
    };
}

/// A moment, its day, and who is of age on it.
#[derive(Debug, Clone, Copy)]
pub struct On {
    /// The moment.
    pub now: Timestamp,
    /// The day.
    pub today: Date,
    /// Whoever was born by this day is of age.
    pub grown: Date,
}

impl On {
    /// On this moment.
    pub fn at(now: Timestamp) -> Self {
        let today = now.date();
        Self { now, today, grown: families::grown(today) }
    }
}

/// Which files of a span may not be shown yet.
pub async fn held(db: &Db, span: &Span, on: On) -> Result<HashSet<FileId>> {
    let list = sql!(
        (FileId,),
        concat!(
            "SELECT f.id FROM wall_file f JOIN wall_post p ON p.id = f.post WHERE p.space = $4",
            " AND (p.id = $5 OR p.seq BETWEEN $6 AND $7 OR ($8 AND p.pinned_at IS NOT NULL)) AND ",
            held!(),
            " LIMIT 4000"
        )
    );
    let Span { space, one, low, high, pinned } = *span;
    let found = db.all(list, args![on.now, on.today, on.grown, space, one, low, high, pinned]).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Which files of the posts of a wall that were published between two moments may not be shown yet.
pub(crate) async fn held_between(
    db: &Db,
    space: SpaceId,
    from: Timestamp,
    until: Timestamp,
    on: On,
) -> Result<HashSet<FileId>> {
    let list = sql!(
        (FileId,),
        concat!(
            "SELECT f.id FROM wall_file f JOIN wall_post p ON p.id = f.post WHERE p.space = $4",
            " AND p.published_at >= $5 AND p.published_at < $6 AND ",
            held!(),
            " LIMIT 8000"
        )
    );
    let found = db.all(list, args![on.now, on.today, on.grown, space, from, until]).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Which files of a person's posts, of a space, or of all, may not be shown yet.
pub(crate) async fn held_out(
    db: &Db,
    person: Option<PersonId>,
    space: Option<SpaceId>,
    on: On,
) -> Result<HashSet<FileId>> {
    let list = sql!(
        (FileId,),
        concat!(
            "SELECT f.id FROM wall_file f JOIN wall_post p ON p.id = f.post WHERE (p.author = $4 OR $4 IS NULL)",
            " AND (p.space = $5 OR $5 IS NULL) AND ",
            held!()
        )
    );
    let mut all = HashSet::new();
    db.each(list, args![on.now, on.today, on.grown, person, space], |(id,)| {
        all.insert(id);
        Ok(())
    })
    .await?;
    Ok(all)
}

row! {
    /// A child who can be named in a picture.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Child {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// Whether the family said no to photos altogether: a reason not to ask, and to cover or leave out.
        pub refused: bool,
    }
}

/// The children of a space, by name.
pub async fn children(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<Child>> {
    let list = sql!(
        Child,
        "SELECT p.id, p.name, coalesce((SELECT c.answer IN ('refused', 'withdrawn') AND (c.until IS NULL OR c.until > $2)
              FROM consent c WHERE c.person = p.id AND c.purpose = 'photo' ORDER BY c.since DESC, c.id DESC LIMIT 1),
              $3) AS refused
           FROM member m JOIN person p ON p.id = m.person
          WHERE m.space = $1 AND m.role = 'member' AND p.kind IN ('learner', 'patient') AND p.left_at IS NULL
            AND (m.until IS NULL OR m.until > $2) ORDER BY p.folded, p.id LIMIT 500"
    );
    db.all(list, args![space, now, false]).await
}

/// Whether there are children in a space, as the transaction sees it.
pub(crate) async fn any_children(tx: &mut Tx, space: SpaceId, now: Timestamp) -> Result<bool> {
    let find = sql!(
        (i64,),
        "SELECT count(*) FROM member m JOIN person p ON p.id = m.person WHERE m.space = $1 AND m.role = 'member'
            AND p.kind IN ('learner', 'patient') AND p.left_at IS NULL AND (m.until IS NULL OR m.until > $2)"
    );
    Ok(tx.one(find, args![space, now]).await?.0 > 0)
}

/// Says who is in a file: nobody any more until they are named again.
pub(crate) async fn set_who(tx: &mut Tx, file: FileId, who: crate::model::Who) -> Result<()> {
    tx.run(sql!("DELETE FROM wall_pictured WHERE file = $1"), args![file]).await?;
    tx.run(sql!("UPDATE wall_file SET who = $2 WHERE id = $1"), args![file, who]).await?;
    Ok(())
}

/// Names somebody in a file.
pub(crate) async fn insert_pictured(tx: &mut Tx, it: &Pictured) -> Result<u64> {
    let insert = sql!("INSERT INTO wall_pictured (file, child, covered) VALUES ($1, $2, $3)");
    tx.run(insert, args![it.file, it.child, it.covered]).await
}

/// Notes that somebody was covered in a file.
pub(crate) async fn cover(tx: &mut Tx, file: FileId, child: PersonId) -> Result<u64> {
    let cover = sql!("UPDATE wall_pictured SET covered = $3 WHERE file = $1 AND child = $2");
    tx.run(cover, args![file, child, true]).await
}

/// Who is in a file.
pub async fn pictured(db: &Db, file: FileId) -> Result<Vec<Pictured>> {
    db.all(in_file(), args![file]).await
}

/// The same as the transaction sees it.
pub(crate) async fn pictured_in(tx: &mut Tx, file: FileId) -> Result<Vec<Pictured>> {
    tx.all(in_file(), args![file]).await
}

fn in_file() -> preau_db::Sql<Pictured> {
    sql!(Pictured, "SELECT file, child, covered FROM wall_pictured WHERE file = $1 ORDER BY child LIMIT 500")
}

macro_rules! terms {
    ($rest:literal) => {
        concat!(
            "SELECT t.post, t.number, t.extent, t.purpose, t.until, t.by_person, t.at, t.gone FROM wall_terms t ",
            $rest
        )
    };
}

/// What is asked about a post's pictures.
pub async fn terms(db: &Db, post: PostId) -> Result<Option<Terms>> {
    db.opt(sql!(Terms, terms!("WHERE t.post = $1")), args![post]).await
}

/// The same as the transaction sees it.
pub(crate) async fn terms_in(tx: &mut Tx, post: PostId) -> Result<Option<Terms>> {
    tx.opt(sql!(Terms, terms!("WHERE t.post = $1")), args![post]).await
}

/// Writes what is asked, new or changed.
pub(crate) async fn set_terms(tx: &mut Tx, it: &Terms) -> Result<u64> {
    let set = sql!(
        "INSERT INTO wall_terms (post, number, extent, purpose, until, by_person, at, gone)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (post) DO UPDATE SET number = excluded.number, extent = excluded.extent, purpose = excluded.purpose,
            until = excluded.until, by_person = excluded.by_person, at = excluded.at, gone = excluded.gone"
    );
    tx.run(set, args![it.post, it.number, it.extent, it.purpose, it.until, it.by_person, it.at, it.gone]).await
}

/// Writes an answer in the place of the one before.
pub(crate) async fn set_consent(tx: &mut Tx, it: &Consent) -> Result<u64> {
    let set = sql!(
        "INSERT INTO wall_consent (post, child, person, number, answer, extent, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (post, child, person) DO UPDATE SET number = excluded.number, answer = excluded.answer,
            extent = excluded.extent, at = excluded.at"
    );
    tx.run(set, args![it.post, it.child, it.person, it.number, it.answer, it.extent, it.at]).await
}

/// Keeps the proof of an answer.
pub(crate) async fn insert_proof(tx: &mut Tx, id: preau_kernel::Id<kinds::Proof>, it: &Proof) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO wall_proof (id, post, child, person, answer, words, until, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.run(insert, args![id, it.post, it.child, it.person, it.answer, it.words, it.until, it.at]).await
}

row! {
    /// What somebody is asked about a child.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Ask {
        /// About whom.
        pub child: PersonId,
        /// The child's name.
        pub name: String,
        /// In how many files the child can be recognised.
        pub files: i64,
        /// What was answered before.
        pub answer: Option<YesNo>,
        /// How far.
        pub extent: Option<Extent>,
        /// To which terms.
        pub number: Option<i64>,
        /// When.
        pub at: Option<Timestamp>,
    }
}

/// What `me` is asked about the pictures of a post: as a legal guardian, or about oneself when of age and nobody's ward.
pub async fn asked_of(db: &Db, post: PostId, me: PersonId, on: On) -> Result<Vec<Ask>> {
    let list = sql!(
        Ask,
        concat!(
            "SELECT k.id AS child, k.name, count(*) AS files,",
            " (SELECT a.answer FROM wall_consent a WHERE a.post = $4 AND a.child = k.id AND a.person = $5) AS answer,",
            " (SELECT a.extent FROM wall_consent a WHERE a.post = $4 AND a.child = k.id AND a.person = $5) AS extent,",
            " (SELECT a.number FROM wall_consent a WHERE a.post = $4 AND a.child = k.id AND a.person = $5) AS number,",
            " (SELECT a.at FROM wall_consent a WHERE a.post = $4 AND a.child = k.id AND a.person = $5) AS at",
            " FROM wall_terms t JOIN wall_file f ON f.post = t.post JOIN wall_pictured c ON c.file = f.id",
            " JOIN person k ON k.id = c.child WHERE t.post = $4 AND t.until > $1 AND NOT c.covered",
            " AND (EXISTS (SELECT 1 FROM guardianship g JOIN person q ON q.id = g.guardian WHERE g.child = c.child",
            " AND g.guardian = $5 AND ",
            asked!(),
            ") OR (c.child = $5 AND k.birth_date <= $3 AND NOT EXISTS (SELECT 1 FROM guardianship g",
            " JOIN person q ON q.id = g.guardian WHERE g.child = c.child AND ",
            asked!(),
            "))) GROUP BY k.id, k.name ORDER BY k.name, k.id LIMIT 50"
        )
    );
    db.all(list, args![on.now, on.today, on.grown, post, me]).await
}

/// Who is to be told that they are asked: whoever has not answered these terms yet, but for children whose family said
/// no to photos altogether.
pub(crate) async fn to_ask(tx: &mut Tx, post: PostId, on: On) -> Result<Vec<PersonId>> {
    let list = sql!(
        (PersonId,),
        concat!(
            "SELECT DISTINCT w.person FROM (SELECT c.child, g.guardian AS person FROM wall_pictured c",
            " JOIN wall_file f ON f.id = c.file JOIN guardianship g ON g.child = c.child",
            " JOIN person q ON q.id = g.guardian WHERE f.post = $4 AND NOT c.covered AND ",
            asked!(),
            " UNION SELECT c.child, c.child AS person FROM wall_pictured c JOIN wall_file f ON f.id = c.file",
            " JOIN person a ON a.id = c.child WHERE f.post = $4 AND NOT c.covered AND a.birth_date <= $3) w",
            " JOIN wall_terms t ON t.post = $4 WHERE t.until > $1",
            " AND NOT EXISTS (SELECT 1 FROM wall_consent k WHERE k.post = t.post AND k.child = w.child",
            " AND k.person = w.person AND k.number = t.number)",
            " AND coalesce((SELECT o.answer FROM consent o WHERE o.person = w.child AND o.purpose = 'photo'",
            " AND (o.until IS NULL OR o.until > $1) ORDER BY o.since DESC, o.id DESC LIMIT 1), '')",
            " NOT IN ('refused', 'withdrawn') LIMIT 2000"
        )
    );
    let found = tx.all(list, args![on.now, on.today, on.grown, post]).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

row! {
    /// How far the agreement of a child's family is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Standing {
        /// Who.
        pub child: PersonId,
        /// The name.
        pub name: String,
        /// In how many files the child can be recognised.
        pub files: i64,
        /// How many are asked.
        pub asked: i64,
        /// How many of them agreed to these terms.
        pub yes: i64,
        /// How many said no.
        pub no: i64,
    }
}

/// How far the agreement is, for each child who can be recognised in the files of a post: numbers, and never who said
/// what.
pub async fn standings(db: &Db, post: PostId, on: On) -> Result<Vec<Standing>> {
    let list = sql!(
        Standing,
        concat!(
            "SELECT k.id AS child, k.name, count(*) AS files,",
            " (SELECT count(*) FROM guardianship g JOIN person q ON q.id = g.guardian WHERE g.child = k.id AND ",
            asked!(),
            ") AS asked,",
            " (SELECT count(*) FROM wall_consent y JOIN wall_terms t ON t.post = y.post AND t.number = y.number",
            " WHERE y.post = $1 AND y.child = k.id AND y.answer = 'yes') AS yes,",
            " (SELECT count(*) FROM wall_consent n WHERE n.post = $1 AND n.child = k.id AND n.answer = 'no') AS no",
            " FROM wall_file f JOIN wall_pictured c ON c.file = f.id JOIN person k ON k.id = c.child",
            " WHERE f.post = $1 AND NOT c.covered GROUP BY k.id, k.name, k.folded ORDER BY k.folded, k.id LIMIT 500"
        )
    );
    db.all(list, args![post, on.today, on.grown]).await
}

/// Files that have to go, some at a time: the time that families agreed to is over.
pub(crate) async fn over(tx: &mut Tx, now: Timestamp) -> Result<Vec<(FileId, PostId)>> {
    let list = sql!(
        (FileId, PostId),
        "SELECT f.id, f.post FROM wall_file f JOIN wall_terms t ON t.post = f.post WHERE t.until <= $1
            AND f.who = 'named' AND EXISTS (SELECT 1 FROM wall_pictured c WHERE c.file = f.id AND NOT c.covered)
          ORDER BY t.until, f.id LIMIT 200"
    );
    tx.all(list, args![now]).await
}

/// Notes that a file of a post has gone.
pub(crate) async fn gone(tx: &mut Tx, post: PostId) -> Result<u64> {
    tx.run(sql!("UPDATE wall_terms SET gone = gone + 1 WHERE post = $1"), args![post]).await
}

/// How many files are there though their time was over before a moment.
pub(crate) async fn late(db: &Db, before: Timestamp) -> Result<i64> {
    let count = sql!(
        (i64,),
        "SELECT count(*) FROM wall_file f JOIN wall_terms t ON t.post = f.post WHERE t.until <= $1 AND f.who = 'named'
            AND EXISTS (SELECT 1 FROM wall_pictured c WHERE c.file = f.id AND NOT c.covered)"
    );
    Ok(db.one(count, args![before]).await?.0)
}

/// The files in which somebody can be recognised.
pub(crate) async fn with_child(tx: &mut Tx, child: PersonId) -> Result<Vec<FileId>> {
    let list = sql!((FileId,), "SELECT file FROM wall_pictured WHERE child = $1 AND NOT covered ORDER BY file");
    Ok(tx.all(list, args![child]).await?.into_iter().map(|(id,)| id).collect())
}

/// Makes someone out of a person: their agreement ends with them, their refusals hold, under a name that nobody has.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId, nobody: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM wall_pictured WHERE child = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM wall_consent WHERE child = $1 OR (person = $1 AND answer = 'yes')"), args![person])
        .await?;
    tx.run(sql!("UPDATE wall_consent SET person = $2 WHERE person = $1"), args![person, nobody]).await?;
    tx.run(sql!("DELETE FROM wall_proof WHERE child = $1 OR person = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_terms SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    Ok(())
}

/// Who is in the files of a person's posts or is that person, in those of a space, or in all.
pub(crate) async fn out_pictured(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Pictured>> {
    let list = sql!(
        Pictured,
        "SELECT c.file, c.child, c.covered FROM wall_pictured c JOIN wall_file f ON f.id = c.file
           JOIN wall_post p ON p.id = f.post
          WHERE (p.author = $1 OR c.child = $1 OR $1 IS NULL) AND ((p.space = $2 AND p.state <> 'draft') OR $2 IS NULL)
          ORDER BY c.file, c.child"
    );
    gathered(db, list, args![person, space]).await
}

/// What is asked about the posts of a person, of a space, or all.
pub(crate) async fn out_terms(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Terms>> {
    let list = sql!(
        Terms,
        terms!(
            "JOIN wall_post p ON p.id = t.post WHERE (p.author = $1 OR $1 IS NULL)
                AND ((p.space = $2 AND p.state <> 'draft') OR $2 IS NULL) ORDER BY t.post"
        )
    );
    gathered(db, list, args![person, space]).await
}

/// The answers of a person, of a space, or all: of one's own only, never another's about the same child.
pub(crate) async fn out_consents(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Consent>> {
    let list = sql!(
        Consent,
        "SELECT k.post, k.child, k.person, k.number, k.answer, k.extent, k.at FROM wall_consent k
           JOIN wall_post p ON p.id = k.post WHERE (k.person = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL)
          ORDER BY k.post, k.child, k.person"
    );
    gathered(db, list, args![person, space]).await
}

/// The proofs of these answers.
pub(crate) async fn out_proofs(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Proof>> {
    let list = sql!(
        Proof,
        "SELECT k.post, k.child, k.person, k.answer, k.words, k.until, k.at FROM wall_proof k
           JOIN wall_post p ON p.id = k.post WHERE (k.person = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL)
          ORDER BY k.at, k.post, k.child, k.person"
    );
    gathered(db, list, args![person, space]).await
}

async fn gathered<T: preau_db::FromRow + Send>(
    db: &Db,
    list: preau_db::Sql<T>,
    values: &[preau_db::Value],
) -> Result<Vec<T>> {
    let mut all = Vec::new();
    db.each(list, values, |it| {
        all.push(it);
        Ok(())
    })
    .await?;
    Ok(all)
}
