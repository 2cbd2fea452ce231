//! Passwords and PINs: argon2id, away from the threads that answer requests.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use preau_kernel::{Entropy, Kind, Problem, Result};
use tokio::sync::{OnceCell, Semaphore};

/// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many sign-ins may wait for the processor before the next is asked to come back.
const WAITING: usize = 256;

/// What a comparison said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Not the password.
    Wrong,
    /// The password.
    Right,
    /// The password, kept with yesterday's parameters: hash it again.
    RightButOld,
}

/// Hashes and compares, as many at once as there are processors and no more: each takes 19 MiB and tens of
/// milliseconds, and a morning's rush must not take the machine's memory.
pub(crate) struct Hashing {
    running: Semaphore,
    waiting: Semaphore,
    nobody: OnceCell<String>,
}

impl Default for Hashing {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self { running: Semaphore::new(processors), waiting: Semaphore::new(WAITING), nobody: OnceCell::new() }
    }
}

impl Hashing {
    /// The hash of a new secret, as a PHC string.
    pub(crate) async fn hash(&self, entropy: &dyn Entropy, secret: &str) -> Result<String> {
        let salt =
            SaltString::encode_b64(&entropy.bytes::<16>()).map_err(|error| Problem::internal(error.to_string()))?;
        let secret = secret.to_owned();
        self.away(move || {
            let hash = argon2()?.hash_password(secret.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| Problem::internal(error.to_string()))
        })
        .await
    }

    /// Compares with a kept hash. Without one, for a login that nobody has, the same work is done on a hash of
    /// nobody's, so that the answer takes as long.
    pub(crate) async fn compare(&self, entropy: &dyn Entropy, kept: Option<&str>, secret: &str) -> Result<Verdict> {
        let (kept, known) = match kept {
            Some(kept) => (kept.to_owned(), true),
            None => (self.nobody(entropy).await?, false),
        };
        let secret = secret.to_owned();
        let verdict = self.away(move || compare(&kept, &secret)).await?;
        Ok(if known { verdict } else { Verdict::Wrong })
    }

    async fn nobody(&self, entropy: &dyn Entropy) -> Result<String> {
        let secret = blake3::hash(&entropy.bytes::<32>()).to_hex();
        self.nobody.get_or_try_init(|| self.hash(entropy, &secret)).await.cloned()
    }

    async fn away<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let busy = |_| Problem::new(Kind::Unavailable, "signin-busy");
        let _place = self.waiting.try_acquire().map_err(|_| Problem::new(Kind::Unavailable, "signin-busy"))?;
        let _turn = self.running.acquire().await.map_err(busy)?;
        tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
    }
}

fn params() -> Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| Problem::internal(error.to_string()))
}

fn argon2() -> Result<Argon2<'static>> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?))
}

fn compare(kept: &str, secret: &str) -> Result<Verdict> {
    let parsed = PasswordHash::new(kept).map_err(|error| Problem::internal(error.to_string()))?;
    match argon2()?.verify_password(secret.as_bytes(), &parsed) {
        Ok(()) => {
            let kept = Params::try_from(&parsed).ok();
            let today =
                kept.is_some_and(|kept| (kept.m_cost(), kept.t_cost(), kept.p_cost()) == (MEMORY_KIB, PASSES, LANES));
            Ok(if today { Verdict::Right } else { Verdict::RightButOld })
        }
        Err(argon2::password_hash::Error::Password) => Ok(Verdict::Wrong),
        Err(error) => Err(Problem::internal(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use preau_kernel::SystemEntropy;

    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let hashing = Hashing::default();
        let kept = hashing.hash(&SystemEntropy, "rivière lampe chat").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        let compare = async |kept, secret| hashing.compare(&SystemEntropy, kept, secret).await.unwrap();
        assert_eq!(compare(Some(&kept), "rivière lampe chat").await, Verdict::Right);
        assert_eq!(compare(Some(&kept), "rivière lampe chien").await, Verdict::Wrong);
        assert_eq!(compare(None, "rivière lampe chat").await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn yesterday_s_parameters_are_noticed() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let kept = weak.hash_password(b"rivi\xc3\xa8re", &salt).unwrap().to_string();
        let verdict = Hashing::default().compare(&SystemEntropy, Some(&kept), "rivière").await.unwrap();
        assert_eq!(verdict, Verdict::RightButOld);
    }

    #[tokio::test]
    async fn a_login_that_nobody_has_costs_the_same_work() {
        let hashing = Hashing::default();
        hashing.compare(&SystemEntropy, None, "x").await.unwrap();
        let nobody = hashing.nobody.get().unwrap();
        let parsed = PasswordHash::new(nobody).unwrap();
        let kept = Params::try_from(&parsed).unwrap();
        assert_eq!((kept.m_cost(), kept.t_cost(), kept.p_cost()), (MEMORY_KIB, PASSES, LANES));
    }
}
