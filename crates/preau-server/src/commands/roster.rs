//! `preau roster`.

use std::{fs::File, iter, path::PathBuf};

use clap::Args;
use preau_kernel::Result;
use preau_people::roster::{self, Report, Source, Tally};
use preau_web::Said;
use serde_json::json;

use super::Where;
use crate::{ServerError, voice::Voice};

/// Sentences of one kind that are printed; JSON has all.
const SHOWN: usize = 50;

/// Import people from school files, or say what that would change
#[derive(Debug, Args)]
pub(super) struct Roster {
    #[command(flatten)]
    place: Where,
    /// Change nothing: say what would change
    #[arg(long)]
    dry_run: bool,
    /// The files, as the school's software exports them: ONDE, SIECLE, OneRoster, CSV, ODS, XLSX
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Roster {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let sources = self.files.iter().map(source).collect::<Result<Vec<_>, _>>()?;
        let opened = self.place.open_or_begin().await?;
        let ctx = &opened.institution.app.ctx;
        let report = if self.dry_run {
            roster::dry_run(ctx, sources, voice.lang()).await?
        } else {
            roster::apply(ctx, sources, None, voice.lang()).await?
        };
        tell(voice, &report, self.dry_run);
        voice.give(&json!(report));
        let refused = report.refused.join(", ");
        opened.close().await?;
        if refused.is_empty() { Ok(()) } else { Err(ServerError::RosterRefused(refused).into()) }
    }
}

fn source(path: &PathBuf) -> Result<Source, ServerError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = File::open(path).map_err(ServerError::folder(path))?;
    Ok(Source { name, file, mapping: None })
}

fn tell(voice: &Voice, report: &Report, dry_run: bool) {
    for wrong in report.problems.iter().take(SHOWN) {
        let place = [wrong.line, wrong.column].into_iter().take_while(|part| *part > 0);
        let place: Vec<_> = iter::once(wrong.file.clone()).chain(place.map(|part| part.to_string())).collect();
        voice.print(&format!("{}: {}", place.join(":"), wrong.message));
    }
    if !report.refused.is_empty() {
        return;
    }
    for (key, tally) in [
        ("cli-roster-learners", report.learners),
        ("cli-roster-guardians", report.guardians),
        ("cli-roster-staff", report.staff),
        ("cli-roster-spaces", report.spaces),
    ] {
        let Tally { new, changed, leaving, doubtful } = tally;
        let said = Said::new(key).with("new", new).with("changed", changed);
        voice.tell(&said.with("leaving", leaving).with("doubtful", doubtful));
    }
    for sentence in report.doubts.iter().chain(&report.kept).take(SHOWN) {
        voice.print(sentence);
    }
    voice.tell(&Said::new(match (dry_run, report.applied) {
        (true, _) => "cli-roster-nothing-written",
        (false, true) => "cli-roster-written",
        (false, false) => "cli-roster-nothing-new",
    }));
}
