//! How many saw a post, and never who: a mark is a hash that nobody can read a name from.

use preau_db::{Db, Result, Tx, args, row, sql};
use serde_json::Value;

use crate::model::PostId;

/// Adds marks, given as `[{"post": …, "mark": hex, "family": …}]`; those that are there stay. Marks of posts that are
/// gone are dropped.
pub(crate) async fn add(tx: &mut Tx, marks: Value) -> Result<u64> {
    // How a list of rows is taken out of one argument is each engine's own.
    let insert = sql!(
        sqlite: "INSERT INTO wall_seen (post, mark, family)
            SELECT p.id, unhex(m.value ->> 'mark'), m.value ->> 'family' FROM json_each($1) m
            JOIN wall_post p ON p.id = unhex(m.value ->> 'post') WHERE p.state = 'published' ON CONFLICT DO NOTHING",
        pg: "INSERT INTO wall_seen (post, mark, family)
            SELECT p.id, decode(m ->> 'mark', 'hex'), (m ->> 'family')::bool FROM jsonb_array_elements($1) m
            JOIN wall_post p ON p.id = (m ->> 'post')::uuid WHERE p.state = 'published' ON CONFLICT DO NOTHING"
    );
    tx.run(insert, args![marks]).await
}

row! {
    /// How many saw a post.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Seen {
        /// Which post.
        pub post: PostId,
        /// Guardians.
        pub families: i64,
        /// Members and guests.
        pub others: i64,
    }
}

/// How many saw the posts of a span.
pub async fn counts(db: &Db, span: &super::Span) -> Result<Vec<Seen>> {
    let count = sql!(
        Seen,
        concat!(
            "SELECT p.id AS post, CAST(sum(CASE WHEN w.family THEN 1 ELSE 0 END) AS BIGINT) AS families,",
            " CAST(sum(CASE WHEN w.family THEN 0 ELSE 1 END) AS BIGINT) AS others",
            " FROM wall_post p JOIN wall_seen w ON w.post = p.id WHERE ",
            super::in_span!(),
            " GROUP BY p.id LIMIT 100"
        )
    );
    let super::Span { space, one, low, high, pinned } = *span;
    db.all(count, args![space, one, low, high, pinned]).await
}
