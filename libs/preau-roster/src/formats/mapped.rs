//! Any table, read through a [`Mapping`].

use super::{Column, Mapping, entries::Entries};
use crate::{
    Address, Authority, Child, Code, Coverage, Format, Guardianship, Identifier, Kind, Level, Names, Part, Person,
    PhoneKind, Problem, Source, SpaceKey, System,
    read::{
        Context,
        cells::{Cell, fingerprint},
        table::{Row, Rows},
    },
};

pub(crate) struct Mapped {
    mapping: Mapping,
    children: Vec<[Option<usize>; 3]>,
    classes: Vec<String>,
    entries: Entries,
}

impl Mapped {
    pub(crate) fn new(mapping: Mapping) -> Result<Self, Problem> {
        let missing = mapping.missing();
        if !missing.is_empty() {
            let names: Vec<_> = missing.iter().map(|column| name_of(*column)).collect();
            return Err(Problem::new(Code::MissingColumns).with("columns", names.join(", ")));
        }
        let children = children(&mapping.columns);
        Ok(Self { mapping, children, classes: Vec::new(), entries: Entries::default() })
    }

    fn person(&self, row: Row<'_>, ctx: &mut Context<'_>) -> Person {
        let at = |column| row.cell(self.mapping.position(column));
        let mut person = Person::new(self.mapping.kind, "");
        person.place = ctx.place(row.line);
        person.names = if self.mapping.position(Column::FullName).is_some() {
            let full = at(Column::FullName);
            let (family, given) = split_full_name(full.text);
            ctx.names(Cell { text: &family, ..full }, at(Column::UsedName), Cell { text: &given, ..full })
        } else {
            ctx.names(at(Column::FamilyName), at(Column::UsedName), at(Column::GivenName))
        };
        person.names.preferred = ctx.optional_name(at(Column::PreferredName));
        person.birth = ctx.birth(at(Column::Birth));
        person.sex = ctx.sex(at(Column::Sex));
        person.title = ctx.optional_name(at(Column::Title));
        person.email = ctx.email(at(Column::Email));
        let phones = [
            (PhoneKind::Home, Column::HomePhone),
            (PhoneKind::Mobile, Column::MobilePhone),
            (PhoneKind::Work, Column::WorkPhone),
        ];
        person.phones = phones.into_iter().filter_map(|(kind, column)| ctx.phone(kind, at(column))).collect();
        let address = Address {
            street: ctx.street(at(Column::Street)),
            postcode: ctx.text(at(Column::Postcode)),
            town: ctx.text(at(Column::Town)),
            country: ctx.text(at(Column::Country)),
        };
        person.address = (!address.is_empty()).then_some(address);
        let level = ctx.optional_name(at(Column::Level));
        person.level = level.map(|name| Level { name: Some(name), ..Level::default() });
        person.photo = ctx.flag(at(Column::Photo));
        person.associations = ctx.flag(at(Column::Associations));
        person.identifiers.extend(ctx.ine(at(Column::Ine)).map(|ine| Identifier::new(System::Ine, ine)));
        let local = ctx.text(at(Column::Identifier));
        if !local.is_empty() {
            person.identifiers.push(Identifier::new(System::Local, local));
        }
        // Without a date of birth, two homonyms of one class differ by what else the row says.
        if person.identifiers.is_empty() && person.birth.is_none() {
            let class = at(Column::Class).text.trim();
            let value = format!("{}{}", fingerprint(&person), crate::name_key(class));
            person.identifiers.push(Identifier::new(System::Row, value));
        }
        person
    }

    fn guardianships(&mut self, guardian: &str, row: Row<'_>, ctx: &mut Context<'_>) {
        for [family, given, class] in self.children.clone() {
            let names = ctx.names(row.cell(family), row.cell(None), row.cell(given));
            if names == Names::default() {
                continue;
            }
            let classes: Vec<String> = ctx.optional_name(row.cell(class)).into_iter().collect();
            self.classes
                .extend(classes.iter().filter(|class| !self.classes.contains(class)).cloned().collect::<Vec<_>>());
            ctx.guardianship(Guardianship {
                guardian: guardian.to_owned(),
                child: Child::Named { names, classes },
                authority: Authority::Unknown,
                kinship: None,
                pays: None,
                contact: None,
                place: ctx.place(row.line),
            });
        }
    }
}

impl Rows for Mapped {
    fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let person = self.person(row, ctx);
        let Some(key) = self.entries.person(person, ctx) else { return Ok(()) };
        if self.mapping.kind == Kind::Guardian {
            self.guardianships(&key, row, ctx);
            return Ok(());
        }
        let part = if self.mapping.kind == Kind::Staff { Part::Teacher } else { Part::Learner };
        for (column, space) in
            [(Column::Class, SpaceKey::class as fn(String) -> SpaceKey), (Column::Group, SpaceKey::group)]
        {
            let cell = row.cell(self.mapping.position(column));
            for text in cell.text.split([',', ';', '\n']) {
                let code = ctx.name(Cell { text, ..cell });
                self.entries.member(&key, space(code), part, row.line, ctx);
            }
        }
        Ok(())
    }

    fn end(self: Box<Self>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let coverage =
            if self.mapping.complete { Coverage::Everyone(vec![self.mapping.kind]) } else { Coverage::Nobody };
        let (file, people) = (ctx.file().to_owned(), ctx.people());
        let format = Format::Table;
        ctx.source(Source { file, format, institution: None, school_year: None, coverage, people })
    }
}

/// Columns of children: a group ends where one of its meanings comes again.
fn children(columns: &[Column]) -> Vec<[Option<usize>; 3]> {
    let mut groups = Vec::new();
    let mut current = [None; 3];
    for (at, column) in columns.iter().enumerate() {
        let slot = match column {
            Column::ChildFamilyName => 0,
            Column::ChildGivenName => 1,
            Column::ChildClass => 2,
            _ => continue,
        };
        if current.get(slot).is_some_and(Option::is_some) {
            groups.push(std::mem::take(&mut current));
        }
        if let Some(field) = current.get_mut(slot) {
            *field = Some(at);
        }
    }
    if current.iter().any(Option::is_some) {
        groups.push(current);
    }
    groups
}

/// `DE LA TOUR Jean Paul` into family name (the words in capitals) and given names. Without capitals, the last word is
/// the given name.
fn split_full_name(text: &str) -> (String, String) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&str| word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase);
    let mut capitals = words.iter().take_while(|word| is_capital(word)).count();
    let mut words = words;
    if capitals == 0 {
        // `Jean MARTIN`: given names first.
        let given = words.iter().take_while(|word| !is_capital(word)).count();
        if given < words.len() {
            words.rotate_left(given);
            capitals = words.iter().take_while(|word| is_capital(word)).count();
        }
    }
    let cut = if capitals == 0 || capitals == words.len() { words.len().saturating_sub(1).max(1) } else { capitals };
    let (family, given) = words.split_at(cut.min(words.len()));
    (family.join(" "), given.join(" "))
}

/// The word of a column that the page shows; the sentence around it is translated, the word is the field's.
fn name_of(column: Column) -> &'static str {
    if column == Column::FamilyName { "family_name" } else { "given_name" }
}

#[cfg(test)]
mod tests {
    use super::split_full_name;

    #[test]
    fn a_full_name_is_cut_where_capitals_end() {
        let cut = |text| split_full_name(text);
        assert_eq!(cut("DE LA TOUR Jean Paul"), ("DE LA TOUR".into(), "Jean Paul".into()));
        assert_eq!(cut("Jean Paul DE LA TOUR"), ("DE LA TOUR".into(), "Jean Paul".into()));
        assert_eq!(cut("MARTIN LEA"), ("MARTIN".into(), "LEA".into()));
        assert_eq!(cut("Martin Léa"), ("Martin".into(), "Léa".into()));
        assert_eq!(cut("Martin"), ("Martin".into(), String::new()));
        assert_eq!(cut(""), (String::new(), String::new()));
    }
}
