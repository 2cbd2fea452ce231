//! What files would change, as a secretary would see it.

use preau_roster::{
    Answer, Answers, Doubt, Fate, Field, Kind, Leaving, Report, Roster, compare,
    fixtures::{self, Encoding, Generation},
    fold,
};
use proptest::prelude::*;

use super::{Register, read_all, read_one};

const HEADING: &str = "Nom élève;Prénom élève;Date naissance;Sexe;INE;Libellé classe\n";

fn onde(rows: &str) -> Roster {
    read_one(format!("{HEADING}{rows}").as_bytes()).unwrap()
}

/// The fates of learners when `after` comes to a school that imported `before`.
fn fates(before: &str, after: &str) -> Vec<Fate<u128>> {
    let register = Register::of(&onde(before));
    register.compare(&onde(after)).people.into_iter().map(|one| one.fate).collect()
}

fn doubt(fate: &Fate<u128>) -> Option<Doubt> {
    match fate {
        Fate::Doubtful { why, .. } => Some(*why),
        _ => None,
    }
}

#[test]
fn a_child_who_moves_to_another_class_is_the_same_child() {
    let all = fates(
        "Martin;Léa;01/02/2017;F;;CP A\nPetit;Tom;01/03/2017;M;;CP A\n",
        "MARTIN;Lea;01/02/2017;F;;CP B\nPetit;Tom;01/03/2017;M;;CP A\n",
    );
    let Fate::Changed { changes, .. } = &all[0] else { panic!("{all:?}") };
    let moved = &changes[0];
    assert_eq!((moved.field, moved.from.as_str(), moved.to.as_str()), (Field::Classes, "CP A", "CP B"));
    assert!(matches!(all[1], Fate::Unchanged { .. }));
}

#[test]
fn who_is_absent_from_a_class_that_the_file_lists_is_leaving_and_nobody_else() {
    let before = "Martin;Léa;01/02/2017;F;;CP A\nPetit;Tom;01/03/2017;M;;CP A\nRoux;Zoé;02/03/2016;F;;CE1\n";
    let all = fates(before, "Martin;Léa;01/02/2017;F;;CP A\n");
    assert_eq!(all.len(), 2, "the class that is not in the file keeps its pupils: {all:?}");
    assert_eq!(all[1], Fate::Leaving { id: 2, why: Leaving::Absent });
}

#[test]
fn people_made_by_hand_never_leave_by_a_file() {
    let mut register = Register::of(&onde("Petit;Tom;01/03/2017;M;;CP A\n"));
    register.people[0].family = None;
    let difference = register.compare(&onde("Martin;Léa;01/02/2017;F;;CP A\n"));
    assert_eq!(difference.people.len(), 1);
}

#[test]
fn what_is_only_likely_is_asked() {
    let known = "Martin;Léa;01/02/2017;F;;CP A\n";
    assert_eq!(doubt(&fates(known, "Martin;Léa;02/01/2017;F;;CP A\n")[0]), Some(Doubt::BirthSlip));
    assert_eq!(doubt(&fates(known, "Martin;Lea-Rose;01/02/2017;F;;CP A\n")[0]), Some(Doubt::NearName));
    assert_eq!(doubt(&fates(known, "Martin;Léo;01/02/2017;M;;CP A\n")[0]), Some(Doubt::NearName), "a twin, or a slip");
    assert_eq!(doubt(&fates(known, "Martin;Léa;;F;;CP B\n")[0]), Some(Doubt::NameOnly));
    let other_ine = fates("Martin;Léa;01/02/2017;F;070000001AA;CP A\n", "Martin;Léa;01/02/2017;F;070000002BB;CP A\n");
    assert_eq!(doubt(&other_ine[0]), Some(Doubt::IdentifierDiffers));
    let stolen = fates("Martin;Léa;01/02/2017;F;070000001AA;CP A\n", "Roux;Paul;08/09/2016;M;070000001AA;CP A\n");
    assert_eq!(doubt(&stolen[0]), Some(Doubt::IdentifierOfAnother));
    assert!(!stolen.iter().any(|fate| matches!(fate, Fate::Leaving { .. })), "who is asked about does not leave");
}

#[test]
fn twins_and_homonyms_are_told_apart() {
    let twins = "Martin;Léa;01/02/2017;F;;CP A\nMartin;Léo;01/02/2017;M;;CP A\n";
    assert!(fates(twins, twins).iter().all(|fate| matches!(fate, Fate::Unchanged { .. })));
    let homonyms = "Martin;Léa;01/02/2017;F;;CP A\nMartin;Léa;09/11/2016;F;;CE1\n";
    assert!(fates(homonyms, homonyms).iter().all(|fate| matches!(fate, Fate::Unchanged { .. })));
    assert_eq!(fates("Martin;Léa;01/02/2017;F;;CP A\n", homonyms)[1], Fate::New);
}

#[test]
fn an_answer_settles_a_doubt() {
    let register = Register::of(&onde("Martin;Léa;01/02/2017;F;;CP A\n"));
    let roster = onde("Martin;Lea-Rose;01/02/2017;F;;CP A\n");
    let with = |answer| {
        let answers = Answers::from([(roster.people[0].key.clone(), answer)]);
        compare(&roster, register.known(), &answers, Field::ALL).people.remove(0).fate
    };
    assert!(matches!(with(Answer::Is(1)), Fate::Changed { id: 1, .. }));
    assert_eq!(with(Answer::New), Fate::New);
    assert_eq!(with(Answer::Skip), Fate::Skipped);
}

#[test]
fn a_guardian_whose_address_changes_is_known_by_the_child() {
    let files = fixtures::onde(60, 5, Generation::Current, Encoding::Utf8);
    let register = Register::of(&read_all(&files, None).unwrap());
    let text = String::from_utf8(files[1].1.clone()).unwrap().replace("avenue Jean-Jaurès", "rue des Roses");
    assert!(text.matches("rue des Roses").count() > 3);
    let mut files = files;
    files[1].1 = text.into_bytes();
    let report = Report::new(&register.compare(&read_all(&files, None).unwrap()), [], |_| String::new());
    assert!(report.guardians.changed > 3, "{report:?}");
    assert_eq!((report.guardians.new, report.guardians.doubtful, report.guardians.leaving), (0, 0, 0));
}

#[test]
fn a_report_has_the_form_that_scripts_rely_on() {
    let roster = onde("Martin;Léa;31/02/2017;F;;CP A\n");
    let difference = Register::default().compare(&roster);
    let report = Report::new(&difference, &roster.problems, |problem| problem.code.as_str().to_owned());
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["learners"]["new"], 1);
    assert_eq!(json["spaces"]["new"], 1);
    assert_eq!((json["problems"][0]["line"].as_u64(), json["problems"][0]["column"].as_u64()), (Some(2), Some(3)));
    assert_eq!(json["problems"][0]["message"], "bad-date");
}

#[test]
fn a_guardian_of_a_child_that_nobody_knows_is_told() {
    let roster = read_one("Civilité Responsable;Nom responsable;Prénom responsable;Nom de famille enfant;Prénom enfant;Classes enfants\nMme;Roux;Anne;Roux;Inconnu;CP A\n".as_bytes()).unwrap();
    let difference = Register::default().compare(&roster);
    assert_eq!(difference.problems[0].code, preau_roster::Code::UnknownChild);
    assert_eq!((difference.problems[0].line, difference.guardianships.len()), (2, 0));
}

#[test]
fn forty_thousand_homonyms_do_not_take_the_square_of_the_time() {
    let row = |at: u32| format!("Martin;Léa;01/02/2017;F;{:09}AA;CP A", 70_000_000 + at);
    let rows = (0..40_000).map(row).collect::<Vec<_>>().join("\n");
    let roster = onde(&rows);
    let mut register = Register::default();
    for (at, person) in roster.people.iter().enumerate() {
        let mut person = person.clone();
        person.identifiers.clear();
        register.people.push(preau_roster::KnownPerson {
            id: at as u128,
            person,
            spaces: vec![],
            family: None,
            left: false,
        });
    }
    let difference = register.compare(&roster);
    assert!(difference.people.iter().all(|one| matches!(one.fate, Fate::Doubtful { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the order of rows, each child has the same fate.
    #[test]
    fn the_order_of_rows_does_not_matter(seed in 0_u64..1_000, turn in 1_usize..29) {
        let files = fixtures::onde(30, seed, Generation::Older, Encoding::Utf8);
        let register = Register::of(&read_all(&files[..1], None).unwrap());
        let other = fixtures::onde(30, seed + 1, Generation::Older, Encoding::Utf8);
        let text = String::from_utf8(other[0].1.clone()).unwrap();
        let mut lines: Vec<_> = text.lines().collect();
        lines[1..].rotate_left(turn);
        let turned = lines.join("\r\n");
        let fates = |roster: &Roster| {
            let difference = register.compare(roster);
            let mut all: Vec<_> = difference.people.iter().map(|one| (one.incoming.map(|at| roster.people[at].key.clone()), format!("{:?}", one.fate))).collect();
            all.sort();
            all
        };
        prop_assert_eq!(fates(&read_all(&other[..1], None).unwrap()), fates(&read_one(turned.as_bytes()).unwrap()));
    }

    #[test]
    fn a_name_typed_without_accents_is_found(name in "[A-Za-zàâçéèêëîïôùûüÿœæ' -]{1,20}") {
        let typed: String = fold(&name).to_uppercase();
        prop_assert_eq!(fold(&typed), fold(&name));
    }
}

#[test]
fn kinds_are_never_mixed() {
    let register = Register::of(&onde("Martin;Léa;01/02/2017;F;;CP A\n"));
    let staff =
        read_one("Civilité;Nom;Prénom;Courriel;Directeur;Classe\nMme;Martin;Léa;;Non;CP A\n".as_bytes()).unwrap();
    let difference = register.compare(&staff);
    assert_eq!((difference.people[0].kind, &difference.people[0].fate), (Kind::Staff, &Fate::New));
}
