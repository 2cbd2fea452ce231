//! ONDE, the register of French primary schools (formerly Base élèves 1er degré): three CSV exports.
//!
//! Their headings changed over the years (`Nom Elève` or `Nom élève`, `Classe` or `Libellé classe`, `Autorisations
//! photos` or `Autorisation photo`, with or without INE), so columns are found by folded aliases. The guardians' file
//! repeats the same four headings for each child: children are read by position. Nothing in ONDE says who has legal
//! authority.

use super::entries::Entries;
use crate::{
    Address, Authority, Child, Code, Coverage, Format, Guardianship, Identifier, Kind, Level, Names, Part, Person,
    PhoneKind, Problem, Source, SpaceKey, System,
    read::{
        Context,
        cells::Cell,
        table::{Row, Rows, header_key},
    },
};

/// Positions of columns by folded heading. The first column of a name counts.
struct Heading {
    keys: Vec<String>,
}

impl Heading {
    fn find(&self, aliases: &[&str]) -> Option<usize> {
        aliases.iter().find_map(|alias| self.keys.iter().position(|key| key == alias))
    }
}

/// The reader of an ONDE table, if the heading is one.
///
/// # Errors
/// Columns are missing from what is clearly an ONDE file.
pub(crate) fn detect(headers: &[String]) -> Result<Option<Box<dyn Rows>>, Problem> {
    let heading = Heading { keys: headers.iter().map(|header| header_key(header)).collect() };
    let has = |aliases: &[&str]| heading.find(aliases).is_some();
    if has(&["nomresponsable", "nomderesponsable", "prenomresponsable"]) {
        return Ok(Some(Box::new(Guardians::new(&heading)?)));
    }
    if has(&["nomeleve", "prenomeleve"]) {
        return Ok(Some(Box::new(Learners::new(&heading)?)));
    }
    if has(&["directeur"]) && has(&["civilite"]) && has(&["nom"]) {
        return Ok(Some(Box::new(Staff::new(&heading)?)));
    }
    Ok(None)
}

/// Names of the columns that are not there, as ONDE writes them.
fn require(columns: &[(&str, Option<usize>)]) -> Result<(), Problem> {
    let missing: Vec<_> = columns.iter().filter(|(_, column)| column.is_none()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Code::MissingColumns).with("columns", missing.join(", ")))
}

struct Learners {
    family: Option<usize>,
    used: Option<usize>,
    given: Option<usize>,
    birth: Option<usize>,
    sex: Option<usize>,
    ine: Option<usize>,
    address: [Option<usize>; 4],
    cycle: Option<usize>,
    level: Option<usize>,
    class: Option<usize>,
    associations: Option<usize>,
    photo: Option<usize>,
    entries: Entries,
}

impl Learners {
    fn new(heading: &Heading) -> Result<Self, Problem> {
        let learners = Self {
            family: heading.find(&["nomeleve", "nomdefamilleeleve"]),
            used: heading.find(&["nomdusageeleve", "nomusageeleve"]),
            given: heading.find(&["prenomeleve", "prenomseleve"]),
            birth: heading.find(&["datenaissance", "datedenaissance"]),
            sex: heading.find(&["sexe"]),
            ine: heading.find(&["ine"]),
            address: [
                heading.find(&["adresse1", "adresse"]),
                heading.find(&["cp1", "cp"]),
                heading.find(&["commune1", "commune"]),
                heading.find(&["pays1", "pays"]),
            ],
            cycle: heading.find(&["cycle"]),
            level: heading.find(&["niveau"]),
            class: heading.find(&["libelleclasse", "classe"]),
            associations: heading.find(&["autorisationassociations", "autorisationsassociations"]),
            photo: heading.find(&["autorisationphoto", "autorisationsphotos", "autorisationphotos"]),
            entries: Entries::default(),
        };
        require(&[
            ("Nom élève", learners.family),
            ("Prénom élève", learners.given),
            ("Date naissance", learners.birth),
            ("Libellé classe", learners.class),
        ])?;
        Ok(learners)
    }
}

impl Rows for Learners {
    fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let mut person = Person::new(Kind::Learner, "");
        person.place = ctx.place(row.line);
        person.names = ctx.names(row.cell(self.family), row.cell(self.used), row.cell(self.given));
        person.birth = ctx.birth(row.cell(self.birth));
        person.sex = ctx.sex(row.cell(self.sex));
        person.identifiers.extend(ctx.ine(row.cell(self.ine)).map(|ine| Identifier::new(System::Ine, ine)));
        person.address = address(self.address, row, ctx);
        let cycle = ctx.optional_name(row.cell(self.cycle));
        let name = ctx.optional_name(row.cell(self.level));
        person.level = (cycle.is_some() || name.is_some()).then_some(Level { code: None, cycle, name });
        person.associations = ctx.flag(row.cell(self.associations));
        person.photo = ctx.flag(row.cell(self.photo));
        let class = ctx.name(row.cell(self.class));
        if let Some(key) = self.entries.person(person, ctx) {
            self.entries.member(&key, SpaceKey::class(class), Part::Learner, row.line, ctx);
        }
        Ok(())
    }

    fn end(self: Box<Self>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let coverage = Coverage::Classes(Kind::Learner, self.entries.classes);
        ctx.source(source(Format::OndeLearners, coverage, ctx))
    }
}

fn source(format: Format, coverage: Coverage, ctx: &Context<'_>) -> Source {
    let (file, people) = (ctx.file().to_owned(), ctx.people());
    Source { file, format, institution: None, school_year: None, coverage, people }
}

fn address(columns: [Option<usize>; 4], row: Row<'_>, ctx: &mut Context<'_>) -> Option<Address> {
    let [street, postcode, town, country] = columns.map(|column| row.cell(column));
    let address = Address {
        street: ctx.street(street),
        postcode: ctx.text(postcode),
        town: ctx.text(town),
        country: ctx.text(country),
    };
    (!address.is_empty()).then_some(address)
}

/// What guardians and staff have in common.
struct Adult {
    title: Option<usize>,
    used: Option<usize>,
    family: Option<usize>,
    given: Option<usize>,
    address: [Option<usize>; 4],
    email: Option<usize>,
    phones: [(PhoneKind, Option<usize>); 3],
}

impl Adult {
    fn person(&self, kind: Kind, row: Row<'_>, ctx: &mut Context<'_>) -> Person {
        let mut person = Person::new(kind, "");
        person.place = ctx.place(row.line);
        person.names = ctx.names(row.cell(self.family), row.cell(self.used), row.cell(self.given));
        person.title = ctx.optional_name(row.cell(self.title));
        person.address = address(self.address, row, ctx);
        person.email = ctx.email(row.cell(self.email));
        let phones = self.phones.map(|(kind, column)| ctx.phone(kind, row.cell(column)));
        person.phones = phones.into_iter().flatten().collect();
        person
    }
}

/// The four columns of a child.
#[derive(Clone, Copy)]
struct ChildColumns {
    used: Option<usize>,
    family: Option<usize>,
    given: Option<usize>,
    class: Option<usize>,
}

struct Guardians {
    adult: Adult,
    children: Vec<ChildColumns>,
    classes: Vec<String>,
    entries: Entries,
}

impl Guardians {
    fn new(heading: &Heading) -> Result<Self, Problem> {
        let adult = Adult {
            title: heading.find(&["civiliteresponsable", "civilite"]),
            used: heading.find(&["nomusageresponsable", "nomdusageresponsable"]),
            family: heading.find(&["nomresponsable", "nomderesponsable"]),
            given: heading.find(&["prenomresponsable"]),
            address: [
                heading.find(&["adresseresponsable", "adresse"]),
                heading.find(&["cpresponsable", "cp"]),
                heading.find(&["communeresponsable", "commune"]),
                heading.find(&["pays", "paysresponsable"]),
            ],
            email: heading.find(&["courriel", "mail", "email"]),
            phones: [
                (PhoneKind::Home, heading.find(&["telephonedomicile"])),
                (PhoneKind::Work, heading.find(&["telephonetravail"])),
                (PhoneKind::Mobile, heading.find(&["telephoneportable"])),
            ],
        };
        let children = child_groups(&heading.keys);
        let child = children.first();
        require(&[
            ("Nom responsable", adult.family),
            ("Prénom responsable", adult.given),
            ("Nom de famille enfant", child.and_then(|child| child.family)),
            ("Prénom enfant", child.and_then(|child| child.given)),
        ])?;
        Ok(Self { adult, children, classes: Vec::new(), entries: Entries::default() })
    }

    fn child(&mut self, columns: ChildColumns, row: Row<'_>, ctx: &mut Context<'_>) -> Option<(Names, Vec<String>)> {
        let filled = |cell: Cell<'_>| !cell.text.trim().is_empty();
        if !filled(row.cell(columns.family)) && !filled(row.cell(columns.given)) && !filled(row.cell(columns.used)) {
            return None;
        }
        let names = ctx.names(row.cell(columns.family), row.cell(columns.used), row.cell(columns.given));
        let class = ctx.optional_name(row.cell(columns.class));
        if let Some(class) = class.as_ref().filter(|class| !self.classes.contains(class)) {
            self.classes.push(class.clone());
        }
        Some((names, class.into_iter().collect()))
    }
}

/// Groups of four columns, in whatever order the four are: a group ends where one of its headings comes again.
fn child_groups(keys: &[String]) -> Vec<ChildColumns> {
    let nobody = ChildColumns { used: None, family: None, given: None, class: None };
    let mut groups: Vec<ChildColumns> = Vec::new();
    let mut current = nobody;
    for (column, key) in keys.iter().enumerate() {
        let slot = |group: &mut ChildColumns| -> bool {
            let field = match key.as_str() {
                "nomdusageenfant" | "nomusageenfant" => &mut group.used,
                "nomdefamilleenfant" | "nomenfant" => &mut group.family,
                "prenomenfant" => &mut group.given,
                "classesenfants" | "classeenfant" | "classesenfant" | "classeenfants" => &mut group.class,
                _ => return true,
            };
            let is_free = field.is_none();
            if is_free {
                *field = Some(column);
            }
            is_free
        };
        if !slot(&mut current) {
            groups.push(current);
            current = nobody;
            slot(&mut current);
        }
    }
    if current.family.is_some() || current.used.is_some() {
        groups.push(current);
    }
    groups
}

impl Rows for Guardians {
    fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let person = self.adult.person(Kind::Guardian, row, ctx);
        let children: Vec<_> = self.children.clone().into_iter().filter_map(|one| self.child(one, row, ctx)).collect();
        let Some(guardian) = self.entries.person(person, ctx) else { return Ok(()) };
        for (names, classes) in children {
            let child = Child::Named { names, classes };
            let place = ctx.place(row.line);
            ctx.guardianship(Guardianship {
                guardian: guardian.clone(),
                child,
                authority: Authority::Unknown,
                kinship: None,
                pays: None,
                contact: None,
                place,
            });
        }
        Ok(())
    }

    fn end(self: Box<Self>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let coverage = Coverage::Classes(Kind::Guardian, self.classes);
        ctx.source(source(Format::OndeGuardians, coverage, ctx))
    }
}

struct Staff {
    adult: Adult,
    head: Option<usize>,
    class: Option<usize>,
    entries: Entries,
}

impl Staff {
    fn new(heading: &Heading) -> Result<Self, Problem> {
        let adult = Adult {
            title: heading.find(&["civilite"]),
            used: heading.find(&["nomusage", "nomdusage"]),
            family: heading.find(&["nom"]),
            given: heading.find(&["prenom"]),
            address: ["adresse", "cp", "commune", "pays"].map(|name| heading.find(&[name])),
            email: heading.find(&["courriel", "mail", "email"]),
            phones: [
                (PhoneKind::Home, heading.find(&["telephonedomicile"])),
                (PhoneKind::Work, heading.find(&["telephonetravail"])),
                (PhoneKind::Mobile, heading.find(&["telephoneportable"])),
            ],
        };
        require(&[("Nom", adult.family), ("Prénom", adult.given)])?;
        let (head, class) = (heading.find(&["directeur"]), heading.find(&["classe", "libelleclasse"]));
        Ok(Self { adult, head, class, entries: Entries::default() })
    }
}

impl Rows for Staff {
    /// A teacher of several classes has several rows.
    fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let mut person = self.adult.person(Kind::Staff, row, ctx);
        person.head = ctx.flag(row.cell(self.head)).unwrap_or(false);
        let class = ctx.name(row.cell(self.class));
        if let Some(key) = self.entries.person(person, ctx) {
            self.entries.member(&key, SpaceKey::class(class), Part::Teacher, row.line, ctx);
        }
        Ok(())
    }

    fn end(self: Box<Self>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        ctx.source(source(Format::OndeStaff, Coverage::Everyone(vec![Kind::Staff]), ctx))
    }
}
