//! Appointments.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use preau_kernel::{Can, PersonId, Problem, Result, SpaceId, Timestamp};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act, store};
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{enter, head, or_again};
use crate::{
    acts::meetings as acts,
    model::{NewRound, Round, RoundId},
    policy::{self, CalendarVerb, Place, Standing},
    store::meetings::{self as rows, ListedRound, NamedSlot},
};

#[derive(Template)]
#[template(path = "calendar/rounds.html")]
struct ListPage {
    view: View,
    head: SpaceHead,
    rounds: Vec<ListedRound>,
    hosts: bool,
    fields: Fields,
    errors: Errors,
}

/// The rounds of a space that are not over.
#[derive(Serialize, ToSchema)]
pub(super) struct RoundsAnswer {
    /// The next first.
    rounds: Vec<ListedRound>,
}

/// One round.
#[derive(Serialize, ToSchema)]
pub(super) struct RoundAnswer {
    /// The round.
    round: Round,
    /// All appointments for those who lead; the free ones and one's own for guardians.
    slots: Vec<NamedSlot>,
}

async fn list_page(visit: &Visit, tabs: &Tabs, standing: &Standing, fields: Fields) -> Result<ListPage> {
    let rounds = rows::of_space(&visit.ctx.db, standing.space.id, visit.ctx.clock.now()).await?;
    let hosts = policy::allows(&visit.actor, CalendarVerb::Host, standing);
    let (view, head) = (visit.view().await?, head(visit, tabs, standing));
    Ok(ListPage { view, head, rounds, hosts, fields, errors: Errors::none() })
}

/// Whoever opens or takes appointments sees them; pupils do not.
fn concerned(visit: &Visit, standing: &Standing) -> Result<()> {
    let concerned = [CalendarVerb::Host, CalendarVerb::Meet].iter().any(|verb| {
        let roles = policy::VERBS.iter().find(|(name, _)| *name == preau_kernel::Word::as_str(*verb));
        roles.is_some_and(|(_, roles)| standing.allows(&visit.actor, roles, false) == preau_kernel::Decision::Allow)
    });
    if concerned { Ok(()) } else { Err(Problem::not_found()) }
}

/// `/s/{space}/appointments`
pub(super) async fn list(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    let (_, standing) = enter(&visit, CalendarVerb::See, id).await?;
    concerned(&visit, &standing)?;
    let fields = Fields::default().with("minutes", 10).with("from", "17:00").with("to", "19:00");
    let page = list_page(&visit, &tabs, &standing, fields).await?;
    if visit.json {
        return visit.json(&RoundsAnswer { rounds: page.rounds });
    }
    visit.page(&page)
}

fn parsed(fields: &Fields) -> Result<NewRound> {
    let pause = fields.hour("pause_from")?.zip(fields.hour("pause_to")?);
    Ok(NewRound {
        title: fields.get("title").to_owned(),
        place: fields.get("place").to_owned(),
        body: fields.get("body").to_owned(),
        day: fields.day("day")?,
        from: fields.hour("from")?,
        to: fields.hour("to")?,
        minutes: fields.number("minutes")?,
        pause,
    })
}

/// `POST /s/{space}/appointments`
pub(super) async fn open(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (proof, standing) = enter(&visit, CalendarVerb::Host, id).await?;
    let opened = async {
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        let round = acts::open(&mut act, &proof, parsed(&fields)?).await?;
        tx.commit().await?;
        let said = Said::new("calendar-said-round").undo(format!("/appointments/{}/withdraw", round.id));
        Ok(visit.go_and_say(&format!("/appointments/{}", round.id), &said))
    };
    match or_again(opened.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = list_page(&visit, &tabs, &standing, fields).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &ListPage { errors: problem.into(), ..page })
        }
    }
}

/// A child of the visitor, and the slot that the visitor took for them.
struct Child {
    id: PersonId,
    name: String,
    slot: Option<NamedSlot>,
}

#[derive(Template)]
#[template(path = "calendar/round.html")]
struct OnePage {
    view: View,
    head: SpaceHead,
    round: Round,
    host: String,
    day: Option<Date>,
    slots: Vec<NamedSlot>,
    hosts: bool,
    children: Vec<Child>,
    now: Timestamp,
}

impl OnePage {
    fn free(&self) -> Vec<&NamedSlot> {
        self.slots.iter().filter(|slot| slot.guardian.is_none() && slot.start_at > self.now).collect()
    }

    fn taken(&self) -> usize {
        self.slots.iter().filter(|slot| slot.guardian.is_some()).count()
    }

    fn is_link(&self) -> bool {
        self.round.place.starts_with("https://")
    }
}

async fn find(visit: &Visit, verb: CalendarVerb, id: RoundId) -> Result<(Round, Can<CalendarVerb, Place>, Standing)> {
    visit.me()?;
    let round = rows::round(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let (proof, standing) = enter(visit, verb, round.space).await?;
    concerned(visit, &standing)?;
    if round.withdrawn_at.is_some() && !policy::allows(&visit.actor, CalendarVerb::Host, &standing) {
        return Err(Problem::not_found());
    }
    Ok((round, proof, standing))
}

/// `/appointments/{id}`
pub(super) async fn one(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<RoundId>) -> Answer {
    let (round, _, standing) = find(&visit, CalendarVerb::See, id).await?;
    let (db, me, now) = (&visit.ctx.db, visit.my_id()?, visit.ctx.clock.now());
    let mut slots = rows::slots(db, id).await?;
    let hosts = policy::allows(&visit.actor, CalendarVerb::Host, &standing);
    let child = |there: &store::spaces::ChildThere| Child {
        id: there.id,
        name: there.name.clone(),
        slot: slots.iter().find(|slot| slot.child == Some(there.id) && slot.guardian == Some(me)).cloned(),
    };
    let children: Vec<Child> = standing.children.iter().map(child).collect();
    if !hosts {
        // Who else comes is nobody's business; which hours are gone is.
        slots.retain(|slot| slot.guardian.is_none() || slot.guardian == Some(me));
    }
    if visit.json {
        return visit.json(&RoundAnswer { round, slots });
    }
    let host = store::names(db, &[round.host]).await?.into_values().next().unwrap_or_default();
    let day = slots.first().map(|slot| visit.ctx.texts.zone().day(slot.start_at));
    let (view, head) = (visit.view().await?, head(&visit, &tabs, &standing));
    visit.page(&OnePage { view, head, round, host, day, slots, hosts, children, now })
}

/// The child that a form names, or the only one.
fn child(visit: &Visit, fields: &Fields, standing: &Standing) -> Result<PersonId> {
    match standing.children.as_slice() {
        [] => visit.my_id(),
        [only] => Ok(only.id),
        _ => fields.id("child"),
    }
}

/// `POST /appointments/{id}/take`
pub(super) async fn take(visit: Visit, Path(id): Path<RoundId>, Form(fields): Form<Fields>) -> Answer {
    let (round, _, standing) = find(&visit, CalendarVerb::See, id).await?;
    let proof = policy::child(&visit.actor, CalendarVerb::Meet, &standing, child(&visit, &fields, &standing)?)?;
    let slot = fields.id("slot")?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::take(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &round, slot).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/appointments/{id}"), &Said::new("calendar-said-taken"))
}

/// `POST /appointments/{id}/give-back`
pub(super) async fn give_back(visit: Visit, Path(id): Path<RoundId>, Form(fields): Form<Fields>) -> Answer {
    let (round, _, standing) = find(&visit, CalendarVerb::See, id).await?;
    let proof = policy::child(&visit.actor, CalendarVerb::Meet, &standing, child(&visit, &fields, &standing)?)?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::give_back(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &round).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/appointments/{id}"), &Said::new("calendar-said-freed"))
}

/// `POST /appointments/{id}/withdraw`
pub(super) async fn withdraw(visit: Visit, Path(id): Path<RoundId>) -> Answer {
    let round = withdrawn(&visit, id, true).await?;
    let said = Said::new("calendar-said-withdrawn").with("title", &round.title);
    let said = said.undo(format!("/appointments/{id}/restore"));
    visit.go_and_say(&format!("/s/{}/appointments", round.space), &said)
}

/// `POST /appointments/{id}/restore`
pub(super) async fn restore(visit: Visit, Path(id): Path<RoundId>) -> Answer {
    withdrawn(&visit, id, false).await?;
    visit.go_and_say(&format!("/appointments/{id}"), &Said::new("calendar-said-restored"))
}

async fn withdrawn(visit: &Visit, id: RoundId, away: bool) -> Result<Round> {
    let (round, proof, _) = find(visit, CalendarVerb::Host, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::set_withdrawn(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &round, away).await?;
    tx.commit().await?;
    Ok(round)
}
