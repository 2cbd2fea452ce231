//! What is attached to posts: as a list in the post, as bytes, and the page on which its author looks after it.

use std::collections::HashSet;

use askama::Template;
use axum::{
    Extension,
    extract::{Path, Request},
};
use http::StatusCode;
use preau_kernel::{Problem, Result, SpaceId};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act};
use preau_web::{
    Answer, Errors, Said, View, Visit,
    files::{FileKind, disposition, give, weight},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{enter, or_again};
use crate::{
    acts::files::{self, FILE},
    model::{ALT_LIMIT, FILE_BYTES, File, FileId, Post, PostId, SHOWN, Sight, Who},
    policy::{self, Here, PostVerb},
    rights,
    store::{self, Span, rights::On},
};

/// What is attached to a post, as a template shows it.
#[derive(Debug, Default)]
pub(crate) struct Attached {
    /// The pictures, or the first of them.
    pub(crate) pictures: Vec<Item>,
    /// How many more there are.
    pub(crate) more: usize,
    /// Everything else.
    pub(crate) others: Vec<Item>,
    /// How many files are not shown yet, to those who don't lead the space.
    pub(crate) held: usize,
}

impl Attached {
    /// Whether there is anything.
    pub(crate) fn any(&self) -> bool {
        !self.pictures.is_empty() || !self.others.is_empty()
    }
}

/// A file as it is shown.
#[derive(Debug)]
pub(crate) struct Item {
    /// The file.
    pub(crate) file: File,
    /// The address of its bytes.
    pub(crate) at: String,
    /// The words for those who don't see it.
    pub(crate) alt: String,
    /// How large it is, in words.
    pub(crate) weight: String,
    /// Whether only those who lead the space see it, for now.
    pub(crate) held: bool,
}

impl Item {
    /// Whether it is a film that browsers play.
    pub(crate) fn is_seen(&self) -> bool {
        self.file.plays && self.file.kind == FileKind::Film
    }

    /// Whether it is a recording that browsers play.
    pub(crate) fn is_heard(&self) -> bool {
        self.file.plays && self.file.kind == FileKind::Sound
    }

    /// The sentence that says that it can only be taken home, if one would expect more.
    pub(crate) fn only_home(&self) -> Option<&'static str> {
        match self.file.kind {
            _ if self.file.plays => None,
            FileKind::Film => Some("file-film-download"),
            FileKind::Sound => Some("file-sound-download"),
            FileKind::Picture | FileKind::Other => None,
        }
    }

    /// Its small picture's points from side to side.
    pub(crate) fn small_width(&self) -> i64 {
        self.file.small_width.unwrap_or(1)
    }

    /// And from top to bottom.
    pub(crate) fn small_height(&self) -> i64 {
        self.file.small_height.unwrap_or(1)
    }
}

/// The files of a post, ready to be shown to somebody; in a list, some pictures only. `held` are those that may not be
/// shown yet.
pub(crate) fn attached(
    view: &View,
    at: &str,
    sight: Sight,
    mut files: Vec<File>,
    held: &HashSet<FileId>,
    whole: bool,
) -> Attached {
    let mut all = Attached { held: files.iter().filter(|file| held.contains(&file.id)).count(), ..Attached::default() };
    files.retain(|file| rights::sees(sight, held.contains(&file.id)));
    let pictures = files.iter().filter(|file| file.kind == FileKind::Picture).count();
    for file in files {
        let picture = file.kind == FileKind::Picture;
        if picture && !whole && all.pictures.len() >= SHOWN {
            continue;
        }
        let alt = match &file.alt {
            words if !words.is_empty() => words.clone(),
            _ if picture => view.t2("wall-picture-of", "place", all.pictures.len() + 1, "count", pictures),
            _ => file.name.clone(),
        };
        let (key, count) = weight(file.size);
        let weight = view.t1(key, "count", count);
        let to = if picture { &mut all.pictures } else { &mut all.others };
        let held = held.contains(&file.id);
        to.push(Item { at: format!("{at}/files/{}", file.id), file, alt, weight, held });
    }
    all.more = pictures - all.pictures.len();
    all
}

/// A file of a post for a program.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileAnswer {
    id: FileId,
    kind: FileKind,
    name: String,
    media: String,
    size: i64,
    plays: bool,
    alt: String,
    width: Option<i64>,
    height: Option<i64>,
}

/// The files of a post for a program.
pub(crate) fn answers(it: &Attached) -> Vec<FileAnswer> {
    let one = |item: &Item| {
        let File { id, kind, name, media, size, plays, alt, width, height, .. } = item.file.clone();
        FileAnswer { id, kind, name, media, size, plays, alt, width, height }
    };
    it.pictures.iter().chain(&it.others).map(one).collect()
}

/// The files of one post, all of them, as somebody sees them.
pub(super) async fn all_of(visit: &Visit, view: &View, here: &Here, post: &Post) -> Result<Attached> {
    let db = &visit.ctx.db;
    let files = store::files::of_post(db, post.id).await?;
    let held = store::rights::held(db, &Span::one(post), On::at(visit.ctx.clock.now())).await?;
    Ok(attached(view, &format!("/s/{}/wall/{}", post.space, post.id), here.sight, files, &held, true))
}

/// A file of a post that the visitor sees, and sees now.
async fn found(visit: &Visit, (space, post, id): (SpaceId, PostId, FileId)) -> Result<File> {
    visit.me()?;
    let db = &visit.ctx.db;
    let here = policy::here(&visit.ctx, &visit.actor, space).await?;
    let post = here.post(&visit.ctx, &visit.actor, post).await?;
    let file = store::files::file(db, post.id, id).await?.ok_or_else(Problem::not_found)?;
    let held = store::rights::held(db, &Span::one(&post), On::at(visit.ctx.clock.now())).await?;
    if rights::sees(here.sight, held.contains(&id)) { Ok(file) } else { Err(Problem::not_found()) }
}

/// `/s/{space}/wall/{post}/files/{file}`
pub(super) async fn bytes(visit: Visit, Path(at): Path<(SpaceId, PostId, FileId)>) -> Answer {
    let file = found(&visit, at).await?;
    let shown = file.kind == FileKind::Picture || file.plays;
    give(&visit, file.blob, &file.media, Some(disposition(&file.name, shown))).await
}

/// `/s/{space}/wall/{post}/files/{file}/small`
pub(super) async fn small(visit: Visit, Path(at): Path<(SpaceId, PostId, FileId)>) -> Answer {
    let file = found(&visit, at).await?;
    give(&visit, file.small.ok_or_else(Problem::not_found)?, &file.media, None).await
}

#[derive(Template)]
#[template(path = "wall/picture.html")]
struct PicturePage {
    view: View,
    head: SpaceHead,
    at: String,
    it: Item,
    place: usize,
    count: usize,
    before: Option<FileId>,
    after: Option<FileId>,
}

/// `/s/{space}/wall/{post}/pictures/{file}`
pub(super) async fn picture(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, post, id)): Path<(SpaceId, PostId, FileId)>,
) -> Answer {
    let (here, head) = enter(&visit, &tabs, space).await?;
    let post = here.post(&visit.ctx, &visit.actor, post).await?;
    let view = visit.view().await?;
    let at = format!("/s/{space}/wall/{}", post.id);
    let mut all = all_of(&visit, &view, &here, &post).await?.pictures;
    let place = all.iter().position(|item| item.file.id == id).ok_or_else(Problem::not_found)?;
    let near = |index: Option<usize>| index.and_then(|index| all.get(index)).map(|item| item.file.id);
    let (before, after, count) = (near(place.checked_sub(1)), near(place.checked_add(1)), all.len());
    let it = all.swap_remove(place);
    visit.page(&PicturePage { view, head, at, it, place: place + 1, count, before, after })
}

#[derive(Template)]
#[template(path = "wall/files_form.html")]
struct FilesPage {
    view: View,
    head: SpaceHead,
    at: String,
    all: Attached,
    errors: Errors,
    alt_limit: usize,
    limit: u64,
}

async fn files_page(visit: &Visit, tabs: &Tabs, space: SpaceId, post: PostId, errors: Errors) -> Result<FilesPage> {
    let (here, head) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, post).await?;
    let view = visit.view().await?;
    let at = format!("/s/{space}/wall/{post}");
    let all = all_of(visit, &view, &here, proof.resource()).await?;
    Ok(FilesPage { view, head, at, all, errors, alt_limit: ALT_LIMIT, limit: FILE_BYTES })
}

/// `/s/{space}/wall/{post}/files`
pub(super) async fn form(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, post)): Path<(SpaceId, PostId)>,
) -> Answer {
    let page = files_page(&visit, &tabs, space, post, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall/{post}/files`
pub(super) async fn save(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, post)): Path<(SpaceId, PostId)>,
    request: Request,
) -> Answer {
    match or_again(saved(&visit, &tabs, (space, post), request).await) {
        Ok(answer) => answer,
        Err(problem) if visit.json => Err(problem.into()),
        Err(problem) => {
            let page = files_page(&visit, &tabs, space, post, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn saved(visit: &Visit, tabs: &Tabs, (space, id): (SpaceId, PostId), request: Request) -> Result<Answer> {
    let (here, _) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, id).await?;
    let (fields, uploads) = Fields::with_files(visit, request, &FILE).await?;
    let words =
        fields.iter().filter_map(|(name, words)| Some((name.strip_prefix("alt-")?.parse().ok()?, words.to_owned())));
    let words: Vec<(FileId, String)> = words.collect();
    let ready = files::ready(&visit.ctx, id, visit.my_id()?, &uploads).await?;
    let more = !ready.is_empty();
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    files::describe(&mut act, &proof, &words).await?;
    files::add(&mut act, &proof, ready).await?;
    tx.commit().await?;
    let there = store::files::of_post(&visit.ctx.db, id).await?;
    let to = match there.iter().find(|file| file.who == Who::Unsaid) {
        // What was just added may want words too.
        _ if more => format!("/s/{space}/wall/{id}/files"),
        Some(file) => format!("/s/{space}/wall/{id}/files/{}/who", file.id),
        None => format!("/s/{space}/wall/{id}"),
    };
    Ok(visit.go_and_say(&to, &Said::new("wall-said-files")))
}

/// `POST /s/{space}/wall/{post}/files/{file}/remove`
pub(super) async fn remove(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, post, file)): Path<(SpaceId, PostId, FileId)>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, post).await?;
    let mut tx = visit.ctx.db.begin().await?;
    files::remove(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, file).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/s/{space}/wall/{post}/files"), &Said::new("wall-said-file-removed"))
}
