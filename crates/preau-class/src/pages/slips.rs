//! The paper bridge of a form: letters with slips to print, photographs of them, and what somebody has to look at.

use askama::{Template, filters::Safe};
use axum::{
    Form as Sent,
    body::Body,
    extract::{Path, Request},
    response::IntoResponse,
};
use http::{StatusCode, header};
use preau_kernel::{Can, PersonId, Problem, Result, SpaceId};
use preau_people::{Fields, acts::Act, store};
use preau_slip::{Code, Layout, Rect, Slip, svg};
use preau_web::{Answer, Errors, Said, View, Visit};

use super::{
    forms::{Choices, choices, chosen, find},
    or_again,
};
use crate::{
    acts::{
        forms::Paper,
        slips::{self as acts, PHOTO, PHOTO_BYTES},
    },
    model::{Batch, BatchId, Form, FormId, Question, Reading, Seen, SignedBy},
    policy::ClassVerb,
};

/// A letter with its slip.
struct Letter {
    to: String,
    child: String,
    slip: Safe<String>,
}

#[derive(Template)]
#[template(path = "class/form_letters.html")]
struct LettersPage {
    view: View,
    form: Form,
    space: String,
    letters: Vec<Letter>,
    /// Whether a slip takes half the sheet.
    half: bool,
    /// Where one answers who has a phone.
    address: String,
}

/// `POST /forms/{id}/letters`: draws the codes.
pub(super) async fn prepare(visit: Visit, Path(id): Path<FormId>) -> Answer {
    let (form, proof, _) = find(&visit, ClassVerb::FormAsk, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::prepare(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &form).await?;
    tx.commit().await?;
    visit.go(&format!("/forms/{id}/letters"))
}

/// `/forms/{id}/letters`
pub(super) async fn letters(visit: Visit, Path(id): Path<FormId>) -> Answer {
    let (form, _, standing) = find(&visit, ClassVerb::FormAsk, id).await?;
    let (view, shape, questions) = (visit.view().await?, form.shape()?, form.questions()?);
    let half = shape.size() == preau_slip::Size::Half;
    let space = standing.space.name.clone();
    let mut letters = Vec::new();
    for it in acts::printed(&visit.ctx, &form).await? {
        let code = u64::try_from(it.row.code).ok().and_then(Code::new).ok_or_else(|| Problem::internal("a code"))?;
        let slip = Slip { code, shape: shape.clone() };
        let title = format!("{} · {space}", it.child);
        let slip = drawn(&view, &slip, &title, &form, &questions)?;
        letters.push(Letter { slip, to: it.to, child: it.child });
    }
    let address = visit.ctx.address.as_str().trim_end_matches('/').split("://").nth(1).unwrap_or_default().to_owned();
    visit.page(&LettersPage { view, form, space, letters, half, address })
}

/// The words of a slip. They are placed by attributes: a page has no style of its own. Browsers round the lines of letters
/// that are a few units high, so words are ten times as large, and drawn smaller.
#[derive(Template)]
#[template(path = "class/form_slip_words.html")]
struct SlipWords<'a> {
    /// Where in tenths of a millimetre, under which class, and what: a paragraph each.
    places: Vec<(Rect, &'static str, Vec<&'a str>)>,
}

/// A slip with its words.
fn drawn(view: &View, slip: &Slip, title: &str, form: &Form, questions: &[Question]) -> Result<Safe<String>> {
    let layout = Layout::of(&slip.shape);
    let (code, sign) = (slip.code.to_string(), view.t("form-slip-sign"));
    let mut places =
        vec![(layout.title, "slip-title", vec![title, &form.title]), (layout.code, "slip-code", vec![code.as_str()])];
    places.extend(layout.headings.iter().zip(questions).map(|(at, it)| (*at, "slip-question", vec![it.text.as_str()])));
    for at in &layout.boxes {
        let option = questions.get(at.question).and_then(|question| question.options.get(at.option));
        places.extend(option.map(|option| (at.label, "slip-option", vec![option.as_str()])));
    }
    places.extend(layout.signature.map(|(beside, _)| (beside, "slip-sign", vec![sign.as_str()])));
    for (at, ..) in &mut places {
        let [x, y, width, height] = [at.x, at.y, at.width, at.height].map(|millimetres| millimetres * 10.0);
        *at = Rect { x, y, width, height };
    }
    let words = SlipWords { places }.render().map_err(Problem::internal)?;
    Ok(Safe(svg(slip).replace("</svg>", &(words + "</svg>"))))
}

#[derive(Template)]
#[template(path = "class/form_slips.html")]
struct SlipsPage {
    view: View,
    form: Form,
    errors: Errors,
    limit: u64,
}

async fn slips_page(visit: &Visit, id: FormId, errors: Errors) -> Result<SlipsPage> {
    let (form, ..) = find(visit, ClassVerb::FormAsk, id).await?;
    let view = visit.view().await?;
    Ok(SlipsPage { view, form, errors, limit: PHOTO_BYTES })
}

/// `/forms/{id}/slips`
pub(super) async fn choose(visit: Visit, Path(id): Path<FormId>) -> Answer {
    let page = slips_page(&visit, id, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /forms/{id}/slips`
pub(super) async fn photograph(visit: Visit, Path(id): Path<FormId>, request: Request) -> Answer {
    // Before anything is read: whoever may not ask needs not send.
    let (form, proof, _) = find(&visit, ClassVerb::FormAsk, id).await?;
    let read = async {
        let sent = PHOTO.form(&visit, request).await?;
        let batch = Box::pin(acts::photograph(&visit.ctx, &proof, &form, visit.my_id()?, &sent.uploads)).await?;
        Ok(visit.go(&format!("/forms/{id}/slips/{batch}")))
    };
    match or_again(read.await) {
        Ok(answer) => answer,
        Err(problem) if visit.json => Err(problem.into()),
        Err(problem) => {
            let page = slips_page(&visit, id, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A slip that somebody has to look at.
struct Look {
    /// Its place in the batch: the beginning of its fields' names.
    place: usize,
    name: String,
    /// Whether it has to be signed, and how that was read.
    sign: bool,
    signed: bool,
    picture: Option<usize>,
    questions: Vec<Choices>,
    skipped: bool,
}

#[derive(Template)]
#[template(path = "class/form_batch.html")]
struct BatchPage {
    view: View,
    form: Form,
    at: String,
    /// Names, and what they answered.
    sure: Vec<(String, String)>,
    looks: Vec<Look>,
    /// Names of those who did not sign: theirs go back.
    unsigned: Vec<String>,
    unread: Vec<usize>,
    foreign: usize,
    unreadable: Vec<String>,
    errors: Errors,
}

/// How a slip goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Everything is told.
    Sure,
    /// Somebody has to look.
    Look,
    /// It is not signed, and goes back to the family.
    Back,
}

fn way(seen: &Seen, one: &[bool]) -> Way {
    match (seen.signed, seen.answers(one)) {
        (Some(true), Some(_)) => Way::Sure,
        (Some(false), _) => Way::Back,
        _ => Way::Look,
    }
}

/// A form and one of its batches.
type Ids = (FormId, BatchId);

/// A batch, with the proof that the visitor may ask in its space.
struct There {
    form: Form,
    proof: Can<ClassVerb, SpaceId>,
    batch: Batch,
    reading: Reading,
}

async fn there(visit: &Visit, (id, batch): Ids) -> Result<There> {
    let (form, proof, _) = find(visit, ClassVerb::FormAsk, id).await?;
    let (batch, reading) = acts::batch(&visit.ctx, id, batch).await?;
    Ok(There { form, proof, batch, reading })
}

async fn batch_page(visit: &Visit, ids: Ids, fields: Option<&Fields>, errors: Errors) -> Result<BatchPage> {
    let There { form, reading, .. } = there(visit, ids).await?;
    let (questions, one) = (form.questions()?, acts::only_one(&form)?);
    let persons: Vec<PersonId> = reading.slips.iter().flat_map(|seen| [seen.child, seen.person]).collect();
    let names = store::names(&visit.ctx.db, &persons).await?;
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let called = |seen: &Seen| {
        if seen.child == seen.person {
            return name(seen.child);
        }
        format!("{} ({})", name(seen.child), name(seen.person))
    };
    let (mut sure, mut looks, mut unsigned) = (Vec::new(), Vec::new(), Vec::new());
    for (place, seen) in reading.slips.iter().enumerate() {
        match way(seen, &one) {
            Way::Sure => {
                let answers = seen.answers(&one).unwrap_or_default();
                sure.push((called(seen), super::forms::spelt(&questions, &answers).join(" · ")));
            }
            Way::Back => unsigned.push(called(seen)),
            Way::Look => {
                let prefix = format!("a{place}-");
                let said = fields.map(|fields| chosen(fields, &prefix, &questions));
                let chosen = |question: usize, option: usize| match &said {
                    Some(said) => said[question].contains(&option),
                    None => seen.boxes.get(question).and_then(|it| it.get(option)) == Some(&Some(true)),
                };
                let ticked = |name: &str| fields.is_some_and(|fields| fields.ticked(&format!("{prefix}{name}")));
                looks.push(Look {
                    place,
                    name: called(seen),
                    sign: form.signed_by != SignedBy::Nobody,
                    signed: if fields.is_some() { ticked("signed") } else { seen.signed == Some(true) },
                    picture: seen.picture,
                    questions: choices(&questions, chosen),
                    skipped: ticked("skip"),
                });
            }
        }
    }
    sure.sort();
    let unread = reading.unread.iter().map(|unread| unread.picture).collect();
    let Reading { foreign, unreadable, .. } = reading;
    let (view, at) = (visit.view().await?, format!("/forms/{}/slips/{}", ids.0, ids.1));
    Ok(BatchPage { view, form, at, sure, looks, unsigned, unread, foreign, unreadable, errors })
}

/// `/forms/{id}/slips/{batch}`
pub(super) async fn batch(visit: Visit, Path(ids): Path<Ids>) -> Answer {
    let page = batch_page(&visit, ids, None, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /forms/{id}/slips/{batch}`: enters all that is told, and what somebody said of the rest.
pub(super) async fn enter(visit: Visit, Path(ids): Path<Ids>, Sent(fields): Sent<Fields>) -> Answer {
    match or_again(entered(&visit, ids, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = batch_page(&visit, ids, Some(&fields), problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn entered(visit: &Visit, ids: Ids, fields: &Fields) -> Result<Answer> {
    let There { form, proof, batch, reading, .. } = there(visit, ids).await?;
    let (questions, one) = (form.questions()?, acts::only_one(&form)?);
    let mut paper = Vec::new();
    for (place, seen) in reading.slips.iter().enumerate() {
        let prefix = format!("a{place}-");
        let answers = match way(seen, &one) {
            Way::Sure => seen.answers(&one),
            Way::Back => None,
            Way::Look if fields.ticked(&format!("{prefix}skip")) => None,
            Way::Look if form.signed_by != SignedBy::Nobody && !fields.ticked(&format!("{prefix}signed")) => {
                return Err(Problem::field("look", "form-look"));
            }
            Way::Look => Some(chosen(fields, &prefix, &questions)),
        };
        if let Some(answers) = answers {
            form.checked(answers.clone()).map_err(|_| Problem::field("look", "form-look"))?;
            paper.push(Paper { child: seen.child, person: seen.person, answers });
        }
    }
    let (count, words) = (paper.len(), visit.view().await?.t("form-paper-words"));
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    acts::enter(&mut act, &proof, &batch, paper, &words).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("/forms/{}", form.id), &Said::new("form-said-entered").with("count", count)))
}

/// `POST /forms/{id}/slips/{batch}/name`: the letters of a slip whose code can't be read.
pub(super) async fn name(visit: Visit, Path(ids): Path<Ids>, Sent(fields): Sent<Fields>) -> Answer {
    let named = async {
        let There { form, proof, batch, reading, .. } = there(&visit, ids).await?;
        let place = usize::try_from(fields.number("place")?).map_err(|_| Problem::not_found())?;
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        acts::name(&mut act, &proof, &form, (batch, reading), place, fields.get("letters")).await?;
        tx.commit().await?;
        Ok(visit.go(&format!("/forms/{}/slips/{}", ids.0, ids.1)))
    };
    match or_again(named.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = batch_page(&visit, ids, None, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /forms/{id}/slips/{batch}/discard`
pub(super) async fn discard(visit: Visit, Path(ids): Path<Ids>) -> Answer {
    let There { proof, batch, .. } = there(&visit, ids).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::discard(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &batch).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/forms/{}", ids.0), &Said::new("form-said-discarded"))
}

/// `/forms/{id}/slips/{batch}/pictures/{place}`
pub(super) async fn picture(visit: Visit, Path((id, batch, place)): Path<(FormId, BatchId, usize)>) -> Answer {
    let There { reading, .. } = there(&visit, (id, batch)).await?;
    let body = visit.ctx.blobs.get(acts::picture(&reading, place)?, None).await?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, Body::from_stream(body)).into_response())
}

impl LettersPage {
    /// How much of the sheet is left for the letter, as a class of `print.css`.
    fn size(&self) -> &'static str {
        if self.half { "letter-half" } else { "letter-third" }
    }
}
