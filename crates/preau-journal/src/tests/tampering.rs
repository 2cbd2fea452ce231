//! Whatever is changed behind Préau's back is found, and where.

use preau_db::{Tx, args, sql};
use proptest::prelude::*;
use tlog_tiles::Hash;

use super::*;
use crate::line::{self, Kept};

/// Entries of the journal that is spoiled, and the sizes of its checkpoints.
const SIZE: i64 = 600;
const STOPS: [i64; 4] = [1, 250, 520, SIZE];

macro_rules! spoils {
    ($($way:ident)*) => {
        /// One way to spoil the journal at a place.
        #[derive(Debug, Clone, Copy)]
        enum Spoil { $($way),* }

        const SPOILS: &[Spoil] = &[$(Spoil::$way),*];
    };
}

spoils! {
    Verb Actor Moment Detail Salt Leaf BodyAndLeaf BodyLeafAndTile LeafTile UpperTile NoTile MoreTiles
    Delete DeleteAndCloseUp Swap Insert Blank BlankByAnEntry
    Checkpoint LastCheckpoint ForeignCheckpoint LaterCheckpoint
}

/// The checkpoint that first covers entry `n`, and the one before it.
fn around(n: i64) -> (i64, i64) {
    let stop = STOPS.iter().position(|&stop| stop > n).unwrap();
    (STOPS[stop], stop.checked_sub(1).map_or(0, |before| STOPS[before]))
}

impl Spoil {
    /// Spoils entry `n`, and says what must be found.
    async fn at(self, db: &Db, tx: &mut Tx, n: i64) -> (Option<i64>, Misfit) {
        let place = args![n];
        match self {
            Self::Verb => tx.run(sql!("UPDATE journal_entry SET verb = 'person.view' WHERE idx = $1"), place).await,
            Self::Actor => {
                tx.run(sql!("UPDATE journal_entry SET actor = $2 WHERE idx = $1"), args![n, id::<()>()]).await
            }
            Self::Moment => tx.run(sql!("UPDATE journal_entry SET at = $2 WHERE idx = $1"), args![n, at(-1)]).await,
            Self::Detail => {
                let detail = json!({ "n": 1_000_000 });
                tx.run(sql!("UPDATE journal_entry SET detail = $2 WHERE idx = $1"), args![n, detail]).await
            }
            Self::Salt => tx.run(sql!("UPDATE journal_entry SET salt = $2 WHERE idx = $1"), args![n, [0; 32]]).await,
            _ => return self.tree_at(db, tx, n).await,
        }
        .unwrap();
        (Some(n), Misfit::Body)
    }

    async fn tree_at(self, db: &Db, tx: &mut Tx, n: i64) -> (Option<i64>, Misfit) {
        match self {
            Self::Leaf => {
                set_leaf(tx, n, Hash([0; 32])).await;
                (Some(n), Misfit::Leaf)
            }
            Self::BodyAndLeaf => {
                rewrite(db, tx, n).await;
                (Some(n), Misfit::Leaf)
            }
            Self::BodyLeafAndTile => {
                let leaf = rewrite(db, tx, n).await;
                edit_tile(tx, 0, n, leaf).await;
                (Some(around(n).1), Misfit::Root)
            }
            Self::LeafTile => {
                edit_tile(tx, 0, n, Hash([0; 32])).await;
                (Some(n), Misfit::Leaf)
            }
            Self::UpperTile => {
                edit_tile(tx, 1, n / 512, Hash([0; 32])).await;
                (Some(n / 512 * 256), Misfit::Tile)
            }
            Self::NoTile => {
                let gone = sql!("DELETE FROM journal_tile WHERE level = 0 AND idx = $1");
                tx.run(gone, args![n / 256]).await.unwrap();
                (Some(n / 256 * 256), Misfit::Leaf)
            }
            Self::MoreTiles => {
                let more = sql!("INSERT INTO journal_tile (level, idx, hashes) VALUES (2, $1, $2)");
                tx.run(more, args![n, [0; 32]]).await.unwrap();
                (None, Misfit::Tile)
            }
            _ => self.rows_at(tx, n).await,
        }
    }

    async fn rows_at(self, tx: &mut Tx, n: i64) -> (Option<i64>, Misfit) {
        let delete = sql!("DELETE FROM journal_entry WHERE idx = $1");
        let set = sql!("UPDATE journal_entry SET idx = $2 WHERE idx = $1");
        match self {
            Self::Delete => {
                tx.run(delete, args![n]).await.unwrap();
                (Some(n), Misfit::Missing)
            }
            Self::DeleteAndCloseUp => {
                tx.run(delete, args![n]).await.unwrap();
                for later in n + 1..SIZE {
                    tx.run(set, args![later, later - 1]).await.unwrap();
                }
                (Some(n), if n == SIZE - 1 { Misfit::Missing } else { Misfit::Leaf })
            }
            Self::Swap => {
                let other = (n + 77) % SIZE;
                for (from, to) in [(n, -1), (other, n), (-1, other)] {
                    tx.run(set, args![from, to]).await.unwrap();
                }
                (Some(n.min(other)), Misfit::Leaf)
            }
            Self::Insert => {
                let id = record(tx, &entry(n), CHANCE).await.unwrap();
                tx.run(sql!("UPDATE journal_entry SET idx = $2 WHERE id = $1"), args![id, SIZE]).await.unwrap();
                (Some(SIZE), Misfit::Missing)
            }
            Self::Blank => {
                blank(tx, n, id()).await;
                (None, Misfit::Erasure)
            }
            Self::BlankByAnEntry => {
                let other = sql!((EntryId,), "SELECT id FROM journal_entry WHERE idx = $1");
                let (other,) = tx.one(other, args![(n + 1) % SIZE]).await.unwrap();
                blank(tx, n, other).await;
                (None, Misfit::Erasure)
            }
            _ => self.checkpoint_at(tx, n).await,
        }
    }

    async fn checkpoint_at(self, tx: &mut Tx, n: i64) -> (Option<i64>, Misfit) {
        let (size, _) = around(n);
        let set = sql!("UPDATE journal_checkpoint SET note = $2 WHERE size = $1");
        match self {
            Self::Checkpoint => {
                let find = sql!((String,), "SELECT note FROM journal_checkpoint WHERE size = $1");
                let (note,) = tx.one(find, args![size]).await.unwrap();
                let text = note.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size + 1), 1);
                tx.run(set, args![size, text]).await.unwrap();
                (Some(size - 1), Misfit::Signature)
            }
            Self::ForeignCheckpoint => {
                let (signer, _) = checkpoint::key_pair(ORIGIN, CHANCE).unwrap();
                let note = checkpoint::sign(&signer, u64::try_from(size).unwrap(), Hash([1; 32])).unwrap();
                tx.run(set, args![size, note]).await.unwrap();
                (Some(size - 1), Misfit::Signature)
            }
            Self::LaterCheckpoint => {
                let more = sql!("INSERT INTO journal_checkpoint (size, note, at) VALUES ($1, 'x', $2)");
                tx.run(more, args![SIZE + n + 1, at(0)]).await.unwrap();
                (Some(SIZE), Misfit::CutOff)
            }
            _ => {
                tx.run(sql!("DELETE FROM journal_checkpoint WHERE size = $1"), args![SIZE]).await.unwrap();
                (Some(STOPS[2]), Misfit::Unsigned)
            }
        }
    }
}

async fn set_leaf(tx: &mut Tx, n: i64, leaf: Hash) {
    tx.run(sql!("UPDATE journal_entry SET leaf = $2 WHERE idx = $1"), args![n, leaf.0]).await.unwrap();
}

/// Gives an entry another detail and the leaf that belongs to it.
async fn rewrite(db: &Db, tx: &mut Tx, n: i64) -> Hash {
    let place = u64::try_from(n).unwrap();
    let line = line::placed(db, place, place + 1).await.unwrap().remove(0).line().unwrap();
    let Kept::Whole { salt, mut body } = line.kept else { panic!("nothing is erased") };
    body.detail = json!({ "n": -1 });
    let leaf = body.leaf(&salt).unwrap();
    let detail = sql!("UPDATE journal_entry SET detail = $2 WHERE idx = $1");
    tx.run(detail, args![n, body.detail]).await.unwrap();
    set_leaf(tx, n, leaf).await;
    leaf
}

async fn edit_tile(tx: &mut Tx, level: i64, n: i64, hash: Hash) {
    let find = sql!((Vec<u8>,), "SELECT hashes FROM journal_tile WHERE level = $1 AND idx = $2");
    let (mut bytes,) = tx.one(find, args![level, n / 256]).await.unwrap();
    let start = usize::try_from(n % 256).unwrap() * 32;
    bytes[start..start + 32].copy_from_slice(&hash.0);
    let put = sql!("UPDATE journal_tile SET hashes = $3 WHERE level = $1 AND idx = $2");
    tx.run(put, args![level, n / 256, bytes]).await.unwrap();
}

async fn blank(tx: &mut Tx, n: i64, act: EntryId) {
    let blank = sql!(
        "UPDATE journal_entry SET actor = NULL, verb = NULL, subject = NULL, space = NULL, detail = NULL, salt = NULL,
            erased_by = $2 WHERE idx = $1"
    );
    tx.run(blank, args![n, act]).await.unwrap();
}

/// A journal of [`SIZE`] entries, closed, to be copied.
async fn original(engine: Engine) -> Fresh {
    let original = fresh(engine).await;
    let mut first = 0;
    for stop in STOPS {
        fill(&original.db, first, stop - first).await;
        first = stop;
    }
    sound(&original.db).await;
    original.db.close().await.unwrap();
    original
}

#[test]
fn whatever_is_changed_in_the_database_is_found_and_where() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for engine in check::engines() {
        let original = runtime.block_on(original(engine));
        let cases = if engine == Engine::Sqlite { 6 } else { 2 };
        proptest!(ProptestConfig::with_cases(cases), |(n in 0..SIZE)| {
            for &spoil in SPOILS {
                let (found, expected) = runtime.block_on(async {
                    let copy = original.copy().await;
                    let mut tx = copy.db.begin().await.unwrap();
                    let (index, what) = spoil.at(&copy.db, &mut tx, n).await;
                    tx.commit().await.unwrap();
                    let found = verify(&copy.db, &[]).await.unwrap().fault;
                    copy.discard().await;
                    (found, Some(Fault { index: index.map(|index| u64::try_from(index).unwrap()), what }))
                });
                prop_assert_eq!(found, expected, "{:?} at {}", spoil, n);
            }
        });
    }
}

#[tokio::test]
async fn a_blank_that_its_act_does_not_count_is_found() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let person = id();
        write(db, &entry(0).about(person)).await;
        sequence(db, at(1)).await.unwrap();
        fill(db, 1, 9).await;
        let mut tx = db.begin().await.unwrap();
        erase(&mut tx, person, at(1_000), Eraser { actor: None, at: at(50) }, CHANCE).await.unwrap();
        let act = sql!((EntryId,), "SELECT id FROM journal_entry WHERE verb = 'journal.erase'");
        let (act,) = tx.one(act, &[]).await.unwrap();
        tx.commit().await.unwrap();
        sequence(db, at(51)).await.unwrap();
        sound(db).await;
        let mut tx = db.begin().await.unwrap();
        blank(&mut tx, 5, act).await;
        tx.commit().await.unwrap();
        let fault = verify(db, &[]).await.unwrap().fault.unwrap();
        assert_eq!(fault.what, Misfit::Erasure);
        assert!(fault.to_string().contains("blanked"), "{fault}");
    }
}

#[tokio::test]
async fn one_checkpoint_kept_elsewhere_finds_even_who_holds_the_key() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        fill(db, 0, 30).await;
        let kept = newest(db).await.unwrap().unwrap();
        fill(db, 30, 30).await;
        assert_eq!(verify(db, std::slice::from_ref(&kept)).await.unwrap().fault, None);

        // Everything rewritten from entry 12 on, and signed again with the true key.
        let mut tx = db.begin().await.unwrap();
        rewrite(db, &mut tx, 12).await;
        sign_again(db, tx).await;
        let report = verify(db, std::slice::from_ref(&kept)).await.unwrap();
        assert_eq!(report.fault, Some(Fault { index: Some(0), what: Misfit::Root }));

        // The end cut off, and signed again.
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("DELETE FROM journal_entry WHERE idx >= 20"), &[]).await.unwrap();
        sign_again(db, tx).await;
        let report = verify(db, &[kept]).await.unwrap();
        assert_eq!(report.fault, Some(Fault { index: Some(20), what: Misfit::CutOff }));
        let report = verify(db, &["no note".to_owned()]).await.unwrap();
        assert_eq!(report.fault, Some(Fault { index: None, what: Misfit::Signature }));
    }
}

/// Makes a new tree of what stands in the rows now, signed with the true key.
async fn sign_again(db: &Db, mut tx: Tx) {
    tx.run(sql!("UPDATE journal_entry SET idx = NULL"), &[]).await.unwrap();
    tx.run(sql!("DELETE FROM journal_tile"), &[]).await.unwrap();
    tx.run(sql!("DELETE FROM journal_checkpoint"), &[]).await.unwrap();
    tx.run(sql!("UPDATE journal_log SET size = 0"), &[]).await.unwrap();
    tx.commit().await.unwrap();
    sequence(db, at(100)).await.unwrap();
    sound(db).await;
}

#[tokio::test]
async fn a_damaged_edge_stops_the_sequencer_and_not_the_acts() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        fill(db, 0, 10).await;
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("UPDATE journal_tile SET hashes = $1"), args![[0; 31]]).await.unwrap();
        tx.commit().await.unwrap();
        write(db, &entry(10)).await;
        assert!(matches!(sequence(db, at(11)).await, Err(JournalError::Damaged(_))));
        assert_eq!(backlog(db).await.unwrap().waiting, 1);
        assert_eq!(verify(db, &[]).await.unwrap().fault, Some(Fault { index: Some(0), what: Misfit::Leaf }));
    }
}
