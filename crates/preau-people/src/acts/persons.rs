//! Adding a person and changing what is known of them.

use preau_journal::verbs::{PERSON_CHANGE, PERSON_CREATE};
use preau_kernel::{Can, PersonId, PersonKind, Problem, Result};
use serde_json::json;
use time::Date;

use super::{Act, person_payload};
use crate::{
    model::{Address, Identifier, NAME_LIMIT, Person, Sex, display, login},
    policy::{Institution, InstitutionVerb, PersonVerb, demand},
    store::persons,
};

/// What is known of a person who is added, or all that is known anew of one who is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPerson {
    /// What the person is to the institution.
    pub kind: PersonKind,
    /// Family name, as on papers.
    pub family_name: String,
    /// Family name in use, if another.
    pub used_name: Option<String>,
    /// Given names, as on papers.
    pub given_names: String,
    /// The given name that the person goes by.
    pub preferred_name: Option<String>,
    /// Day of birth.
    pub birth_date: Option<Date>,
    /// As the papers say.
    pub sex: Option<Sex>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Where letters go.
    pub address: Option<Address>,
    /// Level of a learner.
    pub level: Option<String>,
    /// Language, as a tag.
    pub lang: Option<String>,
    /// The login, if it is given; else it is made from the name.
    pub login: Option<String>,
}

impl NewPerson {
    /// A person of whom nothing but the name is known.
    pub fn named(kind: PersonKind, given_names: &str, family_name: &str) -> Self {
        Self {
            kind,
            family_name: family_name.to_owned(),
            used_name: None,
            given_names: given_names.to_owned(),
            preferred_name: None,
            birth_date: None,
            sex: None,
            email: None,
            phone: None,
            address: None,
            level: None,
            lang: None,
            login: None,
        }
    }

    /// What is known of a person, to be changed.
    pub fn of(person: &Person) -> Self {
        let Person { kind, family_name, used_name, given_names, preferred_name, birth_date, sex, email, .. } =
            person.clone();
        let Person { phone, address, level, lang, .. } = person.clone();
        let login = Some(person.login.clone());
        Self {
            kind,
            family_name,
            used_name,
            given_names,
            preferred_name,
            birth_date,
            sex,
            email,
            phone,
            address,
            level,
            lang,
            login,
        }
    }

    fn shown(&self) -> String {
        display(&self.given_names, self.preferred_name.as_deref(), &self.family_name, self.used_name.as_deref())
    }

    /// Takes out blanks and empty texts, and finds what is wrong.
    fn checked(mut self, today: Date) -> Result<Self> {
        for text in [&mut self.family_name, &mut self.given_names] {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let optional =
            [&mut self.used_name, &mut self.preferred_name, &mut self.email, &mut self.phone, &mut self.level];
        for text in optional {
            *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        self.address = self.address.filter(|address| !address.is_empty());
        if self.family_name.is_empty() {
            return Err(Problem::field("family_name", "name-missing"));
        }
        let texts = [
            ("family_name", Some(&self.family_name)),
            ("given_names", Some(&self.given_names)),
            ("used_name", self.used_name.as_ref()),
            ("preferred_name", self.preferred_name.as_ref()),
            ("email", self.email.as_ref()),
            ("phone", self.phone.as_ref()),
            ("level", self.level.as_ref()),
        ];
        for (field, text) in texts {
            let Some(text) = text else { continue };
            if text.chars().count() > NAME_LIMIT || text.chars().any(char::is_control) {
                return Err(Problem::field(field, "text-limit"));
            }
        }
        // One at sign with something on both sides: the mail server knows better than any longer rule.
        let plausible =
            |mail: &str| mail.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if self.email.as_deref().is_some_and(|mail| !plausible(mail)) {
            return Err(Problem::field("email", "email"));
        }
        if self.birth_date.is_some_and(|date| date > today || date.year() < 1890) {
            return Err(Problem::field("birth_date", "birth-date"));
        }
        Ok(self)
    }
}

/// Adds a person and gives them a login. Whoever gives the person a way in listens to `people.person-added`.
pub async fn add_person(
    act: &mut Act<'_>,
    proof: &Can<InstitutionVerb, Institution>,
    new: NewPerson,
    identifiers: &[(&str, &str)],
) -> Result<Person> {
    demand(proof, InstitutionVerb::Run)?;
    let now = act.now();
    let new = new.checked(now.date())?;
    let login = match &new.login {
        Some(login) => own_login(act, login).await?,
        None => free_login(act, new.kind, &new.shown()).await?,
    };
    let id = act.ctx.id();
    let person = filled(Person::blank(id, new.kind, login, now), new, now);
    persons::insert(act.tx, &person).await?;
    for (system, value) in identifiers {
        let identifier = Identifier { system: (*system).to_owned(), value: (*value).to_owned(), person: id };
        persons::set_identifier(act.tx, &identifier).await?;
    }
    act.tell("people.person-added", None, json!({ "person": id, "kind": person.kind })).await?;
    act.record_about(PERSON_CREATE, id).await?;
    Ok(person)
}

/// Changes what is known of a person. The login stays unless another is given.
pub async fn change_person(act: &mut Act<'_>, proof: &Can<PersonVerb, PersonId>, new: NewPerson) -> Result<Person> {
    demand(proof, PersonVerb::Change)?;
    let now = act.now();
    let id = *proof.resource();
    let new = new.checked(now.date())?;
    let mut person = persons::person_in(act.tx, id).await?.ok_or_else(Problem::not_found)?;
    if let Some(login) = new.login.as_ref().filter(|login| **login != person.login) {
        person.login = own_login(act, login).await?;
        persons::set_login(act.tx, id, &person.login, now).await?;
    }
    let person = filled(person, new, now);
    persons::update(act.tx, &person).await?;
    act.tell("people.person-changed", None, person_payload(id)).await?;
    act.record_about(PERSON_CHANGE, id).await?;
    Ok(person)
}

fn filled(person: Person, new: NewPerson, now: preau_kernel::Timestamp) -> Person {
    let name = new.shown();
    let NewPerson { kind, family_name, used_name, given_names, preferred_name, birth_date, sex, email, .. } = new;
    let NewPerson { phone, address, level, lang, .. } = new;
    Person {
        kind,
        family_name,
        used_name,
        given_names,
        preferred_name,
        name,
        birth_date,
        sex,
        email,
        phone,
        address,
        level,
        lang,
        updated_at: now,
        ..person
    }
}

/// A login that somebody chose: its form is checked, and that it is free.
async fn own_login(act: &mut Act<'_>, wish: &str) -> Result<String> {
    let login = wish.trim().to_lowercase();
    let fits = (2..=40).contains(&login.len())
        && login.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    if !fits {
        return Err(Problem::field("login", "login-form"));
    }
    if persons::logins_like(act.tx, &login).await?.contains(&login) {
        return Err(Problem::field("login", "login-taken"));
    }
    Ok(login)
}

/// The login that a name gives, with the first number that makes it unlike all others: `lea.martin`, `lea.martin2`.
pub async fn free_login(act: &mut Act<'_>, kind: PersonKind, name: &str) -> Result<String> {
    let wish = login(kind, name);
    let taken: std::collections::HashSet<String> = persons::logins_like(act.tx, &wish).await?.into_iter().collect();
    if !taken.contains(&wish) {
        return Ok(wish);
    }
    let mut numbered = (2..).map(|number: u32| format!("{wish}{number}"));
    numbered.find(|login| !taken.contains(login)).ok_or_else(|| Problem::field("login", "login-taken"))
}
