//! Leaving one institution and arriving in another.

use crate::import::{self, Keys};

use super::*;

async fn exported(db: &Db) -> (Vec<u8>, Vec<u8>, Keys) {
    let (mut entries, mut checkpoints) = (Vec::new(), Vec::new());
    export(db, &mut entries, &mut checkpoints).await.unwrap();
    (entries, checkpoints, import::keys(db).await.unwrap())
}

#[tokio::test]
async fn a_journal_that_moved_house_is_the_same_verifies_and_goes_on() {
    for engine in check::engines() {
        let old = &fresh(engine).await.db;
        fill(old, 0, 300).await;
        fill(old, 300, 5).await;
        let forgotten = entry(400);
        write(old, &forgotten).await;
        sequence(old, at(401)).await.unwrap();
        let eraser = Eraser { actor: None, at: at(500) };
        let mut tx = old.begin().await.unwrap();
        assert_eq!(erase(&mut tx, forgotten.subject.unwrap(), at(500), eraser, CHANCE).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let (entries, checkpoints, keys) = exported(old).await;

        let new = &fresh(engine).await.db;
        fill(new, 0, 3).await;
        let mut tx = new.begin().await.unwrap();
        import::import(&mut tx, &*entries, &*checkpoints, &keys, at(600)).await.unwrap();
        tx.commit().await.unwrap();
        let again = exported(new).await;
        assert_eq!((&again.0, &again.1, &again.2.verifier), (&entries, &checkpoints, &keys.verifier));
        assert_eq!(sound(new).await.size, 306);
        assert_eq!(sequence(new, at(601)).await.unwrap(), 1, "the erasure itself still waited");
        fill(new, 700, 10).await;
        assert_eq!(sound(new).await.size, 317);
    }
}

#[tokio::test]
async fn an_archive_that_was_changed_is_found_out() {
    let old = &fresh(Engine::Sqlite).await.db;
    fill(old, 0, 20).await;
    let (entries, checkpoints, keys) = exported(old).await;
    let entries = String::from_utf8(entries).unwrap();
    let lines: Vec<_> = entries.lines().collect();
    let without_one = [&lines[..5], &lines[6..]].concat().join("\n") + "\n";
    let new = &fresh(Engine::Sqlite).await.db;
    let mut tx = new.begin().await.unwrap();
    assert!(import::import(&mut tx, without_one.as_bytes(), &*checkpoints, &keys, at(30)).await.is_err());
    drop(tx);
    let changed = entries.replacen("\"phone\"", "\"email\"", 1);
    let mut tx = new.begin().await.unwrap();
    import::import(&mut tx, changed.as_bytes(), &*checkpoints, &keys, at(30)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(verify(new, &[]).await.unwrap().fault.is_some());
}
