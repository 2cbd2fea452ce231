//! The way out and back in.
//!
//! An archive of everything holds each table as JSON lines, which [`import`] reads into an empty institution, and the
//! same people as OneRoster 1.2 CSV for other software. A person's archive holds only what concerns that person, and
//! nothing by which one parent could reach the other.

use preau_db::Tx;
use preau_kernel::{Kind, PersonId, PersonKind, Problem, Result, SpaceId, Timestamp};
use preau_web::{Archive, ArchiveReader, Ctx};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    model::{Consent, ContactRule, Grant, Guardianship, Identifier, Invited, Member, Merge, Person, Settings, Space},
    oneroster,
    store::{self, families, persons, rules, settings, spaces},
};

/// Writes everything.
pub(crate) async fn everything(ctx: &Ctx, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    archive.records("people/settings.jsonl", [settings(db).await?])?;
    archive.records("people/contact-rules.jsonl", rules::contact_rules(db).await?)?;
    let mut tables = oneroster::Tables::default();
    let mut all = Vec::new();
    persons::all(db, |person| gather(&mut all, person)).await?;
    tables.persons = all.iter().filter(|person| person.erased_at.is_none()).cloned().collect();
    archive.records("people/persons.jsonl", std::mem::take(&mut all))?;
    let mut identifiers: Vec<Identifier> = Vec::new();
    persons::all_identifiers(db, |it| gather(&mut identifiers, it)).await?;
    archive.records("people/identifiers.jsonl", identifiers)?;
    let mut merges: Vec<Merge> = Vec::new();
    persons::all_merges(db, |it| gather(&mut merges, it)).await?;
    archive.records("people/merges.jsonl", merges)?;
    families::all_guardianships(db, |it| gather(&mut tables.guardianships, it)).await?;
    archive.records("people/guardianships.jsonl", &tables.guardianships)?;
    let mut consents: Vec<Consent> = Vec::new();
    families::all_consents(db, |it| gather(&mut consents, it)).await?;
    archive.records("people/consents.jsonl", consents)?;
    spaces::all(db, |it| gather(&mut tables.spaces, it)).await?;
    archive.records("people/spaces.jsonl", &tables.spaces)?;
    spaces::all_members(db, |it| gather(&mut tables.members, it)).await?;
    archive.records("people/members.jsonl", &tables.members)?;
    let mut invited: Vec<Invited> = Vec::new();
    spaces::all_invited(db, |it| gather(&mut invited, it)).await?;
    archive.records("people/invited.jsonl", invited)?;
    let mut grants: Vec<Grant> = Vec::new();
    spaces::all_grants(db, |it| gather(&mut grants, it)).await?;
    archive.records("people/grants.jsonl", grants)?;
    oneroster::write(&tables, ctx.clock.now(), archive)
}

#[expect(clippy::unnecessary_wraps, reason = "a row's consumer may fail, see Db::each")]
fn gather<T>(all: &mut Vec<T>, row: T) -> preau_db::Result<()> {
    all.push(row);
    Ok(())
}

/// Writes what concerns one person.
pub(crate) async fn one_person(ctx: &Ctx, id: PersonId, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    let now = ctx.clock.now();
    let person = persons::person(db, id).await?.ok_or_else(Problem::not_found)?;
    let guardians = families::guardians_of(db, id, now.date()).await?;
    let person = if guardians.is_empty() { person } else { without_home(person) };
    let family: Vec<_> = guardians
        .iter()
        .filter(|kin| kin.legal_rank.is_some())
        .map(|kin| json!({ "name": kin.name, "kinship": kin.kinship, "is": "guardian" }))
        .collect();
    let children = families::children_of(db, id, now.date()).await?;
    let children = children.iter().filter(|kin| !kin.no_record);
    let children = children.map(|kin| json!({ "name": kin.name, "kinship": kin.kinship, "is": "child" }));
    archive.records("people/family.jsonl", family.into_iter().chain(children))?;
    archive.file("people/person.vcf", vcard(&person).as_bytes())?;
    archive.records("people/identifiers.jsonl", persons::identifiers_of(db, id).await?)?;
    let consents = families::consents_of(db, id).await?;
    archive.records("people/consents.jsonl", consents.into_iter().map(|consent| own_view(consent, id)))?;
    let memberships = spaces::memberships_of(db, id).await?;
    let mut own = Vec::new();
    for membership in &memberships {
        own.extend(spaces::space(db, membership.space).await?);
    }
    archive.records(
        "people/spaces.jsonl",
        own.iter().map(|it| json!({ "id": it.id, "kind": it.kind, "name": it.name })),
    )?;
    archive.records("people/members.jsonl", &memberships)?;
    // By whom one was invited is somebody else's business.
    let invited = spaces::invited_of(db, id).await?;
    archive.records("people/invited.jsonl", invited.iter().map(|it| json!({ "space": it.space, "at": it.at })))?;
    let tables = oneroster::Tables {
        persons: vec![person.clone()],
        spaces: own,
        members: memberships,
        guardianships: Vec::new(),
    };
    archive.records("people/persons.jsonl", [person])?;
    oneroster::write(&tables, now, archive)
}

/// A child's address and telephone are those of one of the parents, and either may ask for the child's archive.
fn without_home(person: Person) -> Person {
    Person { address: None, phone: None, email: None, ..person }
}

/// Who answered is the person or somebody of the family; others' ids say nothing to the person.
fn own_view(consent: Consent, id: PersonId) -> Consent {
    Consent { by_person: consent.by_person.filter(|by| *by == id), ..consent }
}

/// Writes a space and who is in it.
pub(crate) async fn one_space(ctx: &Ctx, id: SpaceId, archive: &mut Archive) -> Result<()> {
    let space = store::space(&ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let members = store::members_of(&ctx.db, id, ctx.clock.now()).await?;
    archive.records("people/spaces.jsonl", [space])?;
    archive.records("people/members.jsonl", members)
}

/// vCard 4.0 (RFC 6350).
fn vcard(person: &Person) -> String {
    let text = |text: &str| text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n");
    let mut lines = vec![
        "BEGIN:VCARD".to_owned(),
        "VERSION:4.0".to_owned(),
        format!("UID:urn:uuid:{}", person.id),
        format!("FN:{}", text(&person.name)),
        format!("N:{};{};;;", text(&person.family_name), text(&person.given_names)),
    ];
    if let Some(day) = person.birth_date {
        lines.push(format!("BDAY:{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day()));
    }
    lines.extend(person.email.as_ref().map(|email| format!("EMAIL:{}", text(email))));
    lines.extend(person.phone.as_ref().map(|phone| format!("TEL;VALUE=text:{}", text(phone))));
    if let Some(address) = &person.address {
        let street = text(&address.lines.join(", "));
        let (city, code, country) = (text(&address.city), text(&address.postcode), text(&address.country));
        lines.push(format!("ADR:;;{street};{city};;{code};{country}"));
    }
    lines.push("END:VCARD".to_owned());
    lines.iter().map(|line| folded_line(line) + "\r\n").collect()
}

/// RFC 6350 §3.2: lines of at most 75 bytes, without cutting a letter in two.
fn folded_line(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > 75 {
            folded.push_str("\r\n ");
            width = 1;
        }
        folded.push(letter);
        width += letter.len_utf8();
    }
    folded
}

/// Reads everything back into an empty institution.
pub(crate) async fn import(tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    if spaces::institution_in(tx).await?.is_some() {
        return Err(Problem::new(Kind::Conflict, "not-empty"));
    }
    for settings in read::<Settings>(archive, "people/settings.jsonl")? {
        settings::set_settings(tx, &settings?).await?;
    }
    for rule in read::<ContactRule>(archive, "people/contact-rules.jsonl")? {
        rules::set_rule(tx, &rule?).await?;
    }
    for person in read::<Person>(archive, "people/persons.jsonl")? {
        persons::insert(tx, &person?).await?;
    }
    for identifier in read::<Identifier>(archive, "people/identifiers.jsonl")? {
        persons::set_identifier(tx, &identifier?).await?;
    }
    for merge in read::<Merge>(archive, "people/merges.jsonl")? {
        persons::insert_merge(tx, &merge?).await?;
    }
    for guardianship in read::<Guardianship>(archive, "people/guardianships.jsonl")? {
        families::set_guardianship(tx, &guardianship?).await?;
    }
    for consent in read::<Consent>(archive, "people/consents.jsonl")? {
        families::insert_consent(tx, &consent?).await?;
    }
    for space in read::<Space>(archive, "people/spaces.jsonl")? {
        spaces::insert(tx, &space?).await?;
    }
    for member in read::<Member>(archive, "people/members.jsonl")? {
        spaces::set_member(tx, &member?).await?;
    }
    for invited in read::<Invited>(archive, "people/invited.jsonl")? {
        spaces::set_invited(tx, &invited?).await?;
    }
    for grant in read::<Grant>(archive, "people/grants.jsonl")? {
        spaces::insert_grant(tx, &grant?).await?;
    }
    Ok(())
}

fn read<T: DeserializeOwned + Serialize>(
    archive: &ArchiveReader,
    path: &str,
) -> Result<impl Iterator<Item = Result<T>>> {
    archive.records::<T>(path)
}

/// Forgets a person. The row stays, empty, because posts and the journal point to it; it says only of which kind the
/// person was.
pub(crate) async fn erase(tx: &mut Tx, id: PersonId, now: Timestamp) -> Result<()> {
    let Some(person) = persons::person_in(tx, id).await? else { return Ok(()) };
    persons::forget(tx, id).await?;
    let empty = Person {
        left_at: person.left_at.or(Some(now)),
        erased_at: Some(now),
        created_at: person.created_at,
        ..Person::blank(id, person.kind, format!("erased-{id}"), now)
    };
    persons::set_login(tx, id, &empty.login, now).await?;
    persons::update(tx, &empty).await?;
    Ok(())
}

/// Of which OneRoster role a person is (§ 4.13.8 of the 1.2 vocabulary).
pub(crate) fn oneroster_role(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Staff => "teacher",
        PersonKind::Learner => "student",
        PersonKind::Guardian => "guardian",
        PersonKind::Patient | PersonKind::Guest => "relative",
    }
}
