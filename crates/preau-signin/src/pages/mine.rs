//! `/account/export` and `/account/journal`: my data, and who looked at it.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use askama::Template;
use axum::{Extension, body::Body, extract::Query, response::IntoResponse};
use http::header;
use preau_journal::{EntryId, opened_by};
use preau_kernel::{Kind, PersonId, Problem};
use preau_people::{Opened, Viewer, opened, policy::PersonVerb};
use preau_web::{Answer, App, Archive, Gives, Routes, Subject, View, Visit};
use serde::Deserialize;
use serde_json::json;
use tokio_util::io::ReaderStream;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::InLodge;
use crate::{acts::record, store::people, who};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account/export", "What an export of my data holds", export_page)
        .post("/account/export", "All that is kept of me, as a zip archive", export)
        .gives(Gives::File("application/zip"))
        .get("/account/journal", "Who opened my record, or my children's", journal)
        .json::<preau_journal::Page>()
        .asked(&["of", "after"])
}

#[derive(Template)]
#[template(path = "signin/export.html")]
struct ExportPage {
    view: View,
}

async fn export_page(visit: Visit) -> Answer {
    visit.me()?;
    visit.page(&ExportPage { view: visit.view().await? })
}

/// Writes the archive beside the data, zips it and sends it; what was written is gone when the answer was sent.
async fn export(visit: Visit, Extension(app): Extension<App>, Extension(lodge): InLodge) -> Answer {
    let me = visit.my_id()?;
    let _turn = lodge.exports.try_acquire().map_err(|_| Problem::new(Kind::Unavailable, "signin-export-busy"))?;
    let login = who::known(&visit.ctx, me).await?.login;
    let folder = tempfile::Builder::new().prefix("export-").tempdir_in(&visit.ctx.folder).map_err(Problem::internal)?;
    let tree = folder.path().join("preau");
    let archive = Archive::create(&tree, Subject::Person(me))?;
    app.export(Subject::Person(me), archive).await?;
    let zipped = tokio::task::spawn_blocking(move || zip(folder, &tree)).await.map_err(Problem::internal)?;
    let zipped = zipped.map_err(Problem::internal)?;
    let mut tx = visit.ctx.db.begin().await?;
    record(&visit.ctx, &mut tx, "person.export", Some(me), me, json!({})).await?;
    tx.commit().await?;
    let length = zipped.metadata().map_err(Problem::internal)?.len();
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"preau-{login}.zip\"")),
    ];
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(zipped)));
    Ok((headers, body).into_response())
}

/// Zips a folder into a file without a name, which the system forgets when it is closed. The folder is deleted.
fn zip(folder: tempfile::TempDir, tree: &Path) -> io::Result<File> {
    let mut zip = ZipWriter::new(tempfile::tempfile_in(folder.path())?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    for path in files(tree)? {
        let name = path.strip_prefix(tree).map_err(io::Error::other)?.to_string_lossy().into_owned();
        zip.start_file(name, options).map_err(io::Error::other)?;
        io::copy(&mut File::open(&path)?, &mut zip)?;
    }
    let mut file = zip.finish().map_err(io::Error::other)?;
    io::Seek::rewind(&mut file)?;
    Ok(file)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let into = if entry.file_type()?.is_dir() { &mut folders } else { &mut files };
            into.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

#[derive(Deserialize)]
struct Asked {
    of: Option<PersonId>,
    after: Option<EntryId>,
}

/// Somebody whose record I may ask about.
struct Subjects {
    id: PersonId,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "signin/journal.html")]
struct JournalPage {
    view: View,
    subjects: Vec<Subjects>,
    of: PersonId,
    /// Whose journal it is, if not that of the family of whoever asks.
    other: Option<String>,
    lines: Vec<Opened>,
    next: Option<EntryId>,
}

async fn journal(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let me = visit.me()?;
    let (ctx, now) = (&visit.ctx, visit.ctx.clock.now());
    let of = asked.of.unwrap_or(me.person);
    preau_people::policy::person(&ctx.db, &visit.actor, &Viewer::new(&visit.actor, now), PersonVerb::Journal, of)
        .await?;
    let children = people::children(&ctx.db, me.person, now.date(), now).await?;
    let all = std::iter::once((me.person, me.name.clone())).chain(children.into_iter().map(|who| (who.id, who.called)));
    let subjects: Vec<_> = all.map(|(id, name)| Subjects { id, name, chosen: id == of }).collect();
    let other = if subjects.iter().any(|subject| subject.chosen) {
        None
    } else {
        // Whoever reads over a family's shoulder is noted too.
        let mut tx = ctx.db.begin().await?;
        record(ctx, &mut tx, "journal.read", Some(me.person), of, json!({})).await?;
        tx.commit().await?;
        people::by_id(&ctx.db, of, now).await?.map(|who| who.called)
    };
    if visit.json {
        return visit.json(&opened_by(&ctx.db, of, asked.after).await?);
    }
    let (lines, next) = opened(&ctx.db, of, asked.after).await?;
    visit.page(&JournalPage { view: visit.view().await?, subjects, of, other, lines, next })
}
