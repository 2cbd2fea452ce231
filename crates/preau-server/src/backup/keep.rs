//! Which backups are kept: one for each of the last days, and one for each of the last weeks.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use preau_kernel::Timestamp;
use time::Duration;

use super::Manifest;
use crate::{ServerError, config::Backups};

/// A backup that is there.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// What it says of itself.
    pub(crate) manifest: Manifest,
}

impl Kept {
    /// The folder's own name.
    pub(crate) fn name(&self) -> String {
        self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The backups in a folder, newest first.
pub(crate) fn list(folder: &Path) -> Vec<Kept> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    // What is being made has a name that begins with a dot.
    let visible = entries.filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
    let mut kept: Vec<Kept> =
        visible.filter_map(|folder| Some(Kept { manifest: Manifest::read(&folder).ok()?, folder })).collect();
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.manifest.at));
    kept
}

/// The backups whose time is over: not the newest, not the newest of one of the last days, nor of one of the last weeks.
pub(crate) fn over<'a>(kept: &'a [Kept], rule: &Backups) -> Vec<&'a Kept> {
    let moments: Vec<Timestamp> = kept.iter().map(|kept| kept.manifest.at).collect();
    let stay = stay(&moments, rule);
    kept.iter().enumerate().filter(|(at, _)| !stay.contains(at)).map(|(_, kept)| kept).collect()
}

/// Of moments from the newest to the oldest, those that stay, by place.
fn stay(moments: &[Timestamp], rule: &Backups) -> BTreeSet<usize> {
    let newest_of = |period: &dyn Fn(Timestamp) -> (i32, u8), count: usize| {
        let mut seen = BTreeSet::new();
        let first = moments.iter().enumerate().filter(|(_, at)| seen.insert(period(**at)));
        first.map(|(place, _)| place).take(count).collect::<Vec<_>>()
    };
    let day = |at: Timestamp| (at.date().to_julian_day(), 0);
    let week = |at: Timestamp| {
        let (year, week, _) = at.date().to_iso_week_date();
        (year, week)
    };
    let newest = (!moments.is_empty()).then_some(0);
    newest.into_iter().chain(newest_of(&day, rule.daily)).chain(newest_of(&week, rule.weekly)).collect()
}

/// Removes the backups whose time is over; how many.
pub(crate) fn prune(folder: &Path, rule: &Backups) -> Result<usize, ServerError> {
    let kept = list(folder);
    let over = over(&kept, rule);
    for kept in &over {
        // The manifest first: cut off in between, what is left is no backup and not a damaged one.
        let manifest = kept.folder.join(super::MANIFEST);
        fs::remove_file(&manifest).map_err(ServerError::folder(&manifest))?;
        fs::remove_dir_all(&kept.folder).map_err(ServerError::folder(&kept.folder))?;
    }
    Ok(over.len())
}

/// Whether a backup should be made now: a day after the last one, by night if it can wait for it.
pub(crate) fn is_due(newest: Option<Timestamp>, now: Timestamp, hour: i8) -> bool {
    let age = newest.map(|newest| now.since(newest));
    match age {
        None => true,
        Some(age) => age > Duration::hours(36) || (age > Duration::hours(18) && (1..=5).contains(&hour)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days_ago(days: i64) -> Timestamp {
        Timestamp::from_unix_micros(1_795_000_000_000_000) - Duration::days(days)
    }

    #[test]
    fn a_week_of_days_and_a_month_of_weeks_stay() {
        let rule = Backups { scheduled: true, folder: None, daily: 7, weekly: 4 };
        let moments: Vec<_> = (0..60).map(days_ago).collect();
        let stay = stay(&moments, &rule);
        assert!((0..7).all(|day| stay.contains(&day)));
        // 1 795 000 000 is a Wednesday: the newest of each earlier week is its Sunday.
        assert_eq!(stay.into_iter().skip(7).collect::<Vec<_>>(), [10, 17]);
    }

    #[test]
    fn the_newest_stays_whatever_the_rule() {
        let rule = Backups { scheduled: true, folder: None, daily: 0, weekly: 0 };
        assert_eq!(stay(&[days_ago(0), days_ago(1)], &rule).len(), 1);
    }

    #[test]
    fn a_backup_waits_for_the_night_but_not_for_long() {
        let now = days_ago(0);
        assert!(is_due(None, now, 14));
        assert!(!is_due(Some(now - Duration::hours(20)), now, 14));
        assert!(is_due(Some(now - Duration::hours(20)), now, 3));
        assert!(is_due(Some(now - Duration::hours(40)), now, 14));
    }
}
