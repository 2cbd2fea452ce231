//! `OneRoster` 1.1 and 1.2, the CSV binding of 1EdTech: an archive of tables that belong together.
//!
//! Tables are recognised by their heading. In 1.1 the role stands in `users.csv`; in 1.2 in `roles.csv`. Guardians are
//! users, tied to children by `agentSourcedIds` on either side. A table is complete (`bulk`) or only adds (`delta`) as
//! `manifest.csv` says; `status` `tobedeleted` says that someone is gone in either.

use std::collections::{BTreeSet, HashMap, HashSet};

use time::Date;

use crate::{
    Authority, Child, Code, Coverage, Format, Guardianship, Identifier, Kind, Left, Level, Membership,
    Part as SpacePart, Person, PhoneKind, Problem, Sex, Source, Space, SpaceKey, SpaceKind, System,
    read::{
        Context,
        cells::Cell,
        table::{Row, Rows, Table, header_key, read_csv_into},
        text::Open,
    },
};

/// A table of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Manifest,
    Orgs,
    Sessions,
    Demographics,
    Roles,
    Users,
    Classes,
    Enrollments,
    /// Courses, resources, results: of no use here.
    Other,
}

impl Part {
    /// The order in which tables are read: what is pointed at first.
    pub(crate) const ORDER: [Self; 8] = [
        Self::Manifest,
        Self::Orgs,
        Self::Sessions,
        Self::Demographics,
        Self::Roles,
        Self::Users,
        Self::Classes,
        Self::Enrollments,
    ];

    /// The table with that heading.
    pub(crate) fn of(headers: &[String]) -> Option<Self> {
        let keys: Vec<_> = headers.iter().map(|header| header_key(header)).collect();
        let has = |names: &[&str]| names.iter().all(|name| keys.iter().any(|key| key == name));
        let parts: [(Self, &[&str]); 9] = [
            (Self::Manifest, &["propertyname", "value"]),
            (Self::Users, &["sourcedid", "givenname", "familyname"]),
            (Self::Roles, &["sourcedid", "usersourcedid", "roletype"]),
            (Self::Demographics, &["sourcedid", "birthdate"]),
            (Self::Enrollments, &["sourcedid", "classsourcedid", "usersourcedid"]),
            (Self::Classes, &["sourcedid", "coursesourcedid", "classtype"]),
            (Self::Sessions, &["sourcedid", "startdate", "enddate", "type"]),
            (Self::Orgs, &["sourcedid", "name", "type"]),
            (Self::Other, &["sourcedid"]),
        ];
        parts.into_iter().find(|(_, names)| has(names)).map(|(part, _)| part)
    }
}

/// What the tables have said so far.
#[derive(Default)]
pub(crate) struct Reading {
    is_delta: bool,
    institution: Option<String>,
    school_year: Option<String>,
    demographics: HashMap<String, (Option<Date>, Option<Sex>)>,
    roles: HashMap<String, Kind>,
    users: HashMap<String, (Kind, bool)>,
    identifiers: HashMap<String, u64>,
    /// Either side of a guardianship may name the other.
    agents: Vec<(String, String, u64)>,
    users_file: String,
    classes: HashMap<String, SpaceKey>,
    enrolled: HashSet<(String, String, SpacePart)>,
    people: u64,
}

impl Reading {
    /// Reads one table; the order is [`Part::ORDER`].
    pub(crate) fn read(&mut self, part: Part, source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
        if part == Part::Users {
            ctx.file().clone_into(&mut self.users_file);
        }
        let rows = PartRows { part, heading: Heading::default(), reading: self };
        read_csv_into(Table::of(Box::new(rows)), source, ctx)
    }

    /// Ties guardians to children, and ends the archive.
    pub(crate) fn end(self, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let mut told = HashSet::new();
        for (user, agent, line) in &self.agents {
            let is = |id: &str, kind| self.users.get(id).is_some_and(|(one, gone)| *one == kind && !gone);
            let (guardian, child) = if is(user, Kind::Guardian) { (user, agent) } else { (agent, user) };
            let place = crate::Place { file: self.users_file.clone(), line: *line };
            if !self.users.contains_key(agent) && !self.is_delta {
                let problem = Problem::new(Code::UnknownReference).at(*line, 0).in_file(&self.users_file);
                ctx.problem(problem.with("value", agent));
            } else if is(guardian, Kind::Guardian)
                && (is(child, Kind::Learner) || !self.users.contains_key(child))
                && told.insert((guardian, child))
            {
                ctx.guardianship(Guardianship {
                    guardian: format!("oneroster:{guardian}"),
                    child: Child::Key(format!("oneroster:{child}")),
                    authority: Authority::Unknown,
                    kinship: None,
                    pays: None,
                    contact: None,
                    place,
                });
            }
        }
        let kinds: BTreeSet<Kind> = self.users.values().map(|(kind, _)| *kind).collect();
        let coverage = if self.is_delta { Coverage::Nobody } else { Coverage::Everyone(kinds.into_iter().collect()) };
        ctx.source(Source {
            file: self.users_file,
            format: Format::OneRoster,
            institution: self.institution,
            school_year: self.school_year,
            coverage,
            people: self.people,
        })
    }

    fn user(&mut self, row: Row<'_>, heading: &Heading, ctx: &mut Context<'_>) {
        let at = |name| row.cell(heading.find(name));
        let id = at("sourcedid").text.trim().to_owned();
        if id.is_empty() {
            return missing("sourcedId", at("sourcedid"), ctx);
        }
        let Some(kind) = self.kind(&id, at("role"), ctx) else { return };
        if self.users.contains_key(&id) {
            ctx.problem(Problem::new(Code::Duplicate).at(row.line, 0).with("value", &id).with("line", "?"));
            return;
        }
        let mut person = Person::new(kind, format!("oneroster:{id}"));
        person.place = ctx.place(row.line);
        person.identifiers.push(Identifier::new(System::OneRoster, &id));
        self.local_identifier(&mut person, at("identifier"), ctx);
        person.names = ctx.names(at("familyname"), at("preferredfamilyname"), at("givenname"));
        person.names.other_given = ctx.name(at("middlename")).split_whitespace().map(str::to_owned).collect();
        person.names.preferred = ctx.optional_name(at("preferredgivenname"));
        if person.names.family.is_empty() || person.names.given.is_empty() {
            ctx.problem(Problem::new(Code::MissingName).at(row.line, 0));
            return;
        }
        person.email = ctx.email(at("email"));
        let phones = [(PhoneKind::Home, at("phone")), (PhoneKind::Mobile, at("sms"))];
        person.phones = phones.into_iter().filter_map(|(kind, cell)| ctx.phone(kind, cell)).collect();
        let grades = ctx.optional_name(at("grades")).filter(|_| kind == Kind::Learner);
        person.level = grades.map(|code| Level { code: Some(code), ..Level::default() });
        if let Some((birth, sex)) = self.demographics.remove(&id) {
            (person.birth, person.sex) = (birth, sex);
        }
        let gone = is_deleted(row, heading);
        person.left = gone.then_some(Left::Deleted);
        for agent in at("agentsourcedids").text.split([',', ';']).map(str::trim).filter(|agent| !agent.is_empty()) {
            self.agents.push((id.clone(), agent.to_owned(), row.line));
        }
        self.users.insert(id, (kind, gone));
        self.people += 1;
        ctx.person(person);
    }

    fn local_identifier(&mut self, person: &mut Person, cell: Cell<'_>, ctx: &mut Context<'_>) {
        let value = ctx.text(cell);
        if value.is_empty() {
            return;
        }
        if let Some(first) = self.identifiers.get(&value) {
            let problem = Problem::new(Code::SharedIdentifier).at(cell.line, cell.column).with("line", first);
            ctx.problem(problem.with("value", &value));
            return;
        }
        self.identifiers.insert(value.clone(), cell.line);
        person.identifiers.push(Identifier::new(System::Local, value));
    }

    /// 1.1 says the role in the row, 1.2 in `roles.csv`. People of roles that are nobody here are left out.
    fn kind(&self, id: &str, role: Cell<'_>, ctx: &mut Context<'_>) -> Option<Kind> {
        let role_text = role.text.trim();
        match (kind_of(role_text), self.roles.get(id)) {
            (Some(kind), _) | (None, Some(&kind)) => Some(kind),
            (None, None) => {
                let value = if role_text.is_empty() { id } else { role_text };
                ctx.problem(Problem::new(Code::UnknownWord).at(role.line, role.column).with("value", value));
                None
            }
        }
    }

    fn class(&mut self, row: Row<'_>, heading: &Heading, ctx: &mut Context<'_>) {
        let at = |name| row.cell(heading.find(name));
        let id = at("sourcedid").text.trim().to_owned();
        if id.is_empty() {
            return missing("sourcedId", at("sourcedid"), ctx);
        }
        if is_deleted(row, heading) {
            return;
        }
        let is_homeroom = at("classtype").text.trim().eq_ignore_ascii_case("homeroom");
        let kind = if is_homeroom { SpaceKind::Class } else { SpaceKind::Group };
        let key = SpaceKey { kind, code: ctx.name(Cell { text: &id, ..at("sourcedid") }) };
        let name = ctx.optional_name(at("title")).unwrap_or_else(|| key.code.clone());
        let level = ctx.optional_name(at("grades"));
        let place = ctx.place(row.line);
        self.classes.insert(id, key.clone());
        ctx.space(Space { key, name, level, place });
    }

    fn enrollment(&mut self, row: Row<'_>, heading: &Heading, ctx: &mut Context<'_>) {
        let at = |name| row.cell(heading.find(name));
        if is_deleted(row, heading) {
            return;
        }
        let (class, user) = (at("classsourcedid"), at("usersourcedid"));
        let part = match at("role").text.trim().to_lowercase().as_str() {
            "student" => SpacePart::Learner,
            "teacher" | "aide" => SpacePart::Teacher,
            _ => return,
        };
        let Some((_, gone)) = self.users.get(user.text.trim()) else {
            return self.unknown(user, ctx);
        };
        let Some(space) = self.classes.get(class.text.trim()) else {
            return self.unknown(class, ctx);
        };
        let (user, class) = (user.text.trim().to_owned(), class.text.trim().to_owned());
        if !gone && self.enrolled.insert((user.clone(), class, part)) {
            let space = space.clone();
            ctx.membership(Membership { person: format!("oneroster:{user}"), space, part });
        }
    }

    /// A delta file points at what an earlier one said.
    fn unknown(&self, cell: Cell<'_>, ctx: &mut Context<'_>) {
        if !self.is_delta {
            let problem = Problem::new(Code::UnknownReference).at(cell.line, cell.column);
            ctx.problem(problem.with("value", cell.text.trim()));
        }
    }
}

fn missing(field: &'static str, cell: Cell<'_>, ctx: &mut Context<'_>) {
    ctx.problem(Problem::new(Code::MissingValue).at(cell.line, cell.column).with("field", field));
}

/// `OneRoster` 1.2, enumeration `RoleEnum`, and its 1.1 counterpart.
fn kind_of(role: &str) -> Option<Kind> {
    Some(match role.to_lowercase().as_str() {
        "student" => Kind::Learner,
        "guardian" | "parent" | "relative" => Kind::Guardian,
        "teacher"
        | "administrator"
        | "aide"
        | "counselor"
        | "districtadministrator"
        | "principal"
        | "proctor"
        | "siteadministrator"
        | "systemadministrator" => Kind::Staff,
        _ => return None,
    })
}

fn is_deleted(row: Row<'_>, heading: &Heading) -> bool {
    row.cell(heading.find("status")).text.trim().eq_ignore_ascii_case("tobedeleted")
}

#[derive(Default)]
struct Heading(Vec<String>);

impl Heading {
    fn find(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|key| key == name)
    }
}

struct PartRows<'r> {
    part: Part,
    heading: Heading,
    reading: &'r mut Reading,
}

impl Rows for PartRows<'_> {
    fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        if self.heading.0.is_empty() {
            self.heading.0 = row.cells.iter().map(|header| header_key(header)).collect();
            return Ok(());
        }
        let (reading, heading) = (&mut *self.reading, &self.heading);
        let at = |name| row.cell(heading.find(name));
        match self.part {
            Part::Manifest => {
                let is_users = matches!(at("propertyname").text.trim(), "file.users" | "file.enrollments");
                reading.is_delta |= is_users && at("value").text.trim().eq_ignore_ascii_case("delta");
            }
            Part::Orgs => {
                let is_school = at("type").text.trim().eq_ignore_ascii_case("school");
                if is_school && reading.institution.is_none() && !is_deleted(row, heading) {
                    let code = ctx.text(at("identifier"));
                    ctx.check_institution(&code).map_err(|problem| problem.at(row.line, 0))?;
                    reading.institution = Some(code).filter(|code| !code.is_empty());
                }
            }
            Part::Sessions => {
                let year = ctx.text(at("schoolyear"));
                if !year.is_empty() {
                    reading.school_year.get_or_insert(year);
                }
            }
            Part::Demographics => {
                let known = (ctx.birth(at("birthdate")), ctx.sex(at("sex")));
                reading.demographics.insert(at("sourcedid").text.trim().to_owned(), known);
            }
            Part::Roles => {
                let is_primary = !at("roletype").text.trim().eq_ignore_ascii_case("secondary");
                let user = at("usersourcedid").text.trim().to_owned();
                if let Some(kind) = kind_of(at("role").text.trim()).filter(|_| !is_deleted(row, heading)) {
                    if is_primary {
                        reading.roles.insert(user, kind);
                    } else {
                        reading.roles.entry(user).or_insert(kind);
                    }
                }
            }
            Part::Users => reading.user(row, heading, ctx),
            Part::Classes => reading.class(row, heading, ctx),
            Part::Enrollments => reading.enrollment(row, heading, ctx),
            Part::Other => {}
        }
        Ok(())
    }

    fn end(self: Box<Self>, _: &mut Context<'_>) -> Result<(), Problem> {
        Ok(())
    }
}
