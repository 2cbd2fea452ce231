//! The things that the people's tables hold, and the rules that need nothing but them.

mod code;
mod name;
mod settings;

use preau_db::{ColumnType, DbError, FromColumn, RowRef, ToValue, Value, row, word_column};
use preau_kernel::{InvitationId, PersonId, PersonKind, Role, SpaceId, SpaceKind, Timestamp, word};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

pub use code::{InstitutionKind, draw, is_finess, is_siret, is_uai, read};
pub use name::{NAME_LIMIT, display, fold, login};
pub use settings::{Settings, is_hour, is_year, next_year};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// Markers for the ids of this crate.
pub mod kinds {
    /// One answer about one purpose.
    pub enum Consent {}
    /// A set of verbs that somebody has on one resource.
    pub enum Grant {}
    /// Something that can be undone for a while.
    pub enum Undo {}
}

/// Id of a consent.
pub type ConsentId = preau_kernel::Id<kinds::Consent>;
/// Id of a grant.
pub type GrantId = preau_kernel::Id<kinds::Grant>;
/// Id of something that can be undone.
pub type UndoId = preau_kernel::Id<kinds::Undo>;

word! {
    /// As the papers say; empty where they don't.
    pub enum Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Neither, or unknown.
        Other = "other",
    }
}

word! {
    /// Whom a rule lets one find or write to.
    pub enum Reach {
        /// Nobody of that kind.
        Nobody = "nobody",
        /// Those one shares a space with, oneself or through a child.
        Ours = "ours",
        /// All of that kind.
        Everyone = "everyone",
    }
}

word! {
    /// What a consent is asked for.
    pub enum Purpose {
        /// Taking and showing photos.
        Photo = "photo",
        /// Passing the address on to parents' associations.
        Association = "association",
        /// Going out without being accompanied.
        Outing = "outing",
    }
}

word! {
    /// What was answered.
    pub enum ConsentAnswer {
        /// Nobody was asked yet: what a roster says about photos is no consent, it is a reason to ask.
        ToAsk = "to-ask",
        /// Yes.
        Given = "given",
        /// No.
        Refused = "refused",
        /// Yes before, no longer.
        Withdrawn = "withdrawn",
    }
}

word_column!(Sex, Reach, Purpose, ConsentAnswer);

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Address {
    /// Street lines, at most four.
    pub lines: Vec<String>,
    /// Post code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country, in words; empty for the institution's own.
    pub country: String,
}

impl Address {
    /// Nothing is known.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.trim().is_empty()) && self.postcode.is_empty() && self.city.is_empty()
    }

    /// The lines of an envelope.
    pub fn envelope(&self) -> Vec<String> {
        let town = format!("{} {}", self.postcode, self.city);
        let all = self.lines.iter().map(String::as_str).chain([town.trim(), self.country.as_str()]);
        all.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

impl ToValue for Address {
    const TYPE: ColumnType = ColumnType::Json;
    fn to_value(&self) -> Value {
        Value::Json(serde_json::to_value(self).unwrap_or_default())
    }
}

impl FromColumn for Address {
    const TYPE: ColumnType = ColumnType::Json;
    fn from_column(row: RowRef<'_>, column: usize) -> preau_db::Result<Self> {
        let json = <serde_json::Value as FromColumn>::from_column(row, column)?;
        serde_json::from_value(json).map_err(|error| DbError::Column { column, why: error.to_string() })
    }
}

row! {
    /// Anyone with an account.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Person {
        /// Who.
        pub id: PersonId,
        /// What the person is to the institution.
        pub kind: PersonKind,
        /// What the person types to get in; unique, ASCII small letters.
        pub login: String,
        /// Family name, as on papers.
        pub family_name: String,
        /// Family name in use, if another.
        pub used_name: Option<String>,
        /// Given names, as on papers.
        pub given_names: String,
        /// The given name that the person goes by.
        pub preferred_name: Option<String>,
        /// The name as it is shown.
        pub name: String,
        /// Day of birth.
        #[serde(with = "day::option", default)]
        pub birth_date: Option<Date>,
        /// As the papers say.
        pub sex: Option<Sex>,
        /// Where mail can be sent; never asked of a child.
        pub email: Option<String>,
        /// Telephone, as written.
        pub phone: Option<String>,
        /// Where letters go.
        pub address: Option<Address>,
        /// The language chosen, as a tag.
        pub lang: Option<String>,
        /// The learner's level: `4e`, `CE2`.
        pub level: Option<String>,
        /// When the person left the institution.
        pub left_at: Option<Timestamp>,
        /// When the person was forgotten; only the empty row stays, for what others need.
        pub erased_at: Option<Timestamp>,
        /// When the person was added.
        pub created_at: Timestamp,
        /// When the row changed last.
        pub updated_at: Timestamp,
    }
}

impl Person {
    /// A person of whom nothing is known but what the row can't be without; whoever makes one fills in the rest.
    pub fn blank(id: PersonId, kind: PersonKind, login: String, at: Timestamp) -> Self {
        Self {
            id,
            kind,
            login,
            family_name: String::new(),
            used_name: None,
            given_names: String::new(),
            preferred_name: None,
            name: String::new(),
            birth_date: None,
            sex: None,
            email: None,
            phone: None,
            address: None,
            lang: None,
            level: None,
            left_at: None,
            erased_at: None,
            created_at: at,
            updated_at: at,
        }
    }

    /// The words by which the person is searched.
    pub fn folded(&self) -> String {
        let extra = [self.used_name.as_deref(), self.preferred_name.as_deref()];
        let names = [self.given_names.as_str(), self.family_name.as_str(), self.name.as_str()];
        let all = fold(&names.into_iter().chain(extra.into_iter().flatten()).collect::<Vec<_>>().join(" "));
        let mut words = Vec::new();
        for word in all.split_whitespace() {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.iter().fold(String::new(), |all, word| all + " " + word)
    }
}

row! {
    /// What another system calls a person: an INE, a SIECLE or OneRoster id.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    pub struct Identifier {
        /// The other system: `ine`, `siecle`, `oneroster`.
        pub system: String,
        /// The id over there; unique within the system.
        pub value: String,
        /// Who.
        pub person: PersonId,
    }
}

row! {
    /// Two rows were one person; the first goes on as the second.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Merge {
        /// The row that is no longer used.
        pub gone: PersonId,
        /// The row that goes on.
        pub kept: PersonId,
        /// When it was found out.
        pub at: Timestamp,
    }
}

row! {
    /// One guardian, one child.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Guardianship {
        /// Who answers.
        pub guardian: PersonId,
        /// For whom.
        pub child: PersonId,
        /// 1 or 2 for a legal guardian, none for someone who takes care otherwise.
        pub legal_rank: Option<i64>,
        /// To be told what happens.
        pub contact: bool,
        /// May come for the child.
        pub pick_up: bool,
        /// `mother`, `father`, `grandparent`, … or words of the institution's own.
        pub kinship: String,
        /// A decision keeps this guardian from seeing the child's record and spaces.
        pub no_record: bool,
        /// A decision keeps this guardian from being in touch about the child.
        pub no_contact: bool,
        /// A decision keeps this guardian from coming for the child.
        pub no_pick_up: bool,
        /// First day of the limits.
        #[serde(with = "day::option", default)]
        pub limited_from: Option<Date>,
        /// Last day of the limits.
        #[serde(with = "day::option", default)]
        pub limited_until: Option<Date>,
        /// What was decided, by whom.
        pub limit_reason: Option<String>,
        /// `roster` or `hand`.
        pub source: String,
        /// Since when it is known.
        pub since: Timestamp,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
    }
}

impl Guardianship {
    /// Whether the limits hold on a day.
    pub fn limited(&self, today: Date) -> bool {
        let any = self.no_record || self.no_contact || self.no_pick_up;
        any && self.limited_from.is_none_or(|from| from <= today)
            && self.limited_until.is_none_or(|until| until >= today)
    }

    /// Whether the guardian may see the child's record and spaces.
    pub fn sees(&self, today: Date) -> bool {
        self.ended_at.is_none() && !(self.no_record && self.limited(today))
    }

    /// Whether the guardian may come for the child.
    pub fn picks_up(&self, today: Date) -> bool {
        self.ended_at.is_none() && self.pick_up && !(self.no_pick_up && self.limited(today))
    }
}

row! {
    /// An answer about one purpose. The newest for a purpose counts; older ones stay as proof.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Consent {
        /// Its id.
        pub id: ConsentId,
        /// About whom.
        pub person: PersonId,
        /// For what.
        pub purpose: Purpose,
        /// The answer.
        pub answer: ConsentAnswer,
        /// By which way: `paper`, `page`, `roster`.
        pub medium: String,
        /// Who answered.
        pub by_person: Option<PersonId>,
        /// From when.
        pub since: Timestamp,
        /// Until when; none for as long as it is not withdrawn.
        pub until: Option<Timestamp>,
        /// The proof: which form, which file.
        pub source: String,
    }
}

row! {
    /// People with roles, and the services they use together.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Space {
        /// Its id.
        pub id: SpaceId,
        /// What it is for.
        pub kind: SpaceKind,
        /// Its name.
        pub name: String,
        /// Short code, as in the roster.
        pub code: Option<String>,
        /// Level of a class.
        pub level: Option<String>,
        /// Its colour, 1 to 8.
        pub hue: i64,
        /// School year, if it belongs to one.
        pub year: Option<String>,
        /// Raised with each change whose order matters.
        pub seq: i64,
        /// `roster` or `hand`.
        pub source: String,
        /// Who opened it.
        pub created_by: Option<PersonId>,
        /// When.
        pub created_at: Timestamp,
        /// When it was put away.
        pub archived_at: Option<Timestamp>,
    }
}

row! {
    /// A person's role in a space. Guardians need no row: they are there through their child.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Member {
        /// Where.
        pub space: SpaceId,
        /// Who.
        pub person: PersonId,
        /// As what.
        pub role: Role,
        /// Subject or function: `SVT`, `head teacher`.
        pub label: Option<String>,
        /// Since when.
        pub since: Timestamp,
        /// Until when; none for as long as nobody ends it.
        pub until: Option<Timestamp>,
        /// `roster` or `hand`.
        pub source: String,
    }
}

row! {
    /// A set of verbs that a person or the members of a space have on one resource.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Grant {
        /// Its id.
        pub id: GrantId,
        /// On what: `drive:<id>`; the service that owns the resource says how it is written.
        pub resource: String,
        /// Verbs, separated by blanks.
        pub verbs: String,
        /// To whom.
        pub person: Option<PersonId>,
        /// Or to all members of a space.
        pub space: Option<SpaceId>,
        /// Until when.
        pub until: Option<Timestamp>,
        /// Who gave it.
        pub created_by: Option<PersonId>,
        /// When.
        pub created_at: Timestamp,
    }
}

row! {
    /// A way into a space for somebody who is not in it.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Invitation {
        /// Its id.
        pub id: InvitationId,
        /// Into which space.
        pub space: SpaceId,
        /// As what.
        pub role: Role,
        /// BLAKE3 of the code; the code itself is shown once and not kept.
        pub secret: Vec<u8>,
        /// How many more may come.
        pub uses_left: i64,
        /// When it ends.
        pub ends_at: Timestamp,
        /// Until when those who come by it stay; none for as long as nobody ends it.
        pub stays_until: Option<Timestamp>,
        /// Who invites.
        pub created_by: Option<PersonId>,
        /// Since when.
        pub created_at: Timestamp,
    }
}

/// The last day before a moment: until when somebody stays, as one says it.
pub fn last_day(until: Timestamp) -> Date {
    (until - time::Duration::SECOND).date()
}

row! {
    /// Somebody came into a space by an invitation.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Invited {
        /// Where.
        pub space: SpaceId,
        /// Who came.
        pub person: PersonId,
        /// Who had invited.
        pub by_person: Option<PersonId>,
        /// When they came.
        pub at: Timestamp,
    }
}

row! {
    /// Whom people of one kind may find, and write to, among those of another.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    pub struct ContactRule {
        /// Who looks or writes.
        pub asks: PersonKind,
        /// Who is looked for or written to.
        pub found: PersonKind,
        /// Whom they find.
        pub find: Reach,
        /// To whom they may write first.
        pub writes: Reach,
    }
}

const fn rule(asks: PersonKind, found: PersonKind, find: Reach, writes: Reach) -> ContactRule {
    ContactRule { asks, found, find, writes }
}

/// The careful rules that every institution begins with, also written by the first migration: staff find everyone but
/// other wards' patients, learners find staff and their own spaces, families find staff; a rule that is not here lets
/// nobody through.
pub const DEFAULT_RULES: [ContactRule; 25] = {
    use PersonKind::{Guardian, Guest, Learner, Patient, Staff};
    use Reach::{Everyone, Nobody, Ours};
    [
        rule(Staff, Staff, Everyone, Everyone),
        rule(Staff, Learner, Everyone, Everyone),
        rule(Staff, Guardian, Everyone, Everyone),
        rule(Staff, Patient, Ours, Ours),
        rule(Staff, Guest, Everyone, Everyone),
        rule(Learner, Staff, Everyone, Ours),
        rule(Learner, Learner, Ours, Nobody),
        rule(Learner, Guardian, Nobody, Nobody),
        rule(Learner, Patient, Nobody, Nobody),
        rule(Learner, Guest, Nobody, Nobody),
        rule(Guardian, Staff, Everyone, Everyone),
        rule(Guardian, Learner, Nobody, Nobody),
        rule(Guardian, Guardian, Nobody, Nobody),
        rule(Guardian, Patient, Nobody, Nobody),
        rule(Guardian, Guest, Nobody, Nobody),
        rule(Patient, Staff, Ours, Ours),
        rule(Patient, Learner, Nobody, Nobody),
        rule(Patient, Guardian, Nobody, Nobody),
        rule(Patient, Patient, Nobody, Nobody),
        rule(Patient, Guest, Nobody, Nobody),
        rule(Guest, Staff, Ours, Ours),
        rule(Guest, Learner, Nobody, Nobody),
        rule(Guest, Guardian, Nobody, Nobody),
        rule(Guest, Patient, Nobody, Nobody),
        rule(Guest, Guest, Nobody, Nobody),
    ]
};

#[cfg(test)]
mod tests;
