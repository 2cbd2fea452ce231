//! How an institution is put together: the one function that knows every part.

use std::sync::Arc;

use preau_blob::{Blobs, S3Config};
use preau_bus::{Bus, NatsConfig};
use preau_calendar::Calendar;
use preau_class::Class;
use preau_db::{Db, Migration};
use preau_egress::{Destination, Egress, Purpose};
use preau_journal::{Journal, JournalError};
use preau_kernel::{Clock, Entropy, PersonId, Problem, Result, SystemClock, SystemEntropy, Timestamp};
use preau_notices::{Bell, Mail, Notices, Push, Ways};
use preau_people::{People, Tabs};
use preau_signin::Signin;
use preau_wall::Wall;
use preau_web::{App, Ctx, Parts, Service, ShellSource, Texts, Zone};
use url::Url;

use crate::{
    ServerError,
    config::{self, Config, Tls},
    demo,
    operations::{Operations, backups::Desk},
    serve::FolderLock,
    upgrade,
};

/// Why an institution connects to what it needs to work: its public task (GDPR article 6.1.e).
const BASIS: &str = "basis-public-task";
/// The ports that an address means when it names none.
const NATS_PORT: u16 = 4222;
const POSTGRES_PORT: u16 = 5432;

/// An institution, open: what the server and the commands work with.
#[derive(Clone)]
pub struct Institution {
    /// The services on their context.
    pub app: App,
    /// How it was asked for.
    pub config: Arc<Config>,
    /// Who makes backups.
    pub(crate) desk: Arc<Desk>,
}

/// Opens the institution that `config` describes. `address` is the one that people type. With `alone`, the proof that
/// no server uses the data folder, its tables are brought up to date; without, they must be.
pub async fn open(config: &Config, address: Url, alone: Option<&FolderLock>) -> Result<Institution> {
    let config = Arc::new(config.clone());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let egress = egress(&config, clock.clone())?;
    let db = Db::open(&config.db()).await?;
    let blobs = blobs(&config, clock.now()).await?;
    let operations = Operations::new(config.clone());
    let desk = operations.desk();
    let people = People::new(tabs());
    let signin = Arc::new(Signin::with_demo(Arc::new(demo::FirstRun)));
    let shell = shell(&people);
    let services = services(&people, &signin, ways(&config, &egress)?, operations);
    upgrade::migrate(&db, &App::migrations(&services), &config, &*clock, alone).await?;
    let texts = spoken(&services, &config);
    let bus = bus(&config).await?;
    let folder = config.data.clone();
    let ctx = Ctx::new(Parts { db, bus, blobs, egress, clock, entropy, texts, shell, address, folder });
    establish(&ctx).await?;
    Ok(Institution { app: App::new(ctx, services, signin), config, desk })
}

/// The services, in the order in which they may rely on each other.
pub(crate) fn services(people: &People, signin: &Signin, ways: Ways, operations: Operations) -> Vec<Box<dyn Service>> {
    let calendar = Calendar::new(tabs());
    vec![
        Box::new(Journal),
        Box::new(people.clone()),
        Box::new(signin.clone()),
        Box::new(Notices::new(ways)),
        Box::new(Wall::new(tabs())),
        Box::new(calendar.clone()),
        Box::new(Class::new(Arc::new(calendar), tabs())),
        Box::new(operations),
    ]
}

/// The tabs that the services add to a space.
pub fn tabs() -> Tabs {
    let own = [preau_signin::TABS, preau_notices::TABS, preau_wall::TABS, preau_calendar::TABS, preau_class::TABS];
    Tabs::new(&own.concat())
}

/// What stands around a page: what the people's service knows, with the bell.
pub fn shell(people: &People) -> Arc<dyn ShellSource> {
    Arc::new(Bell::onto(Arc::new(people.clone())))
}

/// All services, for whoever puts an institution together otherwise: the tests of the whole.
pub fn all_services(people: &People, signin: &Signin, config: Arc<Config>) -> Vec<Box<dyn Service>> {
    // What can't be read of the operator's list is told when the institution is opened.
    let ways = ways(&config, &Egress::nothing()).unwrap_or_default();
    services(people, signin, ways, Operations::new(config))
}

/// Gives the journal its name and its key, once: the name is the address at which the institution began.
pub(crate) async fn establish(ctx: &Ctx) -> Result<()> {
    match preau_journal::verifier(&ctx.db).await {
        Err(JournalError::NotEstablished) => {}
        known => return Ok(known.map(drop)?),
    }
    let origin = format!("{}/journal", ctx.address.host_str().unwrap_or("localhost"));
    let mut tx = ctx.db.begin().await?;
    preau_journal::establish(&mut tx, &origin, &*ctx.entropy, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// The life of all tables.
pub fn steps() -> Vec<Migration> {
    App::migrations(&all_services(&People::default(), &Signin::new(), Arc::default()))
}

impl Institution {
    /// Whether it was founded.
    pub async fn is_set_up(&self) -> Result<bool> {
        Ok(preau_people::store::spaces::institution(&self.app.ctx.db).await?.is_some())
    }

    /// The person with this login.
    pub async fn person(&self, login: &str) -> Result<PersonId> {
        let ctx = &self.app.ctx;
        let person = preau_people::store::person_by_login(&ctx.db, login.trim()).await?;
        person.map(|person| person.id).ok_or(ServerError::NoSuchLogin.into())
    }
}

/// The sentences that Préau ships: those of the frame and of all services.
pub fn texts() -> Vec<(&'static str, &'static str)> {
    sentences(&all_services(&People::default(), &Signin::new(), Arc::default()))
}

fn sentences(services: &[Box<dyn Service>]) -> Vec<(&'static str, &'static str)> {
    preau_web::TEXTS.iter().chain(services.iter().flat_map(|service| service.texts())).copied().collect()
}

/// The sentences of all services, and those that the institution dropped into `locales/` of its data folder.
fn spoken(services: &[Box<dyn Service>], config: &Config) -> Texts {
    let dropped = dropped(config);
    let own = dropped.iter().map(|(lang, source)| (lang.as_str(), source.as_str()));
    let mut sources: Vec<(&str, &str)> = sentences(services);
    sources.extend(own);
    let (texts, wrong) = Texts::new(sources, Zone::named(&config.zone).unwrap_or_default());
    for why in wrong {
        tracing::warn!(why, "a sentence can't be read");
    }
    texts
}

/// Languages dropped by the institution: tag and source of each `xx.ftl`, 100 at most.
fn dropped(config: &Config) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(config.data.join("locales")) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path()).take(100);
    let read = paths.filter_map(|path| {
        let lang = path.file_name()?.to_str()?.strip_suffix(".ftl")?.to_owned();
        Some((lang, std::fs::read_to_string(&path).ok()?))
    });
    read.collect()
}

/// The blobs that a configuration names.
pub(crate) async fn blobs(config: &Config, now: Timestamp) -> Result<Blobs> {
    Ok(match &config.blobs {
        config::Blobs::Folder { path } => {
            Blobs::folder(&path.clone().unwrap_or_else(|| config.data.join("blobs")), now).await?
        }
        config::Blobs::S3 { endpoint, bucket, region, prefix, key, secret, roots } => {
            let there = S3Config {
                endpoint: endpoint.as_str().trim_end_matches('/').to_owned(),
                region: region.clone(),
                bucket: bucket.clone(),
                prefix: prefix.clone(),
                access_key: key.clone(),
                secret_key: secret.clone(),
                roots: roots.clone(),
                spool: config.data.join("spool"),
            };
            Blobs::s3(&there, now).await?
        }
    })
}

async fn bus(config: &Config) -> Result<Bus> {
    match &config.bus {
        config::Bus::Local => Ok(Bus::local()),
        config::Bus::Nats { url, roots, node } => {
            let there = NatsConfig { address: url.clone(), roots: roots.clone(), node: node.clone() };
            Ok(Bus::nats(&there).await?)
        }
    }
}

/// The operator's list: every place that this configuration makes Préau, or a client within it, connect to.
fn egress(config: &Config, clock: Arc<dyn Clock>) -> Result<Egress> {
    let egress = Egress::new(clock);
    let declare = |address: &str, port: u16, purpose: Purpose| {
        let Ok(url) = address.parse::<Url>() else { return Ok(()) };
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else { return Ok(()) };
        let port = url.port_or_known_default().unwrap_or(port);
        egress.declare(Destination::new(host.parse()?, port, purpose, BASIS).near()).map(drop)
    };
    if let config::Database::Postgres { url, .. } = &config.database {
        declare(url, POSTGRES_PORT, Purpose::Database)?;
    }
    if let config::Blobs::S3 { endpoint, .. } = &config.blobs {
        declare(endpoint.as_str(), 443, Purpose::ObjectStorage)?;
    }
    if let config::Bus::Nats { url, .. } = &config.bus {
        for url in url.split(',') {
            declare(url, NATS_PORT, Purpose::Bus)?;
        }
    }
    if let Tls::Acme { directory, .. } = &config.tls {
        declare(directory.as_ref().map_or(config::ACME_DIRECTORY, Url::as_str), 443, Purpose::Acme)?;
    }
    if let Some(smtp) = &config.smtp {
        let host = smtp.host.parse().map_err(Problem::from)?;
        egress.allow(Destination::new(host, smtp.port, Purpose::Smtp, BASIS).near())?;
    }
    Ok(egress)
}

/// The ways out of the house that the configuration opens for notices.
fn ways(config: &Config, egress: &Egress) -> Result<Ways, ServerError> {
    let push = Push::new(&config.push.allow, egress).map_err(ServerError::Push)?;
    let mail = config.smtp.as_ref().map(|smtp| Mail {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: smtp.tls,
        login: smtp.user.clone().zip(smtp.password.clone()),
        from: smtp.from.clone(),
    });
    Ok(Ways { push, mail })
}
