//! One request, understood.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use askama::Template;
use axum::{
    Json,
    extract::FromRequestParts,
    response::{Html, IntoResponse, Redirect, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use preau_kernel::{Actor, PersonId, Problem, SignedIn};
use serde::Serialize;
use time::Duration;
use uuid::Uuid;

use crate::{Answer, Ctx, Said, View};

/// The cookie that keeps the chosen language.
const LANG: &str = "lang";
/// The cookie that carries what was just done to the next page.
const SAID: &str = "said";
/// A script that followed an answer says by this header that the browser opens the same page in a moment, which is then
/// to say what was done.
const LATER: &str = "preau-said-later";
/// A year, in seconds.
const YEAR: i64 = 365 * 24 * 3600;

/// One request: who asks, in which language, wanting a page or JSON.
pub struct Visit {
    /// What the server is made of.
    pub ctx: Ctx,
    /// Who asks. Set by the sign-in layer.
    pub actor: Actor,
    /// The language of the answer, as a tag.
    pub lang: String,
    /// Path and query of the request.
    pub path: String,
    /// Whether a program asks, which gets JSON.
    pub json: bool,
    /// The address the request came from, shortened to its network (for limits, never kept).
    pub network: String,
    /// The request's headers.
    pub headers: HeaderMap,
    said: Option<Said>,
    known: Mutex<HashMap<(TypeId, Uuid), Box<dyn Any + Send>>>,
}

impl FromRequestParts<Ctx> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Self::Rejection> {
        let actor = parts.extensions.get::<Actor>().cloned().unwrap_or(Actor::Nobody);
        let path = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        Ok(Self {
            ctx: ctx.clone(),
            actor,
            lang: language(ctx, parts),
            path,
            json: wants_json(&parts.headers),
            network: crate::guard::network(parts),
            said: if parts.headers.contains_key(LATER) { None } else { said(&parts.headers) },
            headers: parts.headers.clone(),
            known: Mutex::default(),
        })
    }
}

impl Visit {
    /// The person who asks, or the way to sign-in.
    pub fn me(&self) -> Result<&SignedIn, Problem> {
        match &self.actor {
            Actor::Person(me) => Ok(me),
            Actor::Nobody | Actor::System => Err(Problem::new(preau_kernel::Kind::Unauthenticated, "sign-in-first")),
        }
    }

    /// The id of the person who asks, or the way to sign-in.
    pub fn my_id(&self) -> Result<PersonId, Problem> {
        self.me().map(|me| me.person)
    }

    /// What `read` gives, asked for once for all services that stand on the page: a later call for the same type and the
    /// same thing gets a copy. For reading alone: what an act changes in this very request would not be seen.
    pub async fn read_once<T: Clone + Send + 'static>(
        &self,
        of: Uuid,
        read: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let key = (TypeId::of::<T>(), of);
        let known = |visit: &Self| {
            let known = visit.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(&key).and_then(|it| it.downcast_ref::<T>()).cloned()
        };
        if let Some(value) = known(self) {
            return Ok(value);
        }
        let value = read.await?;
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Box::new(value.clone()));
        Ok(value)
    }

    /// What a template is given.
    pub async fn view(&self) -> Result<View, Problem> {
        Ok(View {
            lang: self.lang.clone(),
            actor: self.actor.clone(),
            shell: self.ctx.shell.shell(&self.ctx, &self.actor).await?,
            path: self.path.split('?').next().unwrap_or("/").to_owned(),
            said: self.said.clone(),
            as_of: None,
            texts: self.ctx.texts.clone(),
        })
    }

    /// What the template of a page is given that a browser may keep, for its reader alone, for when there is no line:
    /// what a family wants to see in the bus, never an administration page.
    pub async fn view_to_keep(&self) -> Result<View, Problem> {
        let as_of = self.ctx.texts.moment(&self.lang, self.ctx.clock.now());
        Ok(View { as_of: Some(as_of), ..self.view().await? })
    }

    /// Answers with a page.
    pub fn page(&self, template: &impl Template) -> Answer {
        self.page_as(StatusCode::OK, template)
    }

    /// Answers with a page and a status of its own: a form shown again is 422.
    pub fn page_as(&self, status: StatusCode, template: &impl Template) -> Answer {
        let html = template.render().map_err(Problem::internal)?;
        let mut response = (status, Html(html)).into_response();
        if self.said.is_some() {
            // Said once; the next page does not say it again.
            add_cookie(&mut response, &Cookie::build((SAID, "")).path("/").max_age(Duration::ZERO).build());
        }
        Ok(response)
    }

    /// Answers a program.
    pub fn json(&self, body: &impl Serialize) -> Answer {
        Ok(Json(body).into_response())
    }

    /// Goes to another page after a form was accepted (303).
    pub fn go(&self, to: &str) -> Answer {
        Ok(Redirect::to(to).into_response())
    }

    /// Goes to another page, which says what was done.
    pub fn go_and_say(&self, to: &str, said: &Said) -> Answer {
        let mut response = Redirect::to(to).into_response();
        let json = serde_json::to_vec(said).map_err(Problem::internal)?;
        add_cookie(&mut response, &self.cookie(SAID, URL_SAFE_NO_PAD.encode(json), 60));
        Ok(response)
    }

    /// A cookie of this site: not for scripts, not for other sites, only over TLS where there is TLS.
    pub fn cookie(&self, name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.ctx.secure())
            .same_site(SameSite::Lax)
            .max_age(Duration::seconds(seconds))
            .build()
    }

    /// The cookie that keeps a chosen language.
    pub fn language_cookie(&self, lang: &str) -> Cookie<'static> {
        self.cookie(LANG, lang.to_owned(), YEAR)
    }

    /// The value of a cookie of the request.
    pub fn cookie_value(&self, name: &str) -> Option<String> {
        cookie_value(&self.headers, name)
    }
}

/// Adds a cookie to an answer.
pub fn add_cookie(response: &mut Response, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The value of a cookie among request headers.
pub fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|it| it.name() == name)
        .map(|it| it.value().to_owned())
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // A tus client is a program, whatever it says it accepts.
    (accept.contains("json") && !accept.contains("text/html")) || headers.contains_key("tus-resumable")
}

fn said(headers: &HeaderMap) -> Option<Said> {
    let bytes = URL_SAFE_NO_PAD.decode(cookie_value(headers, SAID)?).ok()?;
    let said: Said = serde_json::from_slice(&bytes).ok()?;
    // Undo is a form that posts: it stays within this site.
    let stays = said.undo.as_ref().is_none_or(|undo| undo.starts_with('/') && !undo.starts_with("//"));
    stays.then_some(said)
}

/// `?lang=`, then the cookie, then what the browser asks for, then French.
fn language(ctx: &Ctx, parts: &Parts) -> String {
    let asked = parts.uri.query().and_then(|query| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == LANG)
            .map(|(_, value)| value.into_owned())
    });
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepted = accepted.split(',').map(|part| part.split([';', '-']).next().unwrap_or_default().trim().to_owned());
    let wishes = asked.into_iter().chain(cookie_value(&parts.headers, LANG)).chain(accepted.take(10));
    wishes.into_iter().find(|lang| ctx.texts.speaks(lang)).unwrap_or_else(|| "fr".to_owned())
}
