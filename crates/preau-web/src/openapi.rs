//! `/openapi.json`: what every address does, is given and answers, made from the list that serves them.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{
        Array, ComponentsBuilder, Content, Info, License, OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required,
        Response, ResponseBuilder, Schema,
        path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
    },
};

use crate::{Gives, Route};

const PAGE: &str = "text/html";
const JSON: &str = "application/json";

/// The form of a JSON answer: an object that has a name in the description, or a list of them.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    name: fn() -> Cow<'static, str>,
    parts: fn(&mut Parts),
    many: bool,
}

type Parts = Vec<(String, RefOr<Schema>)>;

impl Form {
    /// One `T`.
    pub fn one<T: ToSchema>() -> Self {
        let parts = |parts: &mut Parts| {
            parts.push((T::name().into_owned(), T::schema()));
            T::schemas(parts);
        };
        Self { name: T::name, parts, many: false }
    }

    /// A list of `T`.
    pub fn many<T: ToSchema>() -> Self {
        Self { many: true, ..Self::one::<T>() }
    }

    fn content(self) -> Content {
        let named = Ref::from_schema_name((self.name)());
        Content::new(Some(if self.many { RefOr::T(Schema::from(Array::new(named))) } else { RefOr::Ref(named) }))
    }
}

/// What every refusal is answered to a program (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemForm {
    /// Always `about:blank`: `code` says which problem it is.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// The status in words.
    pub(crate) title: Option<&'static str>,
    /// The HTTP status.
    pub(crate) status: u16,
    /// Stable: what a program goes by.
    pub(crate) code: &'static str,
    /// A sentence in the asker's language.
    pub(crate) detail: String,
    /// What is wrong with which field.
    pub(crate) fields: Vec<ProblemField>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemField {
    /// The field's name.
    pub(crate) field: &'static str,
    /// Stable.
    pub(crate) code: &'static str,
    /// A sentence in the asker's language.
    pub(crate) detail: String,
}

/// Describes the addresses (OpenAPI 3.1).
pub fn openapi(routes: &[Route]) -> OpenApi {
    let mut paths = Paths::new();
    let mut parts = Parts::new();
    let problem = Form::one::<ProblemForm>();
    (problem.parts)(&mut parts);
    for route in routes {
        // A catch-all of the router is an ordinary parameter for whoever reads the description.
        let path = route.path.replace("{*", "{");
        let method = match route.method {
            http::Method::POST => HttpMethod::Post,
            http::Method::PATCH => HttpMethod::Patch,
            http::Method::DELETE => HttpMethod::Delete,
            http::Method::HEAD => HttpMethod::Head,
            http::Method::OPTIONS => HttpMethod::Options,
            _ => HttpMethod::Get,
        };
        paths.add_path_operation(path.clone(), vec![method], operation(route, &path, problem));
        if let Gives::Json(form) | Gives::Made(form) = route.gives {
            (form.parts)(&mut parts);
        }
    }
    let mut info = Info::new("Préau", env!("CARGO_PKG_VERSION"));
    info.license = Some(License::new("AGPL-3.0-or-later"));
    // By name, so that two versions of the description can be compared line by line.
    let mut named = BTreeMap::new();
    for (name, form) in parts {
        let before = named.insert(name.clone(), form.clone());
        debug_assert!(before.is_none_or(|before| before == form), "two forms are called {name}");
    }
    let components = ComponentsBuilder::new().schemas_from_iter(named).build();
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build()
}

fn operation(route: &Route, path: &str, problem: Form) -> Operation {
    let names = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let parameters = names.map(|name| parameter(name, ParameterIn::Path, Required::True));
    let asked = route.asked.iter().map(|name| parameter(name, ParameterIn::Query, Required::False));
    let refusal =
        ResponseBuilder::new().description("A problem").content("application/problem+json", problem.content());
    let operation = OperationBuilder::new().summary(Some(route.about)).parameters(Some(parameters.chain(asked)));
    answers(route)
        .into_iter()
        .fold(operation, |operation, (status, response)| operation.response(status, response))
        .response("default", refusal)
        .build()
}

fn parameter(name: &str, place: ParameterIn, required: Required) -> Parameter {
    let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
    ParameterBuilder::new().name(name).parameter_in(place).required(required).schema(Some(text)).build()
}

fn headers() -> Response {
    ResponseBuilder::new().description("Done; what there is to say stands in the headers").build()
}

/// What an address answers when nothing is wrong, by status.
fn answers(route: &Route) -> Vec<(&'static str, Response)> {
    let with = |about: &str, kind: &str| ResponseBuilder::new().description(about).content(kind, Content::default());
    let posts = route.method == http::Method::POST;
    let done = || ("303", ResponseBuilder::new().description("Done; `Location` is the page to go on with").build());
    // Only protocols use the other methods.
    if !posts && route.method != http::Method::GET {
        return vec![("2XX", headers())];
    }
    match route.gives {
        Gives::Headers => vec![("2XX", headers())],
        Gives::Page if posts => vec![("200", with("A page; there is no JSON", PAGE).build()), done()],
        Gives::Page => vec![("200", with("A page; there is no JSON", PAGE).build())],
        Gives::File(kind) => vec![("200", with("A file, the same for a program", kind).build())],
        Gives::Told => vec![("200", with("Names of events, for as long as one listens", "text/event-stream").build())],
        Gives::Json(form) => {
            let json = with("A page, or JSON for a program", PAGE).content(JSON, form.content()).build();
            if posts { vec![("200", json), done()] } else { vec![("200", json)] }
        }
        Gives::Made(form) => {
            let json = ResponseBuilder::new().description("Made").content(JSON, form.content()).build();
            vec![("201", json), done()]
        }
    }
}
