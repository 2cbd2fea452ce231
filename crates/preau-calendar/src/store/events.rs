//! Events.

use preau_db::{Db, Result, ToValue, Tx, Value, args, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use time::Date;
use uuid::Uuid;

use super::LIST_LIMIT;
use crate::model::{Event, EventId};

/// Spaces asked for in one statement.
pub(crate) const CHUNK: usize = 32;

macro_rules! columns {
    () => {
        "e.id, e.source, e.thing, e.space, e.audience, e.owner, e.title, e.place, e.body, e.link, e.first_day, \
         e.last_day, e.start_at, e.end_at, e.repeat, e.skips, e.until_day, e.uid, e.asks, e.version, e.by_person, \
         e.created_at, e.updated_at, e.withdrawn_at"
    };
}

/// An event.
pub async fn event(db: &Db, id: EventId) -> Result<Option<Event>> {
    db.opt(sql!(Event, concat!("SELECT ", columns!(), " FROM calendar_event e WHERE e.id = $1")), args![id]).await
}

/// The entry of another service's thing, withdrawn or not.
pub async fn of_thing(tx: &mut Tx, source: &str, thing: Uuid) -> Result<Option<Event>> {
    let find =
        sql!(Event, concat!("SELECT ", columns!(), " FROM calendar_event e WHERE e.source = $1 AND e.thing = $2"));
    tx.opt(find, args![source, thing]).await
}

/// The event that another calendar calls so, among those of a space, or else among a person's own.
pub async fn of_uid(tx: &mut Tx, uid: &str, space: Option<SpaceId>, owner: Option<PersonId>) -> Result<Option<Event>> {
    let find = sql!(
        Event,
        concat!(
            "SELECT ",
            columns!(),
            " FROM calendar_event e WHERE e.uid = $1 AND (e.space = $2 OR e.owner = $3) AND e.source IS NULL",
            " ORDER BY e.id LIMIT 1"
        )
    );
    tx.opt(find, args![uid, space, owner]).await
}

/// Writes an event, new or changed.
pub async fn set(tx: &mut Tx, it: &Event) -> Result<u64> {
    let set = sql!(
        "INSERT INTO calendar_event (id, source, thing, space, audience, owner, title, place, body, link, first_day,
            last_day, start_at, end_at, repeat, skips, until_day, uid, asks, version, by_person, created_at,
            updated_at, withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24)
         ON CONFLICT (id) DO UPDATE SET space = excluded.space, audience = excluded.audience, title = excluded.title,
            place = excluded.place, body = excluded.body, link = excluded.link, first_day = excluded.first_day,
            last_day = excluded.last_day, start_at = excluded.start_at, end_at = excluded.end_at,
            repeat = excluded.repeat, skips = excluded.skips, until_day = excluded.until_day, asks = excluded.asks,
            version = excluded.version, updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at"
    );
    let Event { id, source, thing, space, audience, owner, title, place, body, link, first_day, last_day, .. } = it;
    let Event { start_at, end_at, repeat, skips, until_day, uid, asks, version, by_person, created_at, .. } = it;
    let values = args![
        id,
        source,
        thing,
        space,
        audience,
        owner,
        title,
        place,
        body,
        link,
        first_day,
        last_day,
        start_at,
        end_at,
        repeat,
        skips,
        until_day,
        uid,
        asks,
        version,
        by_person,
        created_at,
        it.updated_at,
        it.withdrawn_at
    ];
    tx.run(set, values).await
}

/// Takes an event away for good.
pub async fn delete(tx: &mut Tx, id: EventId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_event WHERE id = $1"), args![id]).await
}

/// Puts an event into a person's own calendar.
pub async fn add_person(tx: &mut Tx, event: EventId, person: PersonId) -> Result<u64> {
    let add =
        sql!("INSERT INTO calendar_person (event, person) VALUES ($1, $2) ON CONFLICT (event, person) DO NOTHING");
    tx.run(add, args![event, person]).await
}

/// Takes an event out of the calendars of all persons.
pub async fn drop_persons(tx: &mut Tx, event: EventId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_person WHERE event = $1"), args![event]).await
}

/// Whether an event is in a person's own calendar.
pub async fn has_person(db: &Db, event: EventId, person: PersonId) -> Result<bool> {
    let find = sql!((i64,), "SELECT count(*) FROM calendar_person WHERE event = $1 AND person = $2");
    Ok(db.one(find, args![event, person]).await?.0 > 0)
}

/// What touches the days between two: in a person's own calendar, and in those of some spaces, 32 at most. For whom it
/// is in a space, the policy says.
pub async fn between(db: &Db, me: PersonId, spaces: &[SpaceId], first: Date, last: Date) -> Result<Vec<Event>> {
    let find = sql!(
        Event,
        concat!(
            "SELECT ",
            columns!(),
            " FROM calendar_event e WHERE e.withdrawn_at IS NULL AND e.first_day <= $3",
            " AND (e.until_day IS NULL OR e.until_day >= $2) AND (e.owner = $1",
            " OR e.id IN (SELECT p.event FROM calendar_person p WHERE p.person = $1) OR e.space IN",
            " ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,",
            " $27, $28, $29, $30, $31, $32, $33, $34, $35, $36))",
            " ORDER BY e.first_day, e.start_at, e.id LIMIT $4"
        )
    );
    let mut values = args![me, first, last, LIST_LIMIT].to_vec();
    let blank = SpaceId::from_uuid(Uuid::nil());
    let spaces = spaces.iter().chain(std::iter::repeat(&blank)).take(CHUNK);
    values.extend(spaces.map(ToValue::to_value).collect::<Vec<Value>>());
    db.all(find, &values).await
}

/// The events between two days that stand in a person's own calendar because they name them.
pub async fn naming(db: &Db, person: PersonId, first: Date, last: Date) -> Result<Vec<EventId>> {
    let find = sql!(
        (EventId,),
        "SELECT p.event FROM calendar_person p JOIN calendar_event e ON e.id = p.event
         WHERE p.person = $1 AND e.first_day <= $3 AND (e.until_day IS NULL OR e.until_day >= $2) LIMIT $4"
    );
    Ok(db.all(find, args![person, first, last, LIST_LIMIT]).await?.into_iter().map(|(id,)| id).collect())
}

/// All events, or those of a space, or of a person, for the way out.
pub async fn all(db: &Db, space: Option<SpaceId>, owner: Option<PersonId>) -> Result<Vec<Event>> {
    let all = sql!(
        Event,
        concat!("SELECT ", columns!(), " FROM calendar_event e WHERE $1 OR e.space = $2 OR e.owner = $3 ORDER BY e.id")
    );
    db.all(all, args![space.is_none() && owner.is_none(), space, owner]).await
}

/// In whose own calendars events are, for the way out.
pub async fn all_persons(db: &Db) -> Result<Vec<(EventId, PersonId)>> {
    let all = sql!((EventId, PersonId), "SELECT event, person FROM calendar_person ORDER BY event, person");
    db.all(all, &[]).await
}

/// Forgets a person's own events.
pub async fn forget_own(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_event WHERE owner = $1"), args![person]).await
}

/// Takes a person out of the events that stand in their own calendar.
pub async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_person WHERE person = $1"), args![person]).await
}

/// Forgets what was withdrawn before a moment and is kept for nobody.
pub async fn forget_withdrawn(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let forget = sql!("DELETE FROM calendar_event WHERE withdrawn_at IS NOT NULL AND withdrawn_at < $1");
    tx.run(forget, args![before]).await
}
