//! All SQL of the walls.
//!
//! **Shared pieces of text.** `in_sight!` says which posts of one wall somebody sees whose [`Sight`] is known;
//! `visible!` says the same for all walls at once. A test holds both equal to [`policy::sees`](crate::policy::sees).

pub mod answers;
pub mod book;
pub mod files;
pub(crate) mod out;
pub mod rights;
pub mod seen;

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SessionId, SpaceId, Timestamp};
use preau_people::store::Viewer;

use crate::model::{Frozen, Post, PostId, Sight, Version};

macro_rules! posts {
    ($rest:expr) => {
        concat!(
            "SELECT p.id, p.space, p.seq, p.author, p.audience, p.text, p.state, p.replies, p.reactions, p.sign,",
            " p.emergency, p.publish_at, p.published_at, p.pinned_at, p.corrected_at, p.withdrawn_at, p.withdrawn_by,",
            " p.created_at, a.name AS author_name,",
            " (SELECT l.label FROM member l WHERE l.space = p.space AND l.person = p.author) AS author_label,",
            " p.seen_key FROM wall_post p LEFT JOIN person a ON a.id = p.author AND a.erased_at IS NULL ",
            $rest
        )
    };
}

pub(crate) use posts;

/// Posts `p` on the wall `$1` that somebody sees who leads (`$2`), or sees what is for members (`$3`), for families
/// (`$4`) and for everyone (`$5`).
macro_rules! in_sight {
    () => {
        "p.space = $1 AND ($2 OR (p.state = 'published' AND ((p.audience = 'members' AND $3) \
         OR (p.audience = 'families' AND $4) OR (p.audience = 'everyone' AND $5)))) \
         AND p.state IN ('published', 'withdrawn')"
    };
}

/// Published posts `p` on any open wall that are for `$1` at the moment `$2`, on the day `$3`.
macro_rules! visible {
    () => {
        concat!(
            "p.state = 'published' AND (EXISTS (SELECT 1 FROM member vm WHERE vm.space = p.space AND vm.person = $1",
            " AND (vm.until IS NULL OR vm.until > $2) AND (vm.role IN ('owner', 'manager')",
            " OR (vm.role = 'member' AND p.audience <> 'families') OR (vm.role = 'guest' AND p.audience = 'everyone')))",
            " OR (p.audience <> 'members' AND EXISTS (SELECT 1 FROM guardianship vg JOIN member vc ON vc.person = vg.child",
            " WHERE vg.guardian = $1 AND vc.space = p.space AND vc.role = 'member'",
            " AND (vc.until IS NULL OR vc.until > $2) AND vg.ended_at IS NULL AND NOT (vg.no_record",
            " AND (vg.limited_from IS NULL OR vg.limited_from <= $3)",
            " AND (vg.limited_until IS NULL OR vg.limited_until >= $3)))))"
        )
    };
}

/// Posts `p` of the wall `$1`: the one `$2`, those from `$3` to `$4`, and those on top if `$5`.
macro_rules! in_span {
    () => {
        "p.space = $1 AND (p.id = $2 OR p.seq BETWEEN $3 AND $4 OR ($5 AND p.pinned_at IS NOT NULL))"
    };
}
pub(crate) use in_span;

/// Which posts of a wall are looked at together: what belongs to them is asked in one statement each.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// On which wall.
    pub space: SpaceId,
    /// One post, wherever it stands.
    pub one: Option<PostId>,
    /// From this place on.
    pub low: i64,
    /// To this one.
    pub high: i64,
    /// And those on top.
    pub pinned: bool,
}

impl Span {
    /// One post.
    pub fn one(post: &Post) -> Self {
        Self { space: post.space, one: Some(post.id), low: 1, high: 0, pinned: false }
    }

    /// The span of some posts of a wall.
    pub fn of(space: SpaceId, posts: &[Post]) -> Self {
        let one = posts.first().filter(|_| posts.len() == 1).map(|post| post.id);
        let places = posts.iter().filter(|post| one.is_none() && post.pinned_at.is_none()).filter_map(|post| post.seq);
        let (low, high) = places.fold((i64::MAX, 0), |(low, high), seq| (low.min(seq), high.max(seq)));
        let pinned = one.is_none() && posts.iter().any(|post| post.pinned_at.is_some());
        Self { space, one, low, high, pinned }
    }
}

/// A post.
pub async fn post(db: &Db, id: PostId) -> Result<Option<Post>> {
    db.opt(sql!(Post, posts!("WHERE p.id = $1")), args![id]).await
}

/// A post as the transaction sees it.
pub async fn post_in(tx: &mut Tx, id: PostId) -> Result<Option<Post>> {
    tx.opt(sql!(Post, posts!("WHERE p.id = $1")), args![id]).await
}

/// The posts of a wall from before `before`, newest first; those on top stand elsewhere.
pub async fn page(db: &Db, space: SpaceId, sight: Sight, before: i64, limit: usize) -> Result<Vec<Post>> {
    let list = sql!(
        Post,
        posts!(concat!("WHERE ", in_sight!(), " AND p.seq < $6 AND p.pinned_at IS NULL ORDER BY p.seq DESC LIMIT $7"))
    );
    let Sight { leads, members, families, everyone } = sight;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.all(list, args![space, leads, members, families, everyone, before, limit]).await
}

/// The top of a wall: the posts that are pinned there, then as many of the others, both newest first.
pub async fn top(db: &Db, space: SpaceId, sight: Sight, limit: usize) -> Result<Vec<Post>> {
    let list = sql!(
        Post,
        posts!(concat!(
            "WHERE p.id IN (SELECT id FROM (SELECT p.id FROM wall_post p WHERE ",
            in_sight!(),
            " AND p.pinned_at IS NOT NULL ORDER BY p.seq DESC LIMIT 10) pinned",
            " UNION ALL SELECT id FROM (SELECT p.id FROM wall_post p WHERE ",
            in_sight!(),
            " AND p.pinned_at IS NULL ORDER BY p.seq DESC LIMIT $6) newest)",
            " ORDER BY p.pinned_at IS NULL, p.seq DESC"
        ))
    );
    let Sight { leads, members, families, everyone } = sight;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.all(list, args![space, leads, members, families, everyone, limit]).await
}

/// What waits on a wall, and the drafts of `me`, newest first.
pub async fn unpublished(db: &Db, space: SpaceId, me: PersonId) -> Result<Vec<Post>> {
    let list = sql!(
        Post,
        posts!(
            "WHERE p.space = $1 AND ((p.state = 'draft' AND p.author = $2) OR p.state = 'waiting')
             ORDER BY p.created_at DESC, p.id DESC LIMIT 50"
        )
    );
    db.all(list, args![space, me]).await
}

row! {
    /// A post among those of all spaces.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Newest {
        /// Its id.
        pub id: PostId,
        /// Where.
        pub space: SpaceId,
        /// What the space is called.
        pub space_name: String,
        /// The space's colour.
        pub hue: i64,
        /// Who wrote it.
        pub author_name: Option<String>,
        /// The words.
        pub text: String,
        /// Whether it was sent in spite of the hours.
        pub emergency: bool,
        /// When it was published.
        pub published_at: Option<Timestamp>,
    }
}

/// The newest posts for somebody, of all their spaces.
pub async fn newest(db: &Db, viewer: &Viewer, since: Timestamp, limit: i64) -> Result<Vec<Newest>> {
    let list = sql!(
        Newest,
        concat!(
            "SELECT p.id, p.space, s.name AS space_name, s.hue, a.name AS author_name, p.text, p.emergency, p.published_at",
            " FROM wall_post p JOIN space s ON s.id = p.space",
            " LEFT JOIN person a ON a.id = p.author AND a.erased_at IS NULL",
            " WHERE s.archived_at IS NULL AND s.kind <> 'institution' AND p.published_at > $4 AND ",
            visible!(),
            " AND (p.author IS NULL OR p.author <> $1) ORDER BY p.published_at DESC, p.id DESC LIMIT $5"
        )
    );
    db.all(list, args![viewer.me, viewer.now, viewer.today, since, limit]).await
}

/// Writes a new post, with the session that it came from.
pub(crate) async fn insert(tx: &mut Tx, it: &Post, session: Option<SessionId>) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO wall_post (id, space, seq, author, audience, text, state, replies, reactions, sign, emergency,
            publish_at, published_at, pinned_at, corrected_at, withdrawn_at, withdrawn_by, created_at, session, seen_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
    );
    let Post { id, space, seq, author, audience, text, state, replies, reactions, sign, emergency, .. } = it;
    let Post { publish_at, published_at, pinned_at, corrected_at, withdrawn_at, withdrawn_by, created_at, .. } = it;
    let values = args![
        id,
        space,
        seq,
        author,
        audience,
        text,
        state,
        replies,
        reactions,
        sign,
        emergency,
        publish_at,
        published_at,
        pinned_at,
        corrected_at,
        withdrawn_at,
        withdrawn_by,
        created_at,
        session,
        it.seen_key
    ];
    tx.run(insert, values).await
}

/// Writes a post's changed fields.
pub(crate) async fn update(tx: &mut Tx, it: &Post) -> Result<u64> {
    let update = sql!(
        "UPDATE wall_post SET seq = $2, audience = $3, text = $4, state = $5, replies = $6, reactions = $7, sign = $8,
            emergency = $9, publish_at = $10, published_at = $11, pinned_at = $12, corrected_at = $13,
            withdrawn_at = $14, withdrawn_by = $15 WHERE id = $1"
    );
    let Post { id, seq, audience, text, state, replies, reactions, sign, emergency, publish_at, .. } = it;
    let Post { published_at, pinned_at, corrected_at, withdrawn_at, withdrawn_by, .. } = it;
    let values = args![
        id,
        seq,
        audience,
        text,
        state,
        replies,
        reactions,
        sign,
        emergency,
        publish_at,
        published_at,
        pinned_at,
        corrected_at,
        withdrawn_at,
        withdrawn_by
    ];
    tx.run(update, values).await
}

/// Throws a post away that nobody but its author ever saw.
pub(crate) async fn delete_draft(tx: &mut Tx, id: PostId) -> Result<u64> {
    tx.run(sql!("DELETE FROM wall_post WHERE id = $1 AND state IN ('draft', 'waiting')"), args![id]).await
}

/// Keeps what a post said before.
pub(crate) async fn insert_version(tx: &mut Tx, it: &Version) -> Result<u64> {
    let insert = sql!("INSERT INTO wall_version (post, number, text, until, by_person) VALUES ($1, $2, $3, $4, $5)");
    tx.run(insert, args![it.post, it.number, it.text, it.until, it.by_person]).await
}

/// How often a post was corrected.
pub(crate) async fn versions_in(tx: &mut Tx, post: PostId) -> Result<i64> {
    Ok(tx.one(sql!((i64,), "SELECT count(*) FROM wall_version WHERE post = $1"), args![post]).await?.0)
}

/// What a post said before, the last first.
pub async fn versions(db: &Db, post: PostId) -> Result<Vec<Version>> {
    let list = sql!(
        Version,
        "SELECT post, number, text, until, by_person FROM wall_version WHERE post = $1 ORDER BY number DESC LIMIT 100"
    );
    db.all(list, args![post]).await
}

/// How many posts stand on top of a wall, as the transaction sees it.
pub(crate) async fn pins_in(tx: &mut Tx, space: SpaceId) -> Result<i64> {
    let count = sql!((i64,), "SELECT count(*) FROM wall_post WHERE space = $1 AND pinned_at IS NOT NULL");
    Ok(tx.one(count, args![space]).await?.0)
}

/// How many posts somebody wrote since a moment.
pub(crate) async fn written_since(tx: &mut Tx, author: PersonId, since: Timestamp) -> Result<i64> {
    let count = sql!((i64,), "SELECT count(*) FROM wall_post WHERE author = $1 AND created_at > $2");
    Ok(tx.one(count, args![author, since]).await?.0)
}

/// Posts whose time has come, some at a time.
pub(crate) async fn due(db: &Db, now: Timestamp) -> Result<Vec<PostId>> {
    let list = sql!(
        (PostId,),
        "SELECT id FROM wall_post WHERE state = 'waiting' AND publish_at <= $1 ORDER BY publish_at, id LIMIT 200"
    );
    Ok(db.all(list, args![now]).await?.into_iter().map(|(id,)| id).collect())
}

/// Since when a wall is frozen.
pub async fn frozen(db: &Db, space: SpaceId) -> Result<Option<Timestamp>> {
    let find = sql!((Timestamp,), "SELECT at FROM wall_frozen WHERE space = $1");
    Ok(db.opt(find, args![space]).await?.map(|(at,)| at))
}

/// Freezes a wall; whether it was not frozen before.
pub(crate) async fn freeze(tx: &mut Tx, it: &Frozen) -> Result<bool> {
    let insert = sql!("INSERT INTO wall_frozen (space, at, by_person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    Ok(tx.run(insert, args![it.space, it.at, it.by_person]).await? > 0)
}

/// Lets a wall go on; whether it was frozen.
pub(crate) async fn thaw(tx: &mut Tx, space: SpaceId) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM wall_frozen WHERE space = $1"), args![space]).await? > 0)
}

/// By which session a post was sent, while that is known.
pub(crate) async fn session_of(tx: &mut Tx, id: PostId) -> Result<Option<SessionId>> {
    let find = sql!((Option<SessionId>,), "SELECT session FROM wall_post WHERE id = $1");
    Ok(tx.opt(find, args![id]).await?.and_then(|(session,)| session))
}

/// Forgets from which session posts and replies came before a moment, and what marks of readers could be made with.
pub(crate) async fn forget_traces(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql!("UPDATE wall_reply SET session = NULL WHERE at < $1 AND session IS NOT NULL"), args![before]).await?;
    let forget = sql!(
        "UPDATE wall_post SET session = NULL, seen_key = NULL
          WHERE coalesce(published_at, created_at) < $1 AND (session IS NOT NULL OR seen_key IS NOT NULL)"
    );
    tx.run(forget, args![before]).await
}
