//! SIECLE, the register of French secondary schools: XML, alone or in an archive.
//!
//! `ElevesSansAdresses.xml` lists learners, then which class (`D`) and groups (`G`) each is in;
//! `ResponsablesAvecAdresses.xml` lists guardians, then who answers for whom, then addresses; `Structures.xml` names
//! classes and groups. Links go forwards, so people are held until the end of their file. A learner who left is still
//! listed, with a `DATE_SORTIE`, and may still be linked to a class or to the division `Inactifs`.

use std::collections::{HashMap, HashSet};

use crate::{
    Address, Authority, Child, Code, Coverage, Format, Guardianship, Identifier, Kind, Left, Level, Membership, Part,
    Person, PhoneKind, Problem, Source, Space, SpaceKey, SpaceKind, System, fold,
    read::{
        Context,
        cells::Cell,
        text::Open,
        xml::{self, Elements, Path, attribute},
    },
};

pub(crate) fn read_learners(source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
    let mut learners = Learners::default();
    xml::read(source, ctx, &mut learners)?;
    learners.end(ctx)
}

pub(crate) fn read_guardians(source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
    let mut guardians = Guardians::default();
    xml::read(source, ctx, &mut guardians)?;
    guardians.end(ctx)
}

pub(crate) fn read_structures(source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
    let mut structures = Structures::default();
    xml::read(source, ctx, &mut structures)?;
    let coverage = Coverage::Nobody;
    let source = structures.about.source(Format::SiecleStructures, coverage, ctx);
    ctx.source(source)
}

fn cell<'a>(path: &Path, text: &'a str) -> Cell<'a> {
    Cell { text, line: path.line, column: path.column }
}

/// `PARAMETRES`, the same in all files.
#[derive(Default)]
struct About {
    institution: Option<String>,
    school_year: Option<String>,
}

impl About {
    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match path.name() {
            "UAJ" => {
                let uai = ctx.text(cell(path, text));
                ctx.check_institution(&uai).map_err(|problem| problem.at(path.line, path.column))?;
                self.institution = Some(uai).filter(|uai| !uai.is_empty());
            }
            "ANNEE_SCOLAIRE" => self.school_year = Some(ctx.text(cell(path, text))).filter(|year| !year.is_empty()),
            _ => {}
        }
        Ok(())
    }

    fn source(&self, format: Format, coverage: Coverage, ctx: &Context<'_>) -> Source {
        Source {
            file: ctx.file().to_owned(),
            format,
            institution: self.institution.clone(),
            school_year: self.school_year.clone(),
            coverage,
            people: ctx.people(),
        }
    }
}

#[derive(Default)]
struct Learners {
    about: About,
    current: Option<Person>,
    people: Vec<Person>,
    by_id: HashMap<String, usize>,
    ines: HashMap<String, u64>,
    /// The learner whose structures are being listed.
    linked: Option<usize>,
    code: String,
    kind: Option<SpaceKind>,
    memberships: Vec<(usize, SpaceKey)>,
}

impl Elements for Learners {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], ctx: &mut Context<'_>) -> Result<(), Problem> {
        match (path.parent(), path.name()) {
            ("ELEVES", "ELEVE") => {
                ctx.count().map_err(|problem| problem.at(path.line, path.column))?;
                self.current = None;
                let Some(id) = attribute(attributes, "ELEVE_ID") else {
                    ctx.problem(path.problem(Code::MissingValue).with("field", "ELEVE_ID"));
                    return Ok(());
                };
                let mut person = Person::new(Kind::Learner, format!("siecle.eleve:{id}"));
                person.identifiers.push(Identifier::new(System::SiecleLearner, id));
                person.place = ctx.place(path.line);
                self.current = Some(person);
            }
            (_, "STRUCTURES_ELEVE") => {
                let id = attribute(attributes, "ELEVE_ID").unwrap_or_default();
                self.linked = self.by_id.get(id).copied();
                if self.linked.is_none() {
                    ctx.problem(path.problem(Code::UnknownReference).with("value", format!("ELEVE_ID {id}")));
                }
            }
            ("STRUCTURES_ELEVE", "STRUCTURE") => {
                self.code.clear();
                self.kind = None;
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match path.parent() {
            "PARAMETRES" => self.about.close(path, text, ctx)?,
            "ELEVE" => self.field(path, text, ctx),
            "ELEVES" => self.learner(path, ctx),
            "STRUCTURE" => match path.name() {
                "CODE_STRUCTURE" => self.code = ctx.name(cell(path, text)),
                "TYPE_STRUCTURE" => self.kind = space_kind(path, text, ctx),
                _ => {}
            },
            "STRUCTURES_ELEVE" => self.structure(),
            _ => {}
        }
        Ok(())
    }
}

fn space_kind(path: &Path, text: &str, ctx: &mut Context<'_>) -> Option<SpaceKind> {
    match text.trim() {
        "D" => Some(SpaceKind::Class),
        "G" => Some(SpaceKind::Group),
        other => {
            ctx.problem(path.problem(Code::UnknownWord).with("value", other));
            None
        }
    }
}

impl Learners {
    fn field(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) {
        let Some(person) = &mut self.current else { return };
        let cell = cell(path, text);
        match path.name() {
            "NOM_DE_FAMILLE" | "NOM" => person.names.family = ctx.name(cell),
            "NOM_USAGE" => person.names.used = ctx.optional_name(cell),
            "PRENOM" => person.names.given = ctx.name(cell),
            "PRENOM2" | "PRENOM3" => person.names.other_given.extend(ctx.optional_name(cell)),
            "PRENOM_USAGE" => person.names.preferred = ctx.optional_name(cell),
            "DATE_NAISS" => person.birth = ctx.birth(cell),
            "CODE_SEXE" => person.sex = ctx.sex(cell),
            "ID_NATIONAL" | "INE_RNIE" => {
                // `INE_RNIE` is the newer one, and follows: it wins.
                if let Some(ine) = ctx.ine(cell) {
                    person.identifiers.retain(|one| one.system != System::Ine);
                    person.identifiers.insert(0, Identifier::new(System::Ine, ine));
                }
            }
            "CODE_MEF" => {
                let code = ctx.optional_name(cell);
                person.level = code.map(|code| Level { code: Some(code), ..Level::default() });
            }
            "DATE_SORTIE" => person.left = ctx.date(cell).filter(|date| *date <= ctx.today()).map(Left::On),
            "MEL" => person.email = ctx.email(cell),
            "TEL_PERSONNEL" => person.phones.extend(ctx.phone(PhoneKind::Home, cell)),
            "TEL_PORTABLE" => person.phones.extend(ctx.phone(PhoneKind::Mobile, cell)),
            _ => {}
        }
    }

    fn learner(&mut self, path: &Path, ctx: &mut Context<'_>) {
        let Some(mut person) = self.current.take() else { return };
        drop_same_used_name(&mut person);
        let line = person.place.line;
        if person.names.family.is_empty() || person.names.given.is_empty() {
            ctx.problem(path.problem(Code::MissingName).at(line, 0));
            return;
        }
        let id = person.identifier(System::SiecleLearner).unwrap_or_default().to_owned();
        if let Some(first) = self.by_id.get(&id).and_then(|position| self.people.get(*position)) {
            let problem = path.problem(Code::Duplicate).at(line, 0).with("line", first.place.line);
            ctx.problem(problem.with("value", person.names.display()));
            return;
        }
        if let Some(ine) = person.identifier(System::Ine).map(str::to_owned) {
            if let Some(first) = self.ines.get(&ine) {
                ctx.problem(path.problem(Code::SharedIdentifier).at(line, 0).with("line", first).with("value", &ine));
                person.identifiers.retain(|one| one.system != System::Ine);
            } else {
                self.ines.insert(ine, line);
            }
        }
        self.by_id.insert(id, self.people.len());
        self.people.push(person);
    }

    fn structure(&mut self) {
        let (Some(learner), Some(kind)) = (self.linked, self.kind) else { return };
        if self.code.is_empty() {
            return;
        }
        if kind == SpaceKind::Class && fold(&self.code) == "inactifs" {
            if let Some(person) = self.people.get_mut(learner) {
                person.left = person.left.take().or(Some(Left::Inactive));
            }
            return;
        }
        self.memberships.push((learner, SpaceKey { kind, code: std::mem::take(&mut self.code) }));
    }

    fn end(self, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let mut spaces = HashSet::new();
        let mut seen = HashSet::new();
        for (learner, space) in self.memberships {
            let Some(person) = self.people.get(learner).filter(|person| person.left.is_none()) else { continue };
            if !seen.insert((learner, space.clone())) {
                continue;
            }
            if spaces.insert(space.clone()) {
                let (name, place) = (space.code.clone(), ctx.place(0));
                ctx.space(Space { key: space.clone(), name, level: None, place });
            }
            ctx.membership(Membership { person: person.key.clone(), space, part: Part::Learner });
        }
        self.people.into_iter().for_each(|person| ctx.person(person));
        let coverage = Coverage::Everyone(vec![Kind::Learner]);
        let source = self.about.source(Format::SiecleLearners, coverage, ctx);
        ctx.source(source)
    }
}

fn drop_same_used_name(person: &mut Person) {
    let names = &mut person.names;
    if names.family.is_empty() {
        names.family = names.used.take().unwrap_or_default();
    }
    if names.used.as_deref().is_some_and(|used| fold(used) == fold(&names.family)) {
        names.used = None;
    }
}

#[derive(Default)]
struct Guardians {
    about: About,
    current: Option<(Person, Option<String>)>,
    people: Vec<(Person, Option<String>)>,
    by_id: HashMap<String, u64>,
    link: Link,
    links: Vec<Guardianship>,
    address: Option<(String, Address)>,
    addresses: HashMap<String, Address>,
}

#[derive(Default)]
struct Link {
    guardian: String,
    child: String,
    authority: Option<Authority>,
    kinship: Option<String>,
    pays: Option<bool>,
    contact: Option<bool>,
    line: u64,
}

impl Elements for Guardians {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], ctx: &mut Context<'_>) -> Result<(), Problem> {
        match (path.parent(), path.name()) {
            ("PERSONNES", "PERSONNE") => {
                ctx.count().map_err(|problem| problem.at(path.line, path.column))?;
                self.current = None;
                let Some(id) = attribute(attributes, "PERSONNE_ID") else {
                    ctx.problem(path.problem(Code::MissingValue).with("field", "PERSONNE_ID"));
                    return Ok(());
                };
                let mut person = Person::new(Kind::Guardian, format!("siecle.personne:{id}"));
                person.identifiers.push(Identifier::new(System::SieclePerson, id));
                person.place = ctx.place(path.line);
                self.current = Some((person, None));
            }
            ("RESPONSABLES", "RESPONSABLE_ELEVE") => {
                ctx.count().map_err(|problem| problem.at(path.line, path.column))?;
                self.link = Link { line: path.line, ..Link::default() };
            }
            ("ADRESSES", "ADRESSE") => {
                let id = attribute(attributes, "ADRESSE_ID");
                self.address = id.map(|id| (id.to_owned(), Address::default()));
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match path.parent() {
            "PARAMETRES" => self.about.close(path, text, ctx)?,
            "PERSONNE" => self.field(path, text, ctx),
            "PERSONNES" => self.guardian(path, ctx),
            "RESPONSABLE_ELEVE" => self.link.field(path, text, ctx),
            "RESPONSABLES" => self.linked(path, ctx),
            "ADRESSE" => self.address_line(path, text, ctx),
            "ADRESSES" => self.addresses.extend(self.address.take().filter(|(_, address)| !address.is_empty())),
            _ => {}
        }
        Ok(())
    }
}

impl Guardians {
    fn field(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) {
        let Some((person, address)) = &mut self.current else { return };
        let cell = cell(path, text);
        match path.name() {
            "NOM" | "NOM_DE_FAMILLE" => person.names.family = ctx.name(cell),
            "NOM_USAGE" => person.names.used = ctx.optional_name(cell),
            "PRENOM" => person.names.given = ctx.name(cell),
            "LC_CIVILITE" => person.title = ctx.optional_name(cell),
            "TEL_PERSONNEL" => person.phones.extend(ctx.phone(PhoneKind::Home, cell)),
            "TEL_PORTABLE" => person.phones.extend(ctx.phone(PhoneKind::Mobile, cell)),
            "TEL_PROFESSIONNEL" => person.phones.extend(ctx.phone(PhoneKind::Work, cell)),
            "MEL" => person.email = ctx.email(cell),
            "ADRESSE_ID" => *address = Some(text.trim().to_owned()),
            _ => {}
        }
    }

    /// An institution (a home, a social service) has a name and no given name: it is kept.
    fn guardian(&mut self, path: &Path, ctx: &mut Context<'_>) {
        let Some((mut person, address)) = self.current.take() else { return };
        drop_same_used_name(&mut person);
        let line = person.place.line;
        if person.names.family.is_empty() {
            ctx.problem(path.problem(Code::MissingName).at(line, 0));
            return;
        }
        let id = person.identifier(System::SieclePerson).unwrap_or_default().to_owned();
        if let Some(first) = self.by_id.get(&id) {
            let problem = path.problem(Code::Duplicate).at(line, 0).with("line", first);
            ctx.problem(problem.with("value", person.names.display()));
            return;
        }
        self.by_id.insert(id, line);
        self.people.push((person, address));
    }

    fn linked(&mut self, path: &Path, ctx: &mut Context<'_>) {
        let link = std::mem::take(&mut self.link);
        if link.guardian.is_empty() || link.child.is_empty() {
            let field = if link.guardian.is_empty() { "PERSONNE_ID" } else { "ELEVE_ID" };
            ctx.problem(path.problem(Code::MissingValue).with("field", field));
            return;
        }
        self.links.push(Guardianship {
            guardian: link.guardian,
            child: Child::Key(format!("siecle.eleve:{}", link.child)),
            authority: link.authority.unwrap_or(Authority::Unknown),
            kinship: link.kinship,
            pays: link.pays,
            contact: link.contact,
            place: ctx.place(link.line),
        });
    }

    fn address_line(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) {
        let Some((_, address)) = &mut self.address else { return };
        let cell = cell(path, text);
        match path.name() {
            "LIGNE1_ADRESSE" | "LIGNE2_ADRESSE" | "LIGNE3_ADRESSE" | "LIGNE4_ADRESSE" => {
                let line = ctx.text(cell);
                if !line.is_empty() && !address.street.is_empty() {
                    address.street.push('\n');
                }
                address.street.push_str(&line);
            }
            "CODE_POSTAL" => address.postcode = ctx.text(cell),
            "LIBELLE_POSTAL" | "LL_LOCALITE" | "COMMUNE_ETRANGERE" if address.town.is_empty() => {
                address.town = ctx.text(cell);
            }
            "LL_PAYS" => address.country = ctx.text(cell),
            _ => {}
        }
    }

    fn end(self, ctx: &mut Context<'_>) -> Result<(), Problem> {
        for (mut person, address) in self.people {
            person.address = address.and_then(|id| self.addresses.get(&id).cloned());
            ctx.person(person);
        }
        for mut link in self.links {
            if self.by_id.contains_key(&link.guardian) {
                link.guardian = format!("siecle.personne:{}", link.guardian);
                ctx.guardianship(link);
            } else {
                let problem = Problem::new(Code::UnknownReference).at(link.place.line, 0);
                ctx.problem(problem.with("value", format!("PERSONNE_ID {}", link.guardian)));
            }
        }
        let coverage = Coverage::Everyone(vec![Kind::Guardian]);
        let source = self.about.source(Format::SiecleGuardians, coverage, ctx);
        ctx.source(source)
    }
}

impl Link {
    fn field(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) {
        let cell = cell(path, text);
        match path.name() {
            "PERSONNE_ID" => text.trim().clone_into(&mut self.guardian),
            "ELEVE_ID" => text.trim().clone_into(&mut self.child),
            "RESP_LEGAL" => {
                self.authority = match text.trim() {
                    "1" => Some(Authority::First),
                    "2" => Some(Authority::Second),
                    "0" => Some(Authority::Contact),
                    other => {
                        ctx.problem(path.problem(Code::BadAuthority).with("value", other));
                        None
                    }
                }
            }
            "CODE_PARENTE" => self.kinship = ctx.optional_name(cell),
            "RESP_FINANCIER" => self.pays = ctx.flag(cell),
            "PERS_CONTACT" => self.contact = ctx.flag(cell),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Structures {
    about: About,
    current: Option<Space>,
}

impl Elements for Structures {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], ctx: &mut Context<'_>) -> Result<(), Problem> {
        let kind = match (path.parent(), path.name()) {
            ("DIVISIONS", "DIVISION") => SpaceKind::Class,
            ("GROUPES", "GROUPE") => SpaceKind::Group,
            _ => return Ok(()),
        };
        ctx.count().map_err(|problem| problem.at(path.line, path.column))?;
        let code = attribute(attributes, "CODE_STRUCTURE").or_else(|| attribute(attributes, "CODE"));
        let code = ctx.name(cell(path, code.unwrap_or_default()));
        let name = code.clone();
        let place = ctx.place(path.line);
        self.current = Some(Space { key: SpaceKey { kind, code }, name, level: None, place });
        Ok(())
    }

    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match (path.parent(), path.name()) {
            ("PARAMETRES", _) => self.about.close(path, text, ctx)?,
            ("DIVISION" | "GROUPE", "LIBELLE_LONG") => {
                let name = ctx.optional_name(cell(path, text));
                if let (Some(space), Some(name)) = (&mut self.current, name) {
                    space.name = name;
                }
            }
            (_, "CODE_MEF") => {
                let level = ctx.optional_name(cell(path, text));
                if let Some(space) = &mut self.current {
                    space.level = space.level.take().or(level);
                }
            }
            ("DIVISIONS", "DIVISION") | ("GROUPES", "GROUPE") => {
                let is_real = |space: &Space| !space.key.code.is_empty() && fold(&space.key.code) != "inactifs";
                if let Some(space) = self.current.take().filter(is_real) {
                    ctx.space(space);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
