//! Paper: letters, badges, pictures to learn.

use askama::{Template, filters::Safe};
use preau_kernel::{PersonKind, Result};
use preau_people::Settings;
use preau_web::{Answer, View, Visit};

use crate::{
    acts::letter::Printed,
    model::pictures::Pictures,
    qr,
    secret::Token,
    store::people,
    who::{self, Who},
};

/// A letter, as it is printed.
struct Sheet {
    name: String,
    login: String,
    envelope: Vec<String>,
    kind: PersonKind,
    /// The children whose class a guardian follows.
    children: String,
    place: String,
    code: String,
    until: String,
    qr: Safe<String>,
}

#[derive(Template)]
#[template(path = "signin/letters.html")]
struct LettersPage {
    view: View,
    sheets: Vec<Sheet>,
    back: String,
    today: String,
    address: String,
    /// What stands below the institution's name: address, telephone, web address.
    from: Vec<String>,
    /// What comes after these, if the pile is larger.
    more: Option<More>,
}

/// What is left of a pile of letters, as the next form brings it back.
pub(super) struct More {
    pub(super) of: String,
    pub(super) kind: String,
    pub(super) after: String,
    /// Letters made so far, these included.
    pub(super) made: usize,
    /// Letters to come.
    pub(super) left: usize,
}

/// The address that is printed, without what nobody types.
fn typed_address(visit: &Visit) -> String {
    let address = visit.ctx.address.as_str().trim_end_matches('/');
    address.trim_start_matches("https://").trim_start_matches("http://").to_owned()
}

/// An address for a QR code.
fn link(visit: &Visit, path: &str) -> String {
    format!("{}{path}", visit.ctx.address.as_str().trim_end_matches('/'))
}

/// Answers with letters to print. This is the only time their codes are known.
pub(super) async fn letters(visit: &Visit, printed: &[Printed], back: String, more: Option<More>) -> Answer {
    let view = visit.view().await?;
    let mut sheets = Vec::with_capacity(printed.len());
    for letter in printed {
        sheets.push(sheet(visit, &view, letter).await?);
    }
    let today = view.day(&visit.ctx.clock.now().date());
    let address = format!("{}/code", typed_address(visit));
    let from = letterhead(visit, &view).await?;
    let more = more.filter(|more| more.left > 0 || more.made > sheets.len());
    visit.page(&LettersPage { view, sheets, back, today, address, from, more })
}

/// How to reach the institution.
async fn letterhead(visit: &Visit, view: &View) -> Result<Vec<String>> {
    let Settings { address, phone, website, .. } = preau_people::store::settings(&visit.ctx.db).await?;
    let mut lines: Vec<String> = address.lines().map(str::to_owned).collect();
    lines.extend(
        Some(phone).filter(|phone| !phone.is_empty()).map(|phone| view.t1("signin-letter-phone", "phone", phone)),
    );
    lines.push(if website.is_empty() { typed_address(visit) } else { website });
    Ok(lines)
}

async fn sheet(visit: &Visit, view: &View, letter: &Printed) -> Result<Sheet> {
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let who = who::known(&visit.ctx, letter.person).await?;
    let children = match who.kind {
        PersonKind::Guardian => people::children(db, who.id, now.date(), now).await?,
        _ => Vec::new(),
    };
    let place = people::class_of(db, who.id, now).await?.unwrap_or_default();
    let names: Vec<&str> = children.iter().map(|child| child.called.as_str()).collect();
    let address = link(visit, &format!("/in/{}", letter.code.as_str()));
    Ok(Sheet {
        envelope: envelope(visit, &who).await?,
        kind: who.kind,
        children: names.join(", "),
        place,
        code: letter.code.printed(),
        until: view.day(&letter.until.date()),
        qr: qr::svg(&address, &view.t1("signin-letter-qr", "name", &who.called))?,
        name: who.called,
        login: who.login,
    })
}

/// The lines of the window envelope: the name, and the address if it is known.
async fn envelope(visit: &Visit, who: &Who) -> Result<Vec<String>> {
    let mut lines = vec![who.called.clone()];
    if let Some(address) = people::address(&visit.ctx.db, who.id).await? {
        let text =
            |name: &str| address.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().trim().to_owned();
        let street = address.get("lines").and_then(serde_json::Value::as_array);
        let street = street.into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned));
        let town = format!("{} {}", text("postcode"), text("city")).trim().to_owned();
        lines.extend(street.chain([town, text("country")]).filter(|line| !line.is_empty()).take(5));
    }
    Ok(lines)
}

struct Card {
    name: String,
    qr: Safe<String>,
}

#[derive(Template)]
#[template(path = "signin/badges.html")]
struct BadgesPage {
    view: View,
    space: String,
    back: String,
    sheets: Vec<Vec<Card>>,
}

/// Badges on a sheet of paper.
const BADGES_A_SHEET: usize = 10;

/// Answers with badges to print. This is the only time their tokens are known.
pub(super) async fn badges(visit: &Visit, space: String, back: String, printed: &[(Who, Token)]) -> Answer {
    let view = visit.view().await?;
    let mut sheets = Vec::new();
    for part in printed.chunks(BADGES_A_SHEET) {
        let card = |(who, token): &(Who, Token)| -> Result<Card> {
            let address = link(visit, &format!("/badge/{}", token.text()));
            Ok(Card {
                name: who.called.clone(),
                qr: qr::svg(&address, &view.t1("signin-badge-qr", "name", &who.called))?,
            })
        };
        sheets.push(part.iter().map(card).collect::<Result<Vec<_>>>()?);
    }
    visit.page(&BadgesPage { view, space, back, sheets })
}

struct Learnt {
    name: String,
    pictures: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "signin/drawn.html")]
struct DrawnPage {
    view: View,
    space: String,
    back: String,
    children: Vec<Learnt>,
    sprite: String,
}

/// Answers with new pictures to teach the children. This is the only time they are known.
pub(super) async fn pictures(visit: &Visit, space: String, back: String, drawn: &[(Who, Pictures)]) -> Answer {
    let view = visit.view().await?;
    let sprite = view.asset("icons/pictures.svg");
    let learnt =
        |(who, pictures): &(Who, Pictures)| Learnt { name: who.called.clone(), pictures: pictures.chosen.to_vec() };
    let children = drawn.iter().map(learnt).collect();
    visit.page(&DrawnPage { view, space, back, children, sprite })
}

/// The QR code of an open class, for the class's devices.
pub(super) fn class_qr(visit: &Visit, view: &View, code: &str) -> Result<(String, Safe<String>)> {
    let address = format!("{}/class", typed_address(visit));
    Ok((address, qr::svg(&link(visit, &format!("/class/{code}")), &view.t("signin-window-qr"))?))
}
