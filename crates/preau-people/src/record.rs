//! A person's record as one viewer may read it: the page, the JSON and nothing else are made from it, so what the
//! policy keeps from a viewer can't slip out by another door.

use preau_db::Db;
use preau_kernel::{Actor, Decision, PersonId, PersonKind, Problem, Result, Role, SpaceId, Timestamp};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use crate::{
    Opened,
    model::{Address, Consent, ConsentAnswer, Identifier, Person, Purpose},
    opened,
    policy::{PersonVerb, may_person},
    store::{
        Viewer,
        families::{self, Kin},
        persons::{self, Link},
        spaces,
    },
};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// The record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Record {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// What the person is.
    pub kind: PersonKind,
    /// When the person left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
    /// The spaces: all of them for who may read the record, else those shared with the viewer.
    pub spaces: Vec<RecordSpace>,
    /// What is on the record, if the viewer may read it.
    #[serde(skip_serializing_if = "Option::is_none", flatten)]
    #[schema(value_type = Inside)]
    pub inside: Option<Inside>,
    /// How to reach the person, if the viewer may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<ReachAt>,
    /// Who opened the record last, if the viewer may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<Vec<Opened>>,
    /// What the viewer may do.
    #[serde(skip)]
    pub may: May,
}

/// What only those who may read a record see.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inside {
    /// What the person types to get in.
    #[schema(required = false)]
    pub login: String,
    /// Day of birth.
    #[serde(with = "day::option")]
    #[schema(required = false, value_type = Option<String>, format = Date)]
    pub birth_date: Option<Date>,
    /// Level.
    #[schema(required = false)]
    pub level: Option<String>,
    /// What other systems call the person; only for those who run the institution.
    #[schema(required = false)]
    pub identifiers: Vec<Identifier>,
    /// Who answers for the person.
    #[schema(required = false)]
    pub guardians: Vec<RecordKin>,
    /// For whom the person answers.
    #[schema(required = false)]
    pub children: Vec<RecordKin>,
    /// The newest answer for each purpose.
    #[schema(required = false)]
    pub consents: Vec<RecordConsent>,
}

/// How to reach a person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReachAt {
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Where letters go.
    pub address: Option<Address>,
}

/// A space on a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordSpace {
    /// Its id.
    pub id: SpaceId,
    /// Its name.
    pub name: String,
    /// As what the person is there.
    pub role: Role,
}

/// Someone of the family on a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordKin {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// Mother, father, ….
    pub kinship: String,
    /// Whether the law knows them as guardian.
    pub legal: bool,
    /// What only staff reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<KinDetails>,
}

/// The rights of a guardian and how to reach them.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "rights and limits are independent, as a court decides them")]
pub struct KinDetails {
    /// 1 or 2 for a legal guardian.
    pub legal_rank: Option<i64>,
    /// To be told what happens.
    pub contact: bool,
    /// May come for the child, today.
    pub pick_up: bool,
    /// A decision takes rights away.
    pub limited: bool,
    /// May not see the record, today.
    pub no_record: bool,
    /// May not be in touch, today.
    pub no_contact: bool,
    /// May not come for the child, today.
    pub no_pick_up: bool,
    /// What was decided.
    pub limit_reason: Option<String>,
    /// Until when.
    #[serde(with = "day::option")]
    #[schema(value_type = Option<String>, format = Date)]
    pub limited_until: Option<Date>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// An answer on a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordConsent {
    /// For what.
    pub purpose: Purpose,
    /// The newest answer, or that nobody was asked.
    pub answer: ConsentAnswer,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// What the viewer may do with the person.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent rights, named as the policy names them")]
pub struct May {
    /// Read the record.
    pub view: bool,
    /// Read how to reach them.
    pub contact: bool,
    /// Change the record.
    pub change: bool,
    /// Answer what a consent asks.
    pub answer: bool,
    /// Read who opened the record.
    pub journal: bool,
}

/// How many of those who opened a record are on its page; the others are a link away.
const OPENED: usize = 5;

/// Reads a person's record with the rights of a viewer. Whom the viewer may not find is not there.
pub async fn read(db: &Db, actor: &Actor, viewer: &Viewer, id: PersonId) -> Result<Record> {
    let link = persons::link(db, viewer, id).await?.ok_or_else(Problem::not_found)?;
    let allows = |verb| may_person(actor, verb, id, &link) == Decision::Allow;
    let may = May {
        view: allows(PersonVerb::View),
        contact: allows(PersonVerb::Contact),
        change: allows(PersonVerb::Change),
        answer: allows(PersonVerb::Answer) || allows(PersonVerb::Change),
        journal: allows(PersonVerb::Journal),
    };
    if !may.view && !allows(PersonVerb::Find) {
        return Err(Problem::not_found());
    }
    let person = persons::person(db, id).await?.ok_or_else(Problem::not_found)?;
    let inside = if may.view { Some(inside(db, actor, viewer, &person, &link).await?) } else { None };
    let reach = may.contact.then(|| ReachAt {
        email: person.email.clone(),
        phone: person.phone.clone(),
        address: person.address.clone(),
    });
    let spaces = spaces_for(db, viewer, &person, may).await?;
    let opened =
        if may.journal { Some(opened(db, id, None).await?.0.into_iter().take(OPENED).collect()) } else { None };
    let Person { name, kind, left_at, .. } = person;
    Ok(Record { id, name, kind, left_at, spaces, inside, reach, opened, may })
}

async fn spaces_for(db: &Db, viewer: &Viewer, person: &Person, may: May) -> Result<Vec<RecordSpace>> {
    let mut theirs = spaces::spaces_of(db, person.id, viewer.now).await?;
    if !may.view && person.id != viewer.me {
        let mine = spaces::spaces_of(db, viewer.me, viewer.now).await?;
        theirs.retain(|space| mine.iter().any(|own| own.id == space.id));
    }
    Ok(theirs.into_iter().map(|space| RecordSpace { id: space.id, name: space.name, role: space.role }).collect())
}

async fn inside(db: &Db, actor: &Actor, viewer: &Viewer, person: &Person, link: &Link) -> Result<Inside> {
    // Teachers of the child's spaces and the office read a family's details; families read names only.
    let staff = actor.runs() || (link.led && !link.my_child && person.id != viewer.me);
    let kin = |kin: Kin| RecordKin {
        id: kin.id,
        legal: kin.legal_rank.is_some(),
        details: staff.then(|| details(&kin)),
        name: kin.name,
        kinship: kin.kinship,
    };
    let guardians = families::guardians_of(db, person.id, viewer.today).await?;
    let guardians = guardians.into_iter().filter(|it| staff || it.id == viewer.me || it.legal_rank.is_some());
    let children = families::children_of(db, person.id, viewer.today).await?;
    let children = children.into_iter().filter(|it| staff || !it.no_record);
    let identifiers = if actor.runs() { persons::identifiers_of(db, person.id).await? } else { Vec::new() };
    let asked = person.kind == PersonKind::Learner;
    let consents = if asked { newest(&families::consents_of(db, person.id).await?, viewer.now) } else { Vec::new() };
    Ok(Inside {
        login: person.login.clone(),
        birth_date: person.birth_date,
        level: person.level.clone(),
        identifiers,
        guardians: guardians.map(kin).collect(),
        children: children.map(kin).collect(),
        consents,
    })
}

fn details(kin: &Kin) -> KinDetails {
    KinDetails {
        legal_rank: kin.legal_rank,
        contact: kin.contact && !kin.no_contact,
        pick_up: kin.pick_up && !kin.no_pick_up,
        limited: kin.no_record || kin.no_contact || kin.no_pick_up,
        no_record: kin.no_record,
        no_contact: kin.no_contact,
        no_pick_up: kin.no_pick_up,
        limit_reason: kin.limit_reason.clone(),
        limited_until: kin.limited_until,
        phone: kin.phone.clone(),
        email: kin.email.clone(),
    }
}

/// The newest answer for each purpose; one whose time is over asks again.
pub fn newest(consents: &[Consent], now: Timestamp) -> Vec<RecordConsent> {
    use preau_kernel::Word;
    let newest_for = |purpose: Purpose| {
        let newest = consents.iter().find(|consent| consent.purpose == purpose);
        let holds = newest.filter(|consent| consent.until.is_none_or(|until| until > now));
        RecordConsent {
            purpose,
            answer: holds.map_or(ConsentAnswer::ToAsk, |consent| consent.answer),
            since: holds.filter(|consent| consent.answer != ConsentAnswer::ToAsk).map(|consent| consent.since),
        }
    };
    Purpose::ALL.iter().copied().map(newest_for).collect()
}
