//! The gatekeeper's lodge: what sign-in keeps in memory beside the database. Nothing in it must survive a restart, and
//! nothing in it needs to be the same on two nodes.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use preau_kernel::Result;
use preau_web::Ctx;
use tokio::sync::Semaphore;

use crate::{DemoSchool, hashing::Hashing, secret::Key};

/// Exports of a person's data that are written at once.
const EXPORTS: usize = 2;

/// See the module.
pub(crate) struct Lodge {
    pub(crate) hashing: Hashing,
    pub(crate) demo: Option<Arc<dyn DemoSchool>>,
    /// Turns to write an export.
    pub(crate) exports: Semaphore,
    key: OnceLock<Key>,
    claimed: AtomicBool,
}

impl Default for Lodge {
    fn default() -> Self {
        let exports = Semaphore::new(EXPORTS);
        let (key, claimed) = (OnceLock::new(), AtomicBool::new(false));
        Self { hashing: Hashing::default(), demo: None, exports, key, claimed }
    }
}

impl Lodge {
    pub(crate) fn with_demo(demo: Arc<dyn DemoSchool>) -> Self {
        Self { demo: Some(demo), ..Self::default() }
    }

    /// The institution's key, read or made at first need.
    pub(crate) fn key(&self, ctx: &Ctx) -> Result<&Key> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = Key::load(&ctx.folder, &*ctx.entropy)?;
        Ok(self.key.get_or_init(|| key))
    }

    /// Whether the institution is known to have an administrator. Once it has, it is not asked again.
    pub(crate) fn claimed(&self) -> bool {
        self.claimed.load(Ordering::Relaxed)
    }

    pub(crate) fn note_claimed(&self) {
        self.claimed.store(true, Ordering::Relaxed);
    }
}
