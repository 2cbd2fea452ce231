//! Moving the demo's people in: through people's own acts, so that every rule holds for them too and the journal tells
//! how they came.

use preau_kernel::{Actor, PersonId, PersonKind, Result, Role, SpaceKind};
use preau_people::{
    acts::{
        Act, NewPerson, NewSpace, add_person,
        consents::{self, NewConsent},
        families, found,
        invitations::{self, NewInvitation},
        members::{self, NewMember},
        open_space, set_office,
    },
    model::{Guardianship, Settings, Space},
    store::{persons, settings, spaces},
};
use preau_web::Ctx;
use time::{Duration, macros::date};

use super::{
    ADDRESS, CODE, MARK, NAME, PHONE, SERVER_NAME, YEAR,
    names::{Colleague, LANGUAGES, OFFICE, STAFF, SUBJECTS, TOWNS},
    policy,
    school::{Grown, Household, LIVELY, Pupil, School, Tie},
};

/// What rows say of where they come from: those of a school's software, and those made here.
const ROSTER: &str = "roster";
const HAND: &str = "hand";
/// How the answers came, and on what.
const FORM: &str = "Fiche de rentrée 2026";
/// What a court decided, in the words of its decision.
const DECISION: &str = "Ordonnance du juge aux affaires familiales du 12 juin 2026 : droit de visite et d’hébergement suspendu, aucun contact avec l’enfant.";
/// How long the invitation to the radio club is open, and for how many.
const INVITED: (Duration, i64) = (Duration::days(30), 10);

/// One of the staff, moved in.
struct Hired {
    id: PersonId,
    work: &'static str,
    woman: bool,
}

/// Moves everyone in. `today` makes what is still open when somebody looks around.
pub(super) async fn move_in(steady: &Ctx, today: &Ctx, school: &School) -> Result<()> {
    let mut tx = steady.db.begin().await?;
    let act = Act::new(steady, &mut tx, &Actor::System);
    let mut moving = Moving { act, marked: 0, classes: Vec::new() };
    moving.found().await?;
    for class in &school.classes {
        let new = NewSpace {
            code: Some(class.code()),
            level: Some(class.level.to_owned()),
            year: Some(YEAR.to_owned()),
            source: ROSTER,
            ..NewSpace::named(SpaceKind::Class, &class.name())
        };
        let class = open_space(&mut moving.act, &policy::run()?, new).await?;
        moving.classes.push(class);
    }
    let staff = moving.staff().await?;
    moving.lessons(&staff).await?;
    let pupils = moving.families(school).await?;
    moving.groups(school, &staff, &pupils).await?;
    let club = moving.club(school, &staff, &pupils).await?;
    let mut now = Act::new(today, &mut tx, &Actor::System);
    let (open, uses) = INVITED;
    let ends_at = now.now() + open;
    // Nobody keeps the code, as after any invitation; the club's page makes another.
    let new = NewInvitation { role: Role::Member, uses, ends_at, stays_until: None };
    invitations::invite(&mut now, &policy::space(&club)?, new).await?;
    Ok(tx.commit().await?)
}

struct Moving<'a> {
    act: Act<'a>,
    /// How many persons have the demo's mark.
    marked: usize,
    classes: Vec<Space>,
}

impl Moving<'_> {
    /// Names the institution, if nobody did.
    async fn found(&mut self) -> Result<()> {
        let before = settings::settings_in(self.act.tx).await?;
        let new = if spaces::institution_in(self.act.tx).await?.is_none() {
            Settings {
                name: NAME.to_owned(),
                code: CODE.to_owned(),
                year: YEAR.to_owned(),
                address: ADDRESS.to_owned(),
                phone: PHONE.to_owned(),
                website: SERVER_NAME.to_owned(),
                ..before
            }
        } else if before.year.is_empty() {
            Settings { year: YEAR.to_owned(), ..before }
        } else {
            return Ok(());
        };
        found(&mut self.act, &policy::administer()?, new).await.map(drop)
    }

    async fn person(&mut self, mut new: NewPerson) -> Result<PersonId> {
        // A name of two words is one name all the same: `Thị Hồng`.
        new.preferred_name = Some(new.given_names.clone()).filter(|name| name.contains(' '));
        // Whoever set this institution up may have taken the login that the demo likes.
        if let Some(login) = &new.login
            && persons::logins_like(self.act.tx, login).await?.contains(login)
        {
            new.login = None;
        }
        self.marked += 1;
        let mark = format!("{:04}", self.marked);
        Ok(add_person(&mut self.act, &policy::run()?, new, &[(MARK, mark.as_str())]).await?.id)
    }

    async fn member(&mut self, space: &Space, new: NewMember) -> Result<()> {
        members::set_member(&mut self.act, &policy::space(space)?, new).await
    }

    async fn staff(&mut self) -> Result<Vec<Hired>> {
        let mut staff = Vec::with_capacity(STAFF.len());
        for (at, colleague) in STAFF.iter().enumerate() {
            let id = self.person(hired(colleague, at)).await?;
            staff.push(Hired { id, work: colleague.work, woman: colleague.woman });
        }
        let offices = [(0, Role::Owner), (1, Role::Manager), (2, Role::Manager)];
        for (at, office) in offices {
            if let Some(hired) = staff.get(at) {
                set_office(&mut self.act, &policy::administer()?, hired.id, Some(office)).await?;
            }
        }
        // The staff room is the first space of its kind: rosters put new colleagues there.
        let all = (0..staff.len()).collect::<Vec<_>>();
        self.colleagues("Salle des profs", &all, 1, &staff).await?;
        self.colleagues("Vie scolaire", &[3, 1, 4, 5], 1, &staff).await?;
        Ok(staff)
    }

    /// Opens a space of colleagues; the first `leading` of them lead it.
    async fn colleagues(&mut self, name: &str, who: &[usize], leading: usize, staff: &[Hired]) -> Result<()> {
        let space = open_space(&mut self.act, &policy::run()?, NewSpace::named(SpaceKind::Staff, name)).await?;
        for (at, hired) in who.iter().filter_map(|at| staff.get(*at)).enumerate() {
            let role = if at < leading { Role::Owner } else { Role::Member };
            self.member(&space, member(hired.id, role, Some(hired.work), HAND)).await?;
        }
        Ok(())
    }

    /// Gives every class its teachers, one of them its head teacher.
    async fn lessons(&mut self, staff: &[Hired]) -> Result<()> {
        let mut heads: Vec<PersonId> = staff.iter().filter(|it| is_benali(it, staff)).map(|it| it.id).collect();
        for at in 0..self.classes.len() {
            let Some(class) = self.classes.get(at).cloned() else { continue };
            let teachers = teachers(staff, at);
            let lively = at == LIVELY;
            let head = teachers.iter().find(|it| if lively { is_benali(it, staff) } else { !heads.contains(&it.id) });
            let head = head.map(|head| head.id);
            heads.extend(head);
            for teacher in teachers {
                let (role, label) = if Some(teacher.id) == head {
                    let head = if teacher.woman { "professeure principale" } else { "professeur principal" };
                    (Role::Owner, format!("{} · {head}", teacher.work))
                } else {
                    (Role::Manager, teacher.work.to_owned())
                };
                self.member(&class, member(teacher.id, role, Some(&label), ROSTER)).await?;
            }
        }
        Ok(())
    }

    /// Moves the families in; gives each pupil's id, household by household.
    async fn families(&mut self, school: &School) -> Result<Vec<PersonId>> {
        let mut pupils = Vec::new();
        for household in &school.households {
            pupils.extend(self.household(household).await?);
        }
        Ok(pupils)
    }

    async fn household(&mut self, household: &Household) -> Result<Vec<PersonId>> {
        let mut guardians = Vec::with_capacity(household.guardians.len());
        for grown in &household.guardians {
            let id = self.person(guardian(grown)).await?;
            guardians.push((id, grown.tie));
        }
        let mut children = Vec::with_capacity(household.children.len());
        for child in &household.children {
            let Some(class) = self.classes.get(child.class).cloned() else { continue };
            let id = self.person(pupil(child, household, class.level.clone())).await?;
            self.member(&class, member(id, Role::Member, None, ROSTER)).await?;
            for (guardian, tie) in &guardians {
                let it = guardianship(*guardian, id, *tie, self.act.now());
                families::set_guardianship(&mut self.act, &policy::child(id)?, it).await?;
            }
            for (purpose, answer) in &child.answers {
                let (medium, source) = ("paper".to_owned(), FORM.to_owned());
                let new = NewConsent { purpose: *purpose, answer: *answer, medium, until: None, source };
                consents::answer(&mut self.act, &policy::child(id)?, new).await?;
            }
            children.push(id);
        }
        Ok(children)
    }

    /// Opens the groups of languages and of Latin, across the classes of a level.
    async fn groups(&mut self, school: &School, staff: &[Hired], pupils: &[PersonId]) -> Result<()> {
        let everyone: Vec<(&Pupil, PersonId)> = all(school).zip(pupils.iter().copied()).collect();
        for (level, _) in super::school::LEVELS.into_iter().skip(1) {
            let learns = |pupil: &Pupil| school.classes.get(pupil.class).is_some_and(|class| class.level == level);
            for (at, (subject, code, _)) in LANGUAGES.iter().enumerate() {
                let group = everyone.iter().filter(|(pupil, _)| learns(pupil) && pupil.language == Some(at));
                let group: Vec<PersonId> = group.map(|(_, id)| *id).collect();
                self.group((subject, code, level), subject, staff, &group).await?;
            }
            let group = everyone.iter().filter(|(pupil, _)| learns(pupil) && pupil.latin).map(|(_, id)| *id);
            let group: Vec<PersonId> = group.collect();
            self.group(("Latin", "LATIN", level), "Lettres classiques", staff, &group).await?;
        }
        Ok(())
    }

    async fn group(
        &mut self,
        (subject, code, level): (&str, &str, &str),
        work: &str,
        staff: &[Hired],
        pupils: &[PersonId],
    ) -> Result<()> {
        let new = NewSpace {
            code: Some(format!("{}{code}", level.trim_end_matches('e'))),
            level: Some(level.to_owned()),
            year: Some(YEAR.to_owned()),
            source: ROSTER,
            ..NewSpace::named(SpaceKind::Group, &format!("{subject} {level}"))
        };
        let group = open_space(&mut self.act, &policy::run()?, new).await?;
        for teacher in staff.iter().filter(|it| it.work == work) {
            self.member(&group, member(teacher.id, Role::Owner, Some(subject), ROSTER)).await?;
        }
        for pupil in pupils {
            self.member(&group, member(*pupil, Role::Member, None, ROSTER)).await?;
        }
        Ok(())
    }

    /// The radio club: two adults and pupils of several classes, put together by hand.
    async fn club(&mut self, school: &School, staff: &[Hired], pupils: &[PersonId]) -> Result<Space> {
        let club = open_space(&mut self.act, &policy::run()?, NewSpace::named(SpaceKind::Club, "Club radio")).await?;
        for hired in staff.iter().filter(|it| is_benali(it, staff)) {
            self.member(&club, member(hired.id, Role::Owner, Some("Animatrice"), HAND)).await?;
        }
        for hired in staff.iter().filter(|it| it.work == "Professeur documentaliste") {
            self.member(&club, member(hired.id, Role::Manager, Some("CDI"), HAND)).await?;
        }
        // Léa, Sami, and one pupil of each other class.
        let mut classes = vec![LIVELY];
        for (at, (pupil, id)) in all(school).zip(pupils).enumerate() {
            let is_first = !classes.contains(&pupil.class);
            if at == 0 || pupil.given == "Sami" && pupil.class == LIVELY || is_first {
                classes.push(pupil.class);
                self.member(&club, member(*id, Role::Member, None, HAND)).await?;
            }
        }
        Ok(club)
    }
}

fn all(school: &School) -> impl Iterator<Item = &Pupil> {
    school.households.iter().flat_map(|household| &household.children)
}

/// The biology teacher who leads 4e B: the second of her subject.
fn is_benali(hired: &Hired, staff: &[Hired]) -> bool {
    staff.iter().filter(|it| it.work == "SVT").nth(1).is_some_and(|benali| benali.id == hired.id)
}

/// The teachers of a class, subject by subject. In 6e there is no technology (decree of 2023).
fn teachers(staff: &[Hired], class: usize) -> Vec<&Hired> {
    let lessons = SUBJECTS.iter().filter(|works| class >= 3 || !works.contains(&"Technologie"));
    let teacher = |works: &&[&str]| {
        let all: Vec<&Hired> = staff.iter().skip(OFFICE).filter(|it| works.contains(&it.work)).collect();
        all.get(class % all.len().max(1)).copied()
    };
    lessons.filter_map(teacher).collect()
}

fn member(person: PersonId, role: Role, label: Option<&str>, source: &'static str) -> NewMember {
    NewMember { person, role, label: label.map(str::to_owned), until: None, source }
}

fn hired(colleague: &Colleague, at: usize) -> NewPerson {
    use preau_people::model::{Address, Sex, display, login};
    let shown = display(colleague.given, None, colleague.family, None);
    let (postcode, city) = TOWNS.first().copied().unwrap_or_default();
    let school = Address {
        lines: vec!["Collège Louise-Michel".to_owned(), "1 rue de l’Abbé-Grégoire".to_owned()],
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: String::new(),
    };
    NewPerson {
        sex: Some(if colleague.woman { Sex::Female } else { Sex::Male }),
        email: Some(format!("{}@example.org", login(PersonKind::Staff, &shown))),
        // 01 99 00 00 00 to 99 99: kept for fiction, as the families' numbers.
        phone: Some(format!("01 99 00 12 {at:02}")),
        address: Some(school),
        login: colleague.login.map(str::to_owned),
        ..NewPerson::named(PersonKind::Staff, colleague.given, colleague.family)
    }
}

fn guardian(grown: &Grown) -> NewPerson {
    let Grown { given, family, used, sex, email, phone, address, .. } = grown.clone();
    NewPerson {
        used_name: used,
        sex: Some(sex),
        email,
        phone: Some(phone),
        address: Some(address),
        ..NewPerson::named(PersonKind::Guardian, &given, &family)
    }
}

fn pupil(pupil: &Pupil, household: &Household, level: Option<String>) -> NewPerson {
    NewPerson {
        birth_date: Some(pupil.birth),
        sex: Some(pupil.sex),
        address: household.guardians.first().map(|first| first.address.clone()),
        level,
        ..NewPerson::named(PersonKind::Learner, &pupil.given, &pupil.family)
    }
}

fn guardianship(guardian: PersonId, child: PersonId, tie: Tie, now: preau_kernel::Timestamp) -> Guardianship {
    let Tie { kinship, rank, limited } = tie;
    Guardianship {
        guardian,
        child,
        legal_rank: rank,
        contact: rank.is_some() || kinship == "foster",
        pick_up: true,
        kinship: kinship.to_owned(),
        no_record: limited,
        no_contact: limited,
        no_pick_up: limited,
        limited_from: limited.then_some(date!(2026 - 06 - 12)),
        limited_until: None,
        limit_reason: limited.then(|| DECISION.to_owned()),
        source: ROSTER.to_owned(),
        since: now,
        ended_at: None,
    }
}
