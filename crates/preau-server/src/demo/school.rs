//! The demo's pupils and their families, before anything is written: the same for the same seed.
//!
//! Households are drawn one by one until every seat of every class is taken. Class 4e B comes first and is planned, so
//! that it has what the pages must be able to show: 27 pupils and 41 guardians, separated parents, a court's decision,
//! a grandparent, a foster mother, families without e-mail.

use std::collections::{HashMap, HashSet};

use preau_people::model::{Address, ConsentAnswer, Purpose, Sex, fold};
use preau_roster::fixtures::{Dice, ORIGINS, Origin};
use time::{Date, Duration, Month, macros::date};

use super::names::{ELDERS, LANGUAGES, MEN, STAFF, STREETS, TOWNS, WOMEN};

/// Classes of each level.
const ABREAST: usize = 3;
/// Levels, and the year in which most of their pupils were born.
pub(super) const LEVELS: [(&str, i32); 4] = [("6e", 2015), ("5e", 2014), ("4e", 2013), ("3e", 2012)];
/// Pupils of each class, level by level.
const SEATS: [usize; 12] = [25, 26, 24, 25, 25, 26, 25, 27, 24, 26, 24, 25];
/// The class that the demo shows.
pub(super) const LIVELY: usize = 7;
/// Households that never came: their letters are still at home.
const ABSENT: usize = 60;

/// A class.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub(super) level: &'static str,
    pub(super) letter: char,
}

impl Class {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.level, self.letter)
    }

    /// As SIECLE writes it: `4B`.
    pub(super) fn code(&self) -> String {
        format!("{}{}", self.level.trim_end_matches('e'), self.letter)
    }
}

/// A pupil.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pupil {
    pub(super) given: String,
    pub(super) family: String,
    pub(super) sex: Sex,
    pub(super) birth: Date,
    /// Position in [`School::classes`].
    pub(super) class: usize,
    /// Position in [`LANGUAGES`], from 5e on.
    pub(super) language: Option<usize>,
    pub(super) latin: bool,
    /// What the family said on the first day's form; what is not here was not answered.
    pub(super) answers: Vec<(Purpose, ConsentAnswer)>,
}

/// Somebody who answers for the children of a household.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grown {
    pub(super) given: String,
    pub(super) family: String,
    pub(super) used: Option<String>,
    pub(super) sex: Sex,
    pub(super) email: Option<String>,
    pub(super) phone: String,
    pub(super) address: Address,
    pub(super) tie: Tie,
}

/// What ties a guardian to the children.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tie {
    /// Word of people's own list.
    pub(super) kinship: &'static str,
    /// 1 or 2 for a legal guardian.
    pub(super) rank: Option<i64>,
    /// Whether a court took rights away.
    pub(super) limited: bool,
}

/// Children and those who answer for them; where these live apart, the children live with the first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Household {
    pub(super) children: Vec<Pupil>,
    pub(super) guardians: Vec<Grown>,
    /// Whether the guardians used their letters.
    pub(super) came: bool,
}

/// Who answers for the children of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    /// Two parents at one address.
    Couple,
    /// Two parents at two addresses.
    Apart,
    /// As [`Apart`](Self::Apart), and a court keeps the second from the children.
    Limited,
    /// One parent.
    Alone,
    /// Two parents, and a grandparent who comes for the children.
    Elder,
    /// A foster mother.
    Foster,
}

/// Households of the lively class besides the two that everyone signs in as: 25 pupils, 38 guardians.
const PLAN: [(Home, usize); 6] =
    [(Home::Limited, 1), (Home::Elder, 1), (Home::Foster, 1), (Home::Couple, 7), (Home::Apart, 3), (Home::Alone, 12)];

/// The school.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct School {
    pub(super) classes: Vec<Class>,
    pub(super) households: Vec<Household>,
}

impl School {
    /// Draws the school.
    pub(super) fn invent() -> Self {
        let letters = ['A', 'B', 'C'];
        let classes = LEVELS.iter().flat_map(|(level, _)| letters.map(|letter| Class { level, letter })).collect();
        let mut drawing = Drawing::new();
        let mut households = vec![drawing.martin(), drawing.haddad()];
        for home in PLAN.into_iter().flat_map(|(home, times)| std::iter::repeat_n(home, times)) {
            households.push(drawing.household(home, LIVELY));
        }
        while let Some(class) = drawing.free(|_| true) {
            let home = drawing.home();
            households.push(drawing.household(home, class));
        }
        // The two that everyone signs in as did come.
        for household in households.iter_mut().skip(2).step_by(4).take(ABSENT) {
            household.came = false;
        }
        Self { classes, households }
    }

    /// Whether each person uses Préau already, in the order in which they move in.
    pub(super) fn came(&self) -> impl Iterator<Item = bool> {
        let families = self.households.iter().flat_map(|household| {
            let guardians = household.guardians.iter().map(|_| household.came);
            guardians.chain(household.children.iter().map(|_| true))
        });
        STAFF.iter().map(|_| true).chain(families)
    }
}

/// What is left while the school is drawn.
struct Drawing {
    dice: Dice,
    seats: [usize; 12],
    /// Names of pupils, so that homonyms are rare.
    pupils: HashSet<(String, String)>,
    mails: HashMap<String, u32>,
    phones: usize,
}

impl Drawing {
    fn new() -> Self {
        let (pupils, mails) = (HashSet::new(), HashMap::new());
        Self { dice: Dice::new(0x4c6f_7569_7365), seats: SEATS, pupils, mails, phones: 0 }
    }

    /// A class that fits and has a seat.
    fn free(&mut self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let free: Vec<usize> = self
            .seats
            .iter()
            .enumerate()
            .filter(|(class, seats)| **seats > 0 && fits(*class))
            .map(|(at, _)| at)
            .collect();
        (!free.is_empty()).then(|| self.dice.pick(&free))
    }

    /// Léa, her brother Tom, and their parents, who live apart.
    fn martin(&mut self) -> Household {
        let tie = |kinship, rank| Tie { kinship, rank: Some(rank), limited: false };
        let claire = self.grown(("Claire", "Martin", Sex::Female), tie("mother", 1), None);
        let there = Address {
            lines: vec!["4 bis quai de la Vire-Basse".to_owned()],
            postcode: "00130".to_owned(),
            city: "Montferrine".to_owned(),
            country: String::new(),
        };
        let paul = self.grown(("Paul", "Martin", Sex::Male), tie("father", 2), Some(there));
        let mut lea = self.pupil("Léa".to_owned(), "Martin", Sex::Female, LIVELY, date!(2013 - 03 - 14));
        lea.answers = vec![(Purpose::Photo, ConsentAnswer::Given), (Purpose::Outing, ConsentAnswer::Given)];
        lea.language = Some(0);
        let tom = self.pupil("Tom".to_owned(), "Martin", Sex::Male, 0, date!(2015 - 10 - 02));
        Household { children: vec![lea, tom], guardians: vec![claire, paul], came: true }
    }

    /// Sami and his mother, who has no e-mail.
    fn haddad(&mut self) -> Household {
        let tie = Tie { kinship: "mother", rank: Some(1), limited: false };
        let mut amina = self.grown(("Amina", "Haddad", Sex::Female), tie, None);
        amina.email = None;
        let mut sami = self.pupil("Sami".to_owned(), "Haddad", Sex::Male, LIVELY, date!(2013 - 07 - 28));
        sami.answers = vec![(Purpose::Photo, ConsentAnswer::Refused)];
        Household { children: vec![sami], guardians: vec![amina], came: true }
    }

    /// How the households of the other classes live.
    fn home(&mut self) -> Home {
        match self.dice.below(100) {
            0..51 => Home::Couple,
            51..69 => Home::Apart,
            69..96 => Home::Alone,
            _ => Home::Elder,
        }
    }

    /// A household whose first child sits in `class`.
    fn household(&mut self, home: Home, class: usize) -> Household {
        let (one, other) = (self.origin(), self.origin());
        // Most parents come from one place.
        let other = if self.dice.percent(75) { one } else { other };
        let guardians = self.guardians(home, one, other);
        let family = self.children_name(home, one, &guardians);
        let origin = if self.dice.percent(60) { one } else { other };
        let mut children = vec![self.child(&family, ORIGINS.get(origin), class, None)];
        let more = usize::from(self.dice.percent(16)) + usize::from(self.dice.percent(3));
        for _ in 0..more {
            let taken: Vec<usize> = children.iter().map(|child| child.class).collect();
            let twins = self.dice.percent(8);
            // Twins are in one year and, as most schools do it, not in one class.
            let seat = self.free(|seat| {
                let level = taken.iter().any(|taken| taken / ABREAST == seat / ABREAST);
                level == twins && !taken.contains(&seat)
            });
            if let Some(seat) = seat {
                let first = children.first().map(|child| child.birth);
                let child = self.child(&family, ORIGINS.get(origin), seat, first);
                children.push(child);
            }
        }
        Household { children, guardians, came: true }
    }

    /// The position of an origin, as likely as it is frequent.
    fn origin(&mut self) -> usize {
        let sum: u64 = ORIGINS.iter().map(|origin| origin.weight).sum();
        let mut drawn = self.dice.roll() % sum.max(1);
        let found = ORIGINS.iter().position(|origin| {
            let is_it = drawn < origin.weight;
            drawn = drawn.saturating_sub(origin.weight);
            is_it
        });
        found.unwrap_or_default()
    }

    fn family_name(&mut self, origin: usize) -> String {
        let names = ORIGINS.get(origin).map(|origin| origin.families).unwrap_or_default();
        self.dice.pick(names).to_owned()
    }

    /// A given name of somebody grown. Only the first origin's lists tell the generations apart.
    fn grown_name(&mut self, origin: usize, sex: Sex) -> &'static str {
        let names = match (origin, ORIGINS.get(origin), sex) {
            (0, _, Sex::Female) => WOMEN,
            (0, _, _) => MEN,
            (_, Some(origin), Sex::Female) => origin.girls,
            (_, Some(origin), _) => origin.boys,
            (_, None, _) => WOMEN,
        };
        self.dice.pick(names)
    }

    fn guardians(&mut self, home: Home, one: usize, other: usize) -> Vec<Grown> {
        let father_first = matches!(home, Home::Alone | Home::Apart) && self.dice.percent(15);
        let (first, second) = if father_first { (Sex::Male, Sex::Female) } else { (Sex::Female, Sex::Male) };
        // A few couples are of two women.
        let second = if home == Home::Couple && self.dice.percent(3) { Sex::Female } else { second };
        let family = self.family_name(one);
        let given = self.grown_name(one, first);
        if home == Home::Foster {
            let tie = Tie { kinship: "foster", rank: None, limited: false };
            return vec![self.grown((given, &family, Sex::Female), tie, None)];
        }
        let mut guardians = vec![self.grown((given, &family, first), Tie::parent(first, 1), None)];
        if home == Home::Alone {
            return guardians;
        }
        let theirs = self.family_name(other);
        let given = self.grown_name(other, second);
        let shared = matches!(home, Home::Couple | Home::Elder);
        let address = guardians.first().filter(|_| shared).map(|first| first.address.clone());
        let tie = Tie { limited: home == Home::Limited, ..Tie::parent(second, 2) };
        let mut parent = self.grown((given, &theirs, second), tie, address);
        if home == Home::Elder {
            let female = self.dice.percent(65);
            let given = self.dice.pick(if female { ELDERS.0 } else { ELDERS.1 });
            let sex = if female { Sex::Female } else { Sex::Male };
            let tie = Tie { kinship: "grandparent", rank: None, limited: false };
            guardians.push(self.grown((given, &theirs, sex), tie, None));
        }
        // Some of those who share a home share a name too.
        if shared && self.dice.percent(40) {
            parent.used = None;
            if let Some(first) = guardians.first_mut() {
                first.used = Some(theirs.clone());
            }
        }
        guardians.insert(1, parent);
        guardians
    }

    /// The father's name, the mother's, or both; a child alone with one parent may have the other's.
    fn children_name(&mut self, home: Home, origin: usize, guardians: &[Grown]) -> String {
        let mut names = guardians.iter().map(|it| it.family.clone());
        let (first, second) = (names.next().unwrap_or_default(), names.next());
        let simple = |name: &str| !name.contains([' ', '-', '\'', '’']);
        match (home, second) {
            (Home::Foster, _) => self.family_name(origin),
            (_, Some(second)) => match self.dice.below(100) {
                0..14 if simple(&first) && simple(&second) && first != second => format!("{first}-{second}"),
                0..26 => first,
                _ => second,
            },
            (_, None) if self.dice.percent(30) => self.family_name(origin),
            (_, None) => first,
        }
    }

    /// A child in `class`. Siblings were not born in the same nine months, unless they are twins.
    fn child(&mut self, family: &str, origin: Option<&Origin>, class: usize, sibling: Option<Date>) -> Pupil {
        let sex = if self.dice.percent(50) { Sex::Female } else { Sex::Male };
        let names =
            origin.map(|origin| if sex == Sex::Female { origin.girls } else { origin.boys }).unwrap_or_default();
        let mut given = self.dice.pick(names);
        for _ in 0..20 {
            if !self.pupils.contains(&(given.to_owned(), family.to_owned())) {
                break;
            }
            given = self.dice.pick(names);
        }
        let birth = self.birth(class, sibling);
        self.pupil(given.to_owned(), family, sex, class, birth)
    }

    fn birth(&mut self, class: usize, sibling: Option<Date>) -> Date {
        let year = LEVELS.get(class / ABREAST).map_or(2013, |(_, year)| *year);
        let days = |count: usize| Duration::days(i64::try_from(count).unwrap_or_default());
        let Some(sibling) = sibling else {
            // One in fourteen took a year more, one in fifty a year less.
            let shift = match self.dice.below(100) {
                0..7 => -1,
                7..9 => 1,
                _ => 0,
            };
            return new_year(year + shift).saturating_add(days(self.dice.below(365)));
        };
        if sibling.year() == year {
            return sibling;
        }
        // About the same day of another year: ten months apart at least.
        let day = usize::from(sibling.ordinal()).clamp(31, 334) - 30;
        new_year(year).saturating_add(days(day + self.dice.below(60)))
    }

    fn pupil(&mut self, given: String, family: &str, sex: Sex, class: usize, birth: Date) -> Pupil {
        if let Some(seats) = self.seats.get_mut(class) {
            *seats = seats.saturating_sub(1);
        }
        self.pupils.insert((given.clone(), family.to_owned()));
        let older = class >= ABREAST;
        let drawn = self.dice.below(100);
        let mut below = 0;
        let language = LANGUAGES.iter().position(|(_, _, share)| {
            below += share;
            drawn < below
        });
        let latin = older && self.dice.percent(14);
        let mut answers = Vec::new();
        for (purpose, given, refused) in [(Purpose::Photo, 56, 68), (Purpose::Outing, 30, 38)] {
            match self.dice.below(100) {
                draw if draw < given => answers.push((purpose, ConsentAnswer::Given)),
                draw if draw < refused => answers.push((purpose, ConsentAnswer::Refused)),
                _ => {}
            }
        }
        let family = family.to_owned();
        Pupil { given, family, sex, birth, class, language: language.filter(|_| older), latin, answers }
    }

    fn grown(&mut self, (given, family, sex): (&str, &str, Sex), tie: Tie, address: Option<Address>) -> Grown {
        let email = self.dice.percent(86).then(|| self.mail(given, family));
        let phone = self.phone();
        let address = address.unwrap_or_else(|| self.address());
        let (given, family) = (given.to_owned(), family.to_owned());
        Grown { given, family, used: None, sex, email, phone, address, tie }
    }

    fn mail(&mut self, given: &str, family: &str) -> String {
        let name = fold(&format!("{given} {family}"));
        let name: Vec<&str> = name.split_whitespace().collect();
        let name: String =
            name.join(".").chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.').collect();
        let count = self.mails.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { format!("{name}@example.org") } else { format!("{name}{count}@example.org") }
    }

    /// 06 39 98 00 00 to 99 99: kept for fiction (Arcep, decision 2018-0881). The steps meet no number twice.
    fn phone(&mut self) -> String {
        self.phones += 1;
        let number = self.phones * 7919 % 10_000;
        format!("06 39 98 {:02} {:02}", number / 100, number % 100)
    }

    fn address(&mut self) -> Address {
        let line = format!("{} {}", 1 + self.dice.below(90), self.dice.pick(STREETS));
        let at = if self.dice.percent(80) { 0 } else { 1 + self.dice.below(TOWNS.len() - 1) };
        let (postcode, city) = TOWNS.get(at).copied().unwrap_or_default();
        let (postcode, city) = (postcode.to_owned(), city.to_owned());
        Address { lines: vec![line], postcode, city, country: String::new() }
    }
}

impl Tie {
    fn parent(sex: Sex, rank: i64) -> Self {
        let kinship = if sex == Sex::Female { "mother" } else { "father" };
        Self { kinship, rank: Some(rank), limited: false }
    }
}

fn new_year(year: i32) -> Date {
    Date::from_calendar_date(year, Month::January, 1).unwrap_or(date!(2013 - 01 - 01))
}
