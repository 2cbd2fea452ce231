//! From a problem to an answer.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderValue, StatusCode, header};
use preau_kernel::{Actor, FieldProblem, Kind, Problem};

use crate::{
    Ctx, View, Visit,
    openapi::{ProblemField, ProblemForm},
};

/// What a handler gives.
pub type Answer = Result<Response, Refusal>;

/// A problem on its way to the layer that words it.
#[derive(Debug)]
pub struct Refusal(pub Problem);

impl<E: Into<Problem>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The HTTP status of a kind of problem.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Gone => StatusCode::GONE,
        Kind::Precondition => StatusCode::PRECONDITION_FAILED,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Quota => StatusCode::INSUFFICIENT_STORAGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind).into_response();
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    view: View,
    problem: &'a Problem,
    status: StatusCode,
}

/// Words each problem for whoever asked: a page with a sentence and a way on, or problem+json.
pub(crate) async fn word(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(mut visit) = Visit::from_request_parts(&mut parts, &ctx).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = response.extensions().get::<Arc<Problem>>().cloned() else {
        return bare(visit, response).await;
    };
    if let Some(actor) = response.extensions().get::<Actor>() {
        visit.actor = actor.clone();
    }
    let mut worded = answer(&visit, &problem).await;
    // What a refusal says in its headers stays said: when to come again, which version would do.
    for (name, value) in response.headers() {
        worded.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    worded
}

/// The router's own bare answers (no such page, wrong method, a form that can't be read) are worded too.
async fn bare(visit: Visit, response: Response) -> Response {
    if is_html(&response) || is_json(&response) {
        return response;
    }
    let problem = match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Problem::not_found(),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Problem::new(Kind::Invalid, "form")
        }
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "too-large"),
        StatusCode::REQUEST_TIMEOUT => Problem::new(Kind::Unavailable, "too-slow"),
        _ => return response,
    };
    answer(&visit, &problem).await
}

fn is_html(response: &Response) -> bool {
    content_type(response).starts_with("text/html")
}

fn is_json(response: &Response) -> bool {
    content_type(response).contains("json")
}

fn content_type(response: &Response) -> &str {
    response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn answer(visit: &Visit, problem: &Problem) -> Response {
    if problem.kind == Kind::Internal {
        tracing::error!(error = chain(problem), "internal problem");
    }
    let status = status(problem.kind);
    if visit.json {
        return problem_json(visit, problem, status);
    }
    if problem.kind == Kind::Unauthenticated {
        let next: String = url::form_urlencoded::byte_serialize(visit.path.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    let page = match visit.view().await {
        Ok(view) => visit.page_as(status, &ProblemPage { view, problem, status }),
        Err(error) => Err(error.into()),
    };
    page.unwrap_or_else(|_| status.into_response())
}

/// RFC 9457. `code` is stable; `detail` is in the asker's language.
fn problem_json(visit: &Visit, problem: &Problem, status: StatusCode) -> Response {
    let say = |code: &str| {
        let args = problem.args.iter().map(|(name, value)| (*name, value.as_str()));
        visit.ctx.texts.say(&visit.lang, &format!("problem-{code}"), &crate::texts::arguments(args))
    };
    let field = |it: &FieldProblem| ProblemField { field: it.field, code: it.code, detail: say(it.code) };
    let body = ProblemForm {
        kind: "about:blank",
        title: status.canonical_reason(),
        status: status.as_u16(),
        code: problem.code,
        detail: say(problem.code),
        fields: problem.fields.iter().map(field).collect(),
    };
    let mut response = (status, axum::Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// The whole chain of causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
