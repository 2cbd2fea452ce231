//! OneRoster 1.2 CSV (1EdTech, *OneRoster: CSV Binding 1.2*): the same people for other software.

use preau_kernel::{Problem, Result, Role, SpaceKind, Timestamp};
use preau_roster::csv_safe;
use preau_web::Archive;

use crate::{
    export::oneroster_role,
    model::{Guardianship, Member, Person, Space},
};

/// What is written.
#[derive(Default)]
pub(crate) struct Tables {
    pub(crate) persons: Vec<Person>,
    pub(crate) spaces: Vec<Space>,
    pub(crate) members: Vec<Member>,
    pub(crate) guardianships: Vec<Guardianship>,
}

/// Writes `oneroster/*.csv`.
pub(crate) fn write(tables: &Tables, now: Timestamp, archive: &mut Archive) -> Result<()> {
    let manifest = [
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        ("file.classes", "bulk"),
        ("file.enrollments", "bulk"),
        ("file.users", "bulk"),
        ("source.systemName", "Préau"),
    ];
    let manifest = manifest.map(|(name, value)| vec![name.to_owned(), value.to_owned()]);
    file(archive, "manifest.csv", &["propertyName", "value"], manifest)?;
    users(tables, now, archive)?;
    let taught = |space: &&Space| matches!(space.kind, SpaceKind::Class | SpaceKind::Group);
    let classes = tables.spaces.iter().filter(taught).map(|it| {
        let status = if it.archived_at.is_some() { "tobedeleted" } else { "active" };
        let kind = if it.kind == SpaceKind::Class { "homeroom" } else { "scheduled" };
        let (code, level) = (it.code.clone().unwrap_or_default(), it.level.clone().unwrap_or_default());
        vec![it.id.to_string(), status.to_owned(), now.to_string(), it.name.clone(), level, code, kind.to_owned()]
    });
    let header = ["sourcedId", "status", "dateLastModified", "title", "grades", "classCode", "classType"];
    file(archive, "classes.csv", &header, classes)?;
    let in_class = |member: &&Member| tables.spaces.iter().filter(taught).any(|it| it.id == member.space);
    let enrollments = tables.members.iter().filter(in_class).map(|it| {
        let role = if matches!(it.role, Role::Owner | Role::Manager) { "teacher" } else { "student" };
        let id = format!("{}-{}", it.space, it.person);
        let status = if it.until.is_some_and(|until| until <= now) { "tobedeleted" } else { "active" };
        vec![id, status.to_owned(), now.to_string(), it.space.to_string(), it.person.to_string(), role.to_owned()]
    });
    let header = ["sourcedId", "status", "dateLastModified", "classSourcedId", "userSourcedId", "role"];
    file(archive, "enrollments.csv", &header, enrollments)
}

fn users(tables: &Tables, now: Timestamp, archive: &mut Archive) -> Result<()> {
    let header = [
        "sourcedId",
        "status",
        "dateLastModified",
        "enabledUser",
        "username",
        "givenName",
        "familyName",
        "preferredGivenName",
        "email",
        "phone",
        "grades",
        "role",
        "agentSourcedIds",
    ];
    let mut guardians: std::collections::HashMap<_, Vec<String>> = std::collections::HashMap::new();
    for it in tables.guardianships.iter().filter(|it| it.ended_at.is_none()) {
        guardians.entry(it.child).or_default().push(it.guardian.to_string());
    }
    let users = tables.persons.iter().map(|it| {
        let there = it.left_at.is_none();
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let agents = guardians.get(&it.id).map(|ids| ids.join(",")).unwrap_or_default();
        vec![
            it.id.to_string(),
            if there { "active" } else { "tobedeleted" }.to_owned(),
            now.to_string(),
            there.to_string(),
            it.login.clone(),
            it.given_names.clone(),
            it.family_name.clone(),
            some(&it.preferred_name),
            some(&it.email),
            some(&it.phone),
            some(&it.level),
            oneroster_role(it.kind).to_owned(),
            agents,
        ]
    });
    file(archive, "users.csv", &header, users)
}

fn file(archive: &mut Archive, name: &str, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(Problem::internal)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| csv_safe(cell).into_owned())).map_err(Problem::internal)?;
    }
    let bytes = writer.into_inner().map_err(|error| Problem::internal(error.to_string()))?;
    archive.file(&format!("oneroster/{name}"), bytes.as_slice())
}
