//! Every format gives back the school that was written.

use preau_roster::{
    Authority, Coverage, Format, Kind, Left, Names, Part, Person, Roster, Sex, SpaceKey, System,
    fixtures::{self, Encoding, Generation, Level, Pupil, School, UAI},
    preview, propose_mapping,
};

use super::{Register, child_name, is_legal, read_all};

const SIZE: usize = 300;
const SEED: u64 = 7;

fn of_kind(roster: &Roster, kind: Kind) -> Vec<&Person> {
    roster.people.iter().filter(|person| person.kind == kind).collect()
}

fn class_of<'a>(roster: &'a Roster, person: &Person) -> Option<&'a SpaceKey> {
    let theirs = roster.memberships.iter().find(|one| one.person == person.key && one.part == Part::Learner);
    theirs.map(|membership| &membership.space)
}

fn assert_names(names: &Names, pupil: &Pupil, keeps: impl Fn(&str) -> String) {
    assert_eq!(names.family, keeps(&pupil.family));
    assert_eq!(names.given, keeps(&pupil.given));
    assert_eq!(names.used, pupil.used.as_deref().map(&keeps));
    assert_eq!(names.other_given, pupil.second.iter().map(|name| keeps(name)).collect::<Vec<_>>());
}

#[test]
fn onde_gives_back_the_school_in_both_generations_and_all_encodings() {
    let school = School::invent(Level::Primary, SIZE, SEED);
    for generation in [Generation::Current, Generation::Older] {
        for encoding in [Encoding::Latin9, Encoding::Utf8, Encoding::Utf8WithMark] {
            let roster = read_all(&fixtures::onde(SIZE, SEED, generation, encoding), None).unwrap();
            assert_eq!(roster.problems, [], "{generation:?} {encoding:?}");
            let learners = of_kind(&roster, Kind::Learner);
            assert_eq!(learners.len(), SIZE);
            for (person, pupil) in learners.iter().zip(&school.pupils) {
                assert_names(&person.names, pupil, |text| encoding.keeps(text));
                assert_eq!(person.birth, Some(pupil.birth));
                assert_eq!(person.sex, Some(if pupil.is_girl { Sex::Female } else { Sex::Male }));
                assert_eq!(person.photo, Some(pupil.photo), "the photo authorisation is kept");
                let ine = (generation == Generation::Current).then_some(pupil.ine.as_str());
                assert_eq!(person.identifier(System::Ine), ine);
                assert_eq!(class_of(&roster, person), Some(&SpaceKey::class(school.class_of(pupil))));
                assert!(person.level.as_ref().unwrap().cycle.as_ref().unwrap().starts_with("CYCLE"));
            }
            let guardians = of_kind(&roster, Kind::Guardian);
            assert_eq!(guardians.len(), school.guardians.len());
            let ties: usize = school.pupils.iter().map(|pupil| pupil.guardians.len()).sum();
            assert_eq!(roster.guardianships.len(), ties);
            assert!(roster.guardianships.iter().all(|tie| tie.authority == Authority::Unknown));
            assert_eq!(of_kind(&roster, Kind::Staff).len(), school.teachers.len());
            assert_eq!(of_kind(&roster, Kind::Staff).iter().filter(|person| person.head).count(), 1);
        }
    }
}

#[test]
fn siecle_gives_back_the_school_with_who_has_authority() {
    let school = School::invent(Level::Secondary, SIZE, SEED);
    let roster = read_all(&fixtures::siecle(SIZE, SEED).unwrap(), None).unwrap();
    assert_eq!(roster.problems, []);
    assert_eq!(roster.sources[0].institution.as_deref(), Some(UAI));
    assert_eq!(roster.sources[0].school_year.as_deref(), Some("2026"));
    let learners = of_kind(&roster, Kind::Learner);
    assert_eq!(learners.len(), SIZE);
    for (person, pupil) in learners.iter().zip(&school.pupils) {
        assert_eq!(person.names.family, fixtures::simplified(&pupil.family.to_uppercase()));
        assert_eq!(person.birth, Some(pupil.birth));
        assert_eq!(person.identifier(System::Ine), Some(pupil.ine.as_str()));
        assert_eq!(person.left, pupil.left.map(Left::On));
        let class = pupil.left.is_none().then(|| SpaceKey::class(school.class_of(pupil)));
        assert_eq!(class_of(&roster, person), class.as_ref(), "who left is in no class");
    }
    let guardians = of_kind(&roster, Kind::Guardian);
    assert_eq!(guardians.len(), school.guardians.len());
    for (person, guardian) in guardians.iter().zip(&school.guardians) {
        assert_eq!(person.email.as_ref(), guardian.email.as_ref());
        assert_eq!(person.address.as_ref().unwrap().postcode, guardian.town.0);
    }
    let links: Vec<_> = school.pupils.iter().flat_map(|pupil| &pupil.guardians).collect();
    assert_eq!(roster.guardianships.len(), links.len());
    for (tie, link) in roster.guardianships.iter().zip(links) {
        assert_eq!(is_legal(tie.authority), link.authority != 0);
        assert_eq!(tie.kinship.as_deref(), Some(link.kinship));
    }
    let class = roster.spaces.iter().find(|space| space.key == SpaceKey::class(school.classes[0].0.clone())).unwrap();
    assert!(class.name.contains("EME"), "Structures.xml names classes: {}", class.name);
}

#[test]
fn siecle_is_the_same_bare_zipped_and_zipped_together() {
    let bare = fixtures::siecle_xml(60, SEED);
    let zipped = fixtures::siecle(60, SEED).unwrap();
    let together = vec![("tout.zip".to_owned(), fixtures::archive(&zipped).unwrap())];
    let utf8: Vec<_> = bare
        .iter()
        .map(|(name, bytes)| {
            let text = encoding_of(bytes).replace("ISO-8859-15", "UTF-8");
            (name.clone(), text.into_bytes())
        })
        .collect();
    let expected = read_all(&bare, None).unwrap();
    for files in [zipped, together, utf8] {
        let roster = read_all(&files, None).unwrap();
        let keys =
            |roster: &Roster| roster.people.iter().map(|one| (one.key.clone(), one.names.clone())).collect::<Vec<_>>();
        assert_eq!(keys(&roster), keys(&expected));
        assert_eq!(roster.memberships, expected.memberships);
        assert_eq!(roster.guardianships.len(), expected.guardianships.len());
    }
}

/// ISO-8859-15 to text, by hand.
fn encoding_of(bytes: &[u8]) -> String {
    let special = |byte| match byte {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        other => char::from(other),
    };
    bytes.iter().copied().map(special).collect()
}

#[test]
fn oneroster_gives_back_the_school_in_both_versions() {
    let school = School::invent(Level::Secondary, SIZE, SEED);
    for file in [fixtures::oneroster_1_1(SIZE, SEED), fixtures::oneroster_1_2(SIZE, SEED)] {
        let roster = read_all(&[file.unwrap()], None).unwrap();
        assert_eq!(roster.problems, []);
        let learners = of_kind(&roster, Kind::Learner);
        assert_eq!(learners.len(), SIZE);
        for (person, pupil) in learners.iter().zip(&school.pupils) {
            assert_eq!((&person.names.family, &person.names.given), (&pupil.family, &pupil.given));
            assert_eq!(person.birth, Some(pupil.birth));
            assert_eq!(person.left, pupil.left.map(|_| Left::Deleted), "tobedeleted is respected");
        }
        assert_eq!(of_kind(&roster, Kind::Guardian).len(), school.guardians.len());
        assert_eq!(of_kind(&roster, Kind::Staff).len(), school.teachers.len());
        assert_eq!(roster.sources[0].institution.as_deref(), Some(UAI));
        let here = school.pupils.iter().filter(|pupil| pupil.left.is_none());
        assert_eq!(roster.guardianships.len(), here.map(|pupil| pupil.guardians.len()).sum::<usize>());
        assert!(child_name(&roster.guardianships[0].child).starts_with("oneroster:u-"));
    }
}

#[test]
fn spreadsheets_are_read_through_the_proposed_mapping() {
    let school = School::invent(Level::Primary, 60, SEED);
    let files = [fixtures::csv(60, SEED), fixtures::xlsx(60, SEED).unwrap(), fixtures::ods(60, SEED).unwrap()];
    for (name, bytes) in files {
        let shown = preview(&name, &mut std::io::Cursor::new(&bytes), &preau_roster::Limits::default()).unwrap();
        assert_eq!(shown.rows.len(), 10, "{name}");
        let proposal = propose_mapping(&shown.headers, &shown.rows);
        assert_eq!(proposal.missing, [], "{name}: {:?}", shown.headers);
        assert_eq!(proposal.mapping.kind, Kind::Learner);
        let roster = read_all(&[(name.clone(), bytes)], Some(proposal.mapping)).unwrap();
        assert_eq!(roster.problems, [], "{name}");
        assert_eq!(roster.people.len(), 60, "{name}");
        for (person, pupil) in roster.people.iter().zip(&school.pupils) {
            assert_eq!((&person.names.family, &person.names.given), (&pupil.family, &pupil.given));
            assert_eq!(person.birth, Some(pupil.birth), "{name}");
        }
        assert_eq!(roster.sources[0].coverage, Coverage::Nobody, "a spreadsheet makes nobody leave by itself");
    }
}

#[test]
fn columns_are_guessed_in_four_languages() {
    let kinds = [
        ("Nom*;Prénom*;Date de naissance*;Classes*", Kind::Learner),
        ("Last name;First name;Birth date;Classes", Kind::Learner),
        ("Apellidos;Nombre;Fecha de nacimiento;Clases", Kind::Learner),
        ("Sobrenome;Nome;Data de nascimento;Turmas", Kind::Learner),
        ("Nom;Prénom;Matière;Courriel", Kind::Staff),
        (
            "Nom;Prénom;Courriel;Nom enfant;Prénom enfant;Classe enfant;Nom enfant;Prénom enfant;Classe enfant",
            Kind::Guardian,
        ),
    ];
    for (heading, kind) in kinds {
        let headers: Vec<_> = heading.split(';').map(str::to_owned).collect();
        let proposal = propose_mapping(&headers, &[]);
        assert_eq!((proposal.mapping.kind, proposal.missing), (kind, vec![]), "{heading}");
    }
}

#[test]
fn an_onde_table_saved_by_a_spreadsheet_is_still_onde() {
    let headers = "Nom élève;Prénom élève;Date naissance;Sexe;Libellé classe\nMartin;Léa;01/02/2017;F;CP A\n";
    let roster = super::read_one(headers.as_bytes()).unwrap();
    assert_eq!(roster.sources[0].format, Format::OndeLearners);
    assert_eq!(roster.people.len(), 1);
}

#[test]
fn a_teacher_of_two_classes_is_one_teacher() {
    let rows = "Civilité;Nom;Prénom;Courriel;Directeur;Classe\nMme;Œuvrard;Zoé;z@e.fr;Oui;CP A\nMme;Œuvrard;Zoé;z@e.fr;Oui;CP B\n";
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(rows.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = rows.chars().map(|c| if c == 'Œ' { 0x8C } else { u8::try_from(c).unwrap() }).collect();
    for bytes in [rows.as_bytes().to_vec(), windows, utf16] {
        let roster = super::read_one(&bytes).unwrap();
        assert_eq!((roster.people.len(), roster.memberships.len(), roster.problems.len()), (1, 2, 0));
        assert_eq!(roster.people[0].names.family, "Œuvrard", "in UTF-8, windows-1252 and UTF-16");
    }
}

#[test]
fn the_same_file_twice_changes_nothing() {
    type Files = Vec<(String, Vec<u8>)>;
    let mut all: Vec<(String, Files)> = vec![
        ("siecle".into(), fixtures::siecle(SIZE, SEED).unwrap()),
        ("1.1".into(), vec![fixtures::oneroster_1_1(SIZE, SEED).unwrap()]),
        ("1.2".into(), vec![fixtures::oneroster_1_2(SIZE, SEED).unwrap()]),
    ];
    for generation in [Generation::Current, Generation::Older] {
        for encoding in [Encoding::Latin9, Encoding::Utf8] {
            all.push((format!("{generation:?} {encoding:?}"), fixtures::onde(SIZE, SEED, generation, encoding)));
        }
    }
    for (name, files) in all {
        let roster = read_all(&files, None).unwrap();
        let register = Register::of(&roster);
        assert!(!register.people.is_empty() && !register.ties.is_empty(), "{name}");
        let difference = register.compare(&read_all(&files, None).unwrap());
        let odd: Vec<_> = difference
            .people
            .iter()
            .filter(|one| !matches!(one.fate, preau_roster::Fate::Unchanged { .. } | preau_roster::Fate::Skipped))
            .collect();
        assert!(difference.is_empty(), "{name}: {odd:?} {:?}", difference.guardianships);
    }
}
