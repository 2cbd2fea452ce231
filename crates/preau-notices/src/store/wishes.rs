//! What people chose.

use preau_db::{Db, Result, Tx, args, sql};
use preau_kernel::{PersonId, Timestamp};

use crate::model::wish::{MAIL_AT, Mute, Way, Wish};

/// What somebody chose, if anything.
pub(crate) async fn wish(db: &Db, person: PersonId) -> Result<Option<Wish>> {
    let find = sql!(
        Wish,
        "SELECT person, mail, mail_at, quiet_from, quiet_until, bounced_at, bounced, updated_at FROM notice_wish
         WHERE person = $1"
    );
    db.opt(find, args![person]).await
}

/// Writes what somebody chose.
pub(crate) async fn set(tx: &mut Tx, wish: &Wish) -> Result<()> {
    let set = sql!(
        "INSERT INTO notice_wish (person, mail, mail_at, quiet_from, quiet_until, bounced_at, bounced, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person) DO UPDATE SET mail = excluded.mail,
           mail_at = excluded.mail_at, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
           bounced_at = excluded.bounced_at, bounced = excluded.bounced, updated_at = excluded.updated_at"
    );
    let Wish { person, mail, mail_at, quiet_from, quiet_until, bounced_at, bounced, updated_at } = wish;
    tx.run(set, args![person, mail, mail_at, quiet_from, quiet_until, bounced_at, bounced, updated_at]).await?;
    Ok(())
}

/// Says yes or no to the day's mail, and leaves the rest as it is.
pub(crate) async fn answer_mail(tx: &mut Tx, person: PersonId, yes: bool, now: Timestamp) -> Result<()> {
    let set = sql!(
        "INSERT INTO notice_wish (person, mail, mail_at, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person) DO UPDATE SET mail = excluded.mail, bounced_at = NULL, bounced = NULL,
           updated_at = excluded.updated_at"
    );
    tx.run(set, args![person, yes, MAIL_AT, now]).await?;
    Ok(())
}

/// Notes that a mail server refused somebody's address.
pub(crate) async fn bounced(tx: &mut Tx, person: PersonId, answer: &str, now: Timestamp) -> Result<()> {
    let set = sql!(
        "INSERT INTO notice_wish (person, mail_at, bounced_at, bounced, updated_at) VALUES ($1, $2, $3, $4, $3)
         ON CONFLICT (person) DO UPDATE SET bounced_at = excluded.bounced_at, bounced = excluded.bounced"
    );
    tx.run(set, args![person, MAIL_AT, now, answer]).await?;
    Ok(())
}

/// What somebody wants not by which way.
pub(crate) async fn mutes(db: &Db, person: PersonId) -> Result<Vec<Mute>> {
    let list = sql!(Mute, "SELECT person, topic, way FROM notice_mute WHERE person = $1 ORDER BY topic, way LIMIT 200");
    db.all(list, args![person]).await
}

/// Writes what somebody wants not by which way.
pub(crate) async fn set_mutes(tx: &mut Tx, person: PersonId, mutes: &[(String, Way)]) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_mute WHERE person = $1"), args![person]).await?;
    for (topic, way) in mutes {
        insert_mute(tx, &Mute { person, topic: topic.clone(), way: *way }).await?;
    }
    Ok(())
}

/// Writes one of them.
pub(crate) async fn insert_mute(tx: &mut Tx, mute: &Mute) -> Result<()> {
    let insert = sql!("INSERT INTO notice_mute (person, topic, way) VALUES ($1, $2, $3)");
    tx.run(insert, args![mute.person, mute.topic, mute.way]).await?;
    Ok(())
}

/// All wishes, for the way out.
pub(crate) async fn all(db: &Db, each: impl FnMut(Wish) -> Result<()> + Send) -> Result<()> {
    let all = sql!(
        Wish,
        "SELECT person, mail, mail_at, quiet_from, quiet_until, bounced_at, bounced, updated_at FROM notice_wish
         ORDER BY person"
    );
    db.each(all, &[], each).await
}

/// All that is wanted not by which way, for the way out.
pub(crate) async fn all_mutes(db: &Db, each: impl FnMut(Mute) -> Result<()> + Send) -> Result<()> {
    db.each(sql!(Mute, "SELECT person, topic, way FROM notice_mute ORDER BY person, topic, way"), &[], each).await
}

/// Forgets what somebody chose.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_wish WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM notice_mute WHERE person = $1"), args![person]).await?;
    Ok(())
}
