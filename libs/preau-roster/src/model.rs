//! The neutral model: what every roster format says about people, whatever the format.
//!
//! A field that is `None` means *the file does not say*, never *the person has none*: a later file that is silent
//! about a field does not erase it.

use serde::{Deserialize, Serialize};
use time::Date;

/// Which kind of person a record describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Someone who is taught.
    Learner,
    /// Someone who answers for a learner, or may be called for them.
    Guardian,
    /// Someone who works in the institution.
    Staff,
}

/// Where an identifier comes from. Values of one system are unique inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum System {
    /// Identifiant national élève: one for a learner's whole schooling in France.
    #[serde(rename = "ine")]
    Ine,
    /// `ELEVE_ID` of SIECLE: stable inside one institution.
    #[serde(rename = "siecle.eleve")]
    SiecleLearner,
    /// `PERSONNE_ID` of SIECLE: stable inside one institution.
    #[serde(rename = "siecle.personne")]
    SieclePerson,
    /// `sourcedId` of `OneRoster`.
    #[serde(rename = "oneroster")]
    OneRoster,
    /// An identifier column of a spreadsheet, chosen by whoever made it.
    #[serde(rename = "local")]
    Local,
    /// Fingerprint of a whole row, for formats that identify nobody (ONDE guardians and teachers, spreadsheets). The
    /// same row is the same person; a changed row has a changed fingerprint. Keep it, but never show it.
    #[serde(rename = "row")]
    Row,
}

impl System {
    /// Every system, in the order in which identifiers are believed.
    pub const ALL: [Self; 6] =
        [Self::Ine, Self::SiecleLearner, Self::SieclePerson, Self::OneRoster, Self::Local, Self::Row];

    /// The word kept in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ine => "ine",
            Self::SiecleLearner => "siecle.eleve",
            Self::SieclePerson => "siecle.personne",
            Self::OneRoster => "oneroster",
            Self::Local => "local",
            Self::Row => "row",
        }
    }

    /// The system that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.as_str() == word)
    }
}

/// A name that another system gives to a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// Who gave it.
    pub system: System,
    /// The identifier, as written in the file, without spaces around it.
    pub value: String,
}

impl Identifier {
    /// An identifier of `system`.
    pub fn new(system: System, value: impl Into<String>) -> Self {
        Self { system, value: value.into() }
    }
}

/// How a person is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Names {
    /// Nom de famille, nom de naissance.
    pub family: String,
    /// Nom d'usage, when it differs from the family name.
    pub used: Option<String>,
    /// First given name.
    pub given: String,
    /// Further given names, in order.
    pub other_given: Vec<String>,
    /// The given name that the person wants to be called by.
    pub preferred: Option<String>,
}

impl Names {
    /// The name to show: preferred given name if any, and used name if any.
    pub fn display(&self) -> String {
        let given = self.preferred.as_deref().unwrap_or(&self.given);
        let family = self.used.as_deref().unwrap_or(&self.family);
        format!("{given} {family}").trim().to_owned()
    }
}

/// Sex as civil registers and school software write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// F, 2, female.
    Female,
    /// M, H, 1, male.
    Male,
    /// Other or unspecified, where the format can say so (`OneRoster`).
    Other,
}

/// What a telephone number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// At home.
    Home,
    /// In the pocket.
    Mobile,
    /// At work.
    Work,
}

/// A telephone number as written in the file, with spaces and dots removed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Phone {
    /// What it is for.
    pub kind: PhoneKind,
    /// Digits, with a leading `+` if the file has it.
    pub number: String,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Street lines, joined by line feeds.
    pub street: String,
    /// Postcode: text, since it may begin with zero.
    pub postcode: String,
    /// Town.
    pub town: String,
    /// Country, as written.
    pub country: String,
}

impl Address {
    /// Whether the file said nothing at all.
    pub fn is_empty(&self) -> bool {
        [&self.street, &self.postcode, &self.town].iter().all(|part| part.is_empty())
    }
}

/// Where a learner stands in their schooling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Level {
    /// Code of the level: MEF in SIECLE, `grades` in `OneRoster`.
    pub code: Option<String>,
    /// Cycle of primary school in ONDE.
    pub cycle: Option<String>,
    /// Name of the level: `CP`, `CM2`, `4EME`.
    pub name: Option<String>,
}

/// Why a file says that a person is gone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// `DATE_SORTIE` of SIECLE, not after the day of reading.
    On(Date),
    /// In the division `Inactifs` of SIECLE.
    Inactive,
    /// `status` is `tobedeleted` in `OneRoster`.
    Deleted,
}

/// Where in a file something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file; a file in an archive is written `archive.zip/file.xml`.
    pub file: String,
    /// Line, from 1; 0 when there is none.
    pub line: u64,
}

/// A person as a file describes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Names this record inside one reading: guardianships and memberships point at it. It is the same for the same
    /// person each time the same file is read, but identifies nobody across files; [`Person::identifiers`] does.
    pub key: String,
    /// Learner, guardian or staff.
    pub kind: Kind,
    /// Names.
    pub names: Names,
    /// Identifiers in other systems.
    pub identifiers: Vec<Identifier>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Civilité: `M.`, `Mme`, as written.
    pub title: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// Postal address.
    pub address: Option<Address>,
    /// Level of a learner.
    pub level: Option<Level>,
    /// Whether the family said yes to photographs in general. Never enough to publish one (each album is asked for),
    /// but a `false` here is a no everywhere.
    pub photo: Option<bool>,
    /// Whether the family's contact data may be given to parents' associations.
    pub associations: Option<bool>,
    /// Whether a member of staff is the head (`Directeur` of ONDE).
    pub head: bool,
    /// Set when the file says that the person is gone.
    pub left: Option<Left>,
    /// Where the record stands.
    pub place: Place,
}

impl Person {
    /// A person of whom nothing is known yet but a key and a kind.
    pub fn new(kind: Kind, key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            kind,
            names: Names::default(),
            identifiers: Vec::new(),
            birth: None,
            sex: None,
            title: None,
            email: None,
            phones: Vec::new(),
            address: None,
            level: None,
            photo: None,
            associations: None,
            head: false,
            left: None,
            place: Place::default(),
        }
    }

    /// The identifier of one system.
    pub fn identifier(&self, system: System) -> Option<&str> {
        self.identifiers.iter().find(|identifier| identifier.system == system).map(|found| found.value.as_str())
    }
}

/// What the law lets a guardian decide, as far as the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// First legal representative: `RESP_LEGAL` 1.
    First,
    /// Second legal representative: `RESP_LEGAL` 2. Same rights as the first.
    Second,
    /// To be called, with no say: `RESP_LEGAL` 0.
    Contact,
    /// The file does not say (ONDE, `OneRoster`): the head has to.
    Unknown,
}

/// The child of a guardianship.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Child {
    /// The [`Person::key`] of a learner; `siecle:…` and `oneroster:…` keys also name learners of an earlier reading.
    Key(String),
    /// ONDE and spreadsheets name children without identifying them.
    Named {
        /// Names of the child.
        names: Names,
        /// Names of the child's classes; may be empty.
        classes: Vec<String>,
    },
}

/// One guardian, one child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardianship {
    /// [`Person::key`] of the guardian.
    pub guardian: String,
    /// The child.
    pub child: Child,
    /// Legal authority.
    pub authority: Authority,
    /// Kinship, as coded by the source: `CODE_PARENTE` (10 mother, 20 father, …) or a role name of `OneRoster`.
    pub kinship: Option<String>,
    /// Whether this guardian pays the fees.
    pub pays: Option<bool>,
    /// Whether this guardian is to be called.
    pub contact: Option<bool>,
    /// Where it stands.
    pub place: Place,
}

/// Class or group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpaceKind {
    /// Division: a learner is in one at a time. `TYPE_STRUCTURE` D.
    Class,
    /// Options, languages, courses. `TYPE_STRUCTURE` G.
    Group,
}

/// Names a space inside one reading, and from one reading to the next.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpaceKey {
    /// Class or group: both may use the same code.
    pub kind: SpaceKind,
    /// Code of the structure; the name where the format has no code.
    pub code: String,
}

impl SpaceKey {
    /// The class with that code.
    pub fn class(code: impl Into<String>) -> Self {
        Self { kind: SpaceKind::Class, code: code.into() }
    }

    /// The group with that code.
    pub fn group(code: impl Into<String>) -> Self {
        Self { kind: SpaceKind::Group, code: code.into() }
    }
}

/// A class or group as a file describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    /// Kind and code.
    pub key: SpaceKey,
    /// Name to show.
    pub name: String,
    /// Level that is taught in it.
    pub level: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What someone does in a class or group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Is taught.
    Learner,
    /// Teaches.
    Teacher,
}

/// Someone's part in a class or group.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// [`Person::key`].
    pub person: String,
    /// The class or group.
    pub space: SpaceKey,
    /// What they do there.
    pub part: Part,
}

/// The families of formats. A person keeps the family that brought them: only a file of the same family can say that
/// they have left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// French primary schools.
    Onde,
    /// French secondary schools.
    Siecle,
    /// 1EdTech `OneRoster`.
    OneRoster,
    /// A spreadsheet with a column mapping.
    Table,
}

/// The formats that [`crate::read`] tells apart, by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `CSVExtraction` of pupils.
    OndeLearners,
    /// `CSVExtraction` of responsables.
    OndeGuardians,
    /// Teachers of ONDE.
    OndeStaff,
    /// `ElevesSansAdresses.xml`, root `BEE_ELEVES`.
    SiecleLearners,
    /// `ResponsablesAvecAdresses.xml`, root `BEE_RESPONSABLES`.
    SiecleGuardians,
    /// `Structures.xml`, root `BEE_STRUCTURES`.
    SiecleStructures,
    /// CSV archive, 1.1 or 1.2.
    OneRoster,
    /// Any table, read through a mapping.
    Table,
}

impl Format {
    /// The family of the format.
    pub fn family(self) -> Family {
        match self {
            Self::OndeLearners | Self::OndeGuardians | Self::OndeStaff => Family::Onde,
            Self::SiecleLearners | Self::SiecleGuardians | Self::SiecleStructures => Family::Siecle,
            Self::OneRoster => Family::OneRoster,
            Self::Table => Family::Table,
        }
    }
}

/// Of whom a file is a complete list, and so whose absence means that they have left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Of nobody: the file only adds (delta files, spreadsheets that do not say otherwise).
    Nobody,
    /// Of everyone of these kinds whom the same family of formats brought.
    Everyone(Vec<Kind>),
    /// Of everyone of this kind in these classes, whom the same family brought. ONDE exports one class or several.
    Classes(Kind, Vec<String>),
}

/// What one file turned out to be; given after its last record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file; a file in an archive is written `archive.zip/file.xml`.
    pub file: String,
    /// Its format.
    pub format: Format,
    /// Code of the institution found in it (`UAJ`, `identifier` of the school in `orgs.csv`).
    pub institution: Option<String>,
    /// School year found in it, as written.
    pub school_year: Option<String>,
    /// Of whom it is a complete list.
    pub coverage: Coverage,
    /// People read from it.
    pub people: u64,
}
