//! Marks of readers on their way into the database: many in one statement, once a second.
//!
//! A mark is BLAKE3 of post and person with a key of the post's own: enough to count nobody twice, too little to make a
//! list from. After [`TRACES`](crate::model::TRACES) the key is forgotten, and then nobody can say whose mark is whose.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use preau_kernel::{PersonId, Result};
use preau_web::Ctx;
use serde_json::{Value, json};

use crate::{
    model::{Post, PostId, PostState},
    store,
};

/// How long marks wait for each other.
const PAUSE: Duration = Duration::from_secs(1);
/// Marks that wait at most; more are dropped: it is a count, not a promise.
const ROOM: usize = 100_000;
/// Marks written in one statement.
const BATCH: usize = 5_000;

type Mark = (PostId, [u8; 16], bool);

/// Marks that are not written yet.
#[derive(Debug, Clone, Default)]
pub struct Marks(Arc<Mutex<BTreeSet<Mark>>>);

impl Marks {
    /// Notes that a person saw posts, on behalf of a family or not; they are written within a second.
    pub(crate) fn note<'a>(
        &self,
        ctx: &Ctx,
        person: PersonId,
        family: bool,
        posts: impl IntoIterator<Item = &'a Post>,
    ) {
        let first = {
            let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let first = waiting.is_empty();
            for post in posts {
                if waiting.len() < ROOM
                    && post.state == PostState::Published
                    && post.author != Some(person)
                    && let Some(mark) = mark(post, person)
                {
                    waiting.insert((post.id, mark, family));
                }
            }
            first && !waiting.is_empty()
        };
        if first {
            let (marks, ctx) = (self.clone(), ctx.clone());
            tokio::spawn(async move {
                tokio::time::sleep(PAUSE).await;
                if let Err(error) = marks.write(&ctx).await {
                    tracing::warn!(%error, "marks of readers are lost");
                }
            });
        }
    }

    /// Writes what waits.
    pub async fn write(&self, ctx: &Ctx) -> Result<()> {
        let waiting = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let waiting: Vec<Value> = waiting.into_iter().map(row).collect();
        for part in waiting.chunks(BATCH) {
            let mut tx = ctx.db.begin().await?;
            store::seen::add(&mut tx, Value::from(part)).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

fn row((post, mark, family): Mark) -> Value {
    let mark = u128::from_be_bytes(mark);
    json!({ "post": post.uuid().simple().to_string(), "mark": format!("{mark:032x}"), "family": family })
}

/// The mark that a person leaves on a post, as long as its key is known.
pub(crate) fn mark(post: &Post, person: PersonId) -> Option<[u8; 16]> {
    let key: [u8; 32] = post.seen_key.as_deref()?.try_into().ok()?;
    let hash = blake3::keyed_hash(&key, &[post.id.uuid().into_bytes(), person.uuid().into_bytes()].concat());
    hash.as_bytes().first_chunk().copied()
}
