use preau_kernel::{PersonKind, SystemEntropy};
use proptest::prelude::*;

use super::*;

#[test]
fn names_fold_to_what_one_types() {
    assert_eq!(fold("D’Almeïda-Œuvré  Ñandú"), " d almeida oeuvre nandu");
    assert_eq!(fold("Łukasz Strauß"), " lukasz strauss");
    assert_eq!(fold("李 小龍"), " 李 小龍");
    assert_eq!(fold(" -- "), "");
}

#[test]
fn names_are_shown_as_people_write_them() {
    assert_eq!(display("Léa, Marie", None, "L'HAŸ-MARTIN", None), "Léa L'Haÿ-Martin");
    assert_eq!(display("NADIA", Some("Nadi"), "BENALI", Some("de Souza")), "Nadi de Souza");
    assert_eq!(display("", None, "Sun", None), "Sun");
}

#[test]
fn logins_come_from_names() {
    assert_eq!(login(PersonKind::Staff, "Nadia Benali"), "n.benali");
    assert_eq!(login(PersonKind::Learner, "Léa L’Haÿ Martin"), "lea.lhaymartin");
    assert_eq!(login(PersonKind::Guardian, "李 小龍"), "guardian");
    assert_eq!(login(PersonKind::Staff, "Sun"), "sun");
}

#[test]
fn codes_of_institutions_are_checked() {
    for good in ["0750655E", "0750652B"] {
        assert!(is_uai(good), "{good}");
    }
    for bad in ["0750655F", "750655E", "0750655", "075O655E", "0750655e", "é750655E"] {
        assert!(!is_uai(bad), "{bad}");
    }
    assert!(is_finess("750712184") && !is_finess("750712185") && is_finess("2A0000014"));
    assert!(is_siret("73282932000074") && !is_siret("73282932000075") && is_siret("35600000049837"));
}

#[test]
fn years_follow_each_other() {
    assert!(is_year("2026-2027") && is_year("2027") && !is_year("2026-2028") && !is_year("26-27"));
    assert_eq!((next_year("2026-2027").as_str(), next_year("").as_str()), ("2027-2028", ""));
    assert!(is_hour("07:00") && !is_hour("24:00") && !is_hour("7:00"));
}

proptest! {
    #[test]
    fn a_code_reads_back_however_it_is_typed_and_one_wrong_letter_is_noticed(place in 0_usize..12, other in 0_usize..32) {
        let code = draw(&SystemEntropy);
        let plain = read(&code).unwrap();
        prop_assert_eq!(read(&code.to_lowercase().replace('-', "  ")), Some(plain.clone()));
        let letters: Vec<char> = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".chars().collect();
        let mut wrong: Vec<char> = plain.chars().collect();
        if wrong[place] != letters[other] {
            wrong[place] = letters[other];
            prop_assert_eq!(read(&wrong.iter().collect::<String>()), None);
        }
    }

    #[test]
    fn a_folded_text_folds_to_itself(text in "\\PC{0,40}") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn a_login_is_always_typed_on_any_keyboard(name in "\\PC{0,60}") {
        let login = login(PersonKind::Learner, &name);
        prop_assert!(!login.is_empty() && login.len() <= 40);
        prop_assert!(login.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.'));
    }
}
