//! Every problem has a sentence in every language, with the arguments that it is given.

use preau_roster::{Code, LOCALES};

#[test]
fn every_problem_has_a_sentence_in_french_and_english() {
    for (language, text) in LOCALES {
        for code in Code::ALL {
            let start = format!("roster-problem-{} = ", code.as_str());
            let sentence = text.lines().find_map(|line| line.strip_prefix(&start));
            assert!(sentence.is_some_and(|sentence| sentence.len() > 20), "{language}: {start}");
        }
        let messages = text.lines().filter(|line| line.starts_with("roster-problem-")).count();
        assert_eq!(messages, Code::ALL.len(), "{language} has no sentence for nothing");
    }
}

#[test]
fn both_languages_use_the_same_arguments() {
    let variables = |text: &str, code: Code| {
        let start = format!("roster-problem-{} = ", code.as_str());
        let line = text.lines().find(|line| line.starts_with(&start)).unwrap_or_default();
        let mut names: Vec<_> =
            line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).map(str::to_owned).collect();
        names.sort();
        names
    };
    for code in Code::ALL {
        assert_eq!(variables(LOCALES[0].1, *code), variables(LOCALES[1].1, *code), "{}", code.as_str());
    }
}
