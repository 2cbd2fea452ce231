//! The demo institution: collège Louise-Michel, where everybody is invented, the same at every start.
//!
//! [`school`] draws pupils and families from a seed; [`names`] lists the staff and what people are called;
//! [`moving_in`] moves them in through people's own acts, in one transaction, with the time and chance of [`steady`].
//! So ids, logins and the journal's entries are the same at every start too; only the open invitation knows what day
//! it is. [`month`] then lets a month pass in class 4e B, up to today. **To add a service's part**: its lines and acts there.

mod month;
mod moving_in;
mod names;
mod policy;
mod school;
mod steady;
#[cfg(test)]
mod tests;
mod wiping;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use preau_kernel::{PersonId, Result, SpaceId, SpaceKind};
use preau_people::store::{persons, settings, spaces};
use preau_signin::{DemoSchool, Signin};
use preau_web::{App, Ctx};

pub(crate) use wiping::{left, wipe};

use crate::ServerError;

/// What the demo's server is called.
pub const SERVER_NAME: &str = "louise-michel.localhost";
/// What the institution is called.
pub const NAME: &str = "Collège Louise-Michel";
/// Its UAI. No French department is 000, so no school has it.
pub const CODE: &str = "0009999U";
/// Where it is. There is no such street in that town.
pub const ADDRESS: &str = "12 rue du Préau\n93400 Saint-Ouen-sur-Seine";
/// Its telephone: 01 99 00 is kept for stories (ARCEP, decision 2019-0954).
pub const PHONE: &str = "01 99 00 18 30";
/// Its school year.
pub const YEAR: &str = "2026-2027";
/// Everybody's password. Known to all who read this: [`fill`] is for `preau demo` alone.
pub const PASSWORD: &str = "preau-demo";

/// The system by which the demo's people are known as such.
const MARK: &str = "demo";

/// Fills an empty institution with the demo's people, the same at every start, and gives everyone who came the
/// password that is known to all, at each start again. An institution that is not the demo is left as it is.
pub async fn fill(app: &App) -> Result<()> {
    let steady = steady::steady(&app.ctx);
    let school = school::School::invent();
    if spaces::institution(&app.ctx.db).await?.is_none() {
        let today = steady::today(&app.ctx, &steady);
        moving_in::move_in(&steady, &today, &school).await?;
    }
    if settings(&app.ctx.db).await?.code != CODE {
        return Ok(());
    }
    if let Some(class) = lively(&app.ctx, &school).await? {
        month::pass(&app.ctx, &steady, class).await?;
    }
    let came = came(&app.ctx, &school).await?;
    Signin::new().set_passwords(&steady, &came, PASSWORD).await
}

/// The class in which something goes on.
async fn lively(ctx: &Ctx, school: &school::School) -> Result<Option<SpaceId>> {
    let code = school.classes.get(school::LIVELY).map(school::Class::code);
    let mut found = None;
    spaces::all(&ctx.db, |space| {
        if space.kind == SpaceKind::Class && space.code == code && space.year.as_deref() == Some(YEAR) {
            found = Some(space.id);
        }
        Ok(())
    })
    .await?;
    Ok(found)
}

/// The demo's people who use Préau already: all but the families whose letters are still at home.
async fn came(ctx: &Ctx, school: &school::School) -> Result<Vec<PersonId>> {
    let came: Vec<bool> = school.came().collect();
    let mut people = Vec::new();
    persons::all_identifiers(&ctx.db, |mark| {
        let number = mark.value.parse::<usize>().ok().filter(|_| mark.system == MARK);
        if number.and_then(|number| came.get(number.checked_sub(1)?)) == Some(&true) {
            people.push(mark.person);
        }
        Ok(())
    })
    .await?;
    Ok(people)
}

/// The demo's people for the last screen of the first run. They get no password: an institution that the network
/// reaches must not have one that everybody knows. Its administrator prints letters, as for real people.
pub struct FirstRun;

#[async_trait]
impl DemoSchool for FirstRun {
    async fn fill(&self, ctx: &Ctx, _by: PersonId) -> Result<()> {
        wiping::has_room(ctx).await?;
        let steady = steady::steady(ctx);
        let today = steady::today(ctx, &steady);
        moving_in::move_in(&steady, &today, &school::School::invent()).await
    }
}

/// A temporary data folder, removed with this value.
pub(crate) struct Room(PathBuf);

impl Room {
    pub(crate) fn make() -> Result<Self, ServerError> {
        let path = std::env::temp_dir().join(format!("preau-demo-{}", std::process::id()));
        crate::backup::make_folder(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // What stays is in the system's folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
