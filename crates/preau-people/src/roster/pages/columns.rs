//! What the columns of an unknown table mean.

use askama::Template;
use axum::{Form, extract::Path};
use http::StatusCode;
use preau_kernel::{Problem, Result};
use preau_roster::{Column, Kind, Mapping};
use preau_web::{Answer, View, Visit};

use super::{address, named};
use crate::roster::{
    elsewhere,
    reading::heading,
    store::{self, Entry, State},
    work::{self, Table},
};

/// The meanings to choose from, in the order of the list.
const COLUMNS: [Column; 27] = [
    Column::Ignore,
    Column::FamilyName,
    Column::GivenName,
    Column::FullName,
    Column::UsedName,
    Column::PreferredName,
    Column::Birth,
    Column::Sex,
    Column::Class,
    Column::Group,
    Column::Level,
    Column::Email,
    Column::MobilePhone,
    Column::HomePhone,
    Column::WorkPhone,
    Column::Title,
    Column::Street,
    Column::Postcode,
    Column::Town,
    Column::Country,
    Column::Ine,
    Column::Identifier,
    Column::Photo,
    Column::Associations,
    Column::ChildFamilyName,
    Column::ChildGivenName,
    Column::ChildClass,
];
const KINDS: [(&str, Kind); 3] = [("learner", Kind::Learner), ("guardian", Kind::Guardian), ("staff", Kind::Staff)];

#[derive(Template)]
#[template(path = "roster/columns.html")]
struct ColumnsPage {
    view: View,
    entry: Entry,
    table: Table,
    columns: Vec<AskedColumn>,
    missing: Vec<Column>,
    known: usize,
}

impl ColumnsPage {
    fn lead(&self) -> String {
        let all = self.table.headers.len().to_string();
        let args = [("file", self.table.name.clone()), ("known", self.known.to_string()), ("all", all)];
        self.view.say("roster-columns-lead", &args)
    }

    fn missing_names(&self) -> String {
        let names = self.missing.iter().map(|column| self.view.t(&format!("roster-column-{}", word(*column))));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// One column of the table, as it is asked about.
struct AskedColumn {
    at: usize,
    header: String,
    sample: String,
    /// The meanings to choose from, and whether each is the one guessed.
    meanings: Vec<(String, bool)>,
}

fn asked(table: &Table) -> Vec<AskedColumn> {
    let one = |(at, header): (usize, &String)| {
        let guess = table.guess.columns.get(at).copied().unwrap_or(Column::Ignore);
        let cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
        AskedColumn {
            at,
            header: header.clone(),
            sample: cells.map(String::as_str).collect::<Vec<_>>().join(", "),
            meanings: COLUMNS.iter().map(|column| (word(*column), *column == guess)).collect(),
        }
    };
    table.headers.iter().enumerate().map(one).collect()
}

/// The word of a meaning, in forms and sentences: `family-name`.
fn word(column: Column) -> String {
    let json = serde_json::to_value(column).unwrap_or_default();
    json.as_str().unwrap_or_default().replace('_', "-")
}

/// The first table that nobody explained yet, as a page.
pub(super) async fn page(visit: &Visit, entry: Entry) -> Answer {
    let Some(table) = next(visit, &entry).await? else { return Err(elsewhere().into()) };
    show(visit, entry, table, Vec::new(), StatusCode::OK).await
}

async fn show(visit: &Visit, entry: Entry, table: Table, missing: Vec<Column>, status: StatusCode) -> Answer {
    let known = table.guess.columns.iter().filter(|column| **column != Column::Ignore).count();
    let columns = asked(&table);
    visit.page_as(status, &ColumnsPage { view: visit.view().await?, entry, table, columns, missing, known })
}

async fn next(visit: &Visit, entry: &Entry) -> Result<Option<Table>> {
    let files = store::files(&visit.ctx.db, entry.id).await?;
    let open = |table: &Table| files.iter().any(|file| file.seq == table.seq && file.mapping.is_none());
    Ok(entry.summary().tables.into_iter().find(open))
}

/// `POST …/columns`
pub(super) async fn set(visit: Visit, Path(id): Path<String>, Form(pairs): Form<Vec<(String, String)>>) -> Answer {
    let entry = named(&visit, &id).await?;
    if entry.state != State::Mapping {
        return Err(elsewhere().into());
    }
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let seq = get("table").and_then(|seq| seq.parse::<i64>().ok());
    let Some(mut table) = next(&visit, &entry).await?.filter(|table| Some(table.seq) == seq) else {
        return Err(elsewhere().into());
    };
    let meaning = |at: usize| {
        let said = get(&format!("c{at}")).unwrap_or_default();
        COLUMNS.iter().copied().find(|column| word(*column) == said).unwrap_or(Column::Ignore)
    };
    let kind = KINDS.iter().find(|(word, _)| get("kind") == Some(word)).map_or(table.guess.kind, |(_, kind)| *kind);
    let columns = (0..table.headers.len()).map(meaning).collect();
    table.guess = Mapping { kind, columns, complete: get("complete").is_some() };
    let missing = table.guess.missing();
    if !missing.is_empty() {
        return show(&visit, entry, table, missing, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let json = serde_json::to_value(&table.guess).map_err(Problem::internal)?;
    let mut tx = visit.ctx.db.begin().await?;
    store::set_mapping(&mut tx, entry.id, table.seq, &json).await?;
    if get("remember").is_some() {
        store::remember(&mut tx, &heading(&table.headers), &json, visit.ctx.clock.now()).await?;
    }
    tx.commit().await?;
    if next(&visit, &entry).await?.is_none() {
        work::again(&visit.ctx, &entry, visit.ctx.db.begin().await?).await?;
    }
    visit.go(&address(entry.id))
}
