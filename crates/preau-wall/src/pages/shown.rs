//! Posts as a template shows them, with what belongs to them: one statement for each kind of thing, for all posts.

use std::collections::{HashMap, HashSet};

use preau_kernel::{Audience, Decision, PersonId, Problem, Result, SpaceId, SpaceKind, Timestamp};
use preau_web::{View, Visit};
use serde::Serialize;
use serde_json::{Value, json};

use super::files::{self, Attached, attached};
pub(crate) use crate::model::Piece;
use crate::{
    model::{File, Paragraph, Post, PostId, PostState, paragraphs},
    policy::{Here, PostVerb},
    store::{self, Span, rights::On, seen::Seen},
};

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
    pub(crate) may: May,
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

    /// Its address.
    pub(crate) fn at(&self) -> String {
        address(&self.post)
    }
}

fn address(post: &Post) -> String {
    format!("/s/{}/wall/{}", post.space, post.id)
}

/// Makes posts of one wall ready to be shown in a list, each with its first pictures.
pub(crate) async fn shown(visit: &Visit, view: &View, here: &Here, posts: Vec<Post>) -> Result<Vec<Shown>> {
    ready(visit, view, here, posts, false).await
}

/// Makes a post ready to be shown on a page of its own.
pub(crate) async fn whole(visit: &Visit, view: &View, here: &Here, post: Post) -> Result<Shown> {
    let shown = ready(visit, view, here, vec![post], true).await?;
    shown.into_iter().next().ok_or_else(Problem::not_found)
}

async fn ready(visit: &Visit, view: &View, here: &Here, posts: Vec<Post>, whole: bool) -> Result<Vec<Shown>> {
    let db = &visit.ctx.db;
    let span = Span::of(here.met.id, &posts);
    let mut seen: HashMap<PostId, Seen> = HashMap::new();
    if here.sight.leads && !posts.is_empty() {
        seen = store::seen::counts(db, &span).await?.into_iter().map(|it| (it.post, it)).collect();
    }
    let now = visit.ctx.clock.now();
    let mut files: HashMap<PostId, Vec<File>> = HashMap::new();
    if !posts.is_empty() {
        for file in store::files::of_span(db, &span).await? {
            files.entry(file.post).or_default().push(file);
        }
    }
    // A wall without pictures is spared the question.
    let any = files.values().flatten().any(File::shows_people);
    let held = if any { store::rights::held(db, &span, On::at(now)).await? } else { HashSet::new() };
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

#[derive(Serialize)]
struct Author<'a> {
    id: Option<PersonId>,
    name: &'a str,
}

/// A post for a program.
pub(crate) fn as_json(it: &Shown) -> Value {
    let post = &it.post;
    let words = (!it.gone() || it.may.follow).then_some(&post.text);
    json!({
        "id": post.id, "seq": post.seq, "author": Author { id: post.author, name: &it.name },
        "audience": post.audience, "state": post.state, "text": words, "emergency": post.emergency,
        "pinned": post.pinned_at.is_some(), "publish_at": post.publish_at, "published_at": post.published_at,
        "corrected_at": post.corrected_at, "withdrawn_at": post.withdrawn_at,
        "files": files::as_json(&it.attached), "more_pictures": it.attached.more,
        "replies": post.replies, "reactions": post.reactions, "sign": post.sign,
        "seen": it.seen.map(|seen| json!({ "families": seen.families, "others": seen.others })),
    })
}

/// The address of the wall's page before these posts.
pub(crate) fn before(space: SpaceId, posts: &[Shown]) -> Option<String> {
    let last = posts.iter().rev().find(|it| it.post.pinned_at.is_none()).and_then(|it| it.post.seq)?;
    Some(format!("/s/{space}/wall?before={last}"))
}
