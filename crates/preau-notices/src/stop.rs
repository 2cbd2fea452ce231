//! The address at which one click ends the day's mail (RFC 8058), without a session: the mail program asks for itself.
//!
//! It holds the person's id and a keyed hash of it. It ends mails and nothing else, says nothing of the person, and
//! stays good for as long as the mail may lie in a mailbox.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use preau_kernel::{PersonId, Problem, Result};
use preau_web::Ctx;
use uuid::Uuid;

use crate::store::keys;

/// Name of the institution's key.
const KEY: &str = "stop";
/// Bytes of the hash that are given.
const MARK: usize = 16;

/// The address for a person.
pub(crate) async fn address(ctx: &Ctx, person: PersonId) -> Result<String> {
    let kept = keys::made(&ctx.db, KEY, || ctx.entropy.bytes::<32>().to_vec()).await?;
    let mark = mark(&key(kept)?, person);
    let token = URL_SAFE_NO_PAD.encode([&person.uuid().as_bytes()[..], &mark].concat());
    Ok(format!("{}/notices/stop/{token}", ctx.address.as_str().trim_end_matches('/')))
}

/// Whose address a token is from.
pub(crate) async fn person(ctx: &Ctx, token: &str) -> Result<PersonId> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Problem::not_found())?;
    let (id, given) = bytes.split_first_chunk::<16>().ok_or_else(Problem::not_found)?;
    let person = PersonId::from_uuid(Uuid::from_bytes(*id));
    let given: [u8; MARK] = given.try_into().map_err(|_| Problem::not_found())?;
    // No key was made yet: then no address was given.
    let key = key(keys::key(&ctx.db, KEY).await?.ok_or_else(Problem::not_found)?)?;
    // Nobody learns a mark byte by byte: hashes compare them all.
    if blake3::hash(&mark(&key, person)) == blake3::hash(&given) { Ok(person) } else { Err(Problem::not_found()) }
}

fn mark(key: &[u8; 32], person: PersonId) -> [u8; MARK] {
    let hash = blake3::keyed_hash(key, person.uuid().as_bytes());
    std::array::from_fn(|place| hash.as_bytes()[place])
}

fn key(kept: Vec<u8>) -> Result<[u8; 32]> {
    kept.try_into().map_err(|_| Problem::internal("a key has 32 bytes"))
}
