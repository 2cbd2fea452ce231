//! Spaces, members, invitations and grants.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{Audience, InvitationId, PersonId, PersonKind, Role, SpaceId, SpaceKind, Timestamp};

use super::{LIST_LIMIT, Viewer, guards_now, member_now};
use crate::model::{Grant, GrantId, Invitation, Invited, Member, Space, fold};

macro_rules! space_columns {
    () => {
        "s.id, s.kind, s.name, s.code, s.level, s.hue, s.year, s.seq, s.source, s.created_by, s.created_at, s.archived_at"
    };
}

/// A space.
pub async fn space(db: &Db, id: SpaceId) -> Result<Option<Space>> {
    db.opt(sql!(Space, concat!("SELECT ", space_columns!(), " FROM space s WHERE s.id = $1")), args![id]).await
}

/// A space as the transaction sees it.
pub async fn space_in(tx: &mut Tx, id: SpaceId) -> Result<Option<Space>> {
    tx.opt(sql!(Space, concat!("SELECT ", space_columns!(), " FROM space s WHERE s.id = $1")), args![id]).await
}

/// The institution's own space, as the transaction sees it.
pub async fn institution_in(tx: &mut Tx) -> Result<Option<SpaceId>> {
    Ok(tx.opt(sql!((SpaceId,), "SELECT id FROM space WHERE kind = 'institution'"), &[]).await?.map(|(id,)| id))
}

/// The institution's own space; none before first run.
pub async fn institution(db: &Db) -> Result<Option<SpaceId>> {
    Ok(db.opt(sql!((SpaceId,), "SELECT id FROM space WHERE kind = 'institution'"), &[]).await?.map(|(id,)| id))
}

/// Writes a new space.
pub async fn insert(tx: &mut Tx, it: &Space) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO space (id, kind, name, folded, code, level, hue, year, seq, source, created_by, created_at,
            archived_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let Space { id, kind, name, code, level, hue, year, seq, source, created_by, created_at, archived_at } = it;
    let values =
        args![id, kind, name, fold(name), code, level, hue, year, seq, source, created_by, created_at, archived_at];
    tx.run(insert, values).await
}

/// Writes a space's changed fields.
pub async fn update(tx: &mut Tx, it: &Space) -> Result<u64> {
    let update = sql!(
        "UPDATE space SET name = $2, folded = $3, code = $4, level = $5, hue = $6, year = $7, archived_at = $8
         WHERE id = $1"
    );
    tx.run(update, args![it.id, it.name, fold(&it.name), it.code, it.level, it.hue, it.year, it.archived_at]).await
}

/// Raises the space's counter and gives its new value: what happens in the space has an order without gaps.
pub async fn next_seq(tx: &mut Tx, space: SpaceId) -> Result<i64> {
    let raise = sql!((i64,), "UPDATE space SET seq = seq + 1 WHERE id = $1 RETURNING seq");
    Ok(tx.one(raise, args![space]).await?.0)
}

/// The open space of a kind and year with a code, as a roster knows it.
pub async fn space_by_code(tx: &mut Tx, kind: SpaceKind, year: &str, code: &str) -> Result<Option<Space>> {
    let find = sql!(
        Space,
        concat!(
            "SELECT ",
            space_columns!(),
            " FROM space s WHERE s.kind = $1 AND s.year = $2 AND s.code = $3 AND s.archived_at IS NULL ORDER BY s.id LIMIT 1"
        )
    );
    tx.opt(find, args![kind, year, code]).await
}

row! {
    /// A space in a list, with how many are in it.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    pub struct ListedSpace {
        /// Its id.
        pub id: SpaceId,
        /// What it is for.
        pub kind: SpaceKind,
        /// Its name.
        pub name: String,
        /// Its code.
        pub code: Option<String>,
        /// Its colour.
        pub hue: i64,
        /// Its school year.
        pub year: Option<String>,
        /// When it was put away.
        pub archived_at: Option<Timestamp>,
        /// Members with the role member.
        pub members: i64,
        /// Owners and managers.
        pub leaders: i64,
    }
}

/// All spaces but the institution's own, open or archived, whose names have the words of `folded`.
pub async fn list(db: &Db, archived: bool, folded: &str, now: Timestamp) -> Result<Vec<ListedSpace>> {
    let find = sql!(
        ListedSpace,
        "SELECT s.id, s.kind, s.name, s.code, s.hue, s.year, s.archived_at,
            (SELECT count(*) FROM member m WHERE m.space = s.id AND m.role = 'member'
               AND (m.until IS NULL OR m.until > $5)) AS members,
            (SELECT count(*) FROM member m WHERE m.space = s.id AND m.role IN ('owner', 'manager')
               AND (m.until IS NULL OR m.until > $5)) AS leaders
         FROM space s WHERE s.kind <> 'institution' AND (s.archived_at IS NOT NULL) = $1
           AND (s.folded LIKE $2 OR lower(coalesce(s.code, '')) = $3)
         ORDER BY s.kind, s.name, s.id LIMIT $4"
    );
    let code = folded.split_whitespace().collect::<String>();
    db.all(find, args![archived, format!("%{folded}%"), code, LIST_LIMIT, now]).await
}

row! {
    /// A space that somebody is in.
    #[derive(Debug, Clone, PartialEq)]
    pub struct MySpace {
        /// Its id.
        pub id: SpaceId,
        /// What it is for.
        pub kind: SpaceKind,
        /// Its name.
        pub name: String,
        /// Its code.
        pub code: Option<String>,
        /// Its colour.
        pub hue: i64,
        /// As what; `guardian` through a child.
        pub role: Role,
        /// Subject or function.
        pub label: Option<String>,
    }
}

macro_rules! my_spaces {
    () => {
        concat!(
            "SELECT s.id, s.kind, s.name, s.code, s.hue, m.role, m.label FROM member m JOIN space s ON s.id = m.space",
            " WHERE m.person = $1 AND s.archived_at IS NULL AND s.kind <> 'institution' AND ",
            member_now!("m"),
            " UNION ALL SELECT s.id, s.kind, s.name, s.code, s.hue, 'guardian' AS role, NULL AS label FROM space s",
            " WHERE s.archived_at IS NULL AND s.kind <> 'institution' AND s.id IN (SELECT c.space FROM guardianship g",
            " JOIN member c ON c.person = g.child WHERE g.guardian = $1 AND c.role = 'member' AND ",
            guards_now!("g"),
            " AND ",
            member_now!("c"),
            ") AND NOT EXISTS (SELECT 1 FROM member o WHERE o.space = s.id",
            " AND o.person = $1 AND ",
            member_now!("o"),
            ")"
        )
    };
}

/// The open spaces where a person is, oneself or through a child, by name; not the institution's own.
pub async fn spaces_of(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<MySpace>> {
    let find = sql!(MySpace, concat!(my_spaces!(), " ORDER BY 3, 1 LIMIT 200"));
    db.all(find, args![person, now, now.date()]).await
}

/// The same with the institution's own space, whose name stands in the frame of every page, in one statement.
pub(crate) async fn spaces_and_institution(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<MySpace>> {
    let find = sql!(
        MySpace,
        concat!(
            my_spaces!(),
            " UNION ALL SELECT s.id, s.kind, s.name, s.code, s.hue, 'guest' AS role, NULL AS label FROM space s",
            " WHERE s.kind = 'institution' ORDER BY 3, 1 LIMIT 201"
        )
    );
    db.all(find, args![person, now, now.date()]).await
}

/// The person's role in the institution's own space.
pub async fn office(db: &Db, person: PersonId, now: Timestamp) -> Result<Option<Role>> {
    let find = sql!(
        (Role,),
        "SELECT m.role FROM member m JOIN space s ON s.id = m.space WHERE s.kind = 'institution' AND m.person = $1
           AND (m.until IS NULL OR m.until > $2)"
    );
    Ok(db.opt(find, args![person, now]).await?.map(|(role,)| role))
}

row! {
    /// Somebody in a space.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    pub struct MemberPerson {
        /// Who.
        pub id: PersonId,
        /// What the person is.
        pub kind: PersonKind,
        /// The name.
        pub name: String,
        /// As what.
        pub role: Role,
        /// Subject or function.
        pub label: Option<String>,
        /// Until when.
        pub until: Option<Timestamp>,
    }
}

/// The members of a space, leaders first, then by name.
pub async fn members_of(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<MemberPerson>> {
    let find = sql!(
        MemberPerson,
        concat!(
            "SELECT p.id, p.kind, p.name, m.role, m.label, m.until FROM member m JOIN person p ON p.id = m.person",
            " WHERE m.space = $1 AND p.left_at IS NULL AND ",
            member_now!("m"),
            " ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'manager' THEN 1 ELSE 2 END, p.folded, p.id LIMIT $3"
        )
    );
    db.all(find, args![space, now, LIST_LIMIT]).await
}

/// The members of a space whom the viewer may find.
pub async fn visible_members(db: &Db, viewer: &Viewer, space: SpaceId) -> Result<Vec<MemberPerson>> {
    let find = sql!(
        MemberPerson,
        concat!(
            "SELECT p.id, p.kind, p.name, m.role, m.label, m.until FROM member m JOIN person p ON p.id = m.person",
            " WHERE m.space = $6 AND p.left_at IS NULL AND ",
            member_now!("m"),
            " AND ",
            super::visible_person!(),
            " ORDER BY CASE m.role WHEN 'owner' THEN 0 WHEN 'manager' THEN 1 ELSE 2 END, p.folded, p.id LIMIT $7"
        )
    );
    let Viewer { me, now, today, kind, runs } = *viewer;
    db.all(find, args![me, now, today, kind, runs, space, LIST_LIMIT]).await
}

/// The members of a space who lead it.
pub async fn leaders_of(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<MemberPerson>> {
    let find = sql!(
        MemberPerson,
        concat!(
            "SELECT p.id, p.kind, p.name, m.role, m.label, m.until FROM member m JOIN person p ON p.id = m.person",
            " WHERE m.space = $1 AND p.left_at IS NULL AND m.role IN ('owner', 'manager') AND ",
            member_now!("m"),
            " ORDER BY p.folded, p.id LIMIT 60"
        )
    );
    db.all(find, args![space, now]).await
}

row! {
    /// Somebody whom something in a space is for: on their own behalf, or for a child.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Meant {
        /// Who.
        pub person: PersonId,
        /// What the person is to the institution.
        pub kind: PersonKind,
        /// As what.
        pub role: Role,
        /// The child in the space that a guardian is there for; somebody with two children there stands twice.
        pub child: Option<PersonId>,
    }
}

/// Everybody in a space who is to be told what is for an audience, in no order that says anything: members and guests, and
/// guardians who are legal guardians or to be told what happens, unless a decision keeps them from it.
///
/// Legal guardians are told the same, whether or not they live together (circulaire n° 2006-137).
pub async fn meant(db: &Db, space: SpaceId, audience: Audience, now: Timestamp) -> Result<Vec<Meant>> {
    let find = sql!(
        Meant,
        concat!(
            "SELECT m.person, p.kind, m.role, NULL AS child FROM member m JOIN person p ON p.id = m.person",
            " WHERE m.space = $1 AND p.left_at IS NULL AND ",
            member_now!("m"),
            " AND (m.role IN ('owner', 'manager') OR (m.role = 'member' AND $4 <> 'families')",
            " OR (m.role = 'guest' AND $4 = 'everyone'))",
            " UNION ALL SELECT g.guardian, q.kind, 'guardian' AS role, g.child FROM member c",
            " JOIN guardianship g ON g.child = c.person JOIN person q ON q.id = g.guardian",
            " JOIN person k ON k.id = g.child",
            " WHERE c.space = $1 AND c.role = 'member' AND $4 <> 'members' AND q.left_at IS NULL AND k.left_at IS NULL",
            " AND ",
            member_now!("c"),
            " AND ",
            guards_now!("g"),
            " AND (g.contact OR g.legal_rank IS NOT NULL) AND NOT (g.no_contact",
            " AND (g.limited_from IS NULL OR g.limited_from <= $3) AND (g.limited_until IS NULL OR g.limited_until >= $3))",
            " ORDER BY 1, 4 LIMIT $5"
        )
    );
    db.all(find, args![space, now, now.date(), audience, 2 * LIST_LIMIT]).await
}

/// One membership, as the transaction sees it.
pub async fn member_in(tx: &mut Tx, space: SpaceId, person: PersonId) -> Result<Option<Member>> {
    let find = sql!(
        Member,
        "SELECT space, person, role, label, since, until, source FROM member WHERE space = $1 AND person = $2"
    );
    tx.opt(find, args![space, person]).await
}

/// Writes a membership, new or changed.
pub async fn set_member(tx: &mut Tx, it: &Member) -> Result<u64> {
    let set = sql!(
        "INSERT INTO member (space, person, role, label, since, until, source) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (space, person) DO UPDATE SET role = excluded.role, label = excluded.label,
            since = excluded.since, until = excluded.until, source = excluded.source"
    );
    tx.run(set, args![it.space, it.person, it.role, it.label, it.since, it.until, it.source]).await
}

/// How many owners a space has at a moment, as the transaction sees it.
pub async fn owners_in(tx: &mut Tx, space: SpaceId, now: Timestamp) -> Result<i64> {
    let count = sql!(
        (i64,),
        "SELECT count(*) FROM member m JOIN person p ON p.id = m.person WHERE m.space = $1 AND m.role = 'owner'
           AND p.left_at IS NULL AND (m.until IS NULL OR m.until > $2)"
    );
    Ok(tx.one(count, args![space, now]).await?.0)
}

row! {
    /// A space as one person meets it, with what its page says at the top.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Met {
        /// Its id.
        pub id: SpaceId,
        /// What it is for.
        pub kind: SpaceKind,
        /// Its name.
        pub name: String,
        /// Its code.
        pub code: Option<String>,
        /// Its level.
        pub level: Option<String>,
        /// Its colour.
        pub hue: i64,
        /// Its school year.
        pub year: Option<String>,
        /// When it was put away.
        pub archived_at: Option<Timestamp>,
        /// The person's own role in it.
        pub role: Option<Role>,
        /// Whether a child of the person is in it.
        pub through_child: bool,
        /// Learners and others with the role member.
        pub members: i64,
        /// Owners and managers.
        pub leaders: i64,
        /// Guardians of its members.
        pub guardians: i64,
    }
}

/// A space as the viewer meets it.
pub async fn meet(db: &Db, viewer: &Viewer, space: SpaceId) -> Result<Option<Met>> {
    let find = sql!(
        Met,
        concat!(
            "SELECT s.id, s.kind, s.name, s.code, s.level, s.hue, s.year, s.archived_at,",
            " (SELECT o.role FROM member o WHERE o.space = s.id AND o.person = $1 AND ",
            member_now!("o"),
            ") AS role,",
            " EXISTS (SELECT 1 FROM guardianship g JOIN member c ON c.person = g.child WHERE g.guardian = $1",
            " AND c.space = s.id AND c.role = 'member' AND ",
            member_now!("c"),
            " AND ",
            guards_now!("g"),
            ") AS through_child,",
            " (SELECT count(*) FROM member m WHERE m.space = s.id AND m.role = 'member' AND ",
            member_now!("m"),
            ") AS members,",
            " (SELECT count(*) FROM member l WHERE l.space = s.id AND l.role IN ('owner', 'manager') AND ",
            member_now!("l"),
            ") AS leaders,",
            " (SELECT count(DISTINCT f.guardian) FROM member n JOIN guardianship f ON f.child = n.person",
            " WHERE n.space = s.id AND n.role = 'member' AND ",
            member_now!("n"),
            " AND f.ended_at IS NULL) AS guardians",
            " FROM space s WHERE s.id = $4"
        )
    );
    db.opt(find, args![viewer.me, viewer.now, viewer.today, space]).await
}

row! {
    /// A child of the viewer in a space.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ChildThere {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// Where.
        pub space: SpaceId,
    }
}

/// In which open spaces the children of the viewer are.
pub async fn children_there(db: &Db, viewer: &Viewer) -> Result<Vec<ChildThere>> {
    let find = sql!(
        ChildThere,
        concat!(
            "SELECT p.id, p.name, m.space FROM guardianship g JOIN person p ON p.id = g.child",
            " JOIN member m ON m.person = p.id JOIN space s ON s.id = m.space WHERE g.guardian = $1",
            " AND p.left_at IS NULL AND s.archived_at IS NULL AND s.kind <> 'institution' AND m.role = 'member' AND ",
            member_now!("m"),
            " AND ",
            guards_now!("g"),
            " ORDER BY p.name, s.name LIMIT 200"
        )
    );
    db.all(find, args![viewer.me, viewer.now, viewer.today]).await
}

macro_rules! invitation_columns {
    () => {
        "i.id, i.space, i.role, i.secret, i.uses_left, i.ends_at, i.stays_until, i.created_by, i.created_at"
    };
}

/// Writes an invitation.
pub async fn insert_invitation(tx: &mut Tx, it: &Invitation) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO invitation (id, space, role, secret, uses_left, ends_at, stays_until, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let Invitation { id, space, role, secret, uses_left, ends_at, stays_until, created_by, created_at } = it;
    tx.run(insert, args![id, space, role, secret, uses_left, ends_at, stays_until, created_by, created_at]).await
}

/// The invitation that a code opens.
pub async fn invitation_by_secret(db: &Db, secret: &[u8]) -> Result<Option<Invitation>> {
    let find = sql!(Invitation, concat!("SELECT ", invitation_columns!(), " FROM invitation i WHERE i.secret = $1"));
    db.opt(find, args![secret]).await
}

/// Takes one use of an invitation; false if none is left or its time is over.
pub async fn use_invitation(tx: &mut Tx, id: InvitationId, now: Timestamp) -> Result<bool> {
    let take = sql!("UPDATE invitation SET uses_left = uses_left - 1 WHERE id = $1 AND uses_left > 0 AND ends_at > $2");
    Ok(tx.run(take, args![id, now]).await? == 1)
}

/// The invitations of a space that still work.
pub async fn invitations_of(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<Invitation>> {
    let find = sql!(
        Invitation,
        concat!(
            "SELECT ",
            invitation_columns!(),
            " FROM invitation i WHERE i.space = $1 AND i.uses_left > 0 AND i.ends_at > $2 ORDER BY i.created_at DESC LIMIT 100"
        )
    );
    db.all(find, args![space, now]).await
}

/// Ends an invitation of a space. How many that were: one or none.
pub async fn end_invitation(tx: &mut Tx, space: SpaceId, id: InvitationId) -> Result<u64> {
    tx.run(sql!("UPDATE invitation SET uses_left = 0 WHERE id = $1 AND space = $2"), args![id, space]).await
}

/// Forgets invitations that ended before a moment.
pub async fn forget_invitations(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM invitation WHERE ends_at < $1 OR (uses_left = 0 AND created_at < $1)"), args![before])
        .await
}

/// Notes that somebody came by an invitation.
pub async fn set_invited(tx: &mut Tx, it: &Invited) -> Result<u64> {
    let set = sql!(
        "INSERT INTO invited (space, person, by_person, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (space, person) DO UPDATE SET by_person = excluded.by_person, at = excluded.at"
    );
    tx.run(set, args![it.space, it.person, it.by_person, it.at]).await
}

/// All who ever came by an invitation, for the way out.
pub async fn all_invited(db: &Db, each: impl FnMut(Invited) -> Result<()> + Send) -> Result<()> {
    let all = sql!(Invited, "SELECT space, person, by_person, at FROM invited ORDER BY space, person");
    db.each(all, &[], each).await
}

/// By whose invitations a person came anywhere.
pub async fn invited_of(db: &Db, person: PersonId) -> Result<Vec<Invited>> {
    let find =
        sql!(Invited, "SELECT space, person, by_person, at FROM invited WHERE person = $1 ORDER BY space LIMIT 1000");
    db.all(find, args![person]).await
}

row! {
    /// Somebody who came into a space by an invitation and is still there.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    pub struct CameBy {
        /// Who.
        pub id: PersonId,
        /// What the person is.
        pub kind: PersonKind,
        /// The name.
        pub name: String,
        /// Who had invited.
        pub by_person: Option<PersonId>,
        /// When they came.
        pub at: Timestamp,
        /// Until when they stay.
        pub until: Option<Timestamp>,
    }
}

/// Those who came into a space by an invitation and are still there, the newest first.
pub async fn came_by(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<CameBy>> {
    let find = sql!(
        CameBy,
        concat!(
            "SELECT p.id, p.kind, p.name, i.by_person, i.at, m.until FROM invited i JOIN person p ON p.id = i.person",
            " JOIN member m ON m.space = i.space AND m.person = i.person WHERE i.space = $1 AND p.left_at IS NULL AND ",
            member_now!("m"),
            " ORDER BY i.at DESC, p.id LIMIT $3"
        )
    );
    db.all(find, args![space, now, LIST_LIMIT]).await
}

/// The guests who came by an invitation and have had no space since a moment: all were put away, or their stay ended.
pub async fn guests_without_a_space(tx: &mut Tx, since: Timestamp) -> Result<Vec<PersonId>> {
    let find = sql!(
        (PersonId,),
        "SELECT p.id FROM person p WHERE p.kind = 'guest' AND p.left_at IS NULL AND p.erased_at IS NULL
           AND EXISTS (SELECT 1 FROM invited i WHERE i.person = p.id)
           AND NOT EXISTS (SELECT 1 FROM member m JOIN space s ON s.id = m.space WHERE m.person = p.id
             AND (m.until IS NULL OR m.until > $1) AND (s.archived_at IS NULL OR s.archived_at > $1))
         ORDER BY p.id LIMIT 500"
    );
    Ok(tx.all(find, args![since]).await?.into_iter().map(|(id,)| id).collect())
}

macro_rules! grant_columns {
    () => {
        "g.id, g.resource, g.verbs, g.person, g.space, g.until, g.created_by, g.created_at"
    };
}

/// Writes a grant.
pub async fn insert_grant(tx: &mut Tx, it: &Grant) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO grant_ (id, resource, verbs, person, space, until, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let Grant { id, resource, verbs, person, space, until, created_by, created_at } = it;
    tx.run(insert, args![id, resource, verbs, person, space, until, created_by, created_at]).await
}

/// Takes a grant back; the resource is named so that nobody takes back another's.
pub async fn delete_grant(tx: &mut Tx, resource: &str, id: GrantId) -> Result<u64> {
    tx.run(sql!("DELETE FROM grant_ WHERE id = $1 AND resource = $2"), args![id, resource]).await
}

/// All grants on a resource that hold.
pub async fn grants_on(db: &Db, resource: &str, now: Timestamp) -> Result<Vec<Grant>> {
    let find = sql!(
        Grant,
        concat!(
            "SELECT ",
            grant_columns!(),
            " FROM grant_ g WHERE g.resource = $1 AND (g.until IS NULL OR g.until > $2) ORDER BY g.created_at, g.id LIMIT 1000"
        )
    );
    db.all(find, args![resource, now]).await
}

/// The verbs that a person has on a resource by grants, their own and those of the spaces they are a member of.
pub async fn granted(db: &Db, person: PersonId, resource: &str, now: Timestamp) -> Result<Vec<String>> {
    let find = sql!(
        (String,),
        concat!(
            "SELECT g.verbs FROM grant_ g WHERE g.resource = $3 AND (g.until IS NULL OR g.until > $2)",
            " AND (g.person = $1 OR g.space IN (SELECT m.space FROM member m WHERE m.person = $1 AND ",
            member_now!("m"),
            ")) LIMIT 1000"
        )
    );
    let verbs = db.all(find, args![person, now, resource]).await?;
    Ok(verbs.iter().flat_map(|(verbs,)| verbs.split_whitespace().map(str::to_owned)).collect())
}

/// All spaces, for the way out.
pub async fn all(db: &Db, each: impl FnMut(Space) -> Result<()> + Send) -> Result<()> {
    db.each(sql!(Space, concat!("SELECT ", space_columns!(), " FROM space s ORDER BY s.id")), &[], each).await
}

/// All memberships, for the way out.
pub async fn all_members(db: &Db, each: impl FnMut(Member) -> Result<()> + Send) -> Result<()> {
    let all =
        sql!(Member, "SELECT space, person, role, label, since, until, source FROM member ORDER BY space, person");
    db.each(all, &[], each).await
}

/// A person's memberships, past ones too.
pub async fn memberships_of(db: &Db, person: PersonId) -> Result<Vec<Member>> {
    let find = sql!(
        Member,
        "SELECT space, person, role, label, since, until, source FROM member WHERE person = $1 ORDER BY space LIMIT 1000"
    );
    db.all(find, args![person]).await
}

/// The same as the transaction sees it.
pub(crate) async fn memberships_in(tx: &mut Tx, person: PersonId) -> Result<Vec<Member>> {
    let find = sql!(
        Member,
        "SELECT space, person, role, label, since, until, source FROM member WHERE person = $1 ORDER BY space LIMIT 5000"
    );
    tx.all(find, args![person]).await
}

/// By whose invitations a person came anywhere, as the transaction sees it.
pub(crate) async fn invited_in(tx: &mut Tx, person: PersonId) -> Result<Vec<Invited>> {
    let find =
        sql!(Invited, "SELECT space, person, by_person, at FROM invited WHERE person = $1 ORDER BY space LIMIT 5000");
    tx.all(find, args![person]).await
}

/// All grants, for the way out.
pub async fn all_grants(db: &Db, each: impl FnMut(Grant) -> Result<()> + Send) -> Result<()> {
    db.each(sql!(Grant, concat!("SELECT ", grant_columns!(), " FROM grant_ g ORDER BY g.id")), &[], each).await
}

/// The open spaces of some kinds of one year, for the new year.
pub async fn of_year(tx: &mut Tx, year: &str) -> Result<Vec<Space>> {
    let find = sql!(
        Space,
        concat!(
            "SELECT ",
            space_columns!(),
            " FROM space s WHERE s.year = $1 AND s.archived_at IS NULL AND s.kind IN ('class', 'group') ORDER BY s.name LIMIT $2"
        )
    );
    tx.all(find, args![year, LIST_LIMIT]).await
}

/// Puts a space away, or takes it back out.
pub async fn set_archived(tx: &mut Tx, id: SpaceId, archived_at: Option<Timestamp>) -> Result<u64> {
    tx.run(sql!("UPDATE space SET archived_at = $2 WHERE id = $1"), args![id, archived_at]).await
}

/// How many open classes nobody leads.
pub async fn without_leader(db: &Db, now: Timestamp) -> Result<i64> {
    let count = sql!(
        (i64,),
        "SELECT count(*) FROM space s WHERE s.kind IN ('class', 'group', 'ward', 'club') AND s.archived_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM member m WHERE m.space = s.id AND m.role IN ('owner', 'manager')
             AND (m.until IS NULL OR m.until > $1))"
    );
    Ok(db.one(count, args![now]).await?.0)
}

/// How many administrators the institution has.
pub async fn administrators(db: &Db, now: Timestamp) -> Result<i64> {
    let count = sql!(
        (i64,),
        "SELECT count(*) FROM member m JOIN space s ON s.id = m.space JOIN person p ON p.id = m.person
         WHERE s.kind = 'institution' AND m.role = 'owner' AND p.left_at IS NULL AND (m.until IS NULL OR m.until > $1)"
    );
    Ok(db.one(count, args![now]).await?.0)
}

/// All memberships of a space, as the transaction sees them.
pub async fn members_in(tx: &mut Tx, space: SpaceId) -> Result<Vec<Member>> {
    let find = sql!(
        Member,
        "SELECT space, person, role, label, since, until, source FROM member WHERE space = $1 ORDER BY person LIMIT $2"
    );
    tx.all(find, args![space, LIST_LIMIT]).await
}
