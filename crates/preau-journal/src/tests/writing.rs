//! Recording, placing, erasing.

use super::*;

#[tokio::test]
async fn an_entry_finds_its_place_and_a_checkpoint_within_the_minute() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        assert_eq!(sequence(db, at(0)).await.unwrap(), 0);
        assert_eq!(newest(db).await.unwrap(), None);
        sound(db).await;
        write(db, &entry(0)).await;
        let waiting = backlog(db).await.unwrap();
        assert_eq!(waiting, Backlog { waiting: 1, oldest: Some(at(0)) });
        assert!(!waiting.is_late(at(120)));
        assert!(waiting.is_late(at(121)));
        assert_eq!(sound(db).await.waiting, 1);
        assert_eq!(sequence(db, at(60)).await.unwrap(), 1);
        assert_eq!(backlog(db).await.unwrap(), Backlog { waiting: 0, oldest: None });
        let report = sound(db).await;
        assert_eq!((report.size, report.checkpoints, report.waiting), (1, 1, 0));
        let note = newest(db).await.unwrap().unwrap();
        assert!(note.starts_with(&format!("{ORIGIN}\n1\n")), "{note}");
        let checkpoint = Checkpoint::open(&note, &verifier(db).await.unwrap()).unwrap();
        assert_eq!(checkpoint.root, report.root);
    }
}

#[tokio::test]
async fn an_act_that_is_given_up_leaves_no_entry() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        write(db, &entry(0)).await;
        let mut tx = db.begin().await.unwrap();
        record(&mut tx, &entry(1), CHANCE).await.unwrap();
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        record(&mut tx, &entry(2), CHANCE).await.unwrap();
        tx.rollback().await.unwrap();
        write(db, &entry(3)).await;
        assert_eq!(sequence(db, at(4)).await.unwrap(), 2);
        assert_eq!(sound(db).await.size, 2);
    }
}

#[tokio::test]
async fn acts_at_the_same_time_lose_no_entry_while_two_nodes_place_them() {
    for engine in check::engines() {
        let fresh = fresh(engine).await;
        // SQLite has one writer a file, so its second node is the first.
        let other = match engine {
            Engine::Sqlite => fresh.db.clone(),
            Engine::Pg => Db::open(&fresh.config).await.unwrap(),
        };
        let nodes = [fresh.db.clone(), other];
        let acts = (0..8).map(|task: usize| {
            let db = nodes[task % 2].clone();
            tokio::spawn(async move {
                for n in 0..60 {
                    write(&db, &entry(n)).await;
                }
            })
        });
        let acts: Vec<_> = acts.collect();
        let placing = nodes.clone().map(|db| {
            tokio::spawn(async move {
                let mut placed = 0;
                for _ in 0..30 {
                    placed += sequence(&db, at(0)).await.unwrap();
                    assert_eq!(verify(&db, &[]).await.unwrap().fault, None);
                }
                placed
            })
        });
        for act in acts {
            act.await.unwrap();
        }
        let mut placed = 0;
        for node in placing {
            placed += node.await.unwrap();
        }
        placed += sequence(&fresh.db, at(1)).await.unwrap();
        assert_eq!(placed, 480);
        assert_eq!(sound(&fresh.db).await.size, 480);
    }
}

#[tokio::test]
async fn a_late_commit_takes_its_place_behind_and_is_not_lost() {
    // Only PostgreSQL lets an act with an earlier id commit after a later one.
    for engine in check::engines().filter(|engine| *engine == Engine::Pg) {
        let Fresh { db, .. } = &fresh(engine).await;
        let mut slow = db.begin().await.unwrap();
        record(&mut slow, &entry(0), CHANCE).await.unwrap();
        write(db, &entry(5)).await;
        assert_eq!(sequence(db, at(6)).await.unwrap(), 1);
        slow.commit().await.unwrap();
        assert_eq!(sequence(db, at(7)).await.unwrap(), 1);
        assert_eq!(sound(db).await.size, 2);
    }
}

#[tokio::test]
async fn what_a_reader_could_not_be_shown_is_refused() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let mut tx = db.begin().await.unwrap();
        let long = "x".repeat(DETAIL_LIMIT);
        for entry in [
            Entry::new("person.spy", None, at(0)),
            entry(0).with(json!("a text")),
            entry(0).with(json!({ "share": 0.5 })),
            entry(0).with(json!({ "text": long })),
        ] {
            assert!(record(&mut tx, &entry, CHANCE).await.is_err(), "{entry:?}");
        }
        record(&mut tx, &entry(0), CHANCE).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn the_key_is_made_once_and_a_journal_without_one_says_so() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let key = verifier(db).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        establish(&mut tx, "another.example/journal", CHANCE, at(1)).await.unwrap();
        assert!(establish(&mut tx, "two words", CHANCE, at(1)).await.is_err());
        tx.commit().await.unwrap();
        assert_eq!(verifier(db).await.unwrap(), key);
        assert!(key.starts_with(&format!("{ORIGIN}+")), "{key}");

        let mut tx = db.begin().await.unwrap();
        tx.run(preau_db::sql!("DELETE FROM journal_log"), &[]).await.unwrap();
        record(&mut tx, &entry(0), CHANCE).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(sequence(db, at(1)).await, Err(JournalError::NotEstablished)));
        assert!(matches!(verifier(db).await, Err(JournalError::NotEstablished)));
        assert!(matches!(verify(db, &[]).await, Err(JournalError::NotEstablished)));
    }
}

#[tokio::test]
async fn a_person_is_erased_and_the_journal_still_verifies() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let person = id();
        fill(db, 0, 300).await;
        let gone = write(db, &entry(300).about(person)).await;
        for n in 301..304 {
            write(db, &entry(n)).await;
        }
        sequence(db, at(304)).await.unwrap();
        write(db, &entry(305).about(person)).await;
        let kept = write(db, &entry(400).about(person)).await;
        let before = newest(db).await.unwrap().unwrap();

        let eraser = Eraser { actor: None, at: at(500) };
        let mut tx = db.begin().await.unwrap();
        assert_eq!(erase(&mut tx, person, at(400), eraser, CHANCE).await.unwrap(), 2);
        assert_eq!(erase(&mut tx, person, at(400), eraser, CHANCE).await.unwrap(), 0);
        tx.commit().await.unwrap();
        sound(db).await;
        sequence(db, at(501)).await.unwrap();
        let report = verify(db, &[before]).await.unwrap();
        assert_eq!((report.fault, report.erased, report.size), (None, 2, 307));
        assert_eq!(receipt(db, gone).await.unwrap(), None);
        let found: Vec<_> = opened_by(db, person, None).await.unwrap().entries;
        assert_eq!(found.iter().map(|body| body.id).collect::<Vec<_>>(), [kept]);
    }
}

#[tokio::test]
async fn what_is_due_is_forgotten_and_the_erasures_stay_told() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        fill(db, 0, 600).await;
        for (seconds, expected) in [(400, 400), (500, 100), (2_000, 100)] {
            let mut tx = db.begin().await.unwrap();
            let eraser = Eraser { actor: Some(id()), at: at(1_000) };
            assert_eq!(forget(&mut tx, at(seconds), eraser, CHANCE).await.unwrap(), expected);
            tx.commit().await.unwrap();
            sequence(db, at(1_000)).await.unwrap();
        }
        let report = sound(db).await;
        assert_eq!((report.erased, report.size), (600, 603));
        let told = all(db, &Filter::default(), None).await.unwrap().entries;
        assert!(told.iter().all(|body| body.verb == verbs::JOURNAL_FORGET));
        assert_eq!(told.len(), 3);
    }
}

/// `cargo test -p preau-journal --release -- --ignored --nocapture hundred`
#[tokio::test]
#[ignore = "a measurement of a minute"]
async fn a_hundred_thousand_entries_are_placed_in_seconds() {
    let clock = |since: std::time::Instant| since.elapsed().as_secs_f64();
    for engine in check::engines() {
        let fresh = fresh(engine).await;
        let db = &fresh.db;
        let start = std::time::Instant::now();
        for thousand in 0..100 {
            let mut tx = db.begin().await.unwrap();
            for n in 0..1000 {
                record(&mut tx, &entry(thousand * 1000 + n), CHANCE).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let recorded = clock(start);
        let start = std::time::Instant::now();
        assert_eq!(sequence(db, at(0)).await.unwrap(), 100_000);
        let placed = clock(start);
        let start = std::time::Instant::now();
        assert_eq!(sound(db).await.size, 100_000);
        let verified = clock(start);
        let start = std::time::Instant::now();
        let (mut journal, mut checkpoints) = (Vec::new(), Vec::new());
        export(db, &mut journal, &mut checkpoints).await.unwrap();
        let exported = clock(start);
        let start = std::time::Instant::now();
        let key = verifier(db).await.unwrap();
        assert!(verify_export(&journal[..], &checkpoints[..], &key).unwrap().is_sound());
        let checked = clock(start);
        let mut ids = Vec::new();
        for n in 0..1000 {
            ids.push(write(db, &entry(n)).await);
        }
        sequence(db, at(1)).await.unwrap();
        let start = std::time::Instant::now();
        for id in ids {
            receipt(db, id).await.unwrap().unwrap().check(&key).unwrap();
        }
        let receipts = clock(start);
        println!(
            "{engine:?}: record {recorded:.2} s, sequence {placed:.2} s, verify {verified:.2} s, export {exported:.2} s \
             ({} MB), offline {checked:.2} s, a receipt made and checked {receipts:.2} ms",
            journal.len() / 1_000_000
        );
        assert!(recorded + placed < 120.0);
    }
}
