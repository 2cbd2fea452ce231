//! Préau itself moves the demo's people in, and asks people's policy as anyone does. The policy's own functions that
//! read the facts can't see rows that are not committed yet, so the facts are said here.

use preau_kernel::{Actor, Can, PersonId, PersonKind, Result, SpaceId};
use preau_people::{
    model::Space,
    policy::{Institution, InstitutionVerb, PersonVerb, SpaceVerb, institution, may_person, may_space},
    store::{persons::Link, spaces::Met},
};

/// To add persons and open spaces.
pub(super) fn run() -> Result<Can<InstitutionVerb, Institution>> {
    institution(&Actor::System, InstitutionVerb::Run)
}

/// To name the institution and give offices.
pub(super) fn administer() -> Result<Can<InstitutionVerb, Institution>> {
    institution(&Actor::System, InstitutionVerb::Administer)
}

/// To say who answers for a child, and what for.
pub(super) fn child(id: PersonId) -> Result<Can<PersonVerb, PersonId>> {
    let link = Link {
        kind: PersonKind::Learner,
        left: false,
        erased: false,
        my_child: false,
        my_guardian: false,
        ours: false,
        led: false,
        find: None,
        writes: None,
    };
    may_person(&Actor::System, PersonVerb::Change, id, &link).prove(PersonVerb::Change, id)
}

/// To put people into a space, and invite others.
pub(super) fn space(space: &Space) -> Result<Can<SpaceVerb, SpaceId>> {
    may_space(&Actor::System, SpaceVerb::Invite, &met(space)).prove(SpaceVerb::Invite, space.id)
}

/// To put a space away.
pub(super) fn archive(by: &Actor, space: &Space) -> Result<Can<SpaceVerb, SpaceId>> {
    may_space(by, SpaceVerb::Archive, &met(space)).prove(SpaceVerb::Archive, space.id)
}

/// A space as somebody meets it who is not in it.
fn met(space: &Space) -> Met {
    let Space { id, kind, name, code, level, hue, year, archived_at, .. } = space.clone();
    let (role, through_child, members, leaders, guardians) = (None, false, 0, 0, 0);
    Met { id, kind, name, code, level, hue, year, archived_at, role, through_child, members, leaders, guardians }
}
