//! A service's addresses: the router and the list of what it serves are one object.
//!
//! The list is what `/openapi.json` is made of, and what the test that calls every route as every actor walks: a
//! route that it has no row for fails it.

use axum::{Router, handler::Handler, routing};
use http::Method;
use utoipa::ToSchema;

use crate::{Ctx, openapi::Form};

/// One address and what it does.
#[derive(Debug, Clone)]
pub struct Route {
    /// How it is called.
    pub method: Method,
    /// The address, with `{names}` for its variable parts.
    pub path: &'static str,
    /// What it does, in a short English sentence, for `/openapi.json`.
    pub about: &'static str,
    /// The parameters that it reads behind `?`.
    pub asked: &'static [&'static str],
    /// What it answers.
    pub gives: Gives,
}

impl PartialEq for Route {
    fn eq(&self, other: &Self) -> bool {
        (&self.method, self.path) == (&other.method, other.path)
    }
}
impl Eq for Route {}

/// What an address answers when nothing is wrong.
#[derive(Debug, Clone, Copy)]
pub enum Gives {
    /// A page only, also to a program.
    Page,
    /// A page to a browser, JSON of this form to a program.
    Json(Form),
    /// Something new: its page to a browser, JSON of this form and status 201 to a program.
    Made(Form),
    /// A file of this media type.
    File(&'static str),
    /// Server-sent events.
    Told,
    /// Headers alone, as the protocol wants them.
    Headers,
}

/// The addresses of a service.
#[derive(Default)]
pub struct Routes {
    router: Router<Ctx>,
    list: Vec<Route>,
}

impl Routes {
    /// No addresses yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves GET (and HEAD) at `path`. Changes nothing but what the reader was shown.
    #[must_use]
    pub fn get<T: 'static>(self, path: &'static str, about: &'static str, handler: impl Handler<T, Ctx>) -> Self {
        self.add(Method::GET, path, about, routing::get(handler))
    }

    /// Serves POST at `path`.
    #[must_use]
    pub fn post<T: 'static>(self, path: &'static str, about: &'static str, handler: impl Handler<T, Ctx>) -> Self {
        self.add(Method::POST, path, about, routing::post(handler))
    }

    /// Serves PATCH at `path`.
    #[must_use]
    pub fn patch<T: 'static>(self, path: &'static str, about: &'static str, handler: impl Handler<T, Ctx>) -> Self {
        self.add(Method::PATCH, path, about, routing::patch(handler))
    }

    /// Serves DELETE at `path`.
    #[must_use]
    pub fn delete<T: 'static>(self, path: &'static str, about: &'static str, handler: impl Handler<T, Ctx>) -> Self {
        self.add(Method::DELETE, path, about, routing::delete(handler))
    }

    /// Serves HEAD alone at `path`, where GET would have nothing to show.
    #[must_use]
    pub fn head<T: 'static>(self, path: &'static str, about: &'static str, handler: impl Handler<T, Ctx>) -> Self {
        self.add(Method::HEAD, path, about, routing::head(handler))
    }

    /// Serves OPTIONS at `path`.
    #[must_use]
    pub fn options<T: 'static>(self, path: &'static str, about: &'static str, handler: impl Handler<T, Ctx>) -> Self {
        self.add(Method::OPTIONS, path, about, routing::options(handler))
    }

    /// The address added last answers a program with a `T`.
    #[must_use]
    pub fn json<T: ToSchema>(self) -> Self {
        self.gives(Gives::Json(Form::one::<T>()))
    }

    /// The address added last answers a program with a list of `T`.
    #[must_use]
    pub fn json_list<T: ToSchema>(self) -> Self {
        self.gives(Gives::Json(Form::many::<T>()))
    }

    /// The address added last makes something, and answers a program with a `T` that says what.
    #[must_use]
    pub fn json_made<T: ToSchema>(self) -> Self {
        self.gives(Gives::Made(Form::one::<T>()))
    }

    /// What the address added last answers, if it is not a page.
    #[must_use]
    pub fn gives(mut self, gives: Gives) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.gives = gives;
        }
        self
    }

    /// The parameters that the address added last reads behind `?`.
    #[must_use]
    pub fn asked(mut self, names: &'static [&'static str]) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.asked = names;
        }
        self
    }

    /// Adds the addresses of another part.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// Wraps a layer around the addresses added so far (a larger body limit for uploads).
    #[must_use]
    pub fn map(mut self, change: impl FnOnce(Router<Ctx>) -> Router<Ctx>) -> Self {
        self.router = change(self.router);
        self
    }

    /// What is served.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// The router itself.
    pub fn into_router(self) -> Router<Ctx> {
        self.router
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        about: &'static str,
        handler: routing::MethodRouter<Ctx>,
    ) -> Self {
        self.router = self.router.route(path, handler);
        self.list.push(Route { method, path, about, asked: &[], gives: Gives::Page });
        self
    }
}
