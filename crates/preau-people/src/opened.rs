//! Who opened or changed somebody's record, in words: the same for the record's page, the account's and programs.

use std::collections::{HashMap, HashSet};

use preau_db::Db;
use preau_journal::{Body, EntryId, opened_by, verb_key};
use preau_kernel::{PersonId, Result, Timestamp};
use preau_web::View;
use serde::Serialize;

use crate::store;

/// Somebody opened or changed a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Opened {
    /// Who; none for Préau itself.
    pub actor: Option<PersonId>,
    /// The name; none for Préau itself, and for those who were forgotten.
    pub name: Option<String>,
    /// What was done, as the journal's verb.
    pub verb: String,
    /// When.
    pub at: Timestamp,
}

impl Opened {
    /// Who it was, in words.
    pub fn who(&self, view: &View) -> String {
        match (self.actor, &self.name) {
            (None, _) => view.t("people-opened-preau"),
            (_, None) => view.t("people-opened-gone"),
            (actor, Some(name)) if actor == view.me().map(|me| me.person) => view.t1("people-opened-me", "name", name),
            (_, Some(name)) => name.clone(),
        }
    }

    /// What was done, in words.
    pub fn did(&self, view: &View) -> String {
        view.t(&verb_key(&self.verb))
    }
}

/// Who opened or changed a person's record, newest first, and where the next page begins. Whoever asks was found to
/// have the right to it: [`PersonVerb::Journal`](crate::policy::PersonVerb::Journal).
pub async fn opened(db: &Db, subject: PersonId, after: Option<EntryId>) -> Result<(Vec<Opened>, Option<EntryId>)> {
    let page = opened_by(db, subject, after).await?;
    let actors: HashSet<PersonId> = page.entries.iter().filter_map(|entry| entry.actor).collect();
    let names = store::names(db, &actors.into_iter().collect::<Vec<_>>()).await?;
    Ok((page.entries.into_iter().map(|entry| line(entry, &names)).collect(), page.next))
}

fn line(entry: Body, names: &HashMap<PersonId, String>) -> Opened {
    let name = entry.actor.and_then(|actor| names.get(&actor)).cloned();
    Opened { actor: entry.actor, name, verb: entry.verb, at: entry.at }
}
