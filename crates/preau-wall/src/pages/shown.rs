//! Posts as a template shows them, with what belongs to them: one statement for each kind of thing, for all posts.

use std::collections::{HashMap, HashSet};

use preau_kernel::{Audience, Decision, PersonId, Problem, Result, SpaceId, SpaceKind, Timestamp};
use preau_web::{View, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use super::files::{self, Attached, FileAnswer, attached};
pub(crate) use crate::model::Piece;
use crate::{
    model::{File, FileId, Paragraph, Post, PostId, PostState, REPLIES, Reply, ReplyId, paragraphs},
    policy::{Here, PostVerb},
    store::{self, Span, answers::Answers, rights::On, seen::Seen},
};

/// Replies that a list shows under a post; its own page shows all.
const REPLIES_SHOWN: i64 = 3;

/// A post as it is shown to somebody.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) post: Post,
    pub(crate) name: String,
    pub(crate) when: String,
    /// For whom it is, in words; nothing where there is nobody to choose from.
    pub(crate) whom: Option<String>,
    pub(crate) paragraphs: Vec<Paragraph>,
    /// When it was corrected.
    pub(crate) corrected: Option<String>,
    pub(crate) seen: Option<Seen>,
    /// How many saw it, in words.
    pub(crate) seen_text: Option<String>,
    pub(crate) attached: Attached,
    /// How many answered, and what the visitor answered.
    pub(crate) answers: Answers,
    /// The newest replies, or all on a page of its own, oldest first.
    pub(crate) replies: Vec<ShownReply>,
    pub(crate) may: May,
}

/// A reply as it is shown to somebody.
#[derive(Debug)]
pub(crate) struct ShownReply {
    pub(crate) reply: Reply,
    pub(crate) name: String,
    pub(crate) when: String,
    /// Between whom it is, in words, if not everybody reads it.
    pub(crate) between: Option<String>,
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Whether the visitor may take it back.
    pub(crate) mine: bool,
    /// Whether the visitor wrote it.
    pub(crate) own: bool,
}

impl ShownReply {
    fn of(visit: &Visit, view: &View, here: &Here, reply: Reply) -> Self {
        let me = visit.actor.person();
        let someone = || view.t("wall-someone");
        let with = reply.whom.map(|whom| {
            let other = if here.sight.leads { reply.whom_name.clone().unwrap_or_else(someone) } else { String::new() };
            if Some(whom) == me { view.t("wall-reply-private") } else { view.t1("wall-reply-with", "name", other) }
        });
        Self {
            name: reply.author_name.clone().unwrap_or_else(someone),
            when: when(visit, view, reply.at, visit.ctx.clock.now()),
            between: with,
            paragraphs: paragraphs(&reply.text),
            own: me.is_some() && reply.author == me,
            mine: reply.withdrawn_at.is_none() && (here.sight.leads || reply.author == me),
            reply,
        }
    }

    /// What it says.
    pub(crate) fn words(&self) -> &[Paragraph] {
        &self.paragraphs
    }
}

/// What somebody may do with a post.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button")]
pub(crate) struct May {
    pub(crate) follow: bool,
    pub(crate) correct: bool,
    pub(crate) withdraw: bool,
    pub(crate) restore: bool,
    pub(crate) pin: bool,
    pub(crate) sign: bool,
    pub(crate) thank: bool,
    pub(crate) reply: bool,
    pub(crate) picture: bool,
}

impl May {
    fn of(visit: &Visit, here: &Here, post: &Post) -> Self {
        let now = visit.ctx.clock.now();
        let may = |verb| here.may_post(&visit.actor, verb, post, now) == Decision::Allow;
        let published = post.state == PostState::Published;
        Self {
            follow: may(PostVerb::Follow),
            correct: may(PostVerb::Correct),
            withdraw: published && may(PostVerb::Withdraw),
            restore: may(PostVerb::Restore),
            pin: may(PostVerb::Pin),
            sign: may(PostVerb::Sign),
            thank: may(PostVerb::Thank),
            reply: may(PostVerb::Reply),
            picture: may(PostVerb::Picture),
        }
    }

    /// Whether there is anything to choose from.
    pub(crate) fn any(self) -> bool {
        self.correct || self.withdraw || self.pin
    }
}

impl Shown {
    /// Whether nobody reads its words here.
    pub(crate) fn gone(&self) -> bool {
        self.post.state == PostState::Withdrawn
    }

    /// When it was published, or begun.
    pub(crate) fn moment(&self) -> &Timestamp {
        self.post.published_at.as_ref().unwrap_or(&self.post.created_at)
    }

    /// What it says.
    pub(crate) fn words(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// How many replies are on its own page only.
    pub(crate) fn more_replies(&self) -> i64 {
        self.answers.replies.saturating_sub_unsigned(self.replies.len() as u64)
    }

    /// Its address.
    pub(crate) fn at(&self) -> String {
        address(&self.post)
    }
}

fn address(post: &Post) -> String {
    format!("/s/{}/wall/{}", post.space, post.id)
}

/// The posts of a wall that a page of `size` lists, and whether there are more: from the top, those that are pinned there
/// first, or from before a place.
pub(crate) async fn listed(visit: &Visit, here: &Here, before: Option<i64>, size: usize) -> Result<(Vec<Post>, bool)> {
    let (db, space) = (&visit.ctx.db, here.met.id);
    let mut posts = match before {
        None => store::top(db, space, here.sight, size + 1).await?,
        Some(before) => store::page(db, space, here.sight, before, size + 1).await?,
    };
    let more = posts.iter().filter(|post| post.pinned_at.is_none()).count() > size;
    if more {
        posts.pop();
    }
    Ok((posts, more))
}

/// Makes posts of one wall ready to be shown in a list, each with its first pictures.
pub(crate) async fn shown(visit: &Visit, view: &View, here: &Here, posts: Vec<Post>) -> Result<Vec<Shown>> {
    Box::pin(ready(visit, view, here, posts, false)).await
}

/// Makes a post ready to be shown on a page of its own.
pub(crate) async fn whole(visit: &Visit, view: &View, here: &Here, post: Post) -> Result<Shown> {
    let shown = Box::pin(ready(visit, view, here, vec![post], true)).await?;
    shown.into_iter().next().ok_or_else(Problem::not_found)
}

/// Who saw the posts of a span, for whoever leads.
async fn seen_in(visit: &Visit, here: &Here, span: &Span) -> Result<HashMap<PostId, Seen>> {
    if !here.sight.leads {
        return Ok(HashMap::new());
    }
    Ok(store::seen::counts(&visit.ctx.db, span).await?.into_iter().map(|it| (it.post, it)).collect())
}

/// The files of the posts of a span, and which of them are held back for now.
async fn files_in(visit: &Visit, span: &Span) -> Result<(HashMap<PostId, Vec<File>>, HashSet<FileId>)> {
    let db = &visit.ctx.db;
    let mut files: HashMap<PostId, Vec<File>> = HashMap::new();
    for file in store::files::of_span(db, span).await? {
        files.entry(file.post).or_default().push(file);
    }
    // A wall without pictures is spared the question.
    let any = files.values().flatten().any(File::shows_people);
    let held = if any { store::rights::held(db, span, On::at(visit.ctx.clock.now())).await? } else { HashSet::new() };
    Ok((files, held))
}

/// What was answered to the posts of a span: counts, and of each post as many of the newest replies.
async fn answers_in(
    visit: &Visit,
    here: &Here,
    span: &Span,
    each: i64,
) -> Result<(HashMap<PostId, Answers>, Vec<Reply>)> {
    let (db, me) = (&visit.ctx.db, visit.my_id()?);
    let counts = store::answers::counts(db, span, me, here.sight).await?;
    let any = counts.iter().any(|it| it.replies > 0);
    let replies = if any { store::answers::of_span(db, span, me, here.sight, each).await? } else { Vec::new() };
    Ok((counts.into_iter().map(|it| (it.post, it)).collect(), replies))
}

async fn ready(visit: &Visit, view: &View, here: &Here, posts: Vec<Post>, whole: bool) -> Result<Vec<Shown>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let span = Span::of(here.met.id, &posts);
    let asks = visit.actor.person().is_some() && posts.iter().any(Post::asks);
    let answers = async {
        let each = if whole { REPLIES } else { REPLIES_SHOWN };
        if asks { answers_in(visit, here, &span, each).await } else { Ok(Default::default()) }
    };
    // None of the three needs another.
    let (seen, (mut files, held), (answers, said)) =
        tokio::try_join!(seen_in(visit, here, &span), files_in(visit, &span), answers)?;
    let mut replies: HashMap<PostId, Vec<ShownReply>> = HashMap::new();
    for reply in said {
        replies.entry(reply.post).or_default().push(ShownReply::of(visit, view, here, reply));
    }
    let now = visit.ctx.clock.now();
    Ok(posts
        .into_iter()
        .map(|post| Shown {
            name: post.author_name.clone().unwrap_or_else(|| view.t("wall-someone")),
            when: when(visit, view, post.published_at.or(post.publish_at).unwrap_or(post.created_at), now),
            whom: whom(view, here, &post),
            paragraphs: paragraphs(&post.text),
            corrected: post.corrected_at.map(|at| when(visit, view, at, now)),
            seen: seen.get(&post.id).copied(),
            seen_text: here.sight.leads.then(|| seen_text(view, here, &post, seen.get(&post.id))).flatten(),
            attached: {
                let files = files.remove(&post.id).unwrap_or_default();
                attached(view, &address(&post), here.sight, files, &held, whole)
            },
            answers: answers.get(&post.id).copied().unwrap_or_else(|| Answers::none(post.id)),
            replies: replies.remove(&post.id).unwrap_or_default(),
            may: May::of(visit, here, &post),
            post,
        })
        .collect())
}

/// How many saw a post, in words, for those who answer for it: families out of families meant, where there are some.
fn seen_text(view: &View, here: &Here, post: &Post, seen: Option<&Seen>) -> Option<String> {
    if post.state != PostState::Published || post.seen_key.is_none() {
        return None;
    }
    let (families, others) = seen.map_or((0, 0), |seen| (seen.families, seen.others));
    let meant = here.met.guardians;
    let key = if meant == 0 || post.audience == Audience::Members { "wall-seen-members" } else { "wall-seen-families" };
    let (count, all) = if key == "wall-seen-members" { (others, here.met.members) } else { (families, meant) };
    // Somebody may have seen it who is no longer in the space.
    Some(view.t2(key, "count", count.min(all), "all", all))
}

/// For whom a post is, in words.
fn whom(view: &View, here: &Here, post: &Post) -> Option<String> {
    let class = matches!(here.met.kind, SpaceKind::Class | SpaceKind::Group);
    let kind = if class { "-class" } else { "" };
    (here.met.guardians > 0).then(|| view.t(&format!("wall-for-{}{kind}", post.audience)))
}

/// A moment as people say it: today, yesterday, tomorrow, or the date.
pub(crate) fn when(visit: &Visit, view: &View, moment: Timestamp, now: Timestamp) -> String {
    let zone = visit.ctx.texts.zone();
    let (there, here) = (zone.local(moment), zone.local(now));
    let days = [("wall-today", here.date()), ("wall-yesterday", here.date().yesterday().unwrap_or(here.date()))];
    let tomorrow = ("wall-tomorrow", here.date().tomorrow().unwrap_or(here.date()));
    match days.into_iter().chain([tomorrow]).find(|(_, day)| *day == there.date()) {
        Some((key, _)) => {
            // With the unseen sign it is a text: as a number, five past would be said without its zero.
            view.t2(key, "hour", there.hour().to_string(), "minute", format!("{:02}\u{2060}", there.minute()))
        }
        None => view.moment(&moment),
    }
}

#[derive(Serialize, ToSchema)]
struct AuthorAnswer {
    /// None after that person was forgotten.
    id: Option<PersonId>,
    name: String,
}

/// How many saw a post, for those who lead the space.
#[derive(Serialize, ToSchema)]
struct SeenAnswer {
    families: i64,
    others: i64,
}

#[derive(Serialize, ToSchema)]
struct ReplyAnswer {
    id: ReplyId,
    author: AuthorAnswer,
    /// With whom alone those who lead the space talk here.
    whom: Option<PersonId>,
    /// None of what was taken back.
    text: Option<String>,
    at: Timestamp,
}

/// A post for a program.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button")]
pub(crate) struct PostAnswer {
    id: PostId,
    seq: Option<i64>,
    author: AuthorAnswer,
    audience: Audience,
    state: PostState,
    /// None of what was taken back, but for those who lead the space.
    text: Option<String>,
    emergency: bool,
    pinned: bool,
    publish_at: Option<Timestamp>,
    published_at: Option<Timestamp>,
    corrected_at: Option<Timestamp>,
    withdrawn_at: Option<Timestamp>,
    files: Vec<FileAnswer>,
    /// Pictures that only the post's own address lists.
    more_pictures: usize,
    /// Whether people may reply, say thank you, and are asked to sign.
    replies: bool,
    reactions: bool,
    sign: bool,
    /// How many gave thanks, and whether the one who asks did.
    thanks: i64,
    thanked: bool,
    /// How many signed, for those who lead the space.
    signatures: Option<i64>,
    /// When the one who asks signed.
    signed_at: Option<Timestamp>,
    /// Replies that the one who asks reads; in a list, the newest.
    answers: Vec<ReplyAnswer>,
    seen: Option<SeenAnswer>,
}

/// A post for a program.
pub(crate) fn as_json(it: &Shown) -> PostAnswer {
    let post = &it.post;
    let answers = it.replies.iter().map(|it| ReplyAnswer {
        id: it.reply.id,
        author: AuthorAnswer { id: it.reply.author, name: it.name.clone() },
        whom: it.reply.whom,
        text: it.reply.withdrawn_at.is_none().then(|| it.reply.text.clone()),
        at: it.reply.at,
    });
    PostAnswer {
        id: post.id,
        seq: post.seq,
        author: AuthorAnswer { id: post.author, name: it.name.clone() },
        audience: post.audience,
        state: post.state,
        text: (!it.gone() || it.may.follow).then(|| post.text.clone()),
        emergency: post.emergency,
        pinned: post.pinned_at.is_some(),
        publish_at: post.publish_at,
        published_at: post.published_at,
        corrected_at: post.corrected_at,
        withdrawn_at: post.withdrawn_at,
        files: files::answers(&it.attached),
        more_pictures: it.attached.more,
        replies: post.replies,
        reactions: post.reactions,
        sign: post.sign,
        thanks: it.answers.thanks,
        thanked: it.answers.thanked,
        signatures: (it.may.follow && post.sign).then_some(it.answers.signatures),
        signed_at: it.answers.signed_at,
        answers: answers.collect(),
        seen: it.seen.map(|seen| SeenAnswer { families: seen.families, others: seen.others }),
    }
}

/// The address of the wall's page before these posts.
pub(crate) fn before(space: SpaceId, posts: &[Shown]) -> Option<String> {
    let last = posts.iter().rev().find(|it| it.post.pinned_at.is_none()).and_then(|it| it.post.seq)?;
    Some(format!("/s/{space}/wall?before={last}"))
}
