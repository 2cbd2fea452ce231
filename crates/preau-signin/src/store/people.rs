//! The few columns of the people's tables that sign-in reads itself, so that a request costs one read and a class one.
//! It writes none of them: that is `preau-people`'s.

use preau_db::{Db, Result, args, row, sql};
use preau_kernel::{PersonId, PersonKind, Role, SpaceId, SpaceKind, Timestamp, Word};
use time::Date;

use crate::who::Who;

row! {
    /// A space, by name.
    #[derive(Debug, Clone)]
    pub(crate) struct Place { pub(crate) id: SpaceId, pub(crate) kind: SpaceKind, pub(crate) name: String }
}

/// The columns of a [`Who`]; the office is the role in the institution's own space.
macro_rules! who {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.kind, p.login, p.given_names AS given, p.family_name AS family, p.name AS called,
              p.left_at IS NOT NULL OR p.erased_at IS NOT NULL AS gone,
              (SELECT m.role FROM member m JOIN space i ON i.id = m.space
                WHERE i.kind = 'institution' AND m.person = p.id AND (m.until IS NULL OR m.until > ",
            $rest
        )
    };
}

pub(crate) async fn by_login(db: &Db, login: &str, now: Timestamp) -> Result<Option<Who>> {
    db.opt(sql!(Who, who!("$2)) AS office FROM person p WHERE p.login = $1")), args![login, now]).await
}

pub(crate) async fn by_id(db: &Db, id: PersonId, now: Timestamp) -> Result<Option<Who>> {
    db.opt(sql!(Who, who!("$2)) AS office FROM person p WHERE p.id = $1")), args![id, now]).await
}

/// The learners of a space, by name.
pub(crate) async fn learners(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<Who>> {
    let list = sql!(
        Who,
        who!(
            "$2)) AS office FROM person p JOIN member l ON l.person = p.id
             WHERE l.space = $1 AND l.role = 'member' AND p.kind = 'learner' AND p.left_at IS NULL AND p.erased_at IS NULL
               AND (l.until IS NULL OR l.until > $2) ORDER BY p.folded, p.id LIMIT 500"
        )
    );
    db.all(list, args![space, now]).await
}

/// Whom a pile of letters is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pile {
    /// Whoever prints, who has a way in.
    pub(crate) me: PersonId,
    /// Of which kind; none for all.
    pub(crate) kind: Option<PersonKind>,
    /// Only those who never had a way in.
    pub(crate) never: bool,
    /// Administrators too.
    pub(crate) administrators: bool,
}

/// Where a pile goes on: after this kind, name and person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct After {
    pub(crate) kind: String,
    pub(crate) folded: String,
    pub(crate) id: PersonId,
}

impl After {
    /// Before everybody.
    pub(crate) fn nobody() -> Self {
        Self { kind: String::new(), folded: String::new(), id: PersonId::from_uuid(uuid::Uuid::nil()) }
    }

    /// As a form carries it.
    pub(crate) fn text(&self) -> String {
        format!("{}/{}/{}", self.kind, self.id, self.folded)
    }

    /// As a form brought it; before everybody if it brought nothing.
    pub(crate) fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '/').map(str::to_owned);
        let (kind, id, folded) = (parts.next(), parts.next(), parts.next());
        let read = kind.zip(id.and_then(|id| id.parse().ok())).zip(folded);
        read.map_or_else(Self::nobody, |((kind, id), folded)| Self { kind, folded, id })
    }
}

/// Who is in a pile and comes after somebody: `$1` is the moment, as in [`who!`].
macro_rules! pile {
    () => {
        "FROM person p WHERE p.left_at IS NULL AND p.erased_at IS NULL AND p.id <> $2 AND ($3 = '' OR p.kind = $3)
           AND ($4 OR NOT EXISTS (SELECT 1 FROM member a JOIN space h ON h.id = a.space WHERE h.kind = 'institution'
             AND a.person = p.id AND a.role = 'owner' AND (a.until IS NULL OR a.until > $1)))
           AND (NOT $5 OR NOT (EXISTS (SELECT 1 FROM signin_password w WHERE w.person = p.id)
             OR EXISTS (SELECT 1 FROM signin_passkey w WHERE w.person = p.id)
             OR EXISTS (SELECT 1 FROM signin_device w WHERE w.person = p.id AND w.pin IS NOT NULL)
             OR EXISTS (SELECT 1 FROM signin_pictures w WHERE w.person = p.id)
             OR EXISTS (SELECT 1 FROM signin_badge w WHERE w.person = p.id)))
           AND (p.kind, p.folded, p.id) > ($6, $7, $8)"
    };
}

/// The next people of a pile, one kind after the other, by name.
pub(crate) async fn pile(db: &Db, pile: Pile, after: &After, most: i64, now: Timestamp) -> Result<Vec<Who>> {
    let people = sql!(Who, concat!(who!("$1)) AS office "), pile!(), " ORDER BY p.kind, p.folded, p.id LIMIT $9"));
    let Pile { me, kind, never, administrators } = pile;
    let kind = kind.map(Word::as_str).unwrap_or_default();
    let After { kind: last, folded, id } = after;
    db.all(people, args![now, me, kind, administrators, never, last, folded, id, most]).await
}

/// How many of a pile come after somebody.
pub(crate) async fn pile_count(db: &Db, pile: Pile, after: &After, now: Timestamp) -> Result<i64> {
    let count = sql!((i64,), concat!("SELECT count(*) ", pile!()));
    let Pile { me, kind, never, administrators } = pile;
    let kind = kind.map(Word::as_str).unwrap_or_default();
    let After { kind: last, folded, id } = after;
    Ok(db.one(count, args![now, me, kind, administrators, never, last, folded, id]).await?.0)
}

/// The place of a person in the piles.
pub(crate) async fn place_in_piles(db: &Db, id: PersonId) -> Result<After> {
    let find = sql!((String, String), "SELECT kind, folded FROM person WHERE id = $1");
    let found = db.opt(find, args![id]).await?;
    Ok(found.map_or_else(After::nobody, |(kind, folded)| After { kind, folded, id }))
}

/// The children whose record a guardian may see on a day.
pub(crate) async fn children(db: &Db, guardian: PersonId, today: Date, now: Timestamp) -> Result<Vec<Who>> {
    let list = sql!(
        Who,
        who!(
            "$2)) AS office FROM person p JOIN guardianship g ON g.child = p.id
             WHERE g.guardian = $1 AND g.ended_at IS NULL AND p.left_at IS NULL AND p.erased_at IS NULL
               AND NOT (g.no_record AND (g.limited_from IS NULL OR g.limited_from <= $3)
                                    AND (g.limited_until IS NULL OR g.limited_until >= $3))
             ORDER BY p.folded, p.id LIMIT 30"
        )
    );
    db.all(list, args![guardian, now, today]).await
}

/// Those who answer for a child, whatever limits a decision sets: a letter is for the guardian's own account.
pub(crate) async fn guardians(db: &Db, child: PersonId, now: Timestamp) -> Result<Vec<Who>> {
    let list = sql!(
        Who,
        who!(
            "$2)) AS office FROM person p JOIN guardianship g ON g.guardian = p.id
             WHERE g.child = $1 AND g.ended_at IS NULL AND p.left_at IS NULL AND p.erased_at IS NULL
             ORDER BY g.legal_rank, p.folded, p.id LIMIT 20"
        )
    );
    db.all(list, args![child, now]).await
}

/// What a person is in a space.
pub(crate) async fn role(db: &Db, person: PersonId, space: SpaceId, now: Timestamp) -> Result<Option<Role>> {
    let find =
        sql!((Role,), "SELECT role FROM member WHERE person = $1 AND space = $2 AND (until IS NULL OR until > $3)");
    Ok(db.opt(find, args![person, space, now]).await?.map(|(role,)| role))
}

/// Whether somebody leads a space that the learner takes part in.
pub(crate) async fn teaches(db: &Db, leader: PersonId, learner: PersonId, now: Timestamp) -> Result<bool> {
    let find = sql!(
        (i64,),
        "SELECT count(*) FROM member a JOIN member b ON b.space = a.space JOIN space s ON s.id = a.space
         WHERE a.person = $1 AND a.role IN ('owner', 'manager') AND b.person = $2 AND b.role = 'member'
           AND s.kind IN ('class', 'group') AND s.archived_at IS NULL
           AND (a.until IS NULL OR a.until > $3) AND (b.until IS NULL OR b.until > $3)"
    );
    Ok(db.one(find, args![leader, learner, now]).await?.0 > 0)
}

pub(crate) async fn place(db: &Db, space: SpaceId) -> Result<Option<Place>> {
    let find = sql!(Place, "SELECT id, kind, name FROM space WHERE id = $1 AND archived_at IS NULL");
    db.opt(find, args![space]).await
}

/// The classes and groups, by name: for whom letters are printed together.
pub(crate) async fn classes(db: &Db) -> Result<Vec<Place>> {
    let list = sql!(
        Place,
        "SELECT id, kind, name FROM space WHERE kind IN ('class', 'group', 'ward', 'staff') AND archived_at IS NULL
         ORDER BY kind, folded, id LIMIT 2000"
    );
    db.all(list, &[]).await
}

/// Where a person's letter goes, in the institution's own words.
pub(crate) async fn address(db: &Db, person: PersonId) -> Result<Option<serde_json::Value>> {
    let find = sql!((Option<serde_json::Value>,), "SELECT address FROM person WHERE id = $1");
    Ok(db.opt(find, args![person]).await?.and_then(|(address,)| address))
}

/// How many administrators there are.
pub(crate) async fn administrators(db: &Db, now: Timestamp) -> Result<Vec<(PersonId,)>> {
    let list = sql!(
        (PersonId,),
        "SELECT m.person FROM member m JOIN space s ON s.id = m.space JOIN person p ON p.id = m.person
         WHERE s.kind = 'institution' AND m.role = 'owner' AND p.left_at IS NULL AND p.erased_at IS NULL
           AND (m.until IS NULL OR m.until > $1) LIMIT 100"
    );
    db.all(list, args![now]).await
}

/// Whether staff must use a second factor or a passkey: the setting of that name.
pub(crate) async fn second_factor_required(db: &Db) -> Result<bool> {
    let find = sql!((serde_json::Value,), "SELECT value FROM setting WHERE name = 'staff_second_factor'");
    Ok(db.opt(find, &[]).await?.is_some_and(|(value,)| value == serde_json::Value::Bool(true)))
}

/// All members of a space but auditors, by name.
pub(crate) async fn members(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<Who>> {
    let list = sql!(
        Who,
        who!(
            "$2)) AS office FROM person p JOIN member l ON l.person = p.id
             WHERE l.space = $1 AND l.role <> 'auditor' AND p.left_at IS NULL AND p.erased_at IS NULL
               AND (l.until IS NULL OR l.until > $2) ORDER BY p.folded, p.id LIMIT 5000"
        )
    );
    db.all(list, args![space, now]).await
}

/// The name of a learner's class: the first by name.
pub(crate) async fn class_of(db: &Db, person: PersonId, now: Timestamp) -> Result<Option<String>> {
    let find = sql!(
        (String,),
        "SELECT s.name FROM member m JOIN space s ON s.id = m.space WHERE m.person = $1 AND m.role = 'member'
           AND s.kind = 'class' AND s.archived_at IS NULL AND (m.until IS NULL OR m.until > $2) ORDER BY s.name LIMIT 1"
    );
    Ok(db.opt(find, args![person, now]).await?.map(|(name,)| name))
}
