//! What came back to a form: as a table, and entered by hand from paper.

use askama::Template;
use axum::{
    Form as Sent,
    extract::{Path, Query},
    response::IntoResponse,
};
use http::{StatusCode, header};
use preau_kernel::{PersonId, Problem, Result};
use preau_people::{Fields, acts::Act};
use preau_roster::csv_safe;
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::Deserialize;

use super::{
    forms::{Choices, choices, chosen, find, results},
    or_again,
};
use crate::{
    acts::forms as acts,
    model::{Form, FormId, SignedBy},
    policy::ClassVerb,
    store::forms as rows,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    child: String,
}

/// `/forms/{id}/replies.csv`: a line a reply, for a spreadsheet.
pub(super) async fn table(visit: Visit, Path(id): Path<FormId>) -> Answer {
    let (form, _, _) = find(&visit, ClassVerb::FormAsk, id).await?;
    let view = visit.view().await?;
    let signers = acts::signers(&visit.ctx, form.space).await?;
    let replies = rows::replies(&visit.ctx.db, form.id).await?;
    let results = results(&visit, &form, &signers, &replies).await?;
    let mut table = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let mut header = ["form-column-child", "form-column-state", "form-column-by", "form-column-when"]
        .map(|key| view.t(key))
        .to_vec();
    header.extend(form.questions()?.into_iter().map(|question| question.text));
    let mut lines = vec![header];
    for row in &results.rows {
        let state = view.t(&format!("form-progress-{}", row.progress));
        if row.told.is_empty() {
            lines.push(vec![row.name.clone(), state.clone()]);
        }
        for told in &row.told {
            let by = told.name.clone().unwrap_or_else(|| view.t("form-on-paper"));
            let mut line = vec![row.name.clone(), state.clone(), by, view.moment(&told.at)];
            line.extend(told.answers.iter().cloned());
            lines.push(line);
        }
    }
    let width = lines[0].len();
    for mut line in lines {
        line.resize(width, String::new());
        table.write_record(line.iter().map(|cell| csv_safe(cell).into_owned())).map_err(Problem::internal)?;
    }
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(table.into_inner().map_err(Problem::internal)?);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"reponses.csv\""),
    ];
    Ok((headers, bytes).into_response())
}

/// What came back on paper, to be entered by hand.
#[derive(Template)]
#[template(path = "class/form_paper.html")]
struct PaperPage {
    view: View,
    form: Form,
    child: PersonId,
    name: String,
    /// Who can have signed it; empty where any one of the family may.
    persons: Vec<(PersonId, String)>,
    person: String,
    questions: Vec<Choices>,
    errors: Errors,
}

async fn paper_page(visit: &Visit, id: FormId, fields: &Fields, errors: Errors) -> Result<PaperPage> {
    let (form, ..) = find(visit, ClassVerb::FormAsk, id).await?;
    let child: PersonId = fields.id("child")?;
    let signers = acts::signers(&visit.ctx, form.space).await?;
    let signers = signers.into_iter().find(|it| it.child == child).ok_or_else(Problem::not_found)?;
    let questions = form.questions()?;
    let said = chosen(fields, "", &questions);
    let questions = choices(&questions, |place, option| said[place].contains(&option));
    let persons = if form.signed_by == SignedBy::Both { signers.persons } else { Vec::new() };
    let view = visit.view().await?;
    let (name, person) = (signers.name, fields.get("person").to_owned());
    Ok(PaperPage { view, form, child, name, persons, person, questions, errors })
}

/// `/forms/{id}/paper?child=`
pub(super) async fn paper_form(visit: Visit, Path(id): Path<FormId>, Query(asked): Query<Asked>) -> Answer {
    let fields = Fields::default().with("child", asked.child);
    let page = paper_page(&visit, id, &fields, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /forms/{id}/paper`
pub(super) async fn paper(visit: Visit, Path(id): Path<FormId>, Sent(fields): Sent<Fields>) -> Answer {
    let (form, proof, _) = find(&visit, ClassVerb::FormAsk, id).await?;
    let entered = async {
        let child: PersonId = fields.id("child")?;
        let person = if form.signed_by == SignedBy::Both { fields.id("person")? } else { child };
        let answers = chosen(&fields, "", &form.questions()?);
        let words = visit.view().await?.t("form-paper-words");
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        acts::enter(&mut act, &proof, id, vec![acts::Paper { child, person, answers }], &words).await?;
        tx.commit().await?;
        let said = Said::new("form-said-entered").with("count", 1);
        Ok(visit.go_and_say(&format!("/forms/{id}"), &said.undo(format!("/forms/{id}/paper/{child}/{person}/remove"))))
    };
    match or_again(entered.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = paper_page(&visit, id, &fields, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /forms/{id}/paper/{child}/{person}/remove`
pub(super) async fn unpaper(visit: Visit, Path((id, child, person)): Path<(FormId, PersonId, PersonId)>) -> Answer {
    let (_, proof, _) = find(&visit, ClassVerb::FormAsk, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::unenter(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id, child, person).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/forms/{id}"), &Said::new("form-said-removed"))
}
