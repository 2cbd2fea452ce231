//! The day's mail: who gets one, what it says, giving it to the mail server.
//!
//! **At most once.** A mail is marked as being sent before its first byte leaves, and as sent after the server took it.
//! If the machine dies in between, nobody knows whether the server has it, so it is not given again: it becomes
//! *unsure*, and what it told is in the next day's mail if it is still unread. What the server refused for now is tried
//! again with growing pauses, for a day.

use fluent_bundle::FluentArgs;
use mail_builder::{MessageBuilder, headers::raw::Raw};
use preau_db::{Tx, jobs};
use preau_kernel::{PersonId, Result, Timestamp};
use preau_people::{Person, Settings, store::settings};
use preau_web::Ctx;
use time::Duration;
use uuid::Uuid;

use crate::{
    MAIL,
    model::{
        ToldId, group,
        hours::{Hours, Span},
        wish::{MailState, quiet},
    },
    smtp::{Dialogue, Mail, Trouble},
    stop,
    store::{self, mails, mails::Open, wishes},
};

/// How long a mail may be on its way before it counts as lost with the machine that sent it.
const LEASE: Duration = Duration::minutes(10);
/// A mail that could not be given for so long is not given any more: the next day's tells the same.
const OVER: Duration = Duration::hours(20);

/// Puts down the day's mails of those whose hour has come.
pub(crate) async fn plan(ctx: &Ctx) -> Result<()> {
    let now = ctx.clock.now();
    let hours = Hours::of(&settings(&ctx.db).await?);
    if !hours.open(now, None) {
        return Ok(());
    }
    let local = hours.local(now);
    let slot = local.date().to_string();
    let wall = wall(&hours, local.hour(), local.minute());
    let mut after = PersonId::from_uuid(Uuid::nil());
    loop {
        let found = mails::candidates(&ctx.db, now, &wall, &slot, after).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = last.person;
        let mut tx = ctx.db.begin().await?;
        for it in &found {
            if hours.open(now, quiet(it.quiet_from.as_deref(), it.quiet_until.as_deref())) {
                mails::insert(&mut tx, ctx.id(), it.person, &slot, false, now).await?;
            }
        }
        tx.commit().await?;
    }
}

/// The present hour among those of the institution; hours over midnight leave every choice as it is.
fn wall(hours: &Hours, hour: i8, minute: i8) -> mails::Wall {
    let Span { from, until } = hours.day;
    let (from, until) = if from < until { (from, until) } else { (0, 24 * 60) };
    let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    mails::Wall { hour: format!("{hour:02}:{minute:02}"), from: text(from), until: text(until) }
}

/// Puts down the mails of an emergency that was just delivered: they wait for no hour.
pub(crate) async fn urgent(ctx: &Ctx, tx: &mut Tx, told: ToldId, now: Timestamp) -> Result<()> {
    let slot = format!("emergency-{told}");
    let persons = mails::of_emergency(tx, told, now).await?;
    for person in &persons {
        mails::insert(tx, ctx.id(), *person, &slot, true, now).await?;
    }
    if !persons.is_empty() {
        jobs::put(tx, ctx.id(), MAIL, None, serde_json::Value::Null, now).await?;
    }
    Ok(())
}

/// Gives the mail server all mails that wait.
pub(crate) async fn send(ctx: &Ctx, mail: &Mail) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    mails::lost(&mut tx, ctx.clock.now()).await?;
    tx.commit().await?;
    let mut dialogue = None;
    while let Some(open) = take(ctx).await? {
        let Some((to, message)) = written(ctx, mail, &open).await? else {
            finish(ctx, &open, MailState::Dropped, None).await?;
            continue;
        };
        match give(ctx, mail, &mut dialogue, &to, &message).await {
            Ok(()) => finish(ctx, &open, MailState::Sent, None).await?,
            Err(trouble) => {
                failed(ctx, &open, &trouble).await?;
                if matches!(trouble, Trouble::Away(_)) {
                    // Whatever waits would meet the same.
                    return Ok(());
                }
            }
        }
    }
    if let Some(dialogue) = dialogue {
        dialogue.close().await;
    }
    Ok(())
}

async fn take(ctx: &Ctx) -> Result<Option<Open>> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    let open = mails::take(&mut tx, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(open)
}

async fn give(ctx: &Ctx, mail: &Mail, kept: &mut Option<Dialogue>, to: &str, message: &[u8]) -> Result<(), Trouble> {
    let mut dialogue = match kept.take() {
        Some(dialogue) => dialogue,
        None => Dialogue::open(&ctx.egress, mail, ctx.address.host_str().unwrap_or("localhost")).await?,
    };
    let given = dialogue.give(&mail.from, to, message).await;
    let goes_on = match &given {
        Ok(()) => true,
        Err(Trouble::Later(_) | Trouble::Refused(_)) => dialogue.again().await,
        Err(Trouble::Away(_) | Trouble::Unsure(_)) => false,
    };
    *kept = goes_on.then_some(dialogue);
    given
}

/// Notes how a mail ended. What it told is not told again.
async fn finish(ctx: &Ctx, open: &Open, state: MailState, answer: Option<&str>) -> Result<()> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    mails::mark(&mut tx, open.id, state, now, answer).await?;
    if state == MailState::Sent && !open.urgent {
        mails::told(&mut tx, open.person, now, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn failed(ctx: &Ctx, open: &Open, trouble: &Trouble) -> Result<()> {
    let now = ctx.clock.now();
    let answer = trouble.answer();
    tracing::warn!(answer, "a mail was not given");
    let mut tx = ctx.db.begin().await?;
    let (state, next) = match trouble {
        Trouble::Unsure(_) => (MailState::Unsure, now),
        Trouble::Refused(_) => {
            wishes::bounced(&mut tx, open.person, answer, now).await?;
            (MailState::Refused, now)
        }
        Trouble::Away(_) | Trouble::Later(_) if now.since(open.at) > OVER => (MailState::Dropped, now),
        Trouble::Away(_) | Trouble::Later(_) => (MailState::Queued, now + store::back_off(open.attempts)),
    };
    mails::mark(&mut tx, open.id, state, next, Some(answer)).await?;
    Ok(tx.commit().await?)
}

/// The mail, and to whom; none if nothing is left to tell.
async fn written(ctx: &Ctx, mail: &Mail, open: &Open) -> Result<Option<(String, Vec<u8>)>> {
    let now = ctx.clock.now();
    let Some(person) = preau_people::store::person(&ctx.db, open.person).await? else { return Ok(None) };
    let Some(to) = person.email.clone().filter(|_| person.left_at.is_none()) else { return Ok(None) };
    let content = mails::content(&ctx.db, open.person, now).await?;
    if content.is_empty() && !open.urgent {
        return Ok(None);
    }
    let settings = settings(&ctx.db).await?;
    let letter = Letter { ctx, settings: &settings, person: &person, urgent: open.urgent };
    let stop = stop::address(ctx, open.person).await?;
    let id = format!("{}@{}", open.id, ctx.address.host_str().unwrap_or("localhost"));
    let message = MessageBuilder::new()
        .from((settings.name.as_str(), mail.from.as_str()))
        .to(to.as_str())
        .date(now.unix_seconds())
        .message_id(id)
        .subject(letter.subject(&content))
        // RFC 3834 §5, and RFC 8058: one click of the mail program, without a page.
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .header("List-Unsubscribe", Raw::new(format!("<{stop}>")))
        .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"))
        .text_body(letter.text(&content, &stop))
        .write_to_vec()
        .map_err(preau_kernel::Problem::internal)?;
    Ok(Some((to, message)))
}

/// What a mail says: how much is new, and where to read it. Never what, and never about whom.
struct Letter<'a> {
    ctx: &'a Ctx,
    settings: &'a Settings,
    person: &'a Person,
    urgent: bool,
}

impl Letter<'_> {
    fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        let lang = self.person.lang.as_deref().unwrap_or(&self.settings.language);
        let mut all = FluentArgs::new();
        for (name, text) in args {
            let number = text.parse::<i64>().map(fluent_bundle::FluentValue::from);
            all.set(*name, number.unwrap_or_else(|_| text.as_str().into()));
        }
        self.ctx.texts.say(lang, key, &all)
    }

    fn subject(&self, content: &[(String, i64)]) -> String {
        let key = if self.urgent { "notices-mail-subject-emergency" } else { "notices-mail-subject" };
        let count: i64 = content.iter().map(|(_, count)| count).sum();
        self.say(key, &[("institution", self.settings.name.clone()), ("count", count.to_string())])
    }

    fn text(&self, content: &[(String, i64)], stop: &str) -> String {
        let page = format!("{}/notices", self.ctx.address.as_str().trim_end_matches('/'));
        let mut lines = vec![self.say("notices-mail-hello", &[]), String::new()];
        if self.urgent {
            lines.push(self.say("notices-mail-emergency", &[]));
        } else {
            lines.push(self.say("notices-mail-new", &[]));
            lines.extend(groups(content).into_iter().map(|(group, count)| {
                format!(
                    "- {}{} {count}",
                    self.say(&format!("notice-group-{group}"), &[]),
                    self.say("notices-colon", &[])
                )
            }));
        }
        lines.extend([String::new(), self.say("notices-mail-read", &[]), page, String::new(), "-- ".to_owned()]);
        lines.push(self.say("notices-mail-why", &[("institution", self.settings.name.clone())]));
        lines.push(self.say("notices-mail-stop", &[("address", stop.to_owned())]));
        lines.join("\n") + "\n"
    }
}

/// Kinds gathered by the service that told them.
fn groups(content: &[(String, i64)]) -> Vec<(&str, i64)> {
    let mut groups: Vec<(&str, i64)> = Vec::new();
    for (kind, count) in content {
        match groups.iter_mut().find(|(name, _)| *name == group(kind)) {
            Some((_, sum)) => *sum += count,
            None => groups.push((group(kind), *count)),
        }
    }
    groups
}
