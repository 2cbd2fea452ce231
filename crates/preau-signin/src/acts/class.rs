//! An open class: for a few hours, on the class's own devices, children come in with three pictures.

use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId};
use preau_web::Ctx;
use serde_json::json;
use time::Duration;

use super::{
    Caller,
    enter::{self, Entered, Entering},
    record,
    throttle::{Door, knock},
};
use crate::{
    lodge::Lodge,
    model::{
        Way, WindowId,
        code::Code,
        pictures::{CHOSEN, Pictures, TRIES},
    },
    policy::Verb,
    secret::same,
    store::{
        class::{self, Window},
        people, sessions,
    },
    who::Who,
};

/// Hours that a class may be open.
pub(crate) const HOURS: std::ops::RangeInclusive<i64> = 1..=8;

/// The code by which the class's devices find the window. It follows from the window's id and the institution's key, so
/// that the teacher's page can show it again and the database doesn't know it.
pub(crate) fn code(ctx: &Ctx, lodge: &Lodge, window: WindowId) -> Result<Code> {
    Ok(Code::from_secret(&lodge.key(ctx)?.hash("window-code", window.uuid().as_bytes())))
}

fn code_hash(ctx: &Ctx, lodge: &Lodge, code: &Code) -> Result<[u8; 32]> {
    Ok(lodge.key(ctx)?.hash("window", code.as_str().as_bytes()))
}

/// Opens the class for some hours; a window that was open before is closed.
pub(crate) async fn open(ctx: &Ctx, lodge: &Lodge, by: PersonId, hours: i64, proof: &Can<Verb, SpaceId>) -> Result<()> {
    if !HOURS.contains(&hours) {
        return Err(Problem::field("hours", "signin-hours"));
    }
    let space = *proof.resource();
    let id: WindowId = ctx.id();
    let hash = code_hash(ctx, lodge, &code(ctx, lodge, id)?)?;
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    if let Some(before) = class::close(&mut tx, space).await? {
        sessions::end_window(&mut tx, before).await?;
    }
    class::open(&mut tx, (id, space), hash, by, now, now + Duration::hours(hours)).await?;
    let entry = preau_journal::Entry::new("signin.window", Some(by), now).within(space).with(json!({ "hours": hours }));
    preau_journal::record(&mut tx, &entry, &*ctx.entropy).await?;
    Ok(tx.commit().await?)
}

/// Closes the class; the children's sessions end with it.
pub(crate) async fn close(ctx: &Ctx, proof: &Can<Verb, SpaceId>) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    if let Some(window) = class::close(&mut tx, *proof.resource()).await? {
        sessions::end_window(&mut tx, window).await?;
    }
    Ok(tx.commit().await?)
}

/// The open class of a code that somebody typed or scanned.
pub(crate) async fn find(caller: &Caller<'_>, typed: &str) -> Result<Window> {
    let code = Code::parse(typed).map_err(|fault| Problem::field("code", fault.code()))?;
    let ctx = caller.ctx;
    let knock = knock(caller, Door::Code).await?;
    let hash = code_hash(ctx, caller.lodge, &code)?;
    let window = class::by_code(&ctx.db, hash, ctx.clock.now()).await?;
    let window = window.ok_or_else(|| Problem::field("code", "signin-class-unknown"))?;
    knock.was_right(caller).await?;
    Ok(window)
}

/// The children of an open class.
pub(crate) async fn faces(ctx: &Ctx, window: &Window) -> Result<Vec<Who>> {
    Ok(people::learners(&ctx.db, window.space, ctx.clock.now()).await?)
}

/// The child of this class with this id, and the pictures to choose from.
pub(crate) async fn child(ctx: &Ctx, window: &Window, person: PersonId) -> Result<(Who, Option<class::Kept>)> {
    let child = faces(ctx, window).await?.into_iter().find(|who| who.id == person).ok_or_else(Problem::not_found)?;
    let kept = class::pictures(&ctx.db, person).await?;
    Ok((child, kept))
}

fn hash_chosen(ctx: &Ctx, lodge: &Lodge, person: PersonId, chosen: &[&str]) -> Result<[u8; 32]> {
    let secret = format!("{person} {}", chosen.join(","));
    Ok(lodge.key(ctx)?.hash("pictures", secret.as_bytes()))
}

/// Comes in with three pictures. Each try is counted before it is looked at; the session ends with the class.
pub(crate) async fn sign_in(
    caller: &Caller<'_>,
    window: &Window,
    person: PersonId,
    chosen: &[&str],
) -> Result<Entered> {
    let ctx = caller.ctx;
    let (child, kept) = child(ctx, window, person).await?;
    let teacher = || Problem::new(Kind::TooMany, "signin-pictures-teacher");
    let kept = kept.ok_or_else(teacher)?;
    let mut tx = ctx.db.begin().await?;
    let left = class::try_pictures(&mut tx, person, TRIES).await?;
    tx.commit().await?;
    if !left {
        return Err(teacher());
    }
    if chosen.len() != CHOSEN || !same(&hash_chosen(ctx, caller.lodge, person, chosen)?, &kept.chosen) {
        return Err(if kept.tries + 1 >= TRIES {
            teacher()
        } else {
            Problem::new(Kind::Invalid, "signin-pictures-wrong")
        });
    }
    let mut tx = ctx.db.begin().await?;
    class::pictures_were_right(&mut tx, person).await?;
    let entering = Entering { who: &child, way: Way::Pictures, strong: false, shared: true, window: Some(window) };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    Ok(entered)
}

/// Draws new pictures for children of a class, out of nine or twenty-seven; those of each, to be shown to the teacher
/// once. Without `only`, for all who have none.
pub(crate) async fn draw(
    ctx: &Ctx,
    lodge: &Lodge,
    (by, only): (PersonId, Option<PersonId>),
    count: usize,
    proof: &Can<Verb, SpaceId>,
) -> Result<Vec<(Who, Pictures)>> {
    let now = ctx.clock.now();
    let mut drawn = Vec::new();
    for child in people::learners(&ctx.db, *proof.resource(), now).await? {
        let wanted = match only {
            Some(only) => child.id == only,
            None => class::pictures(&ctx.db, child.id).await?.is_none(),
        };
        if wanted {
            drawn.push((child, Pictures::draw(&*ctx.entropy, count)));
        }
    }
    let mut tx = ctx.db.begin().await?;
    for (child, pictures) in &drawn {
        let hash = hash_chosen(ctx, lodge, child.id, &pictures.chosen)?;
        class::set_pictures(&mut tx, child.id, &pictures.shown.join(","), hash, now).await?;
        record(ctx, &mut tx, "signin.reset", Some(by), child.id, json!({ "way": "pictures" })).await?;
    }
    tx.commit().await?;
    Ok(drawn)
}
