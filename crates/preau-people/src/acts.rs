//! What can be done: one file a use case. Each act takes the proof that the policy allows it, changes in the
//! caller's transaction, emits its event there, and writes the journal if the act is sensitive.

pub mod consents;
pub mod contact;
pub mod families;
pub mod founding;
pub mod grants;
pub mod invitations;
pub mod leaving;
pub mod members;
pub mod merging;
pub mod persons;
pub mod spaces;
pub mod undoing;
pub mod year;

use preau_db::{Tx, outbox};
use preau_journal::Entry;
use preau_kernel::{Actor, PersonId, Result, SpaceId, Timestamp};
use preau_web::Ctx;
use serde_json::{Value, json};

pub use founding::found;
pub use members::set_office;
pub use persons::{NewPerson, add_person, change_person, free_login};
pub use spaces::{NewSpace, open_space};

/// Where an act happens: what it is given besides its own input.
pub struct Act<'a> {
    /// What the server is made of.
    pub ctx: &'a Ctx,
    /// The transaction of the change, the event and the journal.
    pub tx: &'a mut Tx,
    /// Who acts.
    pub actor: &'a Actor,
}

impl<'a> Act<'a> {
    /// An act of `actor` in a transaction.
    pub fn new(ctx: &'a Ctx, tx: &'a mut Tx, actor: &'a Actor) -> Self {
        Self { ctx, tx, actor }
    }

    /// The moment of the act.
    pub fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    /// Tells the other services, once committed.
    pub async fn tell(&mut self, name: &str, space: Option<SpaceId>, payload: Value) -> Result<()> {
        Ok(outbox::emit(self.tx, &self.ctx.event(name, space, payload)).await?)
    }

    /// An entry of the journal about what this actor does now.
    pub fn entry(&self, verb: &'static str) -> Entry {
        Entry::new(verb, self.actor.person(), self.now())
    }

    /// Writes an entry of the journal.
    pub async fn record(&mut self, entry: Entry) -> Result<()> {
        preau_journal::record(self.tx, &entry, &*self.ctx.entropy).await?;
        Ok(())
    }

    /// Writes that a person's data was touched.
    pub async fn record_about(&mut self, verb: &'static str, person: PersonId) -> Result<()> {
        self.record(self.entry(verb).about(person)).await
    }
}

/// Notes in the journal that somebody opened the record of another person.
pub async fn note_view(ctx: &Ctx, actor: &Actor, person: PersonId) -> Result<()> {
    if actor.person() == Some(person) {
        return Ok(());
    }
    let mut tx = ctx.db.begin().await?;
    Act::new(ctx, &mut tx, actor).record_about(preau_journal::verbs::PERSON_VIEW, person).await?;
    Ok(tx.commit().await?)
}

fn person_payload(person: PersonId) -> Value {
    json!({ "person": person })
}
