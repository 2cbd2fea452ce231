//! The pages of rosters, for those who run the institution: everyone else finds nothing here.

mod columns;
mod show;

use askama::Template;
use axum::{
    Form,
    extract::{DefaultBodyLimit, Multipart, Path, multipart::MultipartError},
    response::{IntoResponse, Response},
};
use futures_util::TryStreamExt;
use http::{StatusCode, header};
use preau_blob::{BlobError, rows};
use preau_kernel::{Kind, PersonId, Problem, Result, RosterId};
use preau_roster::Limits;
use preau_web::{Answer, Errors, Gives, Routes, Said, View, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    lines::Told,
    look::Choice,
    reading::{FILES, plain_name, total_limit},
    store::{self, Entry, GivenFile, State},
    undo, work,
};
use crate::policy::{self, InstitutionVerb};

/// Rosters that may wait for an answer at once.
const OPEN: i64 = 20;
/// What a form around the files may weigh.
const FORM: u64 = 1 << 20;

/// The addresses.
pub(super) fn routes() -> Routes {
    let limit = usize::try_from(total_limit() + FORM).unwrap_or(usize::MAX);
    let upload = Routes::new().post("/admin/roster", "Takes the files of a roster and reads them", take);
    let upload = upload.json_made::<RosterMade>();
    upload
        .map(|router| router.layer(DefaultBodyLimit::max(limit)))
        .get("/admin/roster", "Where rosters are given, and those of the last 30 days", start)
        .json_list::<show::RosterAnswer>()
        .get("/admin/roster/{roster}", "What a roster would change, or did", show::roster)
        .json::<show::RosterAnswer>()
        .get("/admin/roster/{roster}/live", "Tells how far a roster is", live)
        .gives(Gives::Told)
        .get("/admin/roster/{roster}/part/{part}", "One part of a roster's difference, whole", show::part)
        .asked(&["page"])
        .get("/admin/roster/{roster}/lines.csv", "A roster's difference, for a spreadsheet", show::csv)
        .gives(Gives::File("text/csv"))
        .post("/admin/roster/{roster}/columns", "Says what the columns of a table mean", columns::set)
        .post("/admin/roster/{roster}/answers", "Answers about doubtful people", answers)
        .post("/admin/roster/{roster}/apply", "Applies a roster", apply)
        .json::<show::RosterAnswer>()
        .post("/admin/roster/{roster}/again", "Reads a roster's files again", again)
        .post("/admin/roster/{roster}/cancel", "Gives a roster up", cancel)
        .post("/admin/roster/{roster}/undo", "Undoes a roster", undo_it)
}

/// Lets those pass who run the institution.
fn runs(visit: &Visit) -> Result<Option<PersonId>> {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    Ok(visit.actor.person())
}

/// The roster that an address names, for those who run the institution.
async fn named(visit: &Visit, id: &str) -> Result<Entry> {
    runs(visit)?;
    let id: RosterId = id.parse().map_err(|_| Problem::not_found())?;
    store::entry(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)
}

fn address(id: RosterId) -> String {
    format!("/admin/roster/{id}")
}

#[derive(Template)]
#[template(path = "roster/start.html")]
struct StartPage {
    view: View,
    errors: Errors,
    past: Vec<Entry>,
    megabytes: u64,
    files: usize,
}

async fn start_page(visit: &Visit, errors: Errors) -> Result<StartPage> {
    let past = store::latest(&visit.ctx.db).await?;
    Ok(StartPage { view: visit.view().await?, errors, past, megabytes: total_limit() >> 20, files: FILES })
}

/// `/admin/roster`
async fn start(visit: Visit) -> Answer {
    runs(&visit)?;
    if visit.json {
        let past = store::latest(&visit.ctx.db).await?;
        return visit.json(&past.iter().map(show::answer).collect::<Vec<_>>());
    }
    visit.page(&start_page(&visit, Errors::none()).await?)
}

/// A roster that was taken and is being read.
#[derive(Serialize, ToSchema)]
struct RosterMade {
    /// Its id.
    id: RosterId,
}

/// `POST /admin/roster`
async fn take(
    visit: Visit,
    body: std::result::Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Answer {
    let me = runs(&visit)?;
    let given = match body {
        Ok(body) => taken(&visit, me, body).await,
        Err(_) => Err(Problem::field("files", "roster-no-file")),
    };
    match given {
        Ok(id) if visit.json => Ok((StatusCode::CREATED, axum::Json(RosterMade { id })).into_response()),
        Ok(id) => visit.go(&address(id)),
        Err(problem)
            if matches!(problem.kind, Kind::Invalid | Kind::TooLarge | Kind::TooMany | Kind::Quota) && !visit.json =>
        {
            let status = preau_web::status(problem.kind);
            let page = start_page(&visit, problem.into()).await?;
            visit.page_as(status, &page)
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn taken(visit: &Visit, me: Option<PersonId>, mut body: Multipart) -> Result<RosterId> {
    if store::open(&visit.ctx.db).await? >= OPEN {
        return Err(Problem::new(Kind::TooMany, "roster-too-many-open").with("limit", OPEN));
    }
    let mut files = Vec::new();
    let mut total = 0;
    while let Some(mut field) = body.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().map(plain_name).filter(|name| name != "?") else { continue };
        if files.len() == FILES {
            return Err(Problem::new(Kind::TooLarge, "roster-too-many-files").with("limit", FILES));
        }
        let room = Limits::default().file_bytes.min(total_limit().saturating_sub(total));
        let piece = futures_util::stream::poll_fn(|cx| field.try_poll_next_unpin(cx));
        let stored = rows::put(&visit.ctx.db, &visit.ctx.blobs, piece, room, visit.ctx.clock.now()).await;
        let stored = stored.map_err(refused)?;
        total += stored.size;
        let (seq, size) = (i64::try_from(files.len()).unwrap_or(0), i64::try_from(stored.size).unwrap_or(i64::MAX));
        files.push(GivenFile { seq, name, size, blob: stored.id, mapping: None });
    }
    if files.is_empty() {
        return Err(Problem::field("files", "roster-no-file"));
    }
    work::give(&visit.ctx, me, &files).await
}

fn too_large() -> Problem {
    Problem::new(Kind::TooLarge, "roster-too-large").with("megabytes", total_limit() >> 20)
}

/// A form that broke off, or is larger than all files may be.
fn broken(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Problem::new(Kind::Invalid, "blob-broke-off").caused_by(error)
}

fn refused(error: BlobError) -> Problem {
    match error {
        BlobError::TooLarge { .. } => too_large(),
        BlobError::Body(cause) => match cause.downcast::<MultipartError>() {
            Ok(cause) => broken(*cause),
            Err(cause) => Problem::new(Kind::Invalid, "blob-broke-off").caused_by(cause),
        },
        error => error.into(),
    }
}

/// `/admin/roster/{roster}/live`
async fn live(visit: Visit, Path(id): Path<String>) -> Answer {
    named(&visit, &id).await?;
    let institution = crate::store::spaces::institution(&visit.ctx.db).await?.ok_or_else(Problem::not_found)?;
    preau_web::live(&visit.ctx, institution).await
}

/// What a form about doubtful people sends: `d12` for the doubt on line 12, `k7` for what a hand changed on line 7.
type Pairs = Vec<(String, String)>;

async fn keep_answers(visit: &Visit, entry: &Entry, pairs: &Pairs) -> Result<Entry> {
    let mut choices = entry.choices();
    for (name, value) in pairs {
        let (Some(sort), Some(seq)) = (name.get(..1), name.get(1..).and_then(|seq| seq.parse::<i64>().ok())) else {
            continue;
        };
        let Some(line) = store::line(&visit.ctx.db, entry.id, seq).await? else { continue };
        let Ok(told) = serde_json::from_value::<Told>(line.line) else { continue };
        match (sort, value.as_str(), told.person) {
            ("d", "later", _) => drop(choices.people.insert(told.key, Choice::Skip)),
            ("d", "other", _) => drop(choices.people.insert(told.key, Choice::New)),
            ("d", id, _) => {
                if let Some(one) = told.candidates.iter().find(|one| one.id.to_string() == id) {
                    choices.people.insert(told.key, Choice::Is(one.id));
                }
            }
            ("k", "take", Some(person)) => drop(choices.take.insert(person)),
            ("k", _, Some(person)) => drop(choices.take.remove(&person)),
            _ => {}
        }
    }
    let json = serde_json::to_value(&choices).map_err(Problem::internal)?;
    let mut tx = visit.ctx.db.begin().await?;
    if store::set_choices(&mut tx, entry.id, &json).await? != 1 {
        return Err(super::elsewhere());
    }
    tx.commit().await?;
    Ok(Entry { choices: json, ..entry.clone() })
}

/// `POST …/answers`
async fn answers(visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Answer {
    let entry = named(&visit, &id).await?;
    keep_answers(&visit, &entry, &pairs).await?;
    visit.go_and_say(&address(entry.id), &Said::new("roster-said-answers"))
}

/// `POST …/apply`
async fn apply(visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Answer {
    let entry = named(&visit, &id).await?;
    let entry = keep_answers(&visit, &entry, &pairs).await?;
    match work::begin(&visit.ctx, &entry).await {
        Ok(()) => {}
        Err(problem) if problem.code == "roster-differs" && !visit.json => {
            return visit.go_and_say(&address(entry.id), &Said::new("roster-said-differs"));
        }
        Err(problem) => return Err(problem.into()),
    }
    let Some(entry) = store::entry(&visit.ctx.db, entry.id).await? else { return Err(Problem::not_found().into()) };
    if visit.json {
        return visit.json(&show::answer(&entry));
    }
    if entry.state != State::Applied {
        return visit.go(&address(entry.id));
    }
    let applied = entry.summary().applied;
    let count = |name: &str| applied[name].as_u64().unwrap_or(0);
    let said = Said::new("roster-said-applied").with("added", count("added")).with("changed", count("changed"));
    let said = said.with("left", count("left")).undo(format!("{}/undo", address(entry.id)));
    visit.go_and_say(&address(entry.id), &said)
}

/// `POST …/again`
async fn again(visit: Visit, Path(id): Path<String>) -> Answer {
    let entry = named(&visit, &id).await?;
    if !matches!(entry.state, State::Reading | State::Asked | State::Mapping) {
        return Err(super::elsewhere().into());
    }
    work::again(&visit.ctx, &entry, visit.ctx.db.begin().await?).await?;
    visit.go(&address(entry.id))
}

/// `POST …/cancel`
async fn cancel(visit: Visit, Path(id): Path<String>) -> Answer {
    let entry = named(&visit, &id).await?;
    work::cancel(&visit.ctx, &entry).await?;
    visit.go_and_say("/admin/roster", &Said::new("roster-said-cancelled"))
}

/// `POST …/undo`
async fn undo_it(visit: Visit, Path(id): Path<String>) -> Answer {
    let entry = named(&visit, &id).await?;
    let ctx = &visit.ctx;
    let mut tx = ctx.db.begin().await?;
    let undone = undo::undo(ctx, &mut tx, &entry, visit.actor.person()).await?;
    let mut summary = entry.summary();
    summary.applied["kept"] = undone.kept.into();
    summary.applied["persons"] = undone.persons.into();
    let summary = serde_json::to_value(summary).map_err(Problem::internal)?;
    store::set_applied(&mut tx, entry.id, &summary).await?;
    tx.commit().await?;
    let said = if undone.kept == 0 { Said::new("roster-said-undone") } else { Said::new("roster-said-undone-partly") };
    visit.go_and_say(
        &address(entry.id),
        &said.with("rows", undone.rows).with("kept", undone.kept).with("persons", undone.persons),
    )
}

/// A file to keep, that no browser opens by itself.
fn download(name: &str, kind: &'static str, body: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}
