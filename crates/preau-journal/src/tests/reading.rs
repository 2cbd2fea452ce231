//! Who looked, page by page.

use preau_kernel::Problem;

use super::*;

#[tokio::test]
async fn a_person_sees_who_opened_their_record_and_nothing_else() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let (lea, teacher, class): (PersonId, PersonId, SpaceId) = (id(), id(), id());
        let acts = [
            Entry::new(verbs::PERSON_VIEW, Some(teacher), at(1)).about(lea).within(class),
            Entry::new(verbs::PERSON_VIEW, Some(teacher), at(2)).about(id()).within(class),
            Entry::new(verbs::SIGNIN_RESET, None, at(3)).about(lea).with(json!({ "limits": ["record"] })),
            // Who reads the journal about Léa is the auditors' matter.
            Entry::new(verbs::JOURNAL_READ, Some(id()), at(4)).about(lea),
        ];
        for act in &acts {
            write(db, act).await;
        }
        let seconds = |page: Page| page.entries.iter().map(|body| body.at.since(at(0)).whole_seconds()).collect();
        let seen: Vec<i64> = seconds(opened_by(db, lea, None).await.unwrap());
        assert_eq!(seen, [3, 1]);
        let seen: Vec<i64> = seconds(by_actor(db, teacher, None).await.unwrap());
        assert_eq!(seen, [2, 1]);
        let seen: Vec<i64> = seconds(of_space(db, class, None).await.unwrap());
        assert_eq!(seen, [2, 1]);
        for (filter, expected) in [
            (Filter::default(), vec![4, 3, 2, 1]),
            (Filter { verb: Some("person.view".to_owned()), ..Filter::default() }, vec![2, 1]),
            (Filter { person: Some(teacher), ..Filter::default() }, vec![2, 1]),
            (Filter { person: Some(lea), from: Some(at(2)), before: Some(at(4)), ..Filter::default() }, vec![3]),
            (Filter { space: Some(class), before: Some(at(2)), ..Filter::default() }, vec![1]),
        ] {
            let seen: Vec<i64> = seconds(all(db, &filter, None).await.unwrap());
            assert_eq!(seen, expected, "{filter:?}");
        }
        let first = &opened_by(db, lea, None).await.unwrap().entries[1];
        assert_eq!((first.actor, first.subject, first.space), (Some(teacher), Some(lea), Some(class)));
        // Particulars may be about somebody else of the family; auditors have them.
        let about = Filter { person: Some(lea), verb: Some("signin.reset".to_owned()), ..Filter::default() };
        assert_eq!(all(db, &about, None).await.unwrap().entries[0].detail, json!({ "limits": ["record"] }));
        assert_eq!(opened_by(db, lea, None).await.unwrap().entries[0].detail, json!({}));
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_or_an_entry_twice() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let actor = id();
        for n in 0..250 {
            write(db, &Entry { actor: Some(actor), ..entry(n / 7) }).await;
        }
        let mut after = None;
        let mut pages = Vec::new();
        let mut seen = Vec::new();
        loop {
            let page = by_actor(db, actor, after).await.unwrap();
            pages.push(page.entries.len());
            seen.extend(page.entries.iter().map(|body| body.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(pages, [100, 100, 50]);
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
    }
}

#[test]
fn a_bad_proof_is_the_sender_s_mistake_and_a_damaged_tree_is_ours() {
    assert_eq!(Problem::from(JournalError::Proof("x")).code, "journal-proof");
    assert_eq!(Problem::from(JournalError::Damaged("x")).code, "internal");
}
