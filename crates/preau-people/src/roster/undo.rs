//! Undoing a roster: each row goes back to what it was, unless somebody touched it since.
//!
//! A row is untouched if it is, column by column, what the roster wrote. A new person who was changed, put into a
//! space by hand, or given a right stays, with all rows that concern them; so does a new space that was used. What
//! stays is counted and told.

use std::collections::{HashMap, HashSet};

use preau_db::Tx;
use preau_journal::{Entry, record, verbs};
use preau_kernel::{Kind, PersonId, Problem, Result, RosterId};
use preau_web::Ctx;
use serde_json::{Value, json};

use super::{
    store::{self, Batch, State},
    tables::{SaidPerson, SaidSpace, SaidTie, Table},
};
use crate::model::{Consent, Guardianship, Identifier, Member, Person, Space};

/// What an undoing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Undone {
    /// Rows put back or taken away.
    pub(super) rows: usize,
    /// Rows that somebody touched since; they stay as they are.
    pub(super) kept: usize,
    /// Persons among them.
    pub(super) persons: usize,
}

/// Columns that say whom or what a row concerns.
const CONCERNS: [&str; 5] = ["id", "person", "guardian", "child", "space"];

/// Undoes a roster that was applied, if no later one stands on it.
pub(super) async fn undo(ctx: &Ctx, tx: &mut Tx, entry: &store::Entry, by: Option<PersonId>) -> Result<Undone> {
    let (now, id) = (ctx.clock.now(), entry.id);
    store::lock(tx).await?;
    if !store::step(tx, id, State::Applied, State::Undone, now).await? {
        return Err(Problem::new(Kind::Conflict, "roster-not-applied"));
    }
    if store::applied_after(tx, id, entry.changed_at).await? {
        return Err(Problem::new(Kind::Conflict, "roster-undo-later-first"));
    }
    let mut undoing = Undoing { tx, stays: HashSet::new(), undone: Undone::default() };
    undoing.find_what_stays(id).await?;
    undoing.put_back(id).await?;
    let undone = undoing.undone;
    let detail = json!({ "roster": id, "rows": undone.rows, "kept": undone.kept });
    let event = ctx.event("people.roster-undone", None, detail.clone());
    preau_db::outbox::emit(tx, &event).await?;
    record(tx, &Entry::new(verbs::ROSTER_UNDO, by, now).with(detail), &*ctx.entropy).await?;
    Ok(undone)
}

struct Undoing<'a> {
    tx: &'a mut Tx,
    /// Ids of new persons and spaces that stay.
    stays: HashSet<String>,
    undone: Undone,
}

impl Undoing<'_> {
    /// First pass: which of the new persons and spaces were touched or used since.
    async fn find_what_stays(&mut self, roster: RosterId) -> Result<()> {
        let mut seq = i64::MAX;
        while let Some((number, batch)) = store::change_before(self.tx, roster, seq).await? {
            seq = number;
            let is_person = batch.thing == Person::NAME;
            if !is_person && batch.thing != Space::NAME {
                continue;
            }
            let new: Vec<&Value> =
                pairs(&batch).filter(|(before, _)| before.is_null()).map(|(_, after)| after).collect();
            let ids = Value::Array(new.iter().filter_map(|row| row.get("id")).cloned().collect());
            let used: Vec<String> = if is_person {
                store::used(self.tx, &ids).await?.into_iter().map(|(id,)| id.to_string()).collect()
            } else {
                store::joined(self.tx, &ids).await?.into_iter().map(|(id,)| id.to_string()).collect()
            };
            self.stays.extend(used);
            let touched =
                if is_person { self.touched::<Person>(&new).await? } else { self.touched::<Space>(&new).await? };
            self.stays.extend(touched);
        }
        Ok(())
    }

    /// Ids of rows that are not what the roster wrote.
    async fn touched<T: Table>(&mut self, rows: &[&Value]) -> Result<Vec<String>> {
        let there = self.there::<T>(rows).await?;
        let other = rows.iter().filter(|row| there.get(&key::<T>(row)).is_some_and(|now| now != **row));
        Ok(other.filter_map(|row| row.get("id")?.as_str()).map(str::to_owned).collect())
    }

    /// The rows that have the keys of `rows`, as they are now.
    async fn there<T: Table>(&mut self, rows: &[&Value]) -> Result<HashMap<Vec<String>, Value>> {
        let keys = Value::Array(rows.iter().map(|row| (*row).clone()).collect());
        let now = self.tx.all(T::find(), preau_db::args![keys]).await?;
        let json = now.iter().map(|row| row.json().map(|json| (key::<T>(&json), json)));
        json.collect::<serde_json::Result<_>>().map_err(Problem::internal)
    }

    /// Second pass, last batch first.
    async fn put_back(&mut self, roster: RosterId) -> Result<()> {
        let mut seq = i64::MAX;
        while let Some((number, batch)) = store::change_before(self.tx, roster, seq).await? {
            seq = number;
            match batch.thing.as_str() {
                Person::NAME => self.batch::<Person>(&batch).await?,
                Identifier::NAME => self.batch::<Identifier>(&batch).await?,
                Guardianship::NAME => self.batch::<Guardianship>(&batch).await?,
                Consent::NAME => self.batch::<Consent>(&batch).await?,
                Space::NAME => self.batch::<Space>(&batch).await?,
                Member::NAME => self.batch::<Member>(&batch).await?,
                SaidPerson::NAME => self.batch::<SaidPerson>(&batch).await?,
                SaidTie::NAME => self.batch::<SaidTie>(&batch).await?,
                SaidSpace::NAME => self.batch::<SaidSpace>(&batch).await?,
                other => return Err(Problem::internal(format!("nobody can undo a change of {other:?}"))),
            }
        }
        Ok(())
    }

    async fn batch<T: Table>(&mut self, batch: &Batch) -> Result<()> {
        let all: Vec<(&Value, &Value)> = pairs(batch).collect();
        let rows: Vec<&Value> = all.iter().map(|(_, after)| *after).collect();
        let there = self.there::<T>(&rows).await?;
        let (mut back, mut away) = (Vec::new(), Vec::new());
        for (before, after) in all {
            let concerns = CONCERNS.iter().filter_map(|column| after.get(column)?.as_str());
            let stays = before.is_null() && concerns.into_iter().any(|id| self.stays.contains(id));
            if stays || there.get(&key::<T>(after)) != Some(after) {
                self.undone.kept += 1;
                self.undone.persons += usize::from(T::NAME == Person::NAME);
            } else if before.is_null() {
                away.push(after.clone());
            } else {
                back.push(before.clone());
            }
        }
        self.undone.rows += back.len() + away.len();
        if !back.is_empty() {
            self.tx.run(T::put(), preau_db::args![Value::Array(back)]).await?;
        }
        if !away.is_empty() {
            self.tx.run(T::take_away(), preau_db::args![Value::Array(away)]).await?;
        }
        Ok(())
    }
}

fn pairs(batch: &Batch) -> impl Iterator<Item = (&Value, &Value)> {
    batch.before.as_array().into_iter().flatten().zip(batch.after.as_array().into_iter().flatten())
}

fn key<T: Table>(row: &Value) -> Vec<String> {
    T::KEY.iter().map(|column| row.get(column).map(ToString::to_string).unwrap_or_default()).collect()
}
