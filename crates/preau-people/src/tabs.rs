//! The tabs of a space's pages. Each service gives its own to the wiring; nobody lists them all.

use std::sync::Arc;

use preau_kernel::{Actor, Result, Role, SpaceId, SpaceKind};
use preau_web::Ctx;

use crate::{
    policy::{self, SpaceVerb, role_in},
    store::{Viewer, spaces::Met},
};

/// One tab.
#[derive(Debug, Clone, Copy)]
pub struct Tab {
    /// Fluent key of its name.
    pub key: &'static str,
    /// Where it leads, below `/s/{space}`: `/members`, or empty for the space's first page.
    pub path: &'static str,
    /// The roles that see it.
    pub roles: &'static [Role],
    /// The kinds of space that have it; none for all.
    pub kinds: &'static [SpaceKind],
    /// Its place among the others, lowest first.
    pub place: u8,
}

/// Everybody who sees a space.
pub const ALL_ROLES: &[Role] = &[Role::Owner, Role::Manager, Role::Member, Role::Guardian, Role::Guest];
/// Those who lead a space.
pub const LEADERS: &[Role] = &[Role::Owner, Role::Manager];

const OWN: [Tab; 3] = [
    Tab { key: "people-tab-home", path: "", roles: ALL_ROLES, kinds: &[], place: 0 },
    Tab { key: "people-tab-members", path: "/members", roles: ALL_ROLES, kinds: &[], place: 200 },
    Tab { key: "people-tab-settings", path: "/settings", roles: LEADERS, kinds: &[], place: 250 },
];

/// The tabs of all services.
#[derive(Debug, Clone)]
pub struct Tabs(Arc<[Tab]>);

impl Default for Tabs {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Tabs {
    /// The people's own tabs and those of other services.
    pub fn new(others: &[Tab]) -> Self {
        let mut all = [&OWN[..], others].concat();
        all.sort_by_key(|tab| tab.place);
        Self(all.into())
    }
}

/// The top of every page of a space: its name, who is in it, its tabs. A service's page includes
/// `people/space_head.html` with one of these in its field `head`.
#[derive(Debug)]
pub struct SpaceHead {
    /// The space, as the viewer meets it.
    pub space: Met,
    /// The viewer's role in it; none for those who run the institution without being in the space.
    pub role: Option<Role>,
    /// The tabs that the viewer sees: key and address.
    pub tabs: Vec<(&'static str, String)>,
    /// Whether the viewer may invite.
    pub invites: bool,
}

impl SpaceHead {
    /// The top of the pages of a space, for an actor who may do `verb` there; else a problem, that says no more than
    /// the actor may know.
    pub async fn load(ctx: &Ctx, actor: &Actor, tabs: &Tabs, verb: SpaceVerb, id: SpaceId) -> Result<Self> {
        let viewer = Viewer::new(actor, ctx.clock.now());
        let (_, space) = policy::space(&ctx.db, actor, &viewer, verb, id).await?;
        Ok(Self::of(actor, tabs, space))
    }

    /// The top of a space whose policy was asked.
    pub fn of(actor: &Actor, tabs: &Tabs, space: Met) -> Self {
        let role = role_in(&space);
        // Those who run the institution see what a leader sees.
        let seen_as = if actor.runs() { Role::Owner } else { role.unwrap_or(Role::Guest) };
        let seen =
            |tab: &&Tab| tab.roles.contains(&seen_as) && (tab.kinds.is_empty() || tab.kinds.contains(&space.kind));
        let tabs = tabs.0.iter().filter(seen).map(|tab| (tab.key, format!("/s/{}{}", space.id, tab.path))).collect();
        let invites = policy::may_space(actor, SpaceVerb::Invite, &space) == preau_kernel::Decision::Allow;
        Self { space, role, tabs, invites }
    }

    /// The letters of the space's tile: its code, or the first letters of its name.
    pub fn tile(&self) -> String {
        tile(self.space.code.as_deref(), &self.space.name)
    }
}

/// At most three letters that stand for a space.
pub fn tile(code: Option<&str>, name: &str) -> String {
    let code: String = code.unwrap_or_default().chars().filter(|letter| letter.is_alphanumeric()).collect();
    if (1..=3).contains(&code.chars().count()) {
        return code.to_uppercase();
    }
    let words = name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    words.filter_map(|word| word.chars().next()).take(2).collect::<String>().to_uppercase()
}
