//! What families are asked about a post's pictures: how far it is, for those who lead the space; the question itself, for
//! those who are asked.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use http::StatusCode;
use preau_kernel::{Can, Problem, Result, SpaceId, Word};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act};
use preau_web::{Answer, Errors, Said, View, Visit, files::FileKind};
use time::Duration;

use super::{
    enter,
    files::{Item, all_of},
    or_again,
    shown::when,
    wall_of,
};
use crate::{
    acts::rights::{self as acts, NewAnswer, NewTerms},
    local,
    model::{Extent, Post, PostId, Terms, Who, YesNo},
    policy::PostVerb,
    rights::{Asked, asked},
    store::rights::{self, Ask, On, Standing},
};

/// How long families are asked to agree, if nobody says otherwise.
const USUAL: Duration = Duration::days(365);

#[derive(Template)]
#[template(path = "wall/rights.html")]
struct StatusPage {
    view: View,
    head: SpaceHead,
    at: String,
    items: Vec<Item>,
    standings: Vec<Standing>,
    terms: Option<Terms>,
    fields: Fields,
    errors: Errors,
    /// Whether somebody is named, so that there is somebody to ask.
    named: bool,
}

impl StatusPage {
    /// How far a child's family is, in words.
    fn standing(&self, it: &Standing) -> String {
        let key = match it {
            _ if it.no > 0 => "wall-rights-refused",
            _ if self.terms.is_none() => "wall-rights-not-asked",
            Standing { asked, yes, .. } if (*asked > 0 && yes >= asked) || (*asked == 0 && *yes > 0) => {
                "wall-rights-agreed"
            }
            Standing { asked: 0, .. } => "wall-rights-nobody",
            _ => "wall-rights-waiting",
        };
        self.view.t2(key, "yes", it.yes, "asked", it.asked)
    }
}

async fn status_page(
    visit: &Visit,
    tabs: &Tabs,
    (space, post): (SpaceId, PostId),
    given: Option<(Fields, Errors)>,
) -> Result<(StatusPage, Can<PostVerb, Post>)> {
    let (here, head) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Picture, post).await?;
    let view = visit.view().await?;
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let all = all_of(visit, &view, &here, proof.resource()).await?;
    let items: Vec<_> = all.pictures.into_iter().chain(all.others).filter(|it| it.file.shows_people()).collect();
    let standings = rights::standings(db, post, On::at(now)).await?;
    let terms = rights::terms(db, post).await?;
    let (fields, errors) = given.unwrap_or_else(|| {
        let zone = visit.ctx.texts.zone();
        let until = zone.local(terms.as_ref().map_or(now + USUAL, |terms| terms.until)).date();
        let purpose = terms.as_ref().map_or_else(|| view.t("wall-rights-usual"), |terms| terms.purpose.clone());
        let extent = terms.as_ref().map_or(Extent::Wall, |terms| terms.extent);
        let fields = Fields::default().with("until", until).with("purpose", purpose).with("extent", extent);
        (fields, Errors::none())
    });
    let named = items.iter().any(|item| item.file.who == Who::Named);
    let at = format!("/s/{space}/wall/{post}");
    Ok((StatusPage { view, head, at, items, standings, terms, fields, errors, named }, proof))
}

/// `/s/{space}/wall/{post}/rights`
pub(super) async fn status(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(at): Path<(SpaceId, PostId)>,
) -> Answer {
    let (page, _) = status_page(&visit, &tabs, at, None).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall/{post}/rights`
pub(super) async fn ask(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(at): Path<(SpaceId, PostId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(asked_them(&visit, &tabs, at, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let (page, _) = status_page(&visit, &tabs, at, Some((fields, problem.into()))).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn asked_them(visit: &Visit, tabs: &Tabs, at: (SpaceId, PostId), fields: &Fields) -> Result<Answer> {
    let (_, proof) = status_page(visit, tabs, at, None).await?;
    let settings = preau_people::store::settings(&visit.ctx.db).await?;
    let until = local::moment(&settings.time_zone, &format!("{}T23:59", fields.get("until").trim()));
    let new = NewTerms {
        extent: fields.word("extent")?,
        purpose: fields.get("purpose").to_owned(),
        until: until.ok_or_else(|| Problem::field("until", "date"))?,
    };
    let mut tx = visit.ctx.db.begin().await?;
    acts::ask(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, new).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("/s/{}/wall/{}/rights", at.0, at.1), &Said::new("wall-said-asked")))
}

/// A question, as it is shown.
struct Question {
    ask: Ask,
    /// What was answered to these terms, in words.
    before: Option<String>,
    /// What one agrees to, in words: they are the proof.
    words: String,
}

#[derive(Template)]
#[template(path = "wall/rights_agree.html")]
struct AgreePage {
    view: View,
    head: SpaceHead,
    at: String,
    terms: Terms,
    name: String,
    questions: Vec<Question>,
    errors: Errors,
}

/// What one agrees to, in one sentence.
fn words(view: &View, terms: &Terms, ask: &Ask) -> String {
    let said = [
        ("name", ask.name.clone()),
        ("count", ask.files.to_string()),
        ("extent", view.t(&format!("wall-extent-{}", terms.extent))),
        ("purpose", terms.purpose.clone()),
        ("until", view.moment(&terms.until)),
    ];
    view.say("wall-agree-words", &said)
}

fn question(visit: &Visit, view: &View, terms: &Terms, ask: Ask) -> Question {
    let now = visit.ctx.clock.now();
    let before = ask.answer.filter(|answer| *answer == YesNo::No || ask.number == Some(terms.number)).map(|answer| {
        let key = match (answer, ask.extent) {
            (YesNo::No, _) => "wall-answered-no",
            (YesNo::Yes, Some(Extent::Wall)) if terms.extent != Extent::Wall => "wall-answered-wall",
            (YesNo::Yes, _) => "wall-answered-yes",
        };
        view.t1(key, "when", ask.at.map(|at| when(visit, view, at, now)).unwrap_or_default())
    });
    Question { words: words(view, terms, &ask), before, ask }
}

async fn agree_page(
    visit: &Visit,
    tabs: &Tabs,
    (space, post): (SpaceId, PostId),
    errors: Errors,
) -> Result<(AgreePage, Asked)> {
    let (here, head) = enter(visit, tabs, space).await?;
    let asked = asked(&visit.ctx, &visit.actor, &here, post).await?;
    let view = visit.view().await?;
    let name = asked.post.author_name.clone().unwrap_or_else(|| view.t("wall-someone"));
    let questions = asked.asks.iter().cloned().map(|ask| question(visit, &view, &asked.terms, ask)).collect();
    let (at, terms) = (format!("/s/{space}/wall/{post}"), asked.terms.clone());
    Ok((AgreePage { view, head, at, terms, name, questions, errors }, asked))
}

/// `/s/{space}/wall/{post}/agree`
pub(super) async fn form(visit: Visit, Extension(tabs): Extension<Tabs>, Path(at): Path<(SpaceId, PostId)>) -> Answer {
    let (page, _) = agree_page(&visit, &tabs, at, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall/{post}/agree`
pub(super) async fn answer(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(at): Path<(SpaceId, PostId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(answered(&visit, &tabs, at, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let (page, _) = agree_page(&visit, &tabs, at, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn answered(visit: &Visit, tabs: &Tabs, at: (SpaceId, PostId), fields: &Fields) -> Result<Answer> {
    let (page, asked) = agree_page(visit, tabs, at, Errors::none()).await?;
    let proof = asked.prove(fields.id("child")?)?;
    let (answer, extent) = match fields.get("answer") {
        "yes" => (YesNo::Yes, asked.terms.extent),
        "wall" => (YesNo::Yes, Extent::Wall),
        "no" => (YesNo::No, Extent::Wall),
        _ => return Err(Problem::field("answer", "choose")),
    };
    let terms = Terms { extent, ..asked.terms.clone() };
    let new = NewAnswer {
        answer,
        extent,
        number: fields.number("number")?,
        words: words(&page.view, &terms, proof.resource()),
    };
    let mut tx = visit.ctx.db.begin().await?;
    acts::answer(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &asked, &proof, new).await?;
    tx.commit().await?;
    let rest = page.questions.iter().any(|it| it.before.is_none() && it.ask.child != proof.resource().child);
    let to = if rest { format!("{}/agree", page.at) } else { wall_of(at.0) };
    let key = if answer == YesNo::Yes { "wall-said-yes" } else { "wall-said-no" };
    Ok(visit.go_and_say(&to, &Said::new(key)))
}
