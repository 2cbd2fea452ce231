use preau_kernel::Timestamp;

use super::*;
use crate::{Config, args, check, migrate, render, sql};

pub(crate) const STEPS: &[Migration] = &[Migration {
    owner: "carried",
    version: 1,
    name: "every type, keys of two columns, a table that points to itself",
    sql: "
CREATE TABLE carried_tree (id {uuid} PRIMARY KEY, above {uuid} REFERENCES carried_tree (id), name TEXT NOT NULL);
CREATE TABLE carried_leaf (
  tree {uuid} NOT NULL REFERENCES carried_tree (id),
  place BIGINT NOT NULL,
  green {bool},
  veins {bytes},
  seen_at {ts},
  about {json},
  PRIMARY KEY (tree, place)
);
CREATE TABLE carried_rule (name TEXT PRIMARY KEY);
INSERT INTO carried_rule (name) VALUES ('written by the step itself');
",
}];

fn steps() -> Vec<Migration> {
    [crate::MIGRATIONS, STEPS].concat()
}

fn now() -> Timestamp {
    Timestamp::from_unix_micros(1_764_003_900_123_456)
}

async fn fresh(engine: Engine, folder: &tempfile::TempDir, name: &str) -> Db {
    let config = match engine {
        Engine::Sqlite => Config::Sqlite { path: folder.path().join(name), durable: false },
        Engine::Pg => {
            let server = std::env::var("PREAU_TEST_PG").unwrap();
            let name = format!("tables_{}_{name}", std::process::id());
            let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(&server).await.unwrap();
            let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
            sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
            let mut url = url::Url::parse(&server).unwrap();
            url.set_path(&name);
            Config::Pg { url: url.to_string(), connections: 4 }
        }
    };
    Db::open(&config).await.unwrap()
}

async fn fill(db: &Db) {
    migrate(db, &steps(), now()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    for count in 0..1203_u32 {
        // Later rows come before those they point to, in the order of the key.
        let id = uuid::Uuid::from_u128(u128::from(5000 - count));
        let above = (count > 0).then(|| uuid::Uuid::from_u128(u128::from(5001 - count)));
        let insert = sql!("INSERT INTO carried_tree (id, above, name) VALUES ($1, $2, $3)");
        tx.run(insert, args![id, above, format!("l’arbre n° {count}\n\u{1F333}")]).await.unwrap();
        let insert = sql!(
            "INSERT INTO carried_leaf (tree, place, green, veins, seen_at, about) VALUES ($1, $2, $3, $4, $5, $6)"
        );
        let green = (count % 3 > 0).then_some(count % 3 == 1);
        let about = (count % 2 == 0).then(|| serde_json::json!({"z": 1.0, "a": [null, "é", {"n": count}]}));
        let veins = (count % 5 > 0).then(|| vec![u8::try_from(count % 256).unwrap(); 3]);
        tx.run(insert, args![id, -i64::from(count), green, veins, Some(now()), about]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_institution_that_moves_there_and_back_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let first = fresh(Engine::Sqlite, &folder, "first").await;
    fill(&first).await;
    let mut here = first.clone();
    for (count, engine) in check::engines().chain([Engine::Sqlite]).enumerate() {
        let there = fresh(engine, &folder, &format!("next{count}")).await;
        copy(&here, &there, &steps(), now()).await.unwrap();
        assert!(!unfinished(&there).await.unwrap());
        assert!(pending(&there, &steps()).await.unwrap().is_empty());
        here = there;
    }
    let mut before = Reading::begin(&first).await.unwrap();
    let mut after = Reading::begin(&here).await.unwrap();
    let tables = before.tables(&steps()).await.unwrap();
    assert_eq!(tables, after.tables(&steps()).await.unwrap());
    let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["migration", "outbox", "job", "carried_tree", "carried_leaf", "carried_rule"]);
    for table in tables {
        let sum = before.sum(&table).await.unwrap();
        assert_eq!(sum, after.sum(&table).await.unwrap(), "{}", table.name);
        let expected = if table.name == "carried_rule" { 1 } else { 1203 };
        assert!(sum.rows == expected || !table.name.starts_with("carried"));
    }
}

#[tokio::test]
async fn what_was_not_filled_to_its_end_says_so_and_can_be_filled_anew() {
    for engine in check::engines() {
        let folder = tempfile::tempdir().unwrap();
        let from = fresh(Engine::Sqlite, &folder, "source").await;
        fill(&from).await;
        let to = fresh(engine, &folder, "target").await;
        assert!(is_empty(&to).await.unwrap());
        drop(Filling::begin(&to, &steps(), now()).await.unwrap());
        assert!(unfinished(&to).await.unwrap(), "{engine:?}");
        copy(&from, &to, &steps(), now()).await.unwrap();
        assert!(!unfinished(&to).await.unwrap());
        let again = copy(&from, &to, &steps(), now()).await;
        assert!(again.unwrap_err().to_string().contains("not empty"));
    }
}

#[tokio::test]
async fn a_row_reads_back_from_its_portable_form() {
    let folder = tempfile::tempdir().unwrap();
    let db = fresh(Engine::Sqlite, &folder, "portable").await;
    fill(&db).await;
    let mut look = Reading::begin(&db).await.unwrap();
    for table in look.tables(&steps()).await.unwrap() {
        for row in look.batch(&table, None).await.unwrap() {
            assert_eq!(from_json(&table, to_json(&row)), Some(row));
        }
        let told = serde_json::to_string(&table).unwrap();
        assert_eq!(serde_json::from_str::<Table>(&told).unwrap(), table);
    }
}

#[tokio::test]
async fn a_look_does_not_see_what_comes_later() {
    for engine in check::engines() {
        let folder = tempfile::tempdir().unwrap();
        let db = fresh(engine, &folder, "look").await;
        fill(&db).await;
        let mut look = Reading::begin(&db).await.unwrap();
        let tables = look.tables(&steps()).await.unwrap();
        let before = look.sum(&tables[4]).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("DELETE FROM carried_leaf"), &[]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(look.sum(&tables[4]).await.unwrap(), before);
        assert_eq!(Reading::begin(&db).await.unwrap().sum(&tables[4]).await.unwrap().rows, 0);
    }
}

#[test]
fn the_tables_of_a_migration_are_found_in_its_text() {
    assert_eq!(names(STEPS), ["migration", "carried_tree", "carried_leaf", "carried_rule"]);
    assert!(render(STEPS[0].sql, Engine::Pg).contains("JSONB"));
}
