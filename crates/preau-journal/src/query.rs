//! Reading the journal: who did what, to whom, when. Newest first, a hundred at a time.

use preau_db::{Db, Sql, Value, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Body, EntryId, Result, VERBS};

/// Entries on one page.
pub const PAGE: usize = 100;

/// Some entries, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = JournalPage)]
pub struct Page {
    /// At most [`PAGE`].
    pub entries: Vec<Body>,
    /// Where the next page begins: give it as `after`; `None` on the last page.
    pub next: Option<EntryId>,
}

/// What an auditor looks for; nothing set finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// This verb only.
    pub verb: Option<String>,
    /// Acts by or about this person only.
    pub person: Option<PersonId>,
    /// Acts in this space only.
    pub space: Option<SpaceId>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
}

row! {
    struct Found {
        id: EntryId, actor: Option<PersonId>, verb: String, subject: Option<PersonId>, space: Option<SpaceId>,
        detail: serde_json::Value, at: Timestamp
    }
}

/// "Who opened my record, or my child's?": acts that read or changed this person's data, without their particulars,
/// which may be about somebody else of the family: what a court decided of the other parent. Whoever asks for a child's
/// must have been found to be a guardian before.
pub async fn opened_by(db: &Db, subject: PersonId, after: Option<EntryId>) -> Result<Page> {
    // A list in a text, since a list of arguments is not written alike on both engines. No verb has a `%` or `_`.
    let shown = VERBS.iter().flat_map(|(_, verbs)| *verbs).filter(|verb| verb.shown);
    let shown = format!(",{},", shown.map(|verb| verb.name).collect::<Vec<_>>().join(","));
    let find = sql!(
        Found,
        "SELECT id, actor, verb, subject, space, detail, at FROM journal_entry
          WHERE subject = $1 AND id < $2 AND $3 LIKE '%,' || verb || ',%' ORDER BY id DESC LIMIT 101"
    );
    let mut found = page(db, find, args![subject, before(after), shown]).await?;
    for entry in &mut found.entries {
        entry.detail = serde_json::json!({});
    }
    Ok(found)
}

/// What was done in a space.
pub async fn of_space(db: &Db, space: SpaceId, after: Option<EntryId>) -> Result<Page> {
    let find = sql!(
        Found,
        "SELECT id, actor, verb, subject, space, detail, at FROM journal_entry
          WHERE space = $1 AND id < $2 AND verb IS NOT NULL ORDER BY id DESC LIMIT 101"
    );
    page(db, find, args![space, before(after)]).await
}

/// What a person did.
pub async fn by_actor(db: &Db, actor: PersonId, after: Option<EntryId>) -> Result<Page> {
    let find = sql!(
        Found,
        "SELECT id, actor, verb, subject, space, detail, at FROM journal_entry
          WHERE actor = $1 AND id < $2 AND verb IS NOT NULL ORDER BY id DESC LIMIT 101"
    );
    page(db, find, args![actor, before(after)]).await
}

/// Everything, for those who may read the journal; what they read of it is itself to be recorded.
pub async fn all(db: &Db, filter: &Filter, after: Option<EntryId>) -> Result<Page> {
    let find = sql!(
        Found,
        "SELECT id, actor, verb, subject, space, detail, at FROM journal_entry
          WHERE id < $1 AND verb IS NOT NULL AND (verb = $2 OR $2 IS NULL)
            AND (actor = $3 OR subject = $3 OR $3 IS NULL) AND (space = $4 OR $4 IS NULL)
            AND (at >= $5 OR $5 IS NULL) AND (at < $6 OR $6 IS NULL)
          ORDER BY id DESC LIMIT 101"
    );
    let Filter { verb, person, space, from, before: end } = filter;
    page(db, find, args![before(after), verb, person, space, from, end]).await
}

/// The id below which a page begins; without a cursor, the largest that there can be.
fn before(after: Option<EntryId>) -> EntryId {
    after.unwrap_or(EntryId::from_uuid(uuid::Uuid::max()))
}

async fn page(db: &Db, find: Sql<Found>, values: &[Value]) -> Result<Page> {
    let rows = db.all(find, values).await?;
    let more = rows.len() > PAGE;
    let body =
        |Found { id, actor, verb, subject, space, detail, at }| Body { id, actor, verb, subject, space, detail, at };
    let entries: Vec<_> = rows.into_iter().take(PAGE).map(body).collect();
    let next = entries.last().filter(|_| more).map(|last| last.id);
    Ok(Page { entries, next })
}
