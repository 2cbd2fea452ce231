//! Opening, changing and archiving a space.

use preau_journal::verbs::{SPACE_ARCHIVE, SPACE_CHANGE, SPACE_OPEN};
use preau_kernel::{Can, Problem, Result, SpaceId, SpaceKind};
use serde_json::json;

use super::{
    Act,
    undoing::{Undo, offer},
};
use crate::{
    model::{NAME_LIMIT, Space, UndoId},
    policy::{Institution, InstitutionVerb, SpaceVerb, demand},
    store::spaces,
};

/// A space to be opened, or the fields of one to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSpace {
    /// What it is for.
    pub kind: SpaceKind,
    /// Its name.
    pub name: String,
    /// Short code, as in the roster.
    pub code: Option<String>,
    /// Level of a class.
    pub level: Option<String>,
    /// Its colour, 1 to 8; none lets its name choose.
    pub hue: Option<i64>,
    /// School year, for classes and groups.
    pub year: Option<String>,
    /// `roster` or `hand`.
    pub source: &'static str,
}

impl NewSpace {
    /// A space opened by hand, of which nothing but the name is known.
    pub fn named(kind: SpaceKind, name: &str) -> Self {
        Self { kind, name: name.to_owned(), code: None, level: None, hue: None, year: None, source: "hand" }
    }

    fn checked(mut self) -> Result<Self> {
        self.name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [&mut self.code, &mut self.level, &mut self.year] {
            *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        if self.name.is_empty() {
            return Err(Problem::field("name", "name-missing"));
        }
        if self.name.chars().count() > NAME_LIMIT {
            return Err(Problem::field("name", "text-limit"));
        }
        Ok(self)
    }

    fn hue(&self) -> i64 {
        let own = i64::from(blake3::hash(self.name.as_bytes()).as_bytes().first().copied().unwrap_or(0) % 8 + 1);
        self.hue.filter(|hue| (1..=8).contains(hue)).unwrap_or(own)
    }
}

/// Opens a space.
pub async fn open_space(act: &mut Act<'_>, proof: &Can<InstitutionVerb, Institution>, new: NewSpace) -> Result<Space> {
    demand(proof, InstitutionVerb::Run)?;
    if new.kind == SpaceKind::Institution {
        return Err(Problem::field("kind", "one-institution"));
    }
    write(act, new).await
}

/// Writes a new space of any kind and tells of it.
pub(super) async fn write(act: &mut Act<'_>, new: NewSpace) -> Result<Space> {
    let new = new.checked()?;
    let space = Space {
        id: act.ctx.id(),
        kind: new.kind,
        hue: new.hue(),
        name: new.name,
        code: new.code,
        level: new.level,
        year: new.year,
        seq: 0,
        source: new.source.to_owned(),
        created_by: act.actor.person(),
        created_at: act.now(),
        archived_at: None,
    };
    spaces::insert(act.tx, &space).await?;
    act.tell("people.space-opened", Some(space.id), json!({ "space": space.id, "kind": space.kind })).await?;
    let entry = act.entry(SPACE_OPEN).within(space.id).with(json!({ "kind": space.kind }));
    act.record(entry).await?;
    Ok(space)
}

/// Changes a space's name, code, level and colour.
pub async fn change_space(act: &mut Act<'_>, proof: &Can<SpaceVerb, SpaceId>, new: NewSpace) -> Result<Space> {
    demand(proof, SpaceVerb::Change)?;
    let mut space = spaces::space_in(act.tx, *proof.resource()).await?.ok_or_else(Problem::not_found)?;
    let new = new.checked()?;
    space.hue = new.hue.filter(|hue| (1..=8).contains(hue)).unwrap_or(space.hue);
    (space.name, space.code, space.level) = (new.name, new.code, new.level);
    spaces::update(act.tx, &space).await?;
    act.tell("people.space-changed", Some(space.id), json!({ "space": space.id })).await?;
    let entry = act.entry(SPACE_CHANGE).within(space.id);
    act.record(entry).await?;
    Ok(space)
}

/// Puts a space away: its members still read it, and nothing in it changes any more.
pub async fn archive_space(act: &mut Act<'_>, proof: &Can<SpaceVerb, SpaceId>) -> Result<UndoId> {
    demand(proof, SpaceVerb::Archive)?;
    let (id, now) = (*proof.resource(), act.now());
    spaces::set_archived(act.tx, id, Some(now)).await?;
    act.tell("people.space-archived", Some(id), json!({ "space": id })).await?;
    let entry = act.entry(SPACE_ARCHIVE).within(id);
    act.record(entry).await?;
    offer(act, &Undo::Archive { space: id }).await
}

/// Takes an archived space back into use.
pub async fn reopen_space(act: &mut Act<'_>, proof: &Can<InstitutionVerb, Institution>, id: SpaceId) -> Result<()> {
    demand(proof, InstitutionVerb::Run)?;
    spaces::set_archived(act.tx, id, None).await?;
    act.tell("people.space-reopened", Some(id), json!({ "space": id })).await?;
    let entry = act.entry(SPACE_CHANGE).within(id).with(json!({ "archived": false }));
    act.record(entry).await
}
