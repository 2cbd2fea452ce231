//! Persons, what other systems call them, and who turned out to be the same.

use std::collections::HashMap;

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, PersonKind, Timestamp};
use uuid::Uuid;

use super::{LIST_LIMIT, Viewer, guards_now, presence, visible_person};
use crate::model::{Identifier, Merge, Person, Reach};

/// Ids asked for in one statement.
const CHUNK: usize = 32;

macro_rules! person_columns {
    () => {
        "p.id, p.kind, p.login, p.family_name, p.used_name, p.given_names, p.preferred_name, p.name, p.birth_date, \
         p.sex, p.email, p.phone, p.address, p.lang, p.level, p.left_at, p.erased_at, p.created_at, p.updated_at"
    };
}

/// 32 placeholders after the viewer's five.
macro_rules! chunk {
    () => {
        concat!(
            "($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, ",
            "$27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)"
        )
    };
}

/// A person.
pub async fn person(db: &Db, id: PersonId) -> Result<Option<Person>> {
    db.opt(sql!(Person, concat!("SELECT ", person_columns!(), " FROM person p WHERE p.id = $1")), args![id]).await
}

/// A person as the transaction sees it.
pub async fn person_in(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    tx.opt(sql!(Person, concat!("SELECT ", person_columns!(), " FROM person p WHERE p.id = $1")), args![id]).await
}

/// The person with this login; someone who left or was forgotten has none to sign in with.
pub async fn person_by_login(db: &Db, login: &str) -> Result<Option<Person>> {
    let find = sql!(
        Person,
        concat!(
            "SELECT ",
            person_columns!(),
            " FROM person p WHERE p.login = $1 AND p.left_at IS NULL",
            " AND p.erased_at IS NULL"
        )
    );
    db.opt(find, args![login.trim().to_lowercase()]).await
}

/// Writes a new person.
pub async fn insert(tx: &mut Tx, person: &Person) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO person (id, kind, login, family_name, used_name, given_names, preferred_name, name, folded,
            birth_date, sex, email, phone, address, lang, level, left_at, erased_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
    );
    let Person { id, kind, login, family_name, used_name, given_names, preferred_name, name, .. } = person;
    let Person { birth_date, sex, email, phone, address, lang, level, left_at, erased_at, .. } = person;
    let (created_at, updated_at) = (person.created_at, person.updated_at);
    let values = args![
        id,
        kind,
        login,
        family_name,
        used_name,
        given_names,
        preferred_name,
        name,
        person.folded(),
        birth_date,
        sex,
        email,
        phone,
        address,
        lang,
        level,
        left_at,
        erased_at,
        created_at,
        updated_at
    ];
    tx.run(insert, values).await
}

/// Writes a person's changed fields; the id, the login and the moment of adding stay.
pub async fn update(tx: &mut Tx, person: &Person) -> Result<u64> {
    let update = sql!(
        "UPDATE person SET kind = $2, family_name = $3, used_name = $4, given_names = $5, preferred_name = $6,
            name = $7, folded = $8, birth_date = $9, sex = $10, email = $11, phone = $12, address = $13, lang = $14,
            level = $15, left_at = $16, erased_at = $17, updated_at = $18
         WHERE id = $1"
    );
    let Person { id, kind, family_name, used_name, given_names, preferred_name, name, .. } = person;
    let Person { birth_date, sex, email, phone, address, lang, level, left_at, erased_at, updated_at, .. } = person;
    let values = args![
        id,
        kind,
        family_name,
        used_name,
        given_names,
        preferred_name,
        name,
        person.folded(),
        birth_date,
        sex,
        email,
        phone,
        address,
        lang,
        level,
        left_at,
        erased_at,
        updated_at
    ];
    tx.run(update, values).await
}

/// Gives a person another login.
pub async fn set_login(tx: &mut Tx, id: PersonId, login: &str, now: Timestamp) -> Result<u64> {
    tx.run(sql!("UPDATE person SET login = $2, updated_at = $3 WHERE id = $1"), args![id, login, now]).await
}

/// The logins that begin like this one, to find one that is free.
pub async fn logins_like(tx: &mut Tx, login: &str) -> Result<Vec<String>> {
    // Logins are ASCII letters, digits and points: nothing in them is a wildcard.
    let find = sql!((String,), "SELECT login FROM person WHERE login LIKE $1 LIMIT 10000");
    Ok(tx.all(find, args![format!("{login}%")]).await?.into_iter().map(|(login,)| login).collect())
}

/// How many persons of a kind there are, not counting those who left.
pub async fn count(db: &Db, kind: PersonKind) -> Result<i64> {
    let count = sql!((i64,), "SELECT count(*) FROM person WHERE kind = $1 AND left_at IS NULL AND erased_at IS NULL");
    Ok(db.one(count, args![kind]).await?.0)
}

row! {
    /// A line of a list of persons.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    #[schema(as = PersonLine)]
    pub struct Found {
        /// Who.
        pub id: PersonId,
        /// What the person is.
        pub kind: PersonKind,
        /// The name.
        pub name: String,
        /// The class or another space that tells persons of one name apart.
        pub place: Option<String>,
        /// When the person left.
        pub left_at: Option<Timestamp>,
    }
}

/// Where a person is met: the first class, else the first other space, by name.
macro_rules! place {
    () => {
        "(SELECT s.name FROM member m JOIN space s ON s.id = m.space WHERE m.person = p.id AND m.role = 'member' \
           AND s.kind = 'class' AND s.archived_at IS NULL AND (m.until IS NULL OR m.until > $2) \
           ORDER BY s.name LIMIT 1) AS place"
    };
}

/// A word that nothing begins with, for patterns that are not needed.
fn patterns(folded: &str) -> [String; 4] {
    let mut words = folded.split_whitespace();
    std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), |word| format!("% {word}%")))
}

/// Persons whose names have words that begin with each of the first four words of `folded`, whom the viewer may find.
pub async fn search(
    db: &Db,
    viewer: &Viewer,
    folded: &str,
    kind: Option<PersonKind>,
    page: Page,
) -> Result<Vec<Found>> {
    let find = sql!(
        Found,
        concat!(
            "SELECT p.id, p.kind, p.name, ",
            place!(),
            ", p.left_at FROM person p",
            " WHERE p.folded LIKE $6 AND p.folded LIKE $7 AND p.folded LIKE $8 AND p.folded LIKE $9",
            " AND ($10 = '' OR p.kind = $10) AND ((p.left_at IS NULL) = $11) AND ",
            visible_person!(),
            " ORDER BY p.folded, p.id LIMIT $12 OFFSET $13"
        )
    );
    let [a, b, c, d] = patterns(folded);
    let kind = kind.map(preau_kernel::Word::as_str).unwrap_or_default();
    let Viewer { me, now, today, kind: asks, runs } = *viewer;
    db.all(find, args![me, now, today, asks, runs, a, b, c, d, kind, !page.left, page.limit, page.offset]).await
}

/// Which part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Those who left instead of those who are there.
    pub left: bool,
    /// How many.
    pub limit: i64,
    /// After how many.
    pub offset: i64,
}

impl Page {
    /// The first `limit` of those who are there.
    pub fn first(limit: i64) -> Self {
        Self { left: false, limit, offset: 0 }
    }
}

/// Those of up to 32 persons whom the viewer may find and who did not leave.
pub async fn visible_among(db: &Db, viewer: &Viewer, ids: &[PersonId]) -> Result<Vec<Found>> {
    let find = sql!(
        Found,
        concat!(
            "SELECT p.id, p.kind, p.name, ",
            place!(),
            ", p.left_at FROM person p",
            " WHERE p.left_at IS NULL AND p.id IN ",
            chunk!(),
            " AND ",
            visible_person!(),
            " LIMIT 32"
        )
    );
    let Viewer { me, now, today, kind, runs } = *viewer;
    let mut values = args![me, now, today, kind, runs].to_vec();
    values.extend_from_slice(&padded(ids));
    db.all(find, &values).await
}

/// Ids as 32 arguments.
fn padded(ids: &[PersonId]) -> Vec<preau_db::Value> {
    let given = ids.iter().map(|id| id.uuid()).chain(std::iter::repeat(Uuid::nil()));
    given.take(CHUNK).map(|id| preau_db::ToValue::to_value(&id)).collect()
}

/// The names of persons, for pages that know only their ids. Those who were forgotten have none.
pub async fn names(db: &Db, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let find = sql!(
        (PersonId, String),
        "SELECT id, name FROM person WHERE erased_at IS NULL AND id IN
           ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $26, $27, $28, $29, $30, $31, $32)
         LIMIT 32"
    );
    let mut names = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        names.extend(db.all(find, &padded(ids)).await?);
    }
    Ok(names)
}

row! {
    /// A person as the index for typing slips sees it.
    pub(crate) struct Indexed {
        /// Who.
        pub(crate) id: PersonId,
        /// The words of the name.
        pub(crate) folded: String,
        /// Whether it can still be found.
        pub(crate) there: bool,
        /// When it changed.
        pub(crate) updated_at: Timestamp,
    }
}

/// The persons that changed at or after a moment.
pub(crate) async fn changed_since(
    db: &Db,
    since: Timestamp,
    each: impl FnMut(Indexed) -> Result<()> + Send,
) -> Result<()> {
    let find = sql!(
        Indexed,
        "SELECT id, folded, (left_at IS NULL AND erased_at IS NULL) AS there, updated_at FROM person
         WHERE updated_at >= $1 ORDER BY updated_at"
    );
    db.each(find, args![since], each).await
}

row! {
    /// How two persons stand to each other.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Link {
        /// What the other is.
        pub kind: PersonKind,
        /// Has left.
        pub left: bool,
        /// Was forgotten.
        pub erased: bool,
        /// Is a child whose record I may see.
        pub my_child: bool,
        /// Answers for me.
        pub my_guardian: bool,
        /// Shares a space with me, oneself or through a child.
        pub ours: bool,
        /// Is a member of a space that I lead, or answers for one.
        pub led: bool,
        /// Whom of that kind people of my kind find.
        pub find: Option<Reach>,
        /// To whom of that kind people of my kind may write.
        pub writes: Option<Reach>,
    }
}

/// How the viewer stands to a person; none if there is no such person.
pub async fn link(db: &Db, viewer: &Viewer, other: PersonId) -> Result<Option<Link>> {
    let find = sql!(
        Link,
        concat!(
            "SELECT p.kind, p.left_at IS NOT NULL AS \"left\", p.erased_at IS NOT NULL AS erased,",
            " EXISTS (SELECT 1 FROM guardianship g WHERE g.guardian = $1 AND g.child = p.id AND ",
            guards_now!("g"),
            ") AS my_child,",
            " EXISTS (SELECT 1 FROM guardianship h WHERE h.child = $1 AND h.guardian = p.id AND h.ended_at IS NULL)",
            " AS my_guardian,",
            " EXISTS (SELECT 1 FROM ",
            presence!("$1"),
            " mine JOIN ",
            presence!("p.id"),
            " theirs ON theirs.space = mine.space) AS ours,",
            " EXISTS (SELECT 1 FROM member l JOIN ",
            presence!("p.id"),
            " t ON t.space = l.space",
            " WHERE l.person = $1 AND l.role IN ('owner', 'manager') AND (l.until IS NULL OR l.until > $2)) AS led,",
            " r.find, r.writes FROM person p LEFT JOIN contact_rule r ON r.asks = $4 AND r.found = p.kind",
            " WHERE p.id = $5"
        )
    );
    db.opt(find, args![viewer.me, viewer.now, viewer.today, viewer.kind, other]).await
}

/// What other systems call a person.
pub async fn identifiers_of(db: &Db, person: PersonId) -> Result<Vec<Identifier>> {
    let find = sql!(
        Identifier,
        "SELECT system, value, person FROM person_identifier WHERE person = $1 ORDER BY system, value LIMIT 100"
    );
    db.all(find, args![person]).await
}

/// The same as the transaction sees it.
pub(crate) async fn identifiers_in(tx: &mut Tx, person: PersonId) -> Result<Vec<Identifier>> {
    let find = sql!(
        Identifier,
        "SELECT system, value, person FROM person_identifier WHERE person = $1 ORDER BY system, value LIMIT 100"
    );
    tx.all(find, args![person]).await
}

/// All whom one other system knows, up to the limit of a list.
pub async fn of_system(db: &Db, system: &str) -> Result<Vec<PersonId>> {
    let find = sql!((PersonId,), "SELECT person FROM person_identifier WHERE system = $1 ORDER BY value LIMIT $2");
    Ok(db.all(find, args![system, LIST_LIMIT]).await?.into_iter().map(|(person,)| person).collect())
}

/// The person whom another system calls `value`.
pub async fn person_by_identifier(tx: &mut Tx, system: &str, value: &str) -> Result<Option<PersonId>> {
    let find = sql!((PersonId,), "SELECT person FROM person_identifier WHERE system = $1 AND value = $2");
    Ok(tx.opt(find, args![system, value]).await?.map(|(person,)| person))
}

/// Notes what another system calls a person; what it was noted for before is changed.
pub async fn set_identifier(tx: &mut Tx, identifier: &Identifier) -> Result<u64> {
    let set = sql!(
        "INSERT INTO person_identifier (system, value, person) VALUES ($1, $2, $3)
         ON CONFLICT (system, value) DO UPDATE SET person = excluded.person"
    );
    tx.run(set, args![identifier.system, identifier.value, identifier.person]).await
}

/// Moves what points to one person on to another who turned out to be the same. Where both have a row, the kept
/// person's stays.
pub async fn move_rows(tx: &mut Tx, gone: PersonId, kept: PersonId) -> Result<()> {
    let moves = [
        sql!("UPDATE person_identifier SET person = $2 WHERE person = $1"),
        sql!(
            "UPDATE guardianship SET guardian = $2 WHERE guardian = $1 AND child <> $2
               AND child NOT IN (SELECT o.child FROM guardianship o WHERE o.guardian = $2)"
        ),
        sql!(
            "UPDATE guardianship SET child = $2 WHERE child = $1 AND guardian <> $2
               AND guardian NOT IN (SELECT o.guardian FROM guardianship o WHERE o.child = $2)"
        ),
        sql!(
            "UPDATE member SET person = $2 WHERE person = $1
               AND space NOT IN (SELECT o.space FROM member o WHERE o.person = $2)"
        ),
        sql!("UPDATE consent SET person = $2 WHERE person = $1"),
        sql!("UPDATE consent SET by_person = $2 WHERE by_person = $1"),
        sql!("UPDATE grant_ SET person = $2 WHERE person = $1"),
        sql!(
            "UPDATE invited SET person = $2 WHERE person = $1
               AND space NOT IN (SELECT o.space FROM invited o WHERE o.person = $2)"
        ),
        sql!("UPDATE invited SET by_person = $2 WHERE by_person = $1"),
    ];
    for statement in moves {
        tx.run(statement, args![gone, kept]).await?;
    }
    tx.run(sql!("DELETE FROM guardianship WHERE guardian = $1 OR child = $1"), args![gone]).await?;
    tx.run(sql!("DELETE FROM member WHERE person = $1"), args![gone]).await?;
    tx.run(sql!("DELETE FROM invited WHERE person = $1"), args![gone]).await?;
    Ok(())
}

/// Notes that two rows were one person.
pub async fn insert_merge(tx: &mut Tx, merge: &Merge) -> Result<u64> {
    tx.run(
        sql!("INSERT INTO person_merge (gone, kept, at) VALUES ($1, $2, $3)"),
        args![merge.gone, merge.kept, merge.at],
    )
    .await
}

/// Notes that two rows are two persons after all. How many merges that were: one or none.
pub(crate) async fn delete_merge(tx: &mut Tx, gone: PersonId, kept: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM person_merge WHERE gone = $1 AND kept = $2"), args![gone, kept]).await
}

/// The person whom this one turned out to be.
pub async fn kept_for(db: &Db, gone: PersonId) -> Result<Option<PersonId>> {
    Ok(db
        .opt(sql!((PersonId,), "SELECT kept FROM person_merge WHERE gone = $1"), args![gone])
        .await?
        .map(|(kept,)| kept))
}

/// Persons that may be the same: equal folded names, and no two different birth dates.
pub async fn doubles(db: &Db) -> Result<Vec<(PersonId, String, PersonId, String)>> {
    let find = sql!(
        (PersonId, String, PersonId, String),
        "SELECT a.id, a.name, b.id, b.name FROM person a JOIN person b ON b.folded = a.folded AND b.kind = a.kind
           AND b.id > a.id WHERE a.left_at IS NULL AND b.left_at IS NULL AND a.erased_at IS NULL
           AND b.erased_at IS NULL AND (a.birth_date IS NULL OR b.birth_date IS NULL OR a.birth_date = b.birth_date)
         ORDER BY a.name LIMIT 50"
    );
    db.all(find, &[]).await
}

/// All persons, for the way out.
pub async fn all(db: &Db, each: impl FnMut(Person) -> Result<()> + Send) -> Result<()> {
    db.each(sql!(Person, concat!("SELECT ", person_columns!(), " FROM person p ORDER BY p.id")), &[], each).await
}

/// All identifiers, for the way out.
pub async fn all_identifiers(db: &Db, each: impl FnMut(Identifier) -> Result<()> + Send) -> Result<()> {
    let all = sql!(Identifier, "SELECT system, value, person FROM person_identifier ORDER BY system, value");
    db.each(all, &[], each).await
}

/// All merges, for the way out.
pub async fn all_merges(db: &Db, each: impl FnMut(Merge) -> Result<()> + Send) -> Result<()> {
    db.each(sql!(Merge, "SELECT gone, kept, at FROM person_merge ORDER BY gone"), &[], each).await
}

/// Forgets what is kept of a person, but the empty row that others point to.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM person_identifier WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM guardianship WHERE guardian = $1 OR child = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM consent WHERE person = $1"), args![person]).await?;
    tx.run(sql!("UPDATE consent SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM member WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM grant_ WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM invited WHERE person = $1"), args![person]).await?;
    tx.run(sql!("UPDATE invited SET by_person = NULL WHERE by_person = $1"), args![person]).await?;
    tx.run(sql!("UPDATE invitation SET created_by = NULL WHERE created_by = $1"), args![person]).await?;
    // What could be undone holds rows as they were.
    let undo = sql!("DELETE FROM undo WHERE by_person = $1 OR CAST(act AS TEXT) LIKE $2");
    tx.run(undo, args![person, format!("%{person}%")]).await?;
    tx.run(sql!("DELETE FROM person_merge WHERE gone = $1 OR kept = $1"), args![person]).await?;
    Ok(())
}

/// Persons of a kind, all of them up to the limit: for letters, for the year's leavers.
pub async fn of_kind(db: &Db, kind: PersonKind) -> Result<Vec<Person>> {
    let find = sql!(
        Person,
        concat!(
            "SELECT ",
            person_columns!(),
            " FROM person p WHERE p.kind = $1 AND p.left_at IS NULL AND p.erased_at IS NULL ORDER BY p.name LIMIT $2"
        )
    );
    db.all(find, args![kind, LIST_LIMIT]).await
}

/// The learners of a level, for the turn of the year.
pub async fn of_level_in(tx: &mut Tx, level: &str) -> Result<Vec<Person>> {
    let find = sql!(
        Person,
        concat!(
            "SELECT ",
            person_columns!(),
            " FROM person p WHERE p.kind = 'learner' AND p.level = $1 AND p.left_at IS NULL AND p.erased_at IS NULL",
            " ORDER BY p.id LIMIT 20000"
        )
    );
    tx.all(find, args![level]).await
}

/// The levels of the learners who are there, with how many are of each.
pub async fn levels(db: &Db) -> Result<Vec<(String, i64)>> {
    let find = sql!(
        (String, i64),
        "SELECT level, count(*) FROM person WHERE kind = 'learner' AND left_at IS NULL AND level IS NOT NULL
         GROUP BY level ORDER BY level LIMIT 100"
    );
    db.all(find, &[]).await
}
