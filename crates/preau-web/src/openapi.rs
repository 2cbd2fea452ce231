//! `/openapi.json`: what every address does, made from the list that serves them.

use utoipa::openapi::{
    ContentBuilder, Info, License, OpenApi, OpenApiBuilder, Paths, RefOr, Response, ResponseBuilder,
    path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn},
};

use crate::Route;

/// Describes the addresses (OpenAPI 3.1).
pub fn openapi(routes: &[Route]) -> OpenApi {
    let mut paths = Paths::new();
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
        paths.add_path_operation(path.clone(), vec![method], operation(route, &path));
    }
    let mut info = Info::new("Préau", env!("CARGO_PKG_VERSION"));
    info.license = Some(License::new("AGPL-3.0-or-later"));
    OpenApiBuilder::new().info(info).paths(paths).build()
}

fn operation(route: &Route, path: &str) -> Operation {
    let names = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let parameters = names.map(|name| {
        let in_path = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        in_path.required(utoipa::openapi::Required::True).build()
    });
    OperationBuilder::new()
        .summary(Some(route.about))
        .parameters(Some(parameters))
        .response("200", plain("Done, or the page"))
        .response("default", problem())
        .build()
}

fn plain(about: &str) -> RefOr<Response> {
    RefOr::T(ResponseBuilder::new().description(about).build())
}

/// Every refusal has the same form, RFC 9457 with a stable `code`.
fn problem() -> RefOr<Response> {
    let content = ContentBuilder::new().build();
    RefOr::T(ResponseBuilder::new().description("A problem").content("application/problem+json", content).build())
}
