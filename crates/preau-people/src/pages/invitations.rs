//! Inviting into a space, and who came. Coming in by an invitation is `preau-signin`'s: it may make an account.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::{Extension, Form, extract::Path};
use preau_kernel::{InvitationId, PersonId, Problem, Result, Role, SpaceId, Timestamp, Word};
use preau_web::{Answer, Errors, Said, View, Visit};
use time::{Date, Duration};

use super::space::enter;
use crate::{
    acts::{Act, invitations as inviting},
    fields::Fields,
    model::{Invitation, last_day},
    policy::SpaceVerb,
    store::spaces::{self, CameBy},
    tabs::{SpaceHead, Tabs},
};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Template)]
#[template(path = "people/invite.html")]
struct InvitePage {
    view: View,
    head: SpaceHead,
    invitations: Vec<Invitation>,
    came: Vec<CameBy>,
    names: HashMap<PersonId, String>,
    /// The code that was just made, shown once, and its link.
    made: Option<(String, String)>,
    fields: Fields,
    errors: Errors,
}

impl InvitePage {
    fn last_day(&self, until: &Timestamp) -> String {
        self.view.day(&last_day(*until))
    }

    #[expect(clippy::ref_option, reason = "templates pass references")]
    fn name(&self, by: &Option<PersonId>) -> &str {
        by.and_then(|by| self.names.get(&by)).map_or("", String::as_str)
    }
}

async fn page(visit: &Visit, tabs: &Tabs, id: SpaceId) -> Result<InvitePage> {
    let (_, head) = enter(visit, tabs, SpaceVerb::Invite, id).await?;
    let now = visit.ctx.clock.now();
    let invitations = spaces::invitations_of(&visit.ctx.db, id, now).await?;
    let came = spaces::came_by(&visit.ctx.db, id, now).await?;
    let by = invitations.iter().map(|it| it.created_by).chain(came.iter().map(|it| it.by_person));
    let by: HashSet<PersonId> = by.flatten().collect();
    let by: Vec<PersonId> = by.into_iter().collect();
    let names = crate::store::names(&visit.ctx.db, &by).await?;
    let fields = Fields::default().with("role", "member").with("uses", 30).with("days", 14);
    let view = visit.view().await?;
    Ok(InvitePage { view, head, invitations, came, names, made: None, fields, errors: Errors::none() })
}

/// A new invitation; its code is never shown again.
#[derive(Serialize, ToSchema)]
pub(super) struct InvitationAnswer {
    /// What one types.
    code: String,
    /// Where a click leads.
    #[schema(format = "uri")]
    link: String,
}

/// Who came by invitations.
#[derive(Serialize, ToSchema)]
pub(super) struct CameAnswer {
    /// Those who are still there.
    came: Vec<CameBy>,
}

/// `/s/{space}/invite`
pub(super) async fn list(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    let page = page(&visit, &tabs, id).await?;
    if visit.json {
        return visit.json(&CameAnswer { came: page.came });
    }
    visit.page(&page)
}

/// `POST /s/{space}/invite`: answers with the page itself, because the code is shown only here and now.
pub(super) async fn make(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let made = made(&visit, &tabs, id, &fields).await;
    match made {
        Ok(code) => {
            let link = visit.ctx.address.join(&format!("/join/{code}")).map_err(Problem::internal)?.to_string();
            if visit.json {
                return visit.json(&InvitationAnswer { code, link });
            }
            let page = InvitePage { made: Some((code, link)), ..page(&visit, &tabs, id).await? };
            visit.page(&page)
        }
        Err(problem) if super::shows_again(&problem) => {
            let page = InvitePage { fields, errors: problem.into(), ..page(&visit, &tabs, id).await? };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn made(visit: &Visit, tabs: &Tabs, id: SpaceId, fields: &Fields) -> Result<String> {
    let (proof, _) = enter(visit, tabs, SpaceVerb::Invite, id).await?;
    let days = fields.number("days")?.clamp(0, 1000);
    let ends_at = visit.ctx.clock.now() + Duration::days(days);
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let (role, uses) = (fields.word("role")?, fields.number("uses")?);
    // Whoever may stay until a day stays to its end.
    let stays_until = fields.day("until")?.and_then(Date::next_day).map(|day| day.midnight().assume_utc().into());
    let new = inviting::NewInvitation { role, uses, ends_at, stays_until };
    let code = inviting::invite(&mut act, &proof, new).await?;
    tx.commit().await?;
    Ok(code)
}

/// `POST /s/{space}/invite/{invitation}/end`
pub(super) async fn end(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((id, invitation)): Path<(SpaceId, InvitationId)>,
) -> Answer {
    let (proof, _) = enter(&visit, &tabs, SpaceVerb::Invite, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    inviting::end_invitation(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, invitation).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/s/{id}/invite"), &Said::new("people-said-invitation-ended"))
}
