//! Telling people, and taking it back.

use preau_db::{Tx, jobs};
use preau_journal::{Entry, verbs::NOTICE_EMERGENCY};
use preau_kernel::{Actor, PersonId, PersonKind, Result, Role, Timestamp};
use preau_people::store::settings::settings_in;
use preau_web::Ctx;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    DELIVER, WAKE,
    error::NoticeError,
    model::{Notice, RECIPIENTS, Told, Urgency, hours::Hours},
    store::{self, Among},
};

/// Persons named in one job.
const LISTED: usize = 500;

/// Tells persons, in the change's own transaction. The same (person, kind, about) twice is once; who has left and who
/// did it themselves is not told. Ordinary notices wait for the institution's hours; an emergency is refused unless
/// `from` is the head.
pub async fn tell(ctx: &Ctx, tx: &mut Tx, notice: &Notice, to: &[PersonId]) -> Result<()> {
    let to = recipients(notice, to)?;
    let now = ctx.clock.now();
    let from = match notice.from {
        Some(from) => store::standing(tx, from, now).await?,
        None => None,
    };
    let (staff, others) = match notice.urgency {
        Urgency::Emergency if from.is_none_or(|(_, office)| office != Some(Role::Owner)) => {
            return Err(NoticeError::NotTheHead.into());
        }
        Urgency::Emergency => (now, now),
        Urgency::Ordinary => {
            let opens = Hours::of(&settings_in(tx).await?).opens(now, None);
            (if exempt(from.map(|(kind, _)| kind), PersonKind::Staff) { now } else { opens }, opens)
        }
    };
    if to.is_empty() {
        return Ok(());
    }
    let told = kept(ctx, notice, now);
    store::insert_told(tx, &told).await?;
    let count = if staff == others {
        store::tell(tx, &told, &to, Among::All, staff).await?
    } else {
        store::tell(tx, &told, &to, Among::Staff, staff).await?
            + store::tell(tx, &told, &to, Among::Others, others).await?
    };
    if count == 0 {
        return Ok(store::delete_told(tx, told.id).await?);
    }
    if notice.urgency == Urgency::Emergency {
        record(ctx, tx, &told, count).await?;
    }
    if staff == now || others == now {
        jobs::put(tx, ctx.id(), DELIVER, None, Value::Null, now).await?;
    }
    Ok(())
}

/// Whether the pause does not stand between them.
fn exempt(from: Option<PersonKind>, to: PersonKind) -> bool {
    from == Some(PersonKind::Staff) && to == PersonKind::Staff
}

/// Everybody once, but who did it.
fn recipients(notice: &Notice, to: &[PersonId]) -> Result<Vec<PersonId>, NoticeError> {
    if to.len() > RECIPIENTS {
        return Err(NoticeError::TooMany);
    }
    if !notice.link.starts_with('/') || notice.link.starts_with("//") || notice.link.contains(['\\', '\r', '\n']) {
        return Err(NoticeError::Link);
    }
    let mut to: Vec<PersonId> = to.iter().copied().filter(|person| Some(*person) != notice.from).collect();
    to.sort_unstable();
    to.dedup();
    Ok(to)
}

fn kept(ctx: &Ctx, notice: &Notice, now: Timestamp) -> Told {
    let args = notice.args.iter().map(|(name, text)| ((*name).to_owned(), Value::from(text.as_str())));
    Told {
        id: ctx.id(),
        kind: notice.kind.to_owned(),
        about: notice.about,
        space: notice.space,
        link: notice.link.clone(),
        args: args.collect::<Map<_, _>>().into(),
        from_person: notice.from,
        urgency: notice.urgency,
        at: now,
    }
}

async fn record(ctx: &Ctx, tx: &mut Tx, told: &Told, count: u64) -> Result<()> {
    let entry = Entry::new(NOTICE_EMERGENCY, told.from_person, told.at);
    let entry = entry.with(json!({ "kind": told.kind, "about": told.about, "told": count }));
    let entry = told.space.map_or(entry.clone(), |space| entry.within(space));
    preau_journal::record(tx, &entry, &*ctx.entropy).await?;
    Ok(())
}

/// Takes back what was told about a thing, delivered or not: it is gone from pages, from the day's mail and from the
/// paper list, and a push that has not left yet stays. What was already carried out of the house can't be fetched back,
/// and said nothing of the thing.
pub async fn recall(ctx: &Ctx, tx: &mut Tx, kind: &str, about: Uuid) -> Result<()> {
    let told = store::told_of(tx, kind, about).await?;
    store::recall(tx, kind, about).await?;
    for part in told.chunks(LISTED) {
        jobs::put(tx, ctx.id(), WAKE, None, json!({ "persons": part }), ctx.clock.now()).await?;
    }
    Ok(())
}

/// Marks as read what a person was told about a thing, because they opened the thing itself.
pub async fn seen(ctx: &Ctx, tx: &mut Tx, person: PersonId, about: Uuid) -> Result<()> {
    if store::read_about(tx, person, about, ctx.clock.now()).await? > 0 {
        let persons = json!({ "persons": [person] });
        jobs::put(tx, ctx.id(), WAKE, None, persons, ctx.clock.now()).await?;
    }
    Ok(())
}

/// The moment at which something written now by `from` reaches people of kind `to`: now, or the institution's next
/// open hour.
pub async fn opens(ctx: &Ctx, from: &Actor, to: PersonKind) -> Result<Timestamp> {
    let now = ctx.clock.now();
    let kind = match from {
        Actor::Person(me) => Some(me.kind),
        Actor::Nobody | Actor::System => None,
    };
    if exempt(kind, to) {
        return Ok(now);
    }
    Ok(Hours::of(&preau_people::store::settings(&ctx.db).await?).opens(now, None))
}
