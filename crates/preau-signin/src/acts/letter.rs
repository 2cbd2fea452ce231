//! Letters: the sheet of paper by which somebody first gets in.

use preau_kernel::{Can, Kind, PersonId, Problem, Result, Timestamp};
use preau_web::Ctx;
use serde_json::{Value, json};

use super::{
    Caller,
    enter::{self, Entered, Entering},
    passkey, password, pin, record,
    throttle::{Door, knock},
};
use crate::{
    lodge::Lodge,
    model::{LETTER_LIFE, LETTER_STEP, LETTERS, LetterId, Way, code::Code},
    policy::Verb,
    secret::Token,
    store::{
        ceremonies::{self, Ceremony},
        letters, sessions, ways,
    },
    who::{self, Who},
};

/// A letter, at the only moment when its code is known.
pub(crate) struct Printed {
    pub(crate) person: PersonId,
    pub(crate) code: Code,
    pub(crate) until: Timestamp,
}

/// Makes letters; those made before for the same people are worth nothing any more.
pub(crate) async fn make(
    ctx: &Ctx,
    lodge: &Lodge,
    by: Option<PersonId>,
    proof: &Can<Verb, Vec<PersonId>>,
) -> Result<Vec<Printed>> {
    let people = proof.resource();
    if people.len() > LETTERS {
        return Err(Problem::new(Kind::TooLarge, "signin-letters-many").with("most", LETTERS));
    }
    let mut tx = ctx.db.begin().await?;
    let mut made = Vec::with_capacity(people.len());
    for person in people {
        made.push(print(ctx, lodge, &mut tx, by, *person).await?);
        record(ctx, &mut tx, "signin.letter", by, *person, json!({})).await?;
    }
    tx.commit().await?;
    Ok(made)
}

/// Makes one letter within another act.
pub(crate) async fn print(
    ctx: &Ctx,
    lodge: &Lodge,
    tx: &mut preau_db::Tx,
    by: Option<PersonId>,
    person: PersonId,
) -> Result<Printed> {
    let code = Code::draw(&*ctx.entropy);
    let hash = lodge.key(ctx)?.hash("letter", code.as_str().as_bytes());
    let now = ctx.clock.now();
    let until = now + LETTER_LIFE;
    letters::put(tx, (ctx.id::<crate::model::kinds::Letter>(), person), hash, by, now, until).await?;
    Ok(Printed { person, code, until })
}

/// Takes the code of a letter. The letter is not used up before a way in stands: who is interrupted tries again.
pub(crate) async fn open(caller: &Caller<'_>, typed: &str) -> Result<Token> {
    let code = Code::parse(typed).map_err(|fault| Problem::field("code", fault.code()))?;
    let ctx = caller.ctx;
    let now = ctx.clock.now();
    let knock = knock(caller, Door::Code).await?;
    let hash = caller.lodge.key(ctx)?.hash("letter", code.as_str().as_bytes());
    let letter = letters::by_code(&ctx.db, hash).await?.filter(|letter| letter.expires_at > now);
    let letter = letter.ok_or_else(|| Problem::field("code", "signin-code-unknown"))?;
    knock.was_right(caller).await?;
    let step = Token::draw(&*ctx.entropy);
    let mut tx = ctx.db.begin().await?;
    let state = json!({ "letter": letter.id });
    ceremonies::put(&mut tx, step.hash(), Ceremony::Letter, Some(letter.person), &state, now + LETTER_STEP).await?;
    tx.commit().await?;
    Ok(step)
}

/// Whose letter is being used.
pub(crate) async fn holder(ctx: &Ctx, step: &Token) -> Result<Who> {
    let over = || Problem::new(Kind::Gone, "signin-step-over");
    let begun = ceremonies::peek(&ctx.db, step.hash(), Ceremony::Letter, ctx.clock.now()).await?.ok_or_else(over)?;
    let person = begun.person.ok_or_else(over)?;
    who::by_id(ctx, person).await?.ok_or_else(over)
}

/// The way in that the holder of a letter chose.
pub(crate) enum Chosen<'a> {
    /// A password.
    Password(&'a str),
    /// A PIN, for this device.
    Pin(&'a str),
    /// A passkey: the browser's answer.
    Passkey(Value),
}

/// Uses the letter up: binds the chosen way, and lets its holder in.
pub(crate) async fn bind(caller: &Caller<'_>, step: &Token, chosen: Chosen<'_>) -> Result<Entered> {
    let ctx = caller.ctx;
    let who = holder(ctx, step).await?;
    let over = || Problem::new(Kind::Gone, "signin-step-over");
    let (hash, row) = match &chosen {
        Chosen::Password(new) => (password::hash_new(caller, &who, new).await?, None),
        Chosen::Pin(new) => (pin::hash_new(caller, &who, new).await?, None),
        Chosen::Passkey(answer) => {
            let made = passkey::finish_making(ctx, Ceremony::PasskeyRegister, &caller.name, answer.clone()).await?;
            (String::new(), Some(made.0).filter(|row| row.person == who.id))
        }
    };
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    let begun = ceremonies::take(&mut tx, step.hash(), Ceremony::Letter, now).await?.ok_or_else(over)?;
    let letter: LetterId =
        serde_json::from_value(begun.state.get("letter").cloned().unwrap_or_default()).map_err(Problem::internal)?;
    if !letters::consume(&mut tx, letter, now).await? {
        return Err(Problem::new(Kind::Gone, "signin-code-used"));
    }
    let entering = Entering { who: &who, way: Way::Letter, strong: row.is_some(), shared: false, window: None };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    let way = match (&chosen, row) {
        (Chosen::Password(_), _) => {
            ways::set_password(&mut tx, who.id, &hash, now).await?;
            "password"
        }
        (Chosen::Pin(_), _) => {
            let browser = entered.browser.as_ref().ok_or_else(over)?;
            sessions::set_pin(&mut tx, browser.hash(), who.id, Some(&hash)).await?;
            "pin"
        }
        (Chosen::Passkey(_), row) => {
            ways::add_passkey(&mut tx, &row.ok_or_else(over)?).await?;
            "passkey"
        }
    };
    record(ctx, &mut tx, "signin.bind", Some(who.id), who.id, json!({ "way": way })).await?;
    tx.commit().await?;
    Ok(entered)
}
