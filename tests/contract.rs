//! `/openapi.json` tells the truth: the walk through all addresses ([`crate::routes`]) holds each JSON answer that
//! anybody gets against the form that the description gives, and the description itself is kept in
//! `routes/openapi.json`, so that a change of the contract is seen by whoever reviews it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use preau_testkit::Reply;
use preau_web::{App, Gives, Route};
use serde_json::Value;

use crate::world::World;

#[tokio::test]
async fn a_change_of_what_programs_rely_on_is_seen() {
    let world = World::open(preau_db::Engine::Sqlite).await;
    let found = serde_json::to_string_pretty(&Contract::of(&world.app.app).description).unwrap() + "\n";
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi.json");
    std::fs::write(&to, &found).unwrap();
    let same = found == include_str!("routes/openapi.json");
    assert!(same, "the description differs from tests/routes/openapi.json: judge {}", to.display());
}

/// The description, and which addresses were found to keep to it.
pub(crate) struct Contract {
    description: Value,
    kept: BTreeSet<&'static str>,
}

impl Contract {
    pub(crate) fn of(app: &App) -> Self {
        Self { description: serde_json::to_value(preau_web::openapi(&app.routes())).unwrap(), kept: BTreeSet::new() }
    }

    /// What is wrong with an answer to a program.
    pub(crate) fn faults(&mut self, route: &Route, reply: &Reply) -> Vec<String> {
        if reply.status != 200 {
            return Vec::new();
        }
        let kind = reply.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let gives_json = kind.starts_with("application/json");
        let operation = &self.description["paths"][route.path.replace("{*", "{")]["get"];
        let promised = operation["responses"]["200"]["content"].get("application/json").map(|it| &it["schema"]);
        let faults = match promised {
            _ if matches!(route.gives, Gives::File(_)) => Vec::new(),
            None if gives_json => vec!["answers JSON and does not say so: `.json::<…>()` is missing".to_owned()],
            None => Vec::new(),
            Some(_) if !gives_json => vec![format!("promises JSON and answers {kind:?}")],
            Some(form) => {
                let mut faults = Vec::new();
                self.check(form, &reply.json(), "answer", &mut faults);
                self.kept.insert(route.path);
                faults
            }
        };
        faults.into_iter().map(|fault| format!("GET {}: {fault}", route.path)).collect()
    }

    /// The addresses whose promise of JSON nobody could see kept.
    pub(crate) fn unseen(&self, routes: &[Route]) -> Vec<String> {
        let promises = |it: &&Route| it.method == http::Method::GET && matches!(it.gives, Gives::Json(_));
        let unseen = routes.iter().filter(promises).filter(|it| !self.kept.contains(it.path));
        unseen.map(|it| format!("GET {}: nobody was answered the JSON that it promises", it.path)).collect()
    }

    fn named<'a>(&'a self, form: &'a Value) -> &'a Value {
        match form.get("$ref").and_then(Value::as_str) {
            Some(name) => {
                let name = name.rsplit('/').next().unwrap();
                let found = self.description["components"]["schemas"].get(name);
                found.unwrap_or_else(|| panic!("{name} is named and not described"))
            }
            None => form,
        }
    }

    fn check(&self, form: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let form = self.named(form);
        for choice in ["oneOf", "anyOf"] {
            if let Some(forms) = form.get(choice).and_then(Value::as_array) {
                let fits = |one: &Value| {
                    let mut faults = Vec::new();
                    self.check(one, value, at, &mut faults);
                    faults.is_empty()
                };
                if !forms.iter().any(fits) {
                    faults.push(format!("{at}: {value} is none of the forms {form}"));
                }
                return;
            }
        }
        // An address may say that it answers any JSON; a form that is described is described whole.
        if at == "answer" && form.as_object().is_some_and(serde_json::Map::is_empty) {
            return;
        }
        if form.get("type").is_none() && form.get("allOf").is_none() {
            return faults.push(format!("{at}: {form} says nothing"));
        }
        if form.get("type").is_some_and(|kind| !is_of(kind, value)) {
            return faults.push(format!("{at}: {value} is not of the type {}", form["type"]));
        }
        for part in form["allOf"].as_array().into_iter().flatten().map(|part| self.named(part)) {
            if part.get("type").is_some_and(|kind| !is_of(kind, value)) {
                faults.push(format!("{at}: {value} is not of the type {}", part["type"]));
            }
        }
        if let Some(words) = form.get("enum").and_then(Value::as_array).filter(|words| !words.contains(value)) {
            faults.push(format!("{at}: {value} is none of {words:?}"));
        }
        match value {
            Value::Object(fields) => self.check_fields(form, fields, at, faults),
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.check(&form["items"], item, &format!("{at}[{place}]"), faults);
                }
            }
            Value::String(text) if !has_format(form.get("format").and_then(Value::as_str), text) => {
                faults.push(format!("{at}: {text:?} has not the format {}", form["format"]));
            }
            _ => {}
        }
    }

    fn check_fields(&self, form: &Value, fields: &serde_json::Map<String, Value>, at: &str, faults: &mut Vec<String>) {
        let mut described = BTreeMap::new();
        let mut required = BTreeSet::new();
        self.gather(form, &mut described, &mut required);
        // An object of which only that is said may hold anything; the description has a sentence for it.
        let open = described.is_empty();
        for name in required.iter().filter(|name| !fields.contains_key(**name)) {
            faults.push(format!("{at}.{name} is missing"));
        }
        for (name, value) in fields {
            let at = format!("{at}.{name}");
            match (described.get(name.as_str()).copied(), form.get("additionalProperties")) {
                (Some(form), _) | (None, Some(form)) => self.check(form, value, &at, faults),
                (None, None) if open => {}
                (None, None) => faults.push(format!("{at} is not described")),
            }
        }
    }

    /// The fields of an object, with those of the forms that it is made of.
    fn gather<'a>(
        &'a self,
        form: &'a Value,
        fields: &mut BTreeMap<&'a str, &'a Value>,
        required: &mut BTreeSet<&'a str>,
    ) {
        let form = self.named(form);
        fields.extend(form["properties"].as_object().into_iter().flatten().map(|(name, form)| (name.as_str(), form)));
        required.extend(form["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
        for part in form["allOf"].as_array().into_iter().flatten() {
            self.gather(part, fields, required);
        }
    }
}

/// Whether a value has a JSON type, or one of several.
fn is_of(kind: &Value, value: &Value) -> bool {
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
        kind => match (kind.as_str().unwrap_or_default(), value) {
            ("integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
            ("object", Value::Object(_))
            | ("array", Value::Array(_))
            | ("string", Value::String(_))
            | ("number", Value::Number(_))
            | ("boolean", Value::Bool(_))
            | ("null", Value::Null) => true,
            _ => false,
        },
    }
}

fn has_format(format: Option<&str>, text: &str) -> bool {
    match format {
        Some("uuid") => text.parse::<preau_kernel::PersonId>().is_ok(),
        Some("date-time") => text.parse::<preau_kernel::Timestamp>().is_ok(),
        Some("date") => format!("{text}T00:00:00Z").parse::<preau_kernel::Timestamp>().is_ok(),
        Some("uri") => url::Url::parse(text).is_ok(),
        _ => true,
    }
}
