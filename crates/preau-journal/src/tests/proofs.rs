//! What people keep: receipts, checkpoints, cosignatures, exports.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;

use super::*;

#[tokio::test]
async fn a_receipt_holds_without_the_database_and_not_for_anything_else() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        fill(db, 0, 700).await;
        let key = verifier(db).await.unwrap();
        let waiting = write(db, &entry(700)).await;
        let promise = receipt(db, waiting).await.unwrap().unwrap();
        assert_eq!(promise.check(&key).unwrap(), None);
        sequence(db, at(701)).await.unwrap();
        let given = receipt(db, waiting).await.unwrap().unwrap();
        assert_eq!((given.leaf, given.salt), (promise.leaf, promise.salt), "what was promised was kept");

        let json = serde_json::to_string(&given).unwrap();
        let read: Receipt = serde_json::from_str(&json).unwrap();
        assert_eq!(read.check(&key).unwrap().unwrap().size, 701);
        let mut other = read.clone();
        other.body.verb = verbs::PERSON_VIEW.to_owned();
        assert!(other.check(&key).is_err());
        let mut moved = read.clone();
        moved.inclusion.as_mut().unwrap().index = 699;
        assert!(moved.check(&key).is_err());
        let mut short = read.clone();
        short.inclusion.as_mut().unwrap().proof.pop();
        assert!(short.check(&key).is_err());
        let stranger = fresh(engine).await;
        assert!(read.check(&verifier(&stranger.db).await.unwrap()).is_err());
        assert_eq!(receipt(db, id()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn every_entry_and_every_pair_of_checkpoints_can_be_proven() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let mut sizes = Vec::new();
        for (first, count) in [(0, 1), (1, 2), (3, 252), (255, 1), (256, 1), (257, 700)] {
            fill(db, first, count).await;
            sizes.push(u64::try_from(first + count).unwrap());
        }
        let key = verifier(db).await.unwrap();
        let mut after = None;
        let mut proven = 0;
        while proven < 957 {
            let page = all(db, &Filter::default(), after).await.unwrap();
            for body in page.entries.iter().step_by(3) {
                assert!(receipt(db, body.id).await.unwrap().unwrap().check(&key).unwrap().is_some());
            }
            proven += page.entries.len();
            after = page.next;
        }
        for &from in &sizes {
            for &to in sizes.iter().filter(|to| **to >= from) {
                let proof = consistency(db, from, to).await.unwrap().unwrap();
                let (earlier, later) = proof.check(&key).unwrap();
                assert_eq!((earlier.size, later.size), (from, to));
                let backwards = Consistency { from: proof.to.clone(), to: proof.from.clone(), proof: proof.proof };
                assert!(from == to || backwards.check(&key).is_err());
            }
        }
        assert_eq!(consistency(db, 2, 957).await.unwrap(), None, "there is no checkpoint of size 2");
        assert_eq!(consistency(db, 957, 1).await.unwrap(), None);
    }
}

/// A neighbour's key, and its cosignature of a note at a time.
fn neighbour(note: &str, seconds: u64) -> (String, String) {
    let secret = SigningKey::from_bytes(&[7; 32]);
    let typed = [&[4_u8], secret.verifying_key().as_bytes().as_slice()].concat();
    let id = signed_note::key_id("lycee-voisin.fr/witness", &typed);
    let text = note.split_once("\n\n").unwrap().0;
    let message = format!("cosignature/v1\ntime {seconds}\n{text}\n");
    let signature = secret.sign(message.as_bytes());
    let payload = [&id.to_be_bytes()[..], &seconds.to_be_bytes(), &signature.to_bytes()].concat();
    (
        format!("lycee-voisin.fr/witness+{id:08x}+{}", BASE64_STANDARD.encode(typed)),
        format!("\u{2014} lycee-voisin.fr/witness {}\n", BASE64_STANDARD.encode(payload)),
    )
}

#[tokio::test]
async fn a_neighbour_s_cosignature_is_kept_if_it_is_good() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        fill(db, 0, 5).await;
        let first = newest(db).await.unwrap().unwrap();
        fill(db, 5, 5).await;
        let note = newest(db).await.unwrap().unwrap();
        let (key, line) = neighbour(&note, 1_584_378_060);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(keep_cosignature(&mut tx, 10, &key, &line, at(61)).await.unwrap(), at(60));
        assert_eq!(keep_cosignature(&mut tx, 10, &key, &line, at(62)).await.unwrap(), at(60));
        for (size, key, line) in [
            (5, key.as_str(), line.as_str()),
            (7, &key, &line),
            (10, &key, "\u{2014} lycee-voisin.fr/witness AAAA"),
            (10, &key, &neighbour(&first, 1_584_378_060).1),
            (10, &verifier(db).await.unwrap(), &line),
        ] {
            assert!(keep_cosignature(&mut tx, size, key, line, at(63)).await.is_err(), "{size} {line}");
        }
        tx.commit().await.unwrap();
        let cosigned = checkpoint_of(db, 10).await.unwrap().unwrap();
        assert_eq!(cosigned, format!("{note}{line}"));
        let own = verifier(db).await.unwrap();
        assert_eq!(Checkpoint::open(&cosigned, &own).unwrap(), Checkpoint::open(&note, &own).unwrap());
        sound(db).await;

        let (mut journal, mut checkpoints) = (Vec::new(), Vec::new());
        export(db, &mut journal, &mut checkpoints).await.unwrap();
        assert_eq!(String::from_utf8(checkpoints.clone()).unwrap(), format!("{first}{cosigned}"));
        assert!(verify_export(&journal[..], &checkpoints[..], &own).unwrap().is_sound());

        let spoil = preau_db::sql!("UPDATE journal_cosignature SET line = $1");
        let mut tx = db.begin().await.unwrap();
        tx.run(spoil, preau_db::args![neighbour(&first, 1).1]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(verify(db, &[]).await.unwrap().fault.unwrap().what, Misfit::Cosignature);
    }
}

async fn exported(db: &Db) -> (Vec<u8>, Vec<u8>, String) {
    let (mut journal, mut checkpoints) = (Vec::new(), Vec::new());
    export(db, &mut journal, &mut checkpoints).await.unwrap();
    (journal, checkpoints, verifier(db).await.unwrap())
}

#[tokio::test]
async fn an_export_verifies_alone_with_what_was_erased_and_what_waits() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let (journal, checkpoints, key) = exported(db).await;
        assert!(journal.is_empty() && checkpoints.is_empty());
        assert!(verify_export(&journal[..], &checkpoints[..], &key).unwrap().is_sound());
        let person = id();
        fill(db, 0, 300).await;
        write(db, &entry(300).about(person)).await;
        let mut tx = db.begin().await.unwrap();
        for n in 301..321 {
            record(&mut tx, &entry(n), CHANCE).await.unwrap();
        }
        tx.commit().await.unwrap();
        sequence(db, at(321)).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        erase(&mut tx, person, at(1_000), Eraser { actor: None, at: at(400) }, CHANCE).await.unwrap();
        tx.commit().await.unwrap();
        let (journal, checkpoints, key) = exported(db).await;
        let report = verify_export(&journal[..], &checkpoints[..], &key).unwrap();
        assert_eq!(report.fault, None);
        assert_eq!((report.size, report.erased, report.waiting, report.checkpoints), (321, 1, 1, 2));
        assert_eq!(report, sound(db).await);
        assert!(!String::from_utf8(journal).unwrap().contains(&person.to_string()));
    }
}

#[test]
fn whatever_is_changed_in_an_export_is_found() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (journal, checkpoints, key) = runtime.block_on(async {
        let Fresh { db, .. } = &fresh(Engine::Sqlite).await;
        fill(db, 0, 40).await;
        fill(db, 40, 17).await;
        write(db, &entry(57)).await;
        exported(db).await
    });
    let fails = |journal: &[u8], checkpoints: &[u8]| match verify_export(journal, checkpoints, &key) {
        Ok(report) => !report.is_sound(),
        Err(_) => true,
    };
    assert!(!fails(&journal, &checkpoints));
    let lines: Vec<_> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    let config = ProptestConfig::with_cases(400);
    proptest!(config, |(any in any::<proptest::sample::Index>(), other in any::<proptest::sample::Index>())| {
        let mut changed = journal.clone();
        changed[any.index(journal.len())] ^= 1;
        prop_assert!(fails(&changed, &checkpoints), "a byte of an entry");
        let mut changed = checkpoints.clone();
        changed[any.index(checkpoints.len())] ^= 1;
        prop_assert!(fails(&journal, &changed), "a byte of a checkpoint");
        let (one, two) = (any.index(57), other.index(57));
        let mut changed = lines.clone();
        changed.remove(one);
        prop_assert!(fails(&changed.concat(), &checkpoints), "a line removed");
        let mut changed = lines.clone();
        changed.insert(one, lines[two]);
        prop_assert!(fails(&changed.concat(), &checkpoints), "a line doubled");
        let mut changed = lines.clone();
        changed.swap(one, two);
        prop_assert!(one == two || fails(&changed.concat(), &checkpoints), "two lines swapped");
        prop_assert!(fails(&lines[..one].concat(), &checkpoints), "the end cut off");
    });
    assert!(fails(&journal, b""));
    let (first, _) = checkpoints.split_at(checkpoints.len() / 2);
    assert!(fails(&journal, first), "the last checkpoint is missing");
    assert!(fails(&journal, &[first, &checkpoints].concat()), "a checkpoint twice");
}
