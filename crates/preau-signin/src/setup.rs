//! The first run: from an empty folder to an institution with an administrator.
//!
//! At each start without an administrator the server prints a link with a 256-bit token, good for an hour ([`open`]).
//! Until somebody used it, every page says that this Préau waits for it: there is no default password, and no window in
//! which whoever comes first takes the house. The link is bound to the browser that sends its first form; opening it
//! binds nothing, so the preview of a link never takes it away.
//!
//! Four screens: kind of institution, name and code, first administrator, people. What the first two say is kept with
//! the link and becomes an institution together with its administrator, in one transaction.

mod pages;

use preau_kernel::{Actor, Kind, PersonKind, Problem, Result, Role, Timestamp};
use preau_people::{
    acts::{self, Act, NewPerson},
    model::{InstitutionKind, Settings},
    policy::{self, InstitutionVerb},
};
use preau_web::Ctx;
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    acts::{
        Caller,
        enter::{self, Entered, Entering},
        first::{self as first_way, FirstWay, Name},
    },
    lodge::Lodge,
    model::Way,
    secret::{Token, same},
    store::{people, setup},
};

pub(crate) use pages::routes;

/// How long the link is good for.
pub const LIFE: Duration = Duration::hours(1);

/// Opens the link if the institution has no administrator, and gives its whole address to print. A link that was
/// printed before is worth nothing any more.
pub async fn open(ctx: &Ctx) -> Result<Option<String>> {
    let now = ctx.clock.now();
    if !people::administrators(&ctx.db, now).await?.is_empty() {
        return Ok(None);
    }
    let token = Token::draw(&*ctx.entropy);
    let mut tx = ctx.db.begin().await?;
    setup::open(&mut tx, token.hash(), now + LIFE).await?;
    tx.commit().await?;
    Ok(Some(format!("{}/setup/{}", ctx.address.as_str().trim_end_matches('/'), token.text())))
}

/// Whether the institution has an administrator. Asked until it has, then never again.
pub(crate) async fn claimed(ctx: &Ctx, lodge: &Lodge) -> Result<bool> {
    if lodge.claimed() {
        return Ok(true);
    }
    let claimed = !people::administrators(&ctx.db, ctx.clock.now()).await?.is_empty();
    if claimed {
        lodge.note_claimed();
    }
    Ok(claimed)
}

/// What can be opened before there is an administrator: the set-up itself, and what tells machines whether we live.
pub(crate) fn open_before(path: &str) -> bool {
    path.starts_with("/setup/") || matches!(path, "/language" | "/healthz" | "/readyz" | "/metrics")
}

/// What the first two screens said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Draft {
    pub(crate) kind: Option<InstitutionKind>,
    pub(crate) name: String,
    pub(crate) code: String,
}

impl Draft {
    /// Checks the code against the kind, as people will.
    pub(crate) fn checked(mut self) -> Result<Self> {
        self.name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.code = self.code.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        let kind = self.kind.unwrap_or(Settings::default().kind);
        if self.name.is_empty() {
            return Err(Problem::field("name", "signin-setup-name"));
        }
        if !self.code.is_empty() && !kind.accepts(&self.code) {
            return Err(Problem::field("code", kind.complaint()));
        }
        Ok(self)
    }
}

fn over() -> Problem {
    Problem::new(Kind::Gone, "signin-setup-over")
}

/// The open link, if this browser may use it: by its token, or because it is bound to it.
pub(crate) async fn admit(ctx: &Ctx, token: Option<&Token>, browser: Option<&Token>) -> Result<setup::Link> {
    let link = setup::link(&ctx.db).await?.filter(|link| link.expires_at > ctx.clock.now()).ok_or_else(over)?;
    let bound = match (&link.browser, browser) {
        (Some(bound), Some(browser)) => same(&browser.hash(), bound),
        _ => false,
    };
    let fresh = link.browser.is_none() && token.is_some_and(|token| same(&token.hash(), &link.token));
    if bound && token.is_none_or(|token| same(&token.hash(), &link.token)) || fresh {
        return Ok(link);
    }
    Err(over())
}

/// Binds the link to a browser. Of two that come at once, one wins.
pub(crate) async fn bind(ctx: &Ctx, token: &Token) -> Result<Token> {
    let browser = Token::draw(&*ctx.entropy);
    let mut tx = ctx.db.begin().await?;
    if !setup::bind(&mut tx, token.hash(), browser.hash()).await? {
        return Err(over());
    }
    tx.commit().await?;
    Ok(browser)
}

/// Keeps what a screen said.
pub(crate) async fn keep(ctx: &Ctx, draft: &Draft) -> Result<()> {
    let draft = serde_json::to_value(draft).map_err(Problem::internal)?;
    let mut tx = ctx.db.begin().await?;
    setup::keep(&mut tx, &draft).await?;
    Ok(tx.commit().await?)
}

/// The first administrator.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct First {
    #[serde(flatten)]
    pub(crate) name: Name,
    pub(crate) login: String,
}

/// Founds the institution and lets its first administrator in: all in one transaction, once.
pub(crate) async fn found(
    caller: &Caller<'_>,
    draft: Draft,
    unnamed: String,
    lang: &str,
    first: &First,
    way: FirstWay,
) -> Result<Entered> {
    let ctx = caller.ctx;
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    if !setup::close(&mut tx).await? {
        return Err(over());
    }
    let mut act = Act::new(ctx, &mut tx, &Actor::System);
    let proof = policy::institution(&Actor::System, InstitutionVerb::Administer)?;
    let kind = draft.kind.unwrap_or(Settings::default().kind);
    let name = if draft.name.is_empty() { unnamed } else { draft.name };
    let year = school_year(kind, now);
    let settings = Settings { kind, name, code: draft.code, year, language: lang.to_owned(), ..Settings::default() };
    acts::found(&mut act, &proof, settings).await?;
    let mut new = NewPerson::named(PersonKind::Staff, &first.name.given, &first.name.family);
    new.login = Some(first.login.trim().to_owned()).filter(|login| !login.is_empty());
    let running = policy::institution(&Actor::System, InstitutionVerb::Run)?;
    let person = acts::add_person(&mut act, &running, new, &[]).await?;
    acts::set_office(&mut act, &proof, person.id, Some(Role::Owner)).await?;
    let strong = first_way::bind(caller, &mut tx, person.id, way).await?;
    let who = first_way::who(person, Some(Role::Owner));
    let entering = Entering { who: &who, way: Way::Setup, strong, shared: false, window: None };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    caller.lodge.note_claimed();
    Ok(entered)
}

/// The running school year, which begins in August; none where there are no classes.
fn school_year(kind: InstitutionKind, now: Timestamp) -> String {
    if matches!(kind, InstitutionKind::Hospital | InstitutionKind::Association) {
        return String::new();
    }
    let today = now.date();
    let first = if u8::from(today.month()) >= 8 { today.year() } else { today.year() - 1 };
    format!("{first}-{}", first + 1)
}
