//! Writing a post, and publishing it now or when its time has come.

use preau_db::jobs;
use preau_kernel::{Actor, Audience, Can, Entropy, Kind, PersonId, PersonKind, Problem, Result, SpaceId, Timestamp};
use preau_notices::{Notice, Urgency, model::hours::Hours};
use preau_people::{acts::Act, store::spaces};
use preau_web::Ctx;
use serde_json::json;
use time::Duration;

use super::{notice, rights, session, tell_of};
use crate::{
    model::{POSTS_AN_HOUR, Post, PostId, PostState, TEXT_LIMIT},
    policy::{PostVerb, WallVerb, demand},
    store,
};

/// The job that publishes one post when its time has come.
pub(crate) const PUBLISH: &str = "wall.publish";
/// What people are told when something is published.
pub(crate) const TOLD: &str = "wall.published";
/// How far ahead something may be planned.
const AHEAD: Duration = Duration::days(366);

/// When a post is to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Not yet.
    Draft,
    /// As soon as people may be reached.
    Now,
    /// At a moment, or as soon after it as people may be reached.
    At(Timestamp),
    /// Now, in spite of the hours.
    Emergency,
}

/// What somebody writes.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPost {
    /// Its id.
    pub id: PostId,
    /// The words.
    pub text: String,
    /// For whom.
    pub audience: Audience,
    /// Whether people may reply.
    pub replies: bool,
    /// Whether people may thank.
    pub reactions: bool,
    /// Whether people are asked to sign that they have read it.
    pub sign: bool,
    /// When it is to be published.
    pub when: When,
}

/// The words of a post, if they can be kept.
pub(crate) fn words(text: &str) -> Result<String> {
    // A browser sends CRLF (HTML §4.10.21.5).
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Problem::field("text", "wall-nothing-said"));
    }
    if text.chars().count() > TEXT_LIMIT || text.contains('\0') {
        return Err(Problem::field("text", "wall-too-long"));
    }
    Ok(text)
}

/// Writes a post, and publishes it if it is not for later.
pub async fn write(act: &mut Act<'_>, proof: &Can<WallVerb, SpaceId>, new: NewPost) -> Result<Post> {
    demand(proof, if new.when == When::Emergency { WallVerb::Emergency } else { WallVerb::Write })?;
    let now = act.now();
    let text = words(&new.text)?;
    if let Some(me) = act.actor.person()
        && store::written_since(act.tx, me, now - Duration::HOUR).await? >= POSTS_AN_HOUR
    {
        return Err(Problem::new(Kind::TooMany, "wall-too-many-posts").with("count", POSTS_AN_HOUR));
    }
    let mut post = Post {
        id: new.id,
        space: *proof.resource(),
        seq: None,
        author: act.actor.person(),
        audience: new.audience,
        text,
        state: PostState::Draft,
        replies: new.replies,
        reactions: new.reactions,
        sign: new.sign,
        emergency: false,
        publish_at: None,
        published_at: None,
        pinned_at: None,
        corrected_at: None,
        withdrawn_at: None,
        withdrawn_by: None,
        created_at: now,
        author_name: None,
        author_label: None,
        seen_key: Some(key(&*act.ctx.entropy).to_vec()),
    };
    store::insert(act.tx, &post, session(act.actor)).await?;
    place(act, &mut post, new.when).await?;
    Ok(post)
}

fn key(entropy: &dyn Entropy) -> [u8; 32] {
    entropy.bytes()
}

/// Publishes a draft, or what waits, now or later.
pub async fn send(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, when: When) -> Result<Post> {
    demand(proof, PostVerb::Correct)?;
    let mut post = store::post_in(act.tx, proof.resource().id).await?.ok_or_else(Problem::not_found)?;
    if !matches!(post.state, PostState::Draft | PostState::Waiting) {
        return Err(Problem::new(Kind::Conflict, "wall-published"));
    }
    if when == When::Emergency && act.actor.office() != Some(preau_kernel::Role::Owner) {
        return Err(Problem::new(Kind::Forbidden, "wall-head-alone"));
    }
    place(act, &mut post, when).await?;
    Ok(post)
}

/// Publishes when people may be reached.
async fn place(act: &mut Act<'_>, post: &mut Post, when: When) -> Result<()> {
    let now = act.now();
    let at = match when {
        When::Draft => {
            post.state = PostState::Draft;
            post.publish_at = None;
            store::update(act.tx, post).await?;
            return Ok(());
        }
        When::Emergency => {
            post.emergency = true;
            now
        }
        When::Now => opens(act, post, now).await?,
        When::At(at) if at > now + AHEAD => return Err(Problem::field("at", "wall-too-far")),
        When::At(at) => opens(act, post, at.max(now)).await?,
    };
    if at > now {
        post.state = PostState::Waiting;
        post.publish_at = Some(at);
        store::update(act.tx, post).await?;
        let payload = json!({ "post": post.id });
        jobs::put(act.tx, act.ctx.id(), PUBLISH, None, payload, at).await?;
        return tell_of(act, "wall.waiting", post).await;
    }
    publish(act, post).await
}

/// The first moment from `at` on at which those whom a post means may be reached: staff by staff at any hour.
async fn opens(act: &Act<'_>, post: &Post, at: Timestamp) -> Result<Timestamp> {
    let db = &act.ctx.db;
    let from_staff = matches!(act.actor, Actor::Person(me) if me.kind == PersonKind::Staff);
    if from_staff {
        let meant = spaces::meant(db, post.space, post.audience, act.now()).await?;
        if meant.iter().all(|person| person.kind == PersonKind::Staff) {
            return Ok(at);
        }
    }
    Ok(Hours::of(&preau_people::store::settings(db).await?).opens(at, None))
}

/// Puts a post on the wall: its place, its event, and those whom it means are told.
async fn publish(act: &mut Act<'_>, post: &mut Post) -> Result<()> {
    post.state = PostState::Published;
    post.publish_at = None;
    post.published_at = Some(act.now());
    post.seq = Some(spaces::next_seq(act.tx, post.space).await?);
    store::update(act.tx, post).await?;
    tell_of(act, "wall.published", post).await?;
    tell_readers(act, post).await?;
    rights::tell_asked(act, post).await
}

/// Tells those whom a post means that it is there.
pub(crate) async fn tell_readers(act: &mut Act<'_>, post: &Post) -> Result<()> {
    let meant = spaces::meant(&act.ctx.db, post.space, post.audience, act.now()).await?;
    let to: Vec<PersonId> = meant.into_iter().map(|person| person.person).collect();
    let urgency = if post.emergency { Urgency::Emergency } else { Urgency::Ordinary };
    let notice = Notice { urgency, ..notice(TOLD, post, post.id.uuid(), &post.text, post.author) };
    preau_notices::tell(act.ctx, act.tx, &notice, &to).await
}

/// Publishes a post whose time has come, if it still waits; called again, it changes nothing.
pub(crate) async fn due(ctx: &Ctx, id: PostId) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    let Some(mut post) = store::post_in(&mut tx, id).await? else { return Ok(()) };
    if post.state != PostState::Waiting || post.publish_at.is_none_or(|at| at > ctx.clock.now()) {
        return Ok(());
    }
    publish(&mut Act::new(ctx, &mut tx, &Actor::System), &mut post).await?;
    Ok(tx.commit().await?)
}
