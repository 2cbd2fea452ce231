//! The year book: what a class told in a year, as a folder with one page, or to be printed. Chosen by those who lead the
//! space, from what everybody was told, with the pictures that families allowed a book.

use std::io::{Seek, Write};

use askama::Template;
use axum::{
    Extension, Form,
    body::Body,
    extract::{Path, Query},
    response::IntoResponse,
};
use http::header;
use preau_kernel::{Problem, Result, SpaceId, Timestamp};
use preau_people::{Fields, SpaceHead, Tabs};
use preau_web::{Answer, View, Visit, files::disposition};
use serde::{Deserialize, Serialize};
use time::{Date, Month, PrimitiveDateTime, Time};
use tokio_util::io::ReaderStream;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{enter, wall_of};
use crate::{
    model::{File, PICTURES_OF_A_BOOK, Post, PostId},
    policy::WallVerb,
    store::{book, rights::On},
};

/// A post in the book.
struct Entry {
    id: PostId,
    day: Date,
    author: String,
    text: String,
    pictures: Vec<Picture>,
}

/// A picture of it.
struct Picture {
    /// Where it is: on this server, or in the folder.
    at: String,
    /// Where its small one is, on this server.
    small: String,
    alt: String,
    file: File,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// The days of a book.
#[derive(Clone, Copy)]
struct Days {
    from: Date,
    to: Date,
}

impl Days {
    /// As asked; else the school year so far, which begins in August.
    fn of(visit: &Visit, fields: &Fields) -> Result<Self> {
        let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
        let year = if today.month() >= Month::August { today.year() } else { today.year() - 1 };
        let first = Date::from_calendar_date(year, Month::August, 1).unwrap_or(today);
        let (from, to) = (fields.day("from")?.unwrap_or(first), fields.day("to")?.unwrap_or(today));
        if from > to { Err(Problem::field("to", "wall-book-days")) } else { Ok(Self { from, to }) }
    }

    fn moments(self, visit: &Visit) -> (Timestamp, Timestamp) {
        let zone = visit.ctx.texts.zone();
        let start = |day: Date| zone.moment(PrimitiveDateTime::new(day, Time::MIDNIGHT));
        (start(self.from), start(self.to.next_day().unwrap_or(self.to)))
    }
}

#[derive(Template)]
#[template(path = "wall/book.html")]
struct BookPage {
    view: View,
    head: SpaceHead,
    days: Days,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "wall/book_print.html")]
struct PrintPage {
    view: View,
    space: SpaceId,
    name: String,
    days: Days,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "wall/book_site.html")]
struct SitePage<'a> {
    view: &'a View,
    name: &'a str,
    days: Days,
    entries: &'a [Entry],
}

/// What other programs may read of it.
#[derive(Serialize)]
struct Told<'a> {
    day: String,
    author: &'a str,
    text: &'a str,
    photos: Vec<&'a str>,
}

async fn entries(visit: &Visit, space: SpaceId, days: Days) -> Result<Vec<Entry>> {
    let (db, (from, until), zone) = (&visit.ctx.db, days.moments(visit), visit.ctx.texts.zone());
    let files = book::pictures(db, space, from, until, On::at(visit.ctx.clock.now())).await?;
    let mut entries = Vec::new();
    let mut left = PICTURES_OF_A_BOOK;
    for Post { id, text, author_name, published_at, created_at, .. } in
        book::posts_between(db, space, from, until).await?
    {
        let picture = |file: &File| {
            let at = format!("/s/{space}/wall/{id}/files/{}", file.id);
            Picture { small: format!("{at}/small"), at, alt: file.alt.clone(), file: file.clone() }
        };
        let pictures: Vec<Picture> = files.iter().filter(|file| file.post == id).take(left).map(picture).collect();
        left -= pictures.len();
        let (day, author) = (zone.day(published_at.unwrap_or(created_at)), author_name.unwrap_or_default());
        entries.push(Entry { id, day, author, text, pictures });
    }
    Ok(entries)
}

/// `/s/{space}/wall/book?from=&to=`
pub(super) async fn choose(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(space): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (here, head) = enter(&visit, &tabs, space).await?;
    here.prove(&visit.actor, WallVerb::Book)?;
    let days = Days::of(&visit, &Fields::default().with("from", asked.from).with("to", asked.to))?;
    let entries = entries(&visit, space, days).await?;
    visit.page(&BookPage { view: visit.view().await?, head, days, entries })
}

/// `POST /s/{space}/wall/book`: the posts that are ticked, to be printed, or as a folder for `way=folder`.
pub(super) async fn make(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(space): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    here.prove(&visit.actor, WallVerb::Book)?;
    let days = Days::of(&visit, &fields)?;
    let mut entries = entries(&visit, space, days).await?;
    entries.retain(|entry| fields.ticked(&format!("post-{}", entry.id)));
    let (view, name) = (visit.view().await?, here.met.name.clone());
    if fields.get("way") != "folder" {
        return visit.page(&PrintPage { view, space, name, days, entries });
    }
    let zipped = folder(&visit, &view, &name, days, entries).await?;
    let length = zipped.metadata().map_err(Problem::internal)?.len();
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&format!("{name} {}.zip", days.to.year()), false)),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(zipped)))).into_response())
}

/// The folder as a zip archive: one page that any browser opens from a stick, the photos, and the same as JSON.
async fn folder(visit: &Visit, view: &View, name: &str, days: Days, mut entries: Vec<Entry>) -> Result<std::fs::File> {
    let file = tempfile::tempfile_in(&visit.ctx.folder).map_err(Problem::internal)?;
    let mut zip = ZipWriter::new(file);
    let pictures = entries.iter_mut().flat_map(|entry| &mut entry.pictures);
    for (place, picture) in (1..).zip(pictures) {
        picture.at = format!("photos/{place:03}.jpg");
        let limit = u64::try_from(picture.file.size).unwrap_or_default();
        let bytes = visit.ctx.blobs.get(picture.file.blob, None).await?.bytes(limit).await?;
        put(&mut zip, &picture.at, &bytes, CompressionMethod::Stored)?;
    }
    let page = SitePage { view, name, days, entries: &entries }.render().map_err(Problem::internal)?;
    put(&mut zip, "index.html", page.as_bytes(), CompressionMethod::Deflated)?;
    let told: Vec<Told<'_>> = entries.iter().map(told).collect();
    let json = serde_json::to_vec_pretty(&told).map_err(Problem::internal)?;
    put(&mut zip, "messages.json", &json, CompressionMethod::Deflated)?;
    let mut file = zip.finish().map_err(Problem::internal)?;
    file.rewind().map_err(Problem::internal)?;
    Ok(file)
}

fn told(entry: &Entry) -> Told<'_> {
    let photos = entry.pictures.iter().map(|picture| picture.at.as_str()).collect();
    Told { day: entry.day.to_string(), author: &entry.author, text: &entry.text, photos }
}

fn put(zip: &mut ZipWriter<std::fs::File>, path: &str, bytes: &[u8], method: CompressionMethod) -> Result<()> {
    let options = SimpleFileOptions::default().compression_method(method);
    zip.start_file(path, options).map_err(Problem::internal)?;
    zip.write_all(bytes).map_err(Problem::internal)
}

impl BookPage {
    fn back(&self) -> String {
        wall_of(self.head.space.id)
    }
}
