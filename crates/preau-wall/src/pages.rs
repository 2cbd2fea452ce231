//! The wall's pages: parse, ask an act or the store, answer. Programs get JSON at the same addresses.

mod answers;
mod board;
mod book;
mod files;
mod post;
mod rights;
mod rights_ask;
mod shown;
mod wall;
mod write;

pub(crate) use board::cards;

use axum::Extension;
use preau_kernel::{Kind, Result, SpaceId};
use preau_people::{SpaceHead, Tabs};
use preau_web::{Answer, Gives, Routes, Visit};

use crate::{
    policy::{self, Here},
    seen::Marks,
};

/// All addresses.
pub(crate) fn routes(tabs: Tabs, marks: Marks) -> Routes {
    Routes::new()
        .get("/s/{space}/wall", "The wall of a space, 50 posts a page", wall::wall)
        .json::<wall::WallAnswer>()
        .post("/s/{space}/wall", "Writes on the wall of a space", write::write)
        .post("/s/{space}/wall/freeze", "Freezes a wall, or lets it go on", wall::freeze)
        .get("/s/{space}/wall/book", "What may stand in a year book, to choose from", book::choose)
        .asked(&["from", "to"])
        .post("/s/{space}/wall/book", "The year book: to be printed, or as a folder", book::make)
        .gives(Gives::File("application/zip"))
        .get("/s/{space}/wall/new", "The form for a new post", write::new)
        .get("/s/{space}/wall/{post}", "One post", post::one)
        .json::<shown::PostAnswer>()
        .post("/s/{space}/wall/{post}/sign", "Signs that one has read a post, or undoes a slip", answers::sign)
        .post("/s/{space}/wall/{post}/remind", "Reminds those who have not signed a post", answers::remind)
        .post("/s/{space}/wall/{post}/thank", "Says thank you for a post, or no longer", answers::thank)
        .post("/s/{space}/wall/{post}/replies", "Replies to a post", answers::reply)
        .post("/s/{space}/wall/{post}/replies/{reply}/withdraw", "Takes a reply back", answers::withdraw)
        .post("/s/{space}/wall/{post}/replies/{reply}/restore", "Undoes that", answers::restore)
        .get("/s/{space}/wall/{post}/print", "One post, for paper", post::print)
        .get("/s/{space}/wall/{post}/correct", "The form for a post's words", write::correct_form)
        .post("/s/{space}/wall/{post}/correct", "Changes a post's words", write::correct)
        .post("/s/{space}/wall/{post}/publish", "Publishes a draft, or what waits", write::publish)
        .post("/s/{space}/wall/{post}/discard", "Throws a draft away", write::discard)
        .post("/s/{space}/wall/{post}/pin", "Puts a post on top, or down again", post::pin)
        .post("/s/{space}/wall/{post}/withdraw", "Takes a post back from everybody", post::withdraw)
        .post("/s/{space}/wall/{post}/restore", "Undoes a withdrawal", post::restore)
        .get("/s/{space}/wall/{post}/files", "The files of a post, for its author", files::form)
        .post("/s/{space}/wall/{post}/files", "Describes pictures of a post, and attaches more files", files::save)
        .get("/s/{space}/wall/{post}/files/{file}", "A file of a post, whole or in part", files::bytes)
        .gives(Gives::File("application/octet-stream"))
        .get("/s/{space}/wall/{post}/files/{file}/small", "The small picture of a file", files::small)
        .gives(Gives::File("image/jpeg"))
        .post("/s/{space}/wall/{post}/files/{file}/remove", "Takes a file off a post", files::remove)
        .get("/s/{space}/wall/{post}/pictures/{file}", "One picture of a post, large", files::picture)
        .get("/s/{space}/wall/{post}/files/{file}/who", "Who is in a picture, to be said", rights::who_form)
        .post("/s/{space}/wall/{post}/files/{file}/who", "Says who is in a picture", rights::who)
        .get("/s/{space}/wall/{post}/files/{file}/cover", "A picture, to cover somebody in it", rights::cover_form)
        .post("/s/{space}/wall/{post}/files/{file}/cover", "Covers somebody in a picture", rights::cover)
        .get("/s/{space}/wall/{post}/rights", "How far families agree to a post's pictures", rights_ask::status)
        .post("/s/{space}/wall/{post}/rights", "Asks families about a post's pictures", rights_ask::ask)
        .get("/s/{space}/wall/{post}/agree", "What one is asked about a post's pictures", rights_ask::form)
        .post("/s/{space}/wall/{post}/agree", "Answers for a child", rights_ask::answer)
        .map(|router| router.layer(Extension(tabs)).layer(Extension(marks)))
}

/// A wall as the visitor meets it, and the top of its pages.
async fn enter(visit: &Visit, tabs: &Tabs, space: SpaceId) -> Result<(Here, SpaceHead)> {
    visit.me()?;
    let here = policy::here(&visit.ctx, &visit.actor, space).await?;
    let head = SpaceHead::of(&visit.actor, tabs, here.met.clone());
    Ok((here, head))
}

/// Either the answer of an accepted form, or its problem if the form should be shown again with it.
fn or_again(outcome: Result<Answer>) -> Result<Answer> {
    match outcome {
        Err(problem)
            if matches!(
                problem.kind,
                Kind::Invalid | Kind::Conflict | Kind::TooMany | Kind::TooLarge | Kind::Quota
            ) =>
        {
            Err(problem)
        }
        Err(problem) => Ok(Err(problem.into())),
        Ok(answer) => Ok(answer),
    }
}

/// The address of a wall.
fn wall_of(space: SpaceId) -> String {
    format!("/s/{space}/wall")
}
