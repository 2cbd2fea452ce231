//! What every handler, job and act is given.

use std::{ops::Deref, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use preau_blob::Blobs;
use preau_bus::Bus;
use preau_db::Db;
use preau_egress::Egress;
use preau_kernel::{Actor, Clock, Entropy, Event, Id, Result, SpaceId};

use crate::Texts;

/// What the server's wiring puts together.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The blobs.
    pub blobs: Blobs,
    /// Wakes who watches; the truth is in the database.
    pub bus: Bus,
    /// The only way out.
    pub egress: Egress,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Sentences.
    pub texts: Texts,
    /// What the layout shows around a page.
    pub shell: Arc<dyn ShellSource>,
    /// The address that people type, without a path: `https://preau.college.fr`.
    pub address: url::Url,
    /// The data folder: keys, backups, dropped languages.
    pub folder: PathBuf,
}

/// [`Parts`], shared. Cloning it is cheap.
#[derive(Clone)]
pub struct Ctx(Arc<Parts>);

impl Ctx {
    /// Shares the parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// A new id.
    pub fn id<K>(&self) -> Id<K> {
        Id::new(&*self.clock, &*self.entropy)
    }

    /// Something that happened now, to be written to the outbox.
    pub fn event(&self, name: &str, space: Option<SpaceId>, payload: serde_json::Value) -> Event {
        Event { id: self.id(), name: name.to_owned(), space, at: self.clock.now(), payload }
    }

    /// Whether people reach this Préau over TLS; then cookies are for TLS only.
    pub fn secure(&self) -> bool {
        self.address.scheme() == "https"
    }
}

impl Deref for Ctx {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Unread notices are not counted further than that: the bell shows "99+".
pub const MANY: u32 = 100;

/// What the layout shows around a page.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// The institution's name; empty before first run.
    pub institution: String,
    /// The spaces of the person, in the order of the rail.
    pub spaces: Vec<ShellSpace>,
    /// Whether to show the way to the administration pages.
    pub runs: bool,
    /// How much the person was told and has not read, [`MANY`] at most; none where nobody is told anything.
    pub unread: Option<u32>,
}

/// A space in the rail.
#[derive(Debug, Clone)]
pub struct ShellSpace {
    /// Its id.
    pub id: SpaceId,
    /// Its name.
    pub name: String,
    /// Its colour, 1 to 8.
    pub hue: u8,
}

/// Who knows what the layout shows: `preau-people`, and around it `preau-notices`, handed over by the wiring.
#[async_trait]
pub trait ShellSource: Send + Sync {
    /// The shell for this actor.
    async fn shell(&self, ctx: &Ctx, actor: &Actor) -> Result<Shell>;
}
