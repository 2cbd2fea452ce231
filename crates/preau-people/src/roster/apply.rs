//! Writing what a roster changes: all of it in one transaction, with what is needed to undo it.
//!
//! Rows are made and written batch by batch, so that 40,000 people never stand in memory twice. Each batch leaves a
//! `roster_change` row: the same rows before and after, as JSON. One journal entry tells of the whole. Events: one
//! `people.space-opened` for each new space, whose services must be made; for persons one event for each five hundred
//! (`people.persons-added`, `people.persons-left`, with their ids), because thousands of single events would keep
//! every service busy for minutes; and `people.roster-applied` for the whole.

use std::collections::{HashMap, HashSet};

use preau_journal::{Entry, record, verbs};
use preau_kernel::{PersonId, PersonKind, Problem, Result, RosterId, SpaceId, SpaceKind, Timestamp};
use preau_roster::{Authority, End, Fate, Kind, SpaceFate, TieFate};
use preau_web::Ctx;
use serde_json::{Value, json};

use super::{
    decide::{self, At, Change, Decision, Held, SOURCE, Spaces},
    known::{From, family_word},
    look::{Choices, Look},
    store::{self, Batch},
    tables::{BATCH, Place, SaidSpace, SaidTie, Table, Tie},
};
use crate::model::{Guardianship, Identifier, Person, Space, login};

/// How many persons and spaces a roster changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Applied {
    pub(super) added: usize,
    pub(super) changed: usize,
    pub(super) left: usize,
    pub(super) spaces: usize,
}

/// An application under way.
pub(super) struct Writing<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) tx: &'a mut preau_db::Tx,
    pub(super) roster: RosterId,
    pub(super) by: Option<PersonId>,
    pub(super) year: String,
    pub(super) language: String,
    seq: i64,
    logins: Logins,
    /// Identifiers given out by this application.
    given: HashSet<(String, String)>,
    applied: Applied,
}

impl<'a> Writing<'a> {
    /// Begins. The roster's own row must be there.
    pub(super) async fn begin(
        ctx: &'a Ctx,
        tx: &'a mut preau_db::Tx,
        roster: RosterId,
        by: Option<PersonId>,
    ) -> Result<Self> {
        let settings = crate::store::settings::settings_in(tx).await?;
        let logins = Logins::new(store::logins(tx).await?);
        let (year, language) = (settings.year, settings.language);
        let (given, applied) = (HashSet::new(), Applied::default());
        Ok(Self { ctx, tx, roster, by, year, language, seq: 0, logins, given, applied })
    }

    /// Writes everything that the look says.
    pub(super) async fn write(mut self, look: &Look, choices: &Choices) -> Result<Applied> {
        let ctx = self.ctx;
        let now = ctx.clock.now();
        let spaces = Spaces::of(look, &*ctx.clock, &*ctx.entropy);
        self.open_spaces(look, &spaces, now).await?;
        let room = self.staff_room(look, now).await?;
        let at = At { now, clock: &*ctx.clock, entropy: &*ctx.entropy, spaces: &spaces, room };
        let mut ids: Vec<Option<PersonId>> = vec![None; look.roster.people.len()];
        self.add(look, &at, &mut ids).await?;
        self.change(look, &at, choices).await?;
        self.part(look, &at).await?;
        self.tie(look, &at, choices, &ids).await?;
        self.tell(now).await?;
        Ok(self.applied)
    }

    /// Writes rows and how to undo it.
    async fn put<T: Table>(&mut self, changes: &[Change<T>]) -> Result<()> {
        for batch in changes.chunks(BATCH) {
            let json = |row: &T| row.json().map_err(Problem::internal);
            let after = Value::Array(batch.iter().map(|one| json(&one.after)).collect::<Result<_>>()?);
            let before = batch.iter().map(|one| one.before.as_ref().map_or(Ok(Value::Null), json));
            let before = Value::Array(before.collect::<Result<_>>()?);
            self.tx.run(T::put(), preau_db::args![after]).await?;
            self.seq += 1;
            let batch = Batch { thing: T::NAME.to_owned(), before, after };
            store::insert_change(self.tx, self.roster, self.seq, &batch).await?;
        }
        Ok(())
    }

    async fn put_all(&mut self, decisions: Vec<Decision>) -> Result<()> {
        let (mut people, mut identifiers, mut members) = (Vec::new(), Vec::new(), Vec::new());
        let (mut consents, mut said) = (Vec::new(), Vec::new());
        for decision in decisions {
            people.extend(decision.person);
            identifiers.extend(decision.identifiers);
            members.extend(decision.members);
            consents.extend(decision.consents);
            said.extend(decision.said);
        }
        let identifiers = self.free(identifiers).await?;
        self.put(&people).await?;
        self.put(&identifiers).await?;
        self.put(&members).await?;
        self.put(&consents).await?;
        self.put(&said).await
    }

    /// Identifiers that nobody has: one that is somebody else's stays theirs.
    async fn free(&mut self, wanted: Vec<Change<Identifier>>) -> Result<Vec<Change<Identifier>>> {
        let mut free = Vec::with_capacity(wanted.len());
        let mut rest = wanted.into_iter().peekable();
        while rest.peek().is_some() {
            let batch: Vec<_> = rest.by_ref().take(BATCH).collect();
            let keys = batch.iter().map(|one| one.after.json()).collect::<serde_json::Result<Vec<_>>>();
            let keys = Value::Array(keys.map_err(Problem::internal)?);
            let taken = self.tx.all(Identifier::find(), preau_db::args![keys]).await?;
            let taken: HashSet<_> = taken.into_iter().map(|one| (one.system, one.value)).collect();
            for one in batch {
                let key = (one.after.system.clone(), one.after.value.clone());
                if !taken.contains(&key) && self.given.insert(key) {
                    free.push(one);
                }
            }
        }
        Ok(free)
    }

    async fn open_spaces(&mut self, look: &Look, spaces: &Spaces, now: Timestamp) -> Result<()> {
        let (mut rows, mut said) = (Vec::new(), Vec::new());
        for fate in &look.difference.spaces {
            let (incoming, known) = match fate {
                SpaceFate::New { incoming } => (Some(*incoming), None),
                SpaceFate::Changed { incoming, id } => (Some(*incoming), Some(*id)),
                SpaceFate::Leaving { id } => (None, Some(*id)),
                SpaceFate::Unchanged { .. } => continue,
            };
            let file = incoming.and_then(|incoming| look.roster.spaces.get(incoming));
            let id = known.or_else(|| file.and_then(|file| spaces.get(&file.key).copied()));
            let Some(id) = id else { continue };
            let key = Value::Array(vec![json!({ "id": id, "space": id })]);
            let before = self.tx.opt(Space::find(), preau_db::args![key]).await?;
            let said_before = self.tx.opt(SaidSpace::find(), preau_db::args![key]).await?;
            rows.extend(self.space(id, before, said_before.as_ref(), file, now));
            if let Some(file) = file {
                let family = family_word(look.family(&file.place.file)).to_owned();
                let level = file.level.clone().or_else(|| said_before.as_ref().and_then(|one| one.said.level.clone()));
                let place = Place { key: file.key.clone(), name: file.name.clone(), level };
                said.push(Change { before: said_before, after: SaidSpace { space: id, family, said: place } });
            }
        }
        self.put(&rows).await?;
        self.put(&said).await?;
        self.applied.spaces = rows.iter().filter(|change| change.before.is_none()).count();
        for change in rows.iter().filter(|change| change.after.archived_at.is_some()) {
            let id = change.after.id;
            let event = self.ctx.event("people.space-archived", Some(id), json!({ "space": id }));
            preau_db::outbox::emit(self.tx, &event).await?;
        }
        self.opened(rows.iter().filter(|change| change.before.is_none()).map(|change| &change.after)).await
    }

    /// A space of the files; one that a complete list no longer has is put away. A name or level that a hand gave stays.
    fn space(
        &self,
        id: SpaceId,
        before: Option<Space>,
        said: Option<&SaidSpace>,
        file: Option<&preau_roster::Space>,
        now: Timestamp,
    ) -> Option<Change<Space>> {
        match (before, file) {
            (Some(before), None) => {
                let after = Space { archived_at: Some(now), ..before.clone() };
                Some(Change { before: Some(before), after })
            }
            (Some(before), Some(file)) => {
                let mut after = before.clone();
                if said.is_none_or(|said| said.said.name == before.name) {
                    after.name.clone_from(&file.name);
                }
                if file.level.is_some() && said.is_none_or(|said| said.said.level == before.level) {
                    after.level.clone_from(&file.level);
                }
                (after != before).then_some(Change { before: Some(before), after })
            }
            (None, Some(file)) => {
                let kind = match file.key.kind {
                    preau_roster::SpaceKind::Class => SpaceKind::Class,
                    preau_roster::SpaceKind::Group => SpaceKind::Group,
                };
                let mut space = self.new_space(id, kind, file.name.clone(), now);
                space.code = Some(file.key.code.clone());
                space.level.clone_from(&file.level);
                space.year = Some(self.year.clone()).filter(|year| !year.is_empty());
                Some(Change::new(space))
            }
            (None, None) => None,
        }
    }

    fn new_space(&self, id: SpaceId, kind: SpaceKind, name: String, now: Timestamp) -> Space {
        let hue = i64::from(blake3::hash(name.as_bytes()).as_bytes()[0] % 8) + 1;
        Space {
            id,
            kind,
            name,
            code: None,
            level: None,
            hue,
            year: None,
            seq: 0,
            source: SOURCE.to_owned(),
            created_by: self.by,
            created_at: now,
            archived_at: None,
        }
    }

    /// The staff room, opened if there are staff and no room.
    async fn staff_room(&mut self, look: &Look, now: Timestamp) -> Result<Option<SpaceId>> {
        if let Some(room) = store::staff_room(self.tx).await? {
            return Ok(Some(room.id));
        }
        if !look.difference.people.iter().any(|one| one.kind == Kind::Staff && one.fate == Fate::New) {
            return Ok(None);
        }
        let name = self.ctx.texts.say(&self.language, "roster-staff-room", &fluent_bundle::FluentArgs::new());
        let room = self.new_space(self.ctx.id(), SpaceKind::Staff, name, now);
        self.opened(std::iter::once(&room)).await?;
        let id = room.id;
        self.put(&[Change::new(room)]).await?;
        Ok(Some(id))
    }

    async fn opened(&mut self, spaces: impl Iterator<Item = &Space> + Send) -> Result<()> {
        for space in spaces {
            let detail = json!({ "space": space.id, "kind": space.kind });
            let event = self.ctx.event("people.space-opened", Some(space.id), detail);
            preau_db::outbox::emit(self.tx, &event).await?;
        }
        Ok(())
    }

    async fn add(&mut self, look: &Look, at: &At<'_>, ids: &mut [Option<PersonId>]) -> Result<()> {
        let mut decisions = Vec::with_capacity(BATCH);
        let mut added = Vec::new();
        for one in &look.difference.people {
            let (Some(incoming), Fate::New) = (one.incoming, &one.fate) else { continue };
            let mut decision = decide::new(look, incoming, self.blank(one.kind, at.now), at)?;
            if let Some(person) = &mut decision.person {
                person.after.login = self.logins.next(person.after.kind, &person.after.name);
                added.push(person.after.id);
                if let Some(slot) = ids.get_mut(incoming) {
                    *slot = Some(person.after.id);
                }
            }
            decisions.push(decision);
            if decisions.len() == BATCH {
                self.put_all(std::mem::take(&mut decisions)).await?;
            }
        }
        self.put_all(decisions).await?;
        self.applied.added = added.len();
        self.about_persons("people.persons-added", &added).await
    }

    /// A row for somebody new, still without what the file says.
    fn blank(&self, kind: Kind, now: Timestamp) -> Person {
        let kind = match kind {
            Kind::Learner => PersonKind::Learner,
            Kind::Guardian => PersonKind::Guardian,
            Kind::Staff => PersonKind::Staff,
        };
        Person::blank(self.ctx.id(), kind, String::new(), now)
    }

    async fn change(&mut self, look: &Look, at: &At<'_>, choices: &Choices) -> Result<()> {
        for batch in look.changed().chunks(BATCH) {
            let held = Held::read(&mut From::Tx(self.tx), batch.iter().map(|(_, id)| *id)).await?;
            let mut decisions = Vec::with_capacity(batch.len());
            for (incoming, id) in batch {
                decisions.extend(decide::changed(look, &held, *incoming, *id, choices, at)?);
            }
            self.applied.changed += decisions.len();
            self.put_all(decisions).await?;
        }
        Ok(())
    }

    async fn part(&mut self, look: &Look, at: &At<'_>) -> Result<()> {
        let leaving = look.difference.people.iter().filter_map(|one| match one.fate {
            Fate::Leaving { id, .. } => Some((id, one.incoming)),
            _ => None,
        });
        let leaving: Vec<(PersonId, Option<usize>)> = leaving.collect();
        for batch in leaving.chunks(BATCH) {
            let held = Held::read(&mut From::Tx(self.tx), batch.iter().map(|(id, _)| *id)).await?;
            let gone = |(id, incoming): &(PersonId, Option<usize>)| decide::leaving(look, &held, *id, *incoming, at);
            self.put_all(batch.iter().filter_map(gone).collect()).await?;
        }
        let ids: Vec<PersonId> = leaving.iter().map(|(id, _)| *id).collect();
        self.applied.left = ids.len();
        // The guardianships of guardians who leave go with them.
        let gone: HashSet<PersonId> = ids.iter().copied().collect();
        let ends = look.register.ties.iter().filter(|tie| gone.contains(&tie.guardian));
        let ends: Vec<_> = ends.map(|tie| (tie.guardian, tie.child, None)).collect();
        self.write_ties(look, at, &ends, &Choices::default()).await?;
        self.about_persons("people.persons-left", &ids).await
    }

    async fn tie(&mut self, look: &Look, at: &At<'_>, choices: &Choices, ids: &[Option<PersonId>]) -> Result<()> {
        let of = |end: &End<PersonId>| match end {
            End::Known(id) => Some(*id),
            End::Incoming(incoming) => ids.get(*incoming).copied().flatten(),
        };
        let wanted = look.difference.guardianships.iter().filter_map(|fate| match fate {
            TieFate::New { incoming, guardian, child } => Some((of(guardian)?, of(child)?, Some(*incoming))),
            TieFate::Changed { incoming, guardian, child } => Some((*guardian, *child, Some(*incoming))),
            TieFate::Leaving { guardian, child } => Some((*guardian, *child, None)),
        });
        let wanted: Vec<_> = wanted.collect();
        self.write_ties(look, at, &wanted, choices).await
    }

    /// Writes guardianships: what the file says of them, or their end.
    async fn write_ties(
        &mut self,
        look: &Look,
        at: &At<'_>,
        wanted: &[(PersonId, PersonId, Option<usize>)],
        choices: &Choices,
    ) -> Result<()> {
        for batch in wanted.chunks(BATCH) {
            let keys = batch.iter().map(|(guardian, child, _)| json!({ "guardian": guardian, "child": child }));
            let keys = Value::Array(keys.collect());
            let rows = self.tx.all(Guardianship::find(), preau_db::args![keys]).await?;
            let rows: HashMap<_, _> = rows.into_iter().map(|row| ((row.guardian, row.child), row)).collect();
            let said = self.tx.all(SaidTie::find(), preau_db::args![keys]).await?;
            let said: HashMap<_, _> = said.into_iter().map(|row| ((row.guardian, row.child), row)).collect();
            let (mut changes, mut said_changes) = (Vec::new(), Vec::new());
            for (guardian, child, incoming) in batch {
                let key = (*guardian, *child);
                let (row, before) = (rows.get(&key), said.get(&key));
                let file = incoming.and_then(|incoming| look.roster.guardianships.get(incoming));
                let take = choices.take.contains(guardian);
                changes.extend(tie(key, row, before, file, take, at.now));
                let family = file.map(|file| look.family(&file.place.file));
                said_changes.extend(said_tie(key, before, file, family));
            }
            self.put(&changes).await?;
            self.put(&said_changes).await?;
        }
        Ok(())
    }

    async fn about_persons(&mut self, name: &str, persons: &[PersonId]) -> Result<()> {
        for batch in persons.chunks(BATCH) {
            let event = self.ctx.event(name, None, json!({ "persons": batch, "roster": self.roster }));
            preau_db::outbox::emit(self.tx, &event).await?;
        }
        Ok(())
    }

    async fn tell(&mut self, now: Timestamp) -> Result<()> {
        let detail = json!({ "roster": self.roster, "counts": self.applied });
        let event = self.ctx.event("people.roster-applied", None, detail.clone());
        preau_db::outbox::emit(self.tx, &event).await?;
        record(self.tx, &Entry::new(verbs::ROSTER_APPLY, self.by, now).with(detail), &*self.ctx.entropy).await?;
        Ok(())
    }
}

/// A guardianship's row: new, changed where no hand was, or ended.
fn tie(
    (guardian, child): (PersonId, PersonId),
    row: Option<&Guardianship>,
    said: Option<&SaidTie>,
    file: Option<&preau_roster::Guardianship>,
    take: bool,
    now: Timestamp,
) -> Option<Change<Guardianship>> {
    let Some(file) = file else {
        let row = row.filter(|row| row.ended_at.is_none() && row.source == SOURCE)?;
        return Some(Change { before: Some(row.clone()), after: Guardianship { ended_at: Some(now), ..row.clone() } });
    };
    let (rank, contact, pick_up) = rights(file.authority, file.contact);
    let kinship = file.kinship.as_deref().map(kinship_word).unwrap_or_default();
    let Some(row) = row else {
        return Some(Change::new(Guardianship {
            guardian,
            child,
            legal_rank: rank,
            contact,
            pick_up,
            kinship: kinship.to_owned(),
            no_record: false,
            no_contact: false,
            no_pick_up: false,
            limited_from: None,
            limited_until: None,
            limit_reason: None,
            source: SOURCE.to_owned(),
            since: now,
            ended_at: None,
        }));
    };
    let mut after = row.clone();
    let before = said
        .map(|said| (rights(said.said.authority, said.said.contact), said.said.kinship.as_deref().map(kinship_word)));
    if said.is_some_and(|said| said.said.gone) {
        after.ended_at = None;
    }
    let was = before.as_ref().map(|(rights, _)| *rights);
    if file.authority != Authority::Unknown && (take || was.is_some_and(|was| was.0 == row.legal_rank)) {
        after.legal_rank = rank;
        if take || was.is_some_and(|was| was.2 == row.pick_up) {
            after.pick_up = pick_up;
        }
    }
    if (file.contact.is_some() || file.authority != Authority::Unknown)
        && (take || was.is_some_and(|was| was.1 == row.contact))
    {
        after.contact = contact;
    }
    let held_kinship = before.and_then(|(_, kinship)| kinship).unwrap_or_default();
    if file.kinship.is_some() && (take || row.kinship.is_empty() || held_kinship == row.kinship) {
        kinship.clone_into(&mut after.kinship);
    }
    (after != *row).then(|| Change { before: Some(row.clone()), after })
}

fn said_tie(
    (guardian, child): (PersonId, PersonId),
    before: Option<&SaidTie>,
    file: Option<&preau_roster::Guardianship>,
    family: Option<preau_roster::Family>,
) -> Option<Change<SaidTie>> {
    let after = match (before, file) {
        (Some(before), None) => {
            let mut after = before.clone();
            after.said.gone = true;
            after
        }
        (before, Some(file)) => {
            let old = before.map(|before| &before.said);
            let unknown = file.authority == Authority::Unknown;
            let said = Tie {
                authority: old.filter(|_| unknown).map_or(file.authority, |old| old.authority),
                kinship: file.kinship.clone().or_else(|| old.and_then(|old| old.kinship.clone())),
                pays: file.pays.or_else(|| old.and_then(|old| old.pays)),
                contact: file.contact.or_else(|| old.and_then(|old| old.contact)),
                gone: false,
            };
            SaidTie { guardian, child, family: family.map(family_word).unwrap_or_default().to_owned(), said }
        }
        (None, None) => return None,
    };
    Some(Change { before: before.cloned(), after })
}

/// Legal rank, contact, pick-up. Where a file does not say who has a say, nobody gets rights by it: the head decides.
fn rights(authority: Authority, contact: Option<bool>) -> (Option<i64>, bool, bool) {
    let rank = match authority {
        Authority::First => Some(1),
        Authority::Second => Some(2),
        Authority::Contact | Authority::Unknown => None,
    };
    (rank, contact.unwrap_or(true), rank.is_some())
}

/// The word for a kinship code: `CODE_PARENTE` of SIECLE, roles of OneRoster. The words are those of the pages.
fn kinship_word(code: &str) -> &str {
    match code {
        "10" => "mother",
        "20" => "father",
        "38" => "grandparent",
        "50" | "guardian" => "guardian",
        "parent" => "parent",
        "" => "",
        _ => "other",
    }
}

/// Gives out logins that nobody has.
struct Logins {
    taken: HashSet<String>,
    /// The last number given for each login.
    numbers: HashMap<String, u32>,
}

impl Logins {
    fn new(taken: Vec<(String,)>) -> Self {
        Self { taken: taken.into_iter().map(|(login,)| login).collect(), numbers: HashMap::new() }
    }

    /// `lea.martin`, then `lea.martin2`, …
    fn next(&mut self, kind: PersonKind, name: &str) -> String {
        let base = login(kind, name);
        if self.taken.insert(base.clone()) {
            return base;
        }
        let number = self.numbers.entry(base.clone()).or_insert(1);
        loop {
            *number += 1;
            let next = format!("{base}{number}");
            if self.taken.insert(next.clone()) {
                return next;
            }
        }
    }
}
