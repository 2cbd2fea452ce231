//! `/account/notices`: which way for what, and when not.

use std::sync::Arc;

use askama::Template;
use axum::{Extension, Form, extract::Path};
use bytes::Bytes;
use http::StatusCode;
use preau_kernel::{Kind, PersonKind, Problem, Result, Timestamp, Word};
use preau_people::{Fields, store};
use preau_signin::device_name;
use preau_web::{Answer, App, Errors, Said, View, Visit};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    Ways, acts,
    acts::push::Subscription,
    model::{
        hours::Hours,
        wish::{Mute, PushDeviceId, Way, Wish},
    },
    push, stop,
    store::{devices, wishes},
};

/// A kind of news and the ways that it may take.
struct Group {
    topic: &'static str,
    name: String,
    push: bool,
    mail: bool,
}

/// A browser that may be woken, as the list shows it.
struct Listed {
    id: PushDeviceId,
    name: String,
    since: String,
    here: bool,
    failing: bool,
}

/// By which ways somebody is told, and when not.
#[derive(Serialize, ToSchema)]
pub(super) struct WishesAnswer {
    /// Whether the day's mail is sent.
    mail: bool,
    /// The local hour of the day's mail.
    mail_at: String,
    /// The local hour from which they are not called.
    quiet_from: Option<String>,
    /// The local hour until which they are not called.
    quiet_until: Option<String>,
    /// When a mail server refused their address.
    bounced_at: Option<Timestamp>,
    /// What they are not told by which way.
    not: Vec<MuteAnswer>,
}

/// A kind of news that takes one way less.
#[derive(Serialize, ToSchema)]
struct MuteAnswer {
    /// The service that tells.
    topic: String,
    /// By which way not.
    way: Way,
}

#[derive(Template)]
#[template(path = "notices/wishes.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a part of the page that is shown or not")]
struct WishesPage {
    view: View,
    errors: Errors,
    /// Whether there is a mail server.
    mails: bool,
    email: Option<String>,
    wants_mail: bool,
    bounced: bool,
    mail_at: String,
    hours: Vec<String>,
    open_from: String,
    open_until: String,
    weekend: bool,
    quiet_from: String,
    quiet_until: String,
    groups: Vec<Group>,
    /// The key that a browser is asked to be woken with; none if no push service is listed.
    key: Option<String>,
    /// Whether the person may change that.
    administers: bool,
    devices: Vec<Listed>,
    here: bool,
}

/// `/account/notices`
pub(super) async fn page(
    visit: Visit,
    Extension(ways): Extension<Arc<Ways>>,
    Extension(app): Extension<App>,
) -> Answer {
    let me = visit.me()?.clone();
    let wish = kept(&visit, me.person).await?;
    if visit.json {
        let mutes = wishes::mutes(&visit.ctx.db, me.person).await?;
        let not = mutes.into_iter().map(|Mute { topic, way, .. }| MuteAnswer { topic, way }).collect();
        let mail = wish.wants_mail(me.kind);
        let Wish { mail_at, quiet_from, quiet_until, bounced_at, .. } = wish;
        return visit.json(&WishesAnswer { mail, mail_at, quiet_from, quiet_until, bounced_at, not });
    }
    let page = show(&visit, &ways, &app, &wish, Errors::none()).await?;
    visit.page(&page)
}

async fn kept(visit: &Visit, me: preau_kernel::PersonId) -> Result<Wish> {
    let wish = wishes::wish(&visit.ctx.db, me).await?;
    Ok(wish.unwrap_or_else(|| Wish::usual(me, visit.ctx.clock.now())))
}

async fn show(visit: &Visit, ways: &Ways, app: &App, wish: &Wish, errors: Errors) -> Result<WishesPage> {
    let (ctx, me) = (&visit.ctx, visit.me()?);
    let view = visit.view().await?;
    let person = store::person(&ctx.db, me.person).await?.ok_or_else(Problem::not_found)?;
    let settings = store::settings(&ctx.db).await?;
    let unwanted = wishes::mutes(&ctx.db, me.person).await?;
    let wanted = |topic: &str, way: Way| !unwanted.iter().any(|mute| mute.topic == topic && mute.way == way);
    let group = |topic: &'static str| Group {
        topic,
        name: view.t(&format!("notice-group-{topic}")),
        push: wanted(topic, Way::Push),
        mail: wanted(topic, Way::Mail),
    };
    let devices = devices::of_person(&ctx.db, me.person, Some(me.session)).await?;
    let devices: Vec<Listed> = devices.iter().map(|it| listed(&view, it)).collect();
    let open = Hours::of(&settings);
    let hours = (0..24).filter(|hour| open.day.holds(hour * 60)).map(|hour| format!("{hour:02}:00"));
    Ok(WishesPage {
        errors,
        mails: ways.mail.is_some(),
        email: person.email,
        wants_mail: wish.wants_mail(me.kind),
        bounced: wish.bounced_at.is_some(),
        mail_at: wish.mail_at.clone(),
        hours: hours.collect(),
        open_from: settings.deliver_from,
        open_until: settings.deliver_until,
        weekend: settings.weekend_pause,
        quiet_from: wish.quiet_from.clone().unwrap_or_default(),
        quiet_until: wish.quiet_until.clone().unwrap_or_default(),
        groups: topics(visit, app).map(group).collect(),
        key: if ways.push.is_on() { Some(push::vapid(ctx).await?.public()) } else { None },
        administers: visit.actor.administers(),
        here: devices.iter().any(|it| it.here),
        devices,
        view,
    })
}

/// The services that tell people something: those that say what people call it.
fn topics<'a>(visit: &'a Visit, app: &'a App) -> impl Iterator<Item = &'static str> + 'a {
    let names = app.services().iter().map(|service| service.name());
    names.filter(|name| visit.ctx.texts.knows("fr", &format!("notice-group-{name}")))
}

fn listed(view: &View, it: &devices::Listed) -> Listed {
    Listed {
        id: it.id,
        name: device_name(view, &it.browser, &it.system),
        since: view.day(&it.at.date()),
        here: it.here,
        failing: it.failure.is_some(),
    }
}

/// `POST /account/notices`
pub(super) async fn change(
    visit: Visit,
    Extension(ways): Extension<Arc<Ways>>,
    Extension(app): Extension<App>,
    Form(fields): Form<Fields>,
) -> Answer {
    let me = visit.me()?.clone();
    let before = kept(&visit, me.person).await?;
    let mut wish = Wish { updated_at: visit.ctx.clock.now(), ..before };
    if ways.mail.is_some() {
        let yes = fields.ticked("mail");
        // Staff have mail unless they say no, so a yes of theirs is only noted if it changes something.
        wish.mail = if yes == wish.wants_mail(me.kind) { wish.mail } else { Some(yes) };
        wish.mail_at = fields.text("mail_at").unwrap_or(wish.mail_at);
        if fields.ticked("address_again") {
            (wish.bounced_at, wish.bounced) = (None, None);
        }
    }
    (wish.quiet_from, wish.quiet_until) = (fields.text("quiet_from"), fields.text("quiet_until"));
    let mut mutes = Vec::new();
    for topic in topics(&visit, &app) {
        let unwanted = Way::ALL.iter().filter(|way| !fields.ticked(&format!("{way}-{topic}")));
        mutes.extend(unwanted.map(|way| (topic.to_owned(), *way)));
    }
    match acts::wishes::change(&visit.ctx, &wish, &mutes).await {
        Ok(()) => visit.go_and_say("/account/notices", &Said::new("notices-said-wishes")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let page = show(&visit, &ways, &app, &wish, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// `POST /account/notices/mail`: yes or no to the day's mail, asked on the page of the notices.
pub(super) async fn answer_mail(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    let me = visit.my_id()?;
    let yes = match fields.get("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::field("answer", "choose").into()),
    };
    acts::wishes::answer_mail(&visit.ctx, me, yes).await?;
    let said = if yes { "notices-said-mail-yes" } else { "notices-said-mail-no" };
    visit.go_and_say("/notices", &Said::new(said))
}

/// `POST /account/notices/push`: a browser says where it is woken.
pub(super) async fn allow_push(visit: Visit, Extension(ways): Extension<Arc<Ways>>, body: Bytes) -> Answer {
    let me = visit.me()?;
    let given: Subscription = serde_json::from_slice(&body)
        .map_err(|error| Problem::new(Kind::Invalid, "notices-push-keys").caused_by(error))?;
    acts::push::allow(&visit.ctx, &ways.push, me, &visit.lang, &given).await?;
    visit.json(&json!({ "allowed": true }))
}

/// `POST /account/notices/push/{device}/remove`
pub(super) async fn forbid_push(visit: Visit, Path(id): Path<PushDeviceId>) -> Answer {
    acts::push::forbid(&visit.ctx, visit.my_id()?, id).await?;
    visit.go_and_say("/account/notices", &Said::new("notices-said-push-off"))
}

#[derive(Template)]
#[template(path = "notices/stop.html")]
struct StopPage {
    view: View,
    done: bool,
}

/// `/notices/stop/{token}`: asks before it stops, because mail scanners open links.
pub(super) async fn stop_page(visit: Visit, Path(token): Path<String>) -> Answer {
    stop::person(&visit.ctx, &token).await?;
    visit.page(&StopPage { view: visit.view().await?, done: false })
}

/// `POST /notices/stop/{token}`
pub(super) async fn stop(visit: Visit, Path(token): Path<String>) -> Answer {
    let person = stop::person(&visit.ctx, &token).await?;
    acts::wishes::answer_mail(&visit.ctx, person, false).await?;
    visit.page(&StopPage { view: visit.view().await?, done: true })
}

/// The address to ask somebody about: who has one and was not asked about the day's mail yet.
pub(super) async fn asks_about_mail(visit: &Visit, ways: &Ways) -> Result<Option<String>> {
    let me = visit.me()?;
    if ways.mail.is_none() || matches!(me.kind, PersonKind::Staff | PersonKind::Learner) {
        return Ok(None);
    }
    if wishes::wish(&visit.ctx.db, me.person).await?.is_some_and(|wish| wish.mail.is_some()) {
        return Ok(None);
    }
    Ok(store::person(&visit.ctx.db, me.person).await?.and_then(|person| person.email))
}
