//! Inviting into a space, and coming in by an invitation.

use std::collections::HashMap;

use askama::Template;
use axum::{Extension, Form, extract::Path};
use preau_kernel::{InvitationId, PersonId, Problem, Result, Role, SpaceId, Word};
use preau_web::{Answer, Errors, Said, View, Visit};
use time::Duration;

use super::{or_again, space::enter};
use crate::{
    PeopleError,
    acts::{Act, invitations as inviting},
    fields::Fields,
    model::{Invitation, Space, read},
    policy::SpaceVerb,
    store::spaces,
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
    names: HashMap<PersonId, String>,
    /// The code that was just made, shown once, and its link.
    made: Option<(String, String)>,
    fields: Fields,
    errors: Errors,
}

impl InvitePage {
    fn by(&self, invitation: &Invitation) -> &str {
        invitation.created_by.and_then(|by| self.names.get(&by)).map_or("", String::as_str)
    }
}

async fn page(visit: &Visit, tabs: &Tabs, id: SpaceId) -> Result<InvitePage> {
    let (_, head) = enter(visit, tabs, SpaceVerb::Invite, id).await?;
    let invitations = spaces::invitations_of(&visit.ctx.db, id, visit.ctx.clock.now()).await?;
    let by: Vec<PersonId> = invitations.iter().filter_map(|it| it.created_by).collect();
    let names = crate::store::names(&visit.ctx.db, &by).await?;
    let fields = Fields::default().with("role", "member").with("uses", 30).with("days", 14);
    let view = visit.view().await?;
    Ok(InvitePage { view, head, invitations, names, made: None, fields, errors: Errors::none() })
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

/// `/s/{space}/invite`
pub(super) async fn list(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    let page = page(&visit, &tabs, id).await?;
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
    let code = inviting::invite(&mut act, &proof, fields.word("role")?, fields.number("uses")?, ends_at).await?;
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

#[derive(Template)]
#[template(path = "people/join.html")]
struct JoinPage {
    view: View,
    fields: Fields,
    errors: Errors,
}

/// `/join`
pub(super) async fn type_code(visit: Visit) -> Answer {
    visit.page(&JoinPage { view: visit.view().await?, fields: Fields::default(), errors: Errors::none() })
}

/// `POST /join`
pub(super) async fn look_up(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    let looked_up = async {
        let code = read(fields.get("code")).ok_or_else(|| Problem::field("code", "invitation-code"))?;
        Ok(visit.go(&format!("/join/{code}")))
    };
    match or_again(looked_up.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = JoinPage { view: visit.view().await?, fields, errors: problem.into() };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn invitation(visit: &Visit, code: &str) -> Result<(Invitation, Space)> {
    let code = read(code).ok_or(PeopleError::InvitationOver)?;
    let found = spaces::invitation_by_secret(&visit.ctx.db, &inviting::secret(&code)).await?;
    let now = visit.ctx.clock.now();
    let found = found.filter(|it| it.uses_left > 0 && it.ends_at > now).ok_or(PeopleError::InvitationOver)?;
    let space = spaces::space(&visit.ctx.db, found.space).await?;
    let space = space.filter(|space| space.archived_at.is_none()).ok_or(PeopleError::InvitationOver)?;
    Ok((found, space))
}

#[derive(Template)]
#[template(path = "people/offer.html")]
struct OfferPage {
    view: View,
    invitation: Invitation,
    space: Space,
    code: String,
}

/// `/join/{code}`
pub(super) async fn offer(visit: Visit, Path(code): Path<String>) -> Answer {
    let (invitation, space) = invitation(&visit, &code).await?;
    let code = read(&code).unwrap_or_default();
    visit.page(&OfferPage { view: visit.view().await?, invitation, space, code })
}

/// `POST /join/{code}`
pub(super) async fn accept(visit: Visit, Path(code): Path<String>) -> Answer {
    let me = visit.my_id()?;
    let (invitation, space) = invitation(&visit, &code).await?;
    let mut tx = visit.ctx.db.begin().await?;
    inviting::accept(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), me, &invitation).await?;
    tx.commit().await?;
    let said = Said::new("people-said-joined").with("name", &space.name);
    visit.go_and_say(&format!("/s/{}", space.id), &said)
}
