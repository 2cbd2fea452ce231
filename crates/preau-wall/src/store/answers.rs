//! What people answered to posts.

use std::collections::HashMap;

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Role, SessionId, SpaceId, Timestamp};
use preau_people::store::spaces::{self, Meant};

use super::{Span, in_span};
use crate::model::{Post, PostId, Reply, ReplyId, Sight, Signature, Signer, Thanks};

macro_rules! replies {
    ($rest:expr) => {
        concat!(
            "SELECT r.id, r.post, r.author, r.whom, r.text, r.at, r.withdrawn_at, r.withdrawn_by,",
            " a.name AS author_name, w.name AS whom_name FROM wall_reply r JOIN wall_post p ON p.id = r.post",
            " LEFT JOIN person a ON a.id = r.author AND a.erased_at IS NULL LEFT JOIN person w ON w.id = r.whom ",
            $rest
        )
    };
}

/// Replies `r` that somebody (`$6`) reads who leads (`$7`) or not.
macro_rules! read_by {
    () => {
        "($7 OR (r.withdrawn_at IS NULL AND (r.whom IS NULL OR r.whom = $6)))"
    };
}

/// The newest replies to each post of a span that somebody reads, at most `each` of a post, oldest first.
pub async fn of_span(db: &Db, span: &Span, me: PersonId, sight: Sight, each: i64) -> Result<Vec<Reply>> {
    let list = sql!(
        Reply,
        concat!(
            "SELECT id, post, author, whom, text, at, withdrawn_at, withdrawn_by, author_name, whom_name FROM (",
            "SELECT n.*, row_number() OVER (PARTITION BY n.post ORDER BY n.id DESC) AS place FROM (",
            replies!(concat!("WHERE ", in_span!(), " AND ", read_by!())),
            ") n) ranked WHERE place <= $8 ORDER BY id LIMIT 5000"
        )
    );
    let Span { space, one, low, high, pinned } = *span;
    db.all(list, args![space, one, low, high, pinned, me, sight.leads, each]).await
}

row! {
    /// How many answered to a post.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Answers {
        /// Which post.
        pub post: PostId,
        /// Thanks.
        pub thanks: i64,
        /// Whether the one who asks gave thanks.
        pub thanked: bool,
        /// Signatures.
        pub signatures: i64,
        /// When the one who asks signed.
        pub signed_at: Option<Timestamp>,
        /// Replies that the one who asks reads.
        pub replies: i64,
    }
}

impl Answers {
    /// Nobody did.
    pub(crate) fn none(post: PostId) -> Self {
        Self { post, thanks: 0, thanked: false, signatures: 0, signed_at: None, replies: 0 }
    }
}

/// How many answered to the posts of a span.
pub async fn counts(db: &Db, span: &Span, me: PersonId, sight: Sight) -> Result<Vec<Answers>> {
    let count = sql!(
        Answers,
        concat!(
            "SELECT p.id AS post, (SELECT count(*) FROM wall_thanks t WHERE t.post = p.id) AS thanks,",
            " EXISTS (SELECT 1 FROM wall_thanks t WHERE t.post = p.id AND t.person = $6) AS thanked,",
            " (SELECT count(*) FROM wall_signature s WHERE s.post = p.id) AS signatures,",
            " (SELECT s.at FROM wall_signature s WHERE s.post = p.id AND s.person = $6) AS signed_at,",
            " (SELECT count(*) FROM wall_reply r WHERE r.post = p.id AND ",
            read_by!(),
            ") AS replies FROM wall_post p WHERE ",
            in_span!(),
            " AND (p.replies OR p.reactions OR p.sign) LIMIT 200"
        )
    );
    let Span { space, one, low, high, pinned } = *span;
    db.all(count, args![space, one, low, high, pinned, me, sight.leads]).await
}

/// A reply as the transaction sees it.
pub(crate) async fn reply_in(tx: &mut Tx, id: ReplyId) -> Result<Option<Reply>> {
    tx.opt(sql!(Reply, replies!("WHERE r.id = $1")), args![id]).await
}

/// Writes a reply.
pub(crate) async fn insert_reply(tx: &mut Tx, it: &Reply, session: Option<SessionId>) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO wall_reply (id, post, author, whom, text, at, withdrawn_at, withdrawn_by, session)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let Reply { id, post, author, whom, text, at, withdrawn_at, withdrawn_by, .. } = it;
    tx.run(insert, args![id, post, author, whom, text, at, withdrawn_at, withdrawn_by, session]).await
}

/// By which session a reply was sent, while that is known.
pub(crate) async fn session_of(tx: &mut Tx, id: ReplyId) -> Result<Option<SessionId>> {
    let find = sql!((Option<SessionId>,), "SELECT session FROM wall_reply WHERE id = $1");
    Ok(tx.opt(find, args![id]).await?.and_then(|(session,)| session))
}

/// Takes a reply back, or puts it back.
pub(crate) async fn set_reply_withdrawn(
    tx: &mut Tx,
    id: ReplyId,
    at: Option<Timestamp>,
    by: Option<PersonId>,
) -> Result<u64> {
    let set = sql!("UPDATE wall_reply SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1");
    tx.run(set, args![id, at, by]).await
}

/// How many replies a post has.
pub(crate) async fn replies_in(tx: &mut Tx, post: PostId) -> Result<i64> {
    Ok(tx.one(sql!((i64,), "SELECT count(*) FROM wall_reply WHERE post = $1"), args![post]).await?.0)
}

/// How many replies somebody wrote since a moment, anywhere.
pub(crate) async fn replied_since(tx: &mut Tx, person: PersonId, since: Timestamp) -> Result<i64> {
    let count = sql!((i64,), "SELECT count(*) FROM wall_reply WHERE author = $1 AND at > $2");
    Ok(tx.one(count, args![person, since]).await?.0)
}

/// Gives thanks; whether that is new.
pub(crate) async fn thank(tx: &mut Tx, it: &Thanks) -> Result<bool> {
    let insert = sql!("INSERT INTO wall_thanks (post, person, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    Ok(tx.run(insert, args![it.post, it.person, it.at]).await? > 0)
}

/// Takes thanks back.
pub(crate) async fn unthank(tx: &mut Tx, post: PostId, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM wall_thanks WHERE post = $1 AND person = $2"), args![post, person]).await
}

/// Signs; whether that is new.
pub(crate) async fn sign(tx: &mut Tx, it: &Signature) -> Result<bool> {
    let insert = sql!("INSERT INTO wall_signature (post, person, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    Ok(tx.run(insert, args![it.post, it.person, it.at]).await? > 0)
}

/// Takes a signature back that is not older than a moment.
pub(crate) async fn unsign(tx: &mut Tx, post: PostId, person: PersonId, since: Timestamp) -> Result<u64> {
    let delete = sql!("DELETE FROM wall_signature WHERE post = $1 AND person = $2 AND at >= $3");
    tx.run(delete, args![post, person, since]).await
}

/// Notes that those who have not signed are reminded now, unless that was done since a moment.
pub(crate) async fn remind(tx: &mut Tx, post: PostId, now: Timestamp, since: Timestamp) -> Result<bool> {
    let set = sql!(
        "INSERT INTO wall_reminder (post, at) VALUES ($1, $2)
         ON CONFLICT (post) DO UPDATE SET at = excluded.at WHERE wall_reminder.at <= $3"
    );
    Ok(tx.run(set, args![post, now, since]).await? > 0)
}

/// When those who have not signed were reminded last.
pub async fn reminded(db: &Db, post: PostId) -> Result<Option<Timestamp>> {
    let find = sql!((Timestamp,), "SELECT at FROM wall_reminder WHERE post = $1");
    Ok(db.opt(find, args![post]).await?.map(|(at,)| at))
}

row! {
    /// Somebody around a space, and when they signed a post.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Around {
        /// Who.
        pub person: PersonId,
        /// What they are called.
        pub name: String,
        /// When they signed.
        pub signed_at: Option<Timestamp>,
    }
}

/// Everybody who is or was in a space, and those who answer for them, and when they signed a post.
async fn around(db: &Db, space: SpaceId, post: PostId) -> Result<Vec<Around>> {
    let list = sql!(
        Around,
        "SELECT q.id AS person, q.name, s.at AS signed_at FROM person q
           LEFT JOIN wall_signature s ON s.post = $2 AND s.person = q.id
          WHERE q.id IN (SELECT m.person FROM member m WHERE m.space = $1
            UNION SELECT g.guardian FROM guardianship g JOIN member c ON c.person = g.child WHERE c.space = $1)
          LIMIT 20000"
    );
    db.all(list, args![space, post]).await
}

/// Everybody who is asked to sign a post: whom it means, but those who lead the space. Those who have not signed come
/// first; a guardian of two children there stands once.
pub async fn signers(db: &Db, post: &Post, now: Timestamp) -> Result<Vec<Signer>> {
    let around = around(db, post.space, post.id).await?;
    let around: HashMap<PersonId, Around> = around.into_iter().map(|it| (it.person, it)).collect();
    let mut signers: Vec<Signer> = Vec::new();
    for Meant { person, role, child, .. } in spaces::meant(db, post.space, post.audience, now).await? {
        let child_name = child.and_then(|child| Some(around.get(&child)?.name.clone()));
        if let Some(known) = signers.last_mut().filter(|known| known.person == person) {
            known.children.extend(child_name);
        } else if let (Some(it), false) = (around.get(&person), matches!(role, Role::Owner | Role::Manager)) {
            let (name, signed_at) = (it.name.clone(), it.signed_at);
            signers.push(Signer { person, name, children: child_name.into_iter().collect(), signed_at });
        }
    }
    signers.sort_by(|a, b| {
        (a.signed_at.is_some(), &a.children, &a.name).cmp(&(b.signed_at.is_some(), &b.children, &b.name))
    });
    Ok(signers)
}

/// The replies of a person, of a space, or all.
pub(crate) async fn replies_out(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Reply>> {
    let list =
        sql!(Reply, replies!("WHERE (r.author = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL) ORDER BY r.id"));
    super::out::collected(db, list, args![person, space]).await
}

/// The signatures of a person, of a space, or all.
pub(crate) async fn signatures_out(
    db: &Db,
    person: Option<PersonId>,
    space: Option<SpaceId>,
) -> Result<Vec<Signature>> {
    let list = sql!(
        Signature,
        "SELECT s.post, s.person, s.at FROM wall_signature s JOIN wall_post p ON p.id = s.post
          WHERE (s.person = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL) ORDER BY s.post, s.person"
    );
    super::out::collected(db, list, args![person, space]).await
}

/// The thanks of a person, of a space, or all.
pub(crate) async fn thanks_out(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<Thanks>> {
    let list = sql!(
        Thanks,
        "SELECT t.post, t.person, t.at FROM wall_thanks t JOIN wall_post p ON p.id = t.post
          WHERE (t.person = $1 OR $1 IS NULL) AND (p.space = $2 OR $2 IS NULL) ORDER BY t.post, t.person"
    );
    super::out::collected(db, list, args![person, space]).await
}

/// Makes someone out of a person: what they said to everybody stays, what was between them and the leaders goes.
pub(crate) async fn forget(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM wall_reply WHERE whom = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_reply SET author = NULL, session = NULL WHERE author = $1"), args![person]).await?;
    tx.run(sql!("UPDATE wall_reply SET withdrawn_by = NULL WHERE withdrawn_by = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM wall_signature WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM wall_thanks WHERE person = $1"), args![person]).await?;
    Ok(())
}
