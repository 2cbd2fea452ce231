//! What `preau doctor` and the page of what is left to do look at, around the services.

use std::os::unix::fs::PermissionsExt;

use preau_blob::rows;
use preau_db::{jobs, outbox};
use preau_kernel::{Result, Timestamp};
use preau_web::{Check, Ctx, Health};
use time::Duration;

use crate::{
    backup::keep,
    config::{Config, Tls},
    serve::{certificate, tls},
};

/// Room on the data folder's disk below which something will soon go wrong, and below which it is urgent.
const ROOM: [u64; 2] = [5 << 30, 1 << 30];
/// A backup older than that is one that did not come.
const BACKUP: Duration = Duration::hours(48);
/// Certificates are renewed a month before their end; one nearer than that was not.
const CERTIFICATE: Duration = Duration::days(20);
/// Blobs asked of the database at once.
const BATCH: u32 = 500;

pub(super) async fn all(ctx: &Ctx, config: &Config) -> Result<Vec<Check>> {
    let mut checks = vec![folder(config), clock(ctx.clock.now())];
    checks.extend(room(config));
    checks.push(lines(ctx, config));
    checks.push(backup(ctx, config));
    let events = outbox::backlog(&ctx.db).await?;
    checks.push(Check::new("events-waiting", Health::Good).with("waiting", events.waiting));
    if let Some(first) = events.name {
        checks.push(Check::new("events-failing", Health::Bad).with("failing", events.failing).with("first", first));
    }
    if let (1.., true) = crate::demo::left(ctx).await? {
        checks.push(Check::new("demo-here", Health::Todo).at("/admin/demo"));
    }
    let dead = jobs::dead(&ctx.db).await?;
    let first = dead.first().map(|(name, _)| name.clone()).unwrap_or_default();
    checks.push(Check::new("jobs-dead", good_unless(!dead.is_empty())).with("dead", dead.len()).with("first", first));
    Ok(checks)
}

fn good_unless(bad: bool) -> Health {
    if bad { Health::Bad } else { Health::Good }
}

/// Whether others on this machine can read the data folder.
fn folder(config: &Config) -> Check {
    let open = std::fs::metadata(&config.data).is_ok_and(|folder| folder.permissions().mode() & 0o007 != 0);
    let health = if open { Health::Todo } else { Health::Good };
    Check::new("folder-permissions", health).with("folder", config.data.display())
}

fn room(config: &Config) -> Option<Check> {
    let disk = rustix::fs::statvfs(&config.data).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let health = match free {
        free if free < ROOM[1] => Health::Bad,
        free if free < ROOM[0] => Health::Todo,
        _ => Health::Good,
    };
    Some(Check::new("disk-room", health).with("gigabytes", free >> 30))
}

/// A clock that is years behind makes every certificate and every link look wrong.
fn clock(now: Timestamp) -> Check {
    Check::new("clock", good_unless(now.date().year() < 2026)).with("year", now.date().year())
}

fn lines(ctx: &Ctx, config: &Config) -> Check {
    let end = match &config.tls {
        Tls::Off => {
            let private = ctx.secure() || config.listen.ip().is_loopback();
            return Check::new("lines-private", if private { Health::Good } else { Health::Todo });
        }
        Tls::Files { certificate, key } => match tls::load(certificate, key) {
            // The server goes on with the certificate before; only its files can tell.
            Err(error) => return Check::new("certificate-unusable", Health::Bad).with("error", error),
            Ok(_) => certificate::ends(certificate),
        },
        Tls::Acme { .. } => certificate::newest_end(&config.data.join("acme")),
    };
    let Some(end) = end else { return Check::new("certificate-missing", Health::Bad) };
    let left = end.since(ctx.clock.now());
    let health = match left {
        left if left.is_negative() => Health::Bad,
        left if left < CERTIFICATE => Health::Todo,
        _ => Health::Good,
    };
    Check::new("certificate-end", health).with("days", left.whole_days())
}

fn backup(ctx: &Ctx, config: &Config) -> Check {
    let folder = config.backup_folder();
    let Some(newest) = keep::list(&folder).into_iter().next() else {
        return Check::new("backup-none", Health::Todo).at("/admin/backups");
    };
    let age = ctx.clock.now().since(newest.manifest.at);
    let check = if age > BACKUP {
        Check::new("backup-old", Health::Bad).with("days", age.whole_days())
    } else if newest.folder.join(super::backups::TRIED).is_file() || tried(&folder) {
        Check::new("backup-good", Health::Good).with("hours", age.whole_hours())
    } else {
        Check::new("backup-untried", Health::Todo)
    };
    check.at("/admin/backups")
}

/// Whether any backup that is kept was ever read back.
fn tried(folder: &std::path::Path) -> bool {
    keep::list(folder).iter().any(|kept| kept.folder.join(super::backups::TRIED).is_file())
}

/// Whether the journal is sound: reads all of it.
pub(crate) async fn journal(ctx: &Ctx) -> Result<Option<Check>> {
    match preau_journal::verify(&ctx.db, &[]).await {
        Ok(report) => {
            let check = Check::new("journal-sound", good_unless(!report.is_sound())).at("/admin/journal");
            Ok(Some(check.with("size", report.size)))
        }
        Err(preau_journal::JournalError::NotEstablished) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether each blob that somebody needs is there, and with `read`, whether it is still what it was.
pub(crate) async fn blobs(ctx: &Ctx, read: bool) -> Result<Vec<Check>> {
    let (mut missing, mut spoilt, mut count) = (0_u64, 0_u64, 0_u64);
    let mut after = None;
    loop {
        let needed = rows::needed(&ctx.db, after, BATCH).await?;
        let Some(last) = needed.last() else { break };
        after = Some(last.id);
        for known in needed {
            count += 1;
            let size = u64::try_from(known.size).unwrap_or_default();
            if ctx.blobs.size(known.id).await? != Some(size) {
                missing += 1;
            } else if read && ctx.blobs.verify(known.id).await.is_err() {
                spoilt += 1;
            }
        }
    }
    let mut checks =
        vec![Check::new("blobs-there", good_unless(missing > 0)).with("missing", missing).with("count", count)];
    if read {
        checks.push(Check::new("blobs-whole", good_unless(spoilt > 0)).with("spoilt", spoilt).with("count", count));
    }
    Ok(checks)
}
