//! `preau doctor`: what is wrong, and how to mend it.

use clap::Args;
use preau_kernel::Result;
use preau_web::{Check, Health, Said};
use serde_json::json;

use super::Where;
use crate::{ServerError, operations, voice::Voice};

/// Say what is wrong and how to mend it
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: Where,
    /// Read every blob and compare it with its hash: takes as long as reading the whole store
    #[arg(long)]
    blobs: bool,
}

impl Doctor {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let opened = self.place.open().await?;
        let app = &opened.institution.app;
        let mut checks = app.checks().await?;
        checks.extend(operations::journal_check(&app.ctx).await?);
        checks.extend(operations::blob_checks(&app.ctx, self.blobs).await?);
        checks.sort_by_key(|check| std::cmp::Reverse(check.health));
        for check in &checks {
            tell(voice, check);
        }
        voice.give(&json!(checks.iter().map(|check| as_json(voice, check)).collect::<Vec<_>>()));
        let bad = checks.iter().filter(|check| check.health == Health::Bad).count();
        opened.close().await?;
        if bad == 0 { Ok(()) } else { Err(ServerError::Unwell(bad).into()) }
    }
}

fn said(check: &Check, ending: &str) -> Said {
    let code = Said { key: format!("check-{}{ending}", check.code).into(), ..Said::new("") };
    check.args.iter().fold(code, |said, (name, value)| said.with(name, value))
}

fn tell(voice: &Voice, check: &Check) {
    let mark = match check.health {
        Health::Good => "✓",
        Health::Todo => "○",
        Health::Bad => "✗",
    };
    voice.print(&format!("{mark} {}", voice.sentence(&said(check, ""))));
    if check.health != Health::Good {
        voice.print(&format!("  → {}", voice.sentence(&said(check, "-mend"))));
    }
}

fn as_json(voice: &Voice, check: &Check) -> serde_json::Value {
    let health = match check.health {
        Health::Good => "good",
        Health::Todo => "todo",
        Health::Bad => "bad",
    };
    let mend = (check.health != Health::Good).then(|| voice.sentence(&said(check, "-mend")));
    json!({ "code": check.code, "health": health, "says": voice.sentence(&said(check, "")), "mend": mend })
}
