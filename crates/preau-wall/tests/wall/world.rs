//! A school with walls.

use preau_db::Engine;
use preau_kernel::SpaceId;
use preau_notices::Notices;
use preau_people::{Person, Tabs};
use preau_signin::Signin;
use preau_testkit::{Reply, School, Tables, Visitor};
use preau_wall::{Wall, seen::Marks};
use preau_web::Service;
use serde_json::Value;

/// The school, and the readers' marks that are not written yet.
pub(crate) async fn open(engine: Engine) -> (School, Marks) {
    let wall = Wall::new(Tabs::new(preau_wall::TABS));
    let marks = wall.marks().clone();
    (School::open_with(engine, with_notices(wall)).await, marks)
}

/// The wall and what it stands on. Notices remember by which device somebody is woken: sign-in's table.
pub(crate) fn with_notices(wall: Wall) -> Vec<Box<dyn Service>> {
    let signin = Signin::new();
    let signin = Tables { migrations: signin.migrations(), texts: signin.texts() };
    vec![Box::new(signin), Box::new(Notices::default()), Box::new(wall)]
}

/// Writes a post as a form would, with these fields besides; its id.
pub(crate) async fn publish(who: &Visitor, space: SpaceId, text: &str, more: &[(&str, &str)]) -> String {
    let reply = send(who, space, text, more).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    let said = who.get_json(&format!("/s/{space}/wall")).await.json();
    let posts = said["posts"].as_array().unwrap().clone();
    let found =
        posts.iter().find(|post| post["text"] == text).unwrap_or_else(|| panic!("{text:?} is not in {posts:?}"));
    found["id"].as_str().unwrap().to_owned()
}

/// Sends the form.
pub(crate) async fn send(who: &Visitor, space: SpaceId, text: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("text", text)];
    if !more.iter().any(|(name, _)| *name == "audience") {
        fields.push(("audience", "everyone"));
    }
    fields.extend_from_slice(more);
    who.post(&format!("/s/{space}/wall"), &fields).await
}

/// The texts that somebody reads on a wall, newest first.
pub(crate) async fn reads(who: &Visitor, space: SpaceId) -> Vec<String> {
    let reply = who.get_json(&format!("/s/{space}/wall")).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let posts = reply.json()["posts"].as_array().unwrap().clone();
    posts.iter().filter_map(|post| post["text"].as_str().map(str::to_owned)).collect()
}

/// One post as a program gets it.
pub(crate) async fn json(who: &Visitor, space: SpaceId, post: &str) -> Value {
    who.get_json(&format!("/s/{space}/wall/{post}")).await.json()
}

/// Everybody about whom a rule says something: name and person.
pub(crate) fn everybody(school: &School) -> [(&'static str, &Person); 11] {
    let School { admin, head, auditor, benali, moreau, lea, sami, tom, claire, paul, amina, .. } = school;
    [
        ("admin", admin),
        ("head", head),
        ("auditor", auditor),
        ("benali", benali),
        ("moreau", moreau),
        ("lea", lea),
        ("sami", sami),
        ("tom", tom),
        ("claire", claire),
        ("paul", paul),
        ("amina", amina),
    ]
}
