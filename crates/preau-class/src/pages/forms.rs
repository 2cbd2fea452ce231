//! The forms of a space: what is asked, answering it, who answered.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Extension, Form as Sent,
    extract::{Path, Query, Request},
};
use http::StatusCode;
use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId, Timestamp, Word};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act, store};
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use utoipa::ToSchema;

use super::{
    enter,
    files::{AttachedFile, Item, items},
    head, or_again,
};
use crate::{
    acts::{
        files::{self, FILE, To},
        forms::{self as acts, Signers},
    },
    model::{
        Answers, AskedOf, Choose, FIELDS, FILE_BYTES, FORM_BODY, Form, FormId, NewForm, Progress, QUESTIONS, Question,
        Reply, SignedBy, progress,
    },
    policy::{self, ClassVerb, Standing},
    store::{files as store_files, forms as rows},
};

/// Days that a new form gives to answer, if nothing else is said.
const USUAL: Duration = Duration::days(7);

/// A form in a list.
struct Line {
    form: Form,
    /// For how many members there is an answer.
    answered: i64,
    /// How far those are who look: one for each child, or for themselves.
    own: Vec<Own>,
}

/// How far a form is for the one who looks.
struct Own {
    /// The child's name; none for oneself.
    name: Option<String>,
    done: bool,
}

#[derive(Template)]
#[template(path = "class/form_list.html")]
struct ListPage {
    view: View,
    head: SpaceHead,
    asks: bool,
    lines: Vec<Line>,
    members: i64,
    today: Date,
}

/// The forms of a space.
#[derive(Serialize, ToSchema)]
pub(super) struct FormsAnswer {
    /// Those due last come first.
    forms: Vec<AskedForm>,
}

/// A form.
#[derive(Serialize, ToSchema)]
struct AskedForm {
    /// Its id.
    id: FormId,
    /// Where it is asked.
    space: SpaceId,
    /// Who answers.
    asked_of: AskedOf,
    /// Whose signature an answer needs.
    signed_by: SignedBy,
    /// What it is about.
    title: String,
    /// What stands before the questions.
    body: String,
    /// The questions.
    questions: Vec<Question>,
    /// The last day for answers.
    due_day: String,
    /// Whether answers are taken.
    open: bool,
}

impl AskedForm {
    fn of(form: &Form) -> Result<Self> {
        let Form { id, space, asked_of, signed_by, .. } = *form;
        let (title, body, questions) = (form.title.clone(), form.body.clone(), form.questions()?);
        let (due_day, open) = (form.due_day.to_string(), form.is_open());
        Ok(Self { id, space, asked_of, signed_by, title, body, questions, due_day, open })
    }
}

/// `/s/{space}/forms`
pub(super) async fn list(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    let (_, standing) = enter(&visit, ClassVerb::FormSee, id).await?;
    let asks = policy::allows(&visit.actor, ClassVerb::FormAsk, &standing);
    let (db, me) = (&visit.ctx.db, visit.my_id()?);
    let forms = rows::of_space(db, id, asks).await?;
    let forms: Vec<Form> = forms.into_iter().filter(|form| asks || is_asked(form, &standing)).collect();
    if visit.json {
        let forms = forms.iter().map(AskedForm::of).collect::<Result<_>>()?;
        return visit.json(&FormsAnswer { forms });
    }
    let answered: HashMap<FormId, i64> = rows::answered(db, id).await?.into_iter().collect();
    let mine = rows::mine(db, id, me).await?;
    let has = |form: &Form, child: PersonId| mine.iter().any(|reply| reply.form == form.id && reply.child == child);
    let own = |form: &Form| match form.asked_of {
        _ if asks => Vec::new(),
        AskedOf::Members => vec![Own { name: None, done: has(form, me) }],
        AskedOf::Families => {
            let child = |it: &store::spaces::ChildThere| Own { name: Some(it.name.clone()), done: has(form, it.id) };
            standing.children.iter().map(child).collect()
        }
    };
    let line = |form: Form| {
        let (own, answered) = (own(&form), answered.get(&form.id).copied().unwrap_or(0));
        Line { form, answered, own }
    };
    let lines = forms.into_iter().map(line).collect();
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let (head, members) = (head(&visit, &tabs, &standing), standing.space.members);
    visit.page(&ListPage { view: visit.view().await?, head, asks, lines, members, today })
}

/// Whether a form is asked of somebody who stands so to its space.
fn is_asked(form: &Form, standing: &Standing) -> bool {
    let member = standing.role == Some(preau_kernel::Role::Member);
    // Whoever is of age answers for themselves what families are asked.
    form.asked_of == AskedOf::Members && member || form.asked_of == AskedOf::Families
}

/// A question's fields, and whether they are shown at once.
struct Block {
    place: usize,
    open: bool,
}

#[derive(Template)]
#[template(path = "class/form_edit.html")]
struct EditPage {
    view: View,
    head: SpaceHead,
    /// What is corrected; none for something new.
    of: Option<FormId>,
    fields: Fields,
    errors: Errors,
    blocks: Vec<Block>,
    /// Whether there are families to ask.
    families: bool,
    body_limit: usize,
    file_limit: u64,
}

impl EditPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn field(&self, name: &str, place: &usize) -> &str {
        self.fields.get(&format!("{name}{place}"))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn ticked(&self, name: &str, place: &usize) -> bool {
        self.fields.ticked(&format!("{name}{place}"))
    }
}

async fn edit_page(
    visit: &Visit,
    tabs: &Tabs,
    standing: &Standing,
    fields: Fields,
    errors: Errors,
) -> Result<EditPage> {
    let filled = |place: usize| !fields.get(&format!("text{place}")).trim().is_empty();
    let blocks = (0..QUESTIONS).map(|place| Block { place, open: place == 0 || filled(place) }).collect();
    let (view, head) = (visit.view().await?, head(visit, tabs, standing));
    let families = standing.space.guardians > 0;
    let (body_limit, file_limit) = (FORM_BODY, FILE_BYTES);
    Ok(EditPage { view, head, of: None, fields, errors, blocks, families, body_limit, file_limit })
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
}

/// `/s/{space}/forms/new?kind=poll`
pub(super) async fn new(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (_, standing) = enter(&visit, ClassVerb::FormAsk, id).await?;
    let poll = asked.kind == "poll" || standing.space.guardians == 0;
    let view = visit.view().await?;
    let due = visit.ctx.texts.zone().day(visit.ctx.clock.now()) + USUAL;
    let asked_of = if standing.space.guardians > 0 { AskedOf::Families } else { AskedOf::Members };
    let once: FormId = visit.ctx.id();
    let mut fields = Fields::default().with("due", due).with("asked_of", asked_of).with("once", once);
    fields = fields.with("signed_by", if poll { SignedBy::Nobody } else { SignedBy::One });
    if poll {
        fields = fields.with("shown", "on");
    } else {
        fields = fields.with("options0", format!("{}\n{}", view.t("form-yes"), view.t("form-no")));
    }
    let page = edit_page(&visit, &tabs, &standing, fields, Errors::none()).await?;
    visit.page(&page)
}

fn parsed(fields: &Fields, families: bool) -> Result<NewForm> {
    let question = |place: usize| {
        let text = fields.get(&format!("text{place}")).to_owned();
        let options = fields.get(&format!("options{place}")).lines().map(|line| line.trim().to_owned());
        let options = options.filter(|line| !line.is_empty()).collect();
        let choose = if fields.ticked(&format!("several{place}")) { Choose::Several } else { Choose::One };
        Question { text, choose, options }
    };
    let questions = (0..QUESTIONS).map(question).filter(|it| !it.text.trim().is_empty()).collect();
    let asked_of = if families { fields.word("asked_of")? } else { AskedOf::Members };
    let signed_by = if asked_of == AskedOf::Families { fields.word("signed_by")? } else { SignedBy::Nobody };
    Ok(NewForm {
        asked_of,
        signed_by,
        title: fields.get("title").to_owned(),
        body: fields.get("body").to_owned(),
        questions,
        due_day: fields.day("due")?,
        shown: fields.ticked("shown"),
    })
}

/// `POST /s/{space}/forms`
pub(super) async fn ask(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    request: Request,
) -> Answer {
    // Before anything is read: whoever may not ask needs not send.
    let (proof, standing) = enter(&visit, ClassVerb::FormAsk, id).await?;
    let (fields, uploads) = Fields::with_files(&visit, request, &FILE).await?;
    let asked = async {
        // A form that lost its answer is sent again: what it asked is there then.
        let once = fields.once(&visit.ctx);
        let form = match rows::form(&visit.ctx.db, once).await? {
            Some(form) if form.space == id && form.by_person == visit.actor.person() => form.id,
            taken => {
                let new = parsed(&fields, standing.space.guardians > 0)?;
                let fresh = if taken.is_some() { visit.ctx.id() } else { once };
                let to = To { thing: fresh.uuid(), pupil: None };
                let ready = files::ready(&visit.ctx, to, visit.my_id()?, &uploads).await?;
                let mut tx = visit.ctx.db.begin().await?;
                let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
                let form = acts::ask(&mut act, &proof, fresh, new, ready).await?;
                tx.commit().await?;
                form.id
            }
        };
        let said = Said::new("form-said-asked").undo(format!("/forms/{form}/withdraw"));
        Ok(visit.go_and_say(&format!("/forms/{form}"), &said))
    };
    match or_again(asked.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = edit_page(&visit, &tabs, &standing, fields, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A form that the visitor may see, the proof of a verb in its space, and how they stand to that. What was withdrawn is for
/// those who ask.
pub(super) async fn find(
    visit: &Visit,
    verb: ClassVerb,
    id: FormId,
) -> Result<(Form, Can<ClassVerb, SpaceId>, Standing)> {
    visit.me()?;
    let form = rows::form(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let (proof, standing) = enter(visit, verb, form.space).await?;
    let asks = policy::allows(&visit.actor, ClassVerb::FormAsk, &standing);
    if !asks && (form.withdrawn_at.is_some() || !is_asked(&form, &standing)) {
        return Err(Problem::not_found());
    }
    Ok((form, proof, standing))
}

/// `/forms/{id}/edit`
pub(super) async fn edit(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<FormId>) -> Answer {
    let (form, _, standing) = find(&visit, ClassVerb::FormAsk, id).await?;
    let mut fields = Fields::default()
        .with("title", &form.title)
        .with("body", &form.body)
        .with("due", form.due_day)
        .with("asked_of", form.asked_of)
        .with("signed_by", form.signed_by)
        .with("shown", if form.shown { "on" } else { "" });
    for (place, question) in form.questions()?.into_iter().enumerate() {
        let several = if question.choose == Choose::Several { "on" } else { "" };
        fields = fields.with(&format!("text{place}"), question.text);
        fields = fields.with(&format!("options{place}"), question.options.join("\n"));
        fields = fields.with(&format!("several{place}"), several);
    }
    let page = edit_page(&visit, &tabs, &standing, fields, Errors::none()).await?;
    visit.page(&EditPage { of: Some(id), ..page })
}

/// `POST /forms/{id}`
pub(super) async fn correct(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<FormId>,
    Sent(fields): Sent<Fields>,
) -> Answer {
    let (_, proof, standing) = find(&visit, ClassVerb::FormAsk, id).await?;
    let corrected = async {
        let new = parsed(&fields, standing.space.guardians > 0)?;
        let mut tx = visit.ctx.db.begin().await?;
        acts::correct(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id, new).await?;
        tx.commit().await?;
        Ok(visit.go_and_say(&format!("/forms/{id}"), &Said::new("form-said-corrected")))
    };
    match or_again(corrected.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = edit_page(&visit, &tabs, &standing, fields, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &EditPage { of: Some(id), ..page })
        }
    }
}

/// An answer to a question, and whether it is chosen.
pub(super) struct Choice {
    pub(super) place: usize,
    pub(super) text: String,
    pub(super) chosen: bool,
}

/// A question with its answers, as a template shows it.
pub(super) struct Choices {
    pub(super) place: usize,
    pub(super) text: String,
    pub(super) one: bool,
    pub(super) options: Vec<Choice>,
}

/// The questions with what is chosen of them.
pub(super) fn choices(questions: &[Question], chosen: impl Fn(usize, usize) -> bool) -> Vec<Choices> {
    let question = |(place, it): (usize, &Question)| {
        let option = |(option, text): (usize, &String)| Choice {
            place: option,
            text: text.clone(),
            chosen: chosen(place, option),
        };
        let options = it.options.iter().enumerate().map(option).collect();
        Choices { place, text: it.text.clone(), one: it.choose == Choose::One, options }
    };
    questions.iter().enumerate().map(question).collect()
}

/// What a form's fields say to its questions, when their names begin with `prefix`.
pub(super) fn chosen(fields: &Fields, prefix: &str, questions: &[Question]) -> Answers {
    let question = |(place, question): (usize, &Question)| match question.choose {
        Choose::One => fields.get(&format!("{prefix}q{place}")).parse().into_iter().collect(),
        Choose::Several => {
            let ticked = |option: &usize| fields.ticked(&format!("{prefix}q{place}-{option}"));
            (0..question.options.len()).filter(ticked).collect()
        }
    };
    questions.iter().enumerate().map(question).collect()
}

/// The part of a form's page on which the one who looks answers, for a child or for themselves.
struct Part {
    child: PersonId,
    /// The child's name; none for oneself.
    name: Option<String>,
    /// Whether the one who looks may answer.
    may: bool,
    /// What they answered.
    mine: Option<Reply>,
    /// Whether others still have to sign.
    waits: bool,
    questions: Vec<Choices>,
    /// The sentence that is signed.
    words: String,
    errors: Errors,
}

/// What somebody said of a child.
pub(super) struct Told {
    /// Who; none for a slip of the family.
    pub(super) name: Option<String>,
    /// What, question by question.
    pub(super) answers: Vec<String>,
    pub(super) at: Timestamp,
    pub(super) paper: bool,
    /// Who it is recorded for: the address by which it is taken back.
    pub(super) person: PersonId,
}

/// How far the form is for a child, for those who ask.
pub(super) struct Row {
    pub(super) child: PersonId,
    pub(super) name: String,
    pub(super) progress: Progress,
    pub(super) told: Vec<Told>,
    /// Those who still have to sign.
    pub(super) missing: Vec<String>,
}

/// How many chose what.
pub(super) struct Total {
    text: String,
    options: Vec<(String, usize)>,
}

/// Everything for those who ask.
#[derive(Default)]
pub(super) struct Results {
    pub(super) rows: Vec<Row>,
    totals: Vec<Total>,
    done: usize,
    batches: Vec<(crate::model::BatchId, Timestamp)>,
}

#[derive(Template)]
#[template(path = "class/form.html")]
struct OnePage {
    view: View,
    head: SpaceHead,
    form: Form,
    by: String,
    asks: bool,
    parts: Vec<Part>,
    results: Results,
    /// How many chose what, for those who answered; empty if that is not shown to them.
    totals: Vec<Total>,
    over: bool,
    given: Vec<Item>,
}

/// A person's own answers, and for those who ask, all of them.
#[derive(Serialize, ToSchema)]
pub(super) struct FormAnswer {
    /// The form.
    form: AskedForm,
    /// What the one who asks answered.
    mine: Vec<FormReply>,
    /// How far it is for each child; for those who ask alone.
    children: Vec<FormProgress>,
    /// What is attached; the bytes are at `/files/` and its id below.
    files: Vec<AttachedFile>,
}

/// A reply.
#[derive(Serialize, ToSchema)]
struct FormReply {
    /// For whom.
    child: PersonId,
    /// Who answers.
    person: PersonId,
    /// For each question, the places of the answers chosen, from 0.
    #[schema(value_type = Vec<Vec<usize>>)]
    answers: Answers,
    /// When.
    at: Timestamp,
    /// Whether it came on paper.
    paper: bool,
}

impl FormReply {
    fn of(reply: &Reply) -> Result<Self> {
        let Reply { child, person, at, .. } = *reply;
        Ok(Self { child, person, answers: reply.answers()?, at, paper: reply.paper_by.is_some() })
    }
}

/// How far a form is for a child.
#[derive(Serialize, ToSchema)]
struct FormProgress {
    /// Who.
    child: PersonId,
    /// How far.
    progress: Progress,
    /// What came.
    replies: Vec<FormReply>,
}

/// The words that somebody signs.
fn words(view: &View, form: &Form, child: Option<&str>) -> String {
    if form.signed_by == SignedBy::Nobody {
        return String::new();
    }
    let me = view.me().map(|me| me.name.clone()).unwrap_or_default();
    let args = [("name", me), ("child", child.unwrap_or_default().to_owned()), ("title", form.title.clone())];
    view.say(if child.is_some() { "form-words" } else { "form-words-own" }, &args)
}

fn parts(
    visit: &Visit,
    view: &View,
    form: &Form,
    standing: &Standing,
    signers: &[Signers],
    replies: &[Reply],
) -> Result<Vec<Part>> {
    let (me, questions) = (visit.my_id()?, form.questions()?);
    let member = standing.role == Some(preau_kernel::Role::Member);
    let mut whom: Vec<(PersonId, Option<String>)> = Vec::new();
    if member && (form.asked_of == AskedOf::Members || acts::may_answer(form, signers, me, me)) {
        whom.push((me, None));
    }
    if form.asked_of == AskedOf::Families {
        whom.extend(standing.children.iter().map(|child| (child.id, Some(child.name.clone()))));
    }
    let part = |(child, name): (PersonId, Option<String>)| {
        let of_child: Vec<&Reply> = replies.iter().filter(|reply| reply.child == child).collect();
        let mine = of_child.iter().find(|reply| reply.person == me).map(|reply| (*reply).clone());
        let before: Answers = mine.as_ref().map(Reply::answers).transpose()?.unwrap_or_default();
        let asked: Vec<PersonId> =
            signers.iter().filter(|it| it.child == child).flat_map(|it| it.persons.iter().map(|(id, _)| *id)).collect();
        let waits = mine.is_some() && progress(form.signed_by, &asked, &of_child) == Progress::Partly;
        let chosen = |question: usize, option: usize| before.get(question).is_some_and(|it| it.contains(&option));
        let may = acts::may_answer(form, signers, child, me);
        let words = words(view, form, name.as_deref());
        let questions = choices(&questions, chosen);
        Ok(Part { child, name, may, mine, waits, questions, words, errors: Errors::none() })
    };
    whom.into_iter().map(part).collect()
}

/// What was chosen, in words.
pub(super) fn spelt(questions: &[Question], answers: &Answers) -> Vec<String> {
    let one = |(question, chosen): (&Question, &Vec<usize>)| {
        let options: Vec<&str> =
            chosen.iter().filter_map(|option| question.options.get(*option).map(String::as_str)).collect();
        if options.is_empty() { "–".to_owned() } else { options.join(", ") }
    };
    questions.iter().zip(answers).map(one).collect()
}

/// How many children's families chose what: for each child, the last word.
fn totals(questions: &[Question], replies: &[Reply]) -> Result<Vec<Total>> {
    let mut last: HashMap<PersonId, Answers> = HashMap::new();
    for reply in replies {
        last.insert(reply.child, reply.answers()?);
    }
    let count = |place: usize, option: usize| {
        last.values().filter(|answers| answers.get(place).is_some_and(|it| it.contains(&option))).count()
    };
    let total = |(place, it): (usize, &Question)| {
        let option = |(option, text): (usize, &String)| (text.clone(), count(place, option));
        Total { text: it.text.clone(), options: it.options.iter().enumerate().map(option).collect() }
    };
    Ok(questions.iter().enumerate().map(total).collect())
}

pub(super) async fn results(visit: &Visit, form: &Form, signers: &[Signers], replies: &[Reply]) -> Result<Results> {
    let questions = form.questions()?;
    let persons: Vec<PersonId> = replies.iter().map(|reply| reply.person).collect();
    let names = store::names(&visit.ctx.db, &persons).await?;
    let mut all = Results { totals: totals(&questions, replies)?, ..Results::default() };
    for it in signers {
        let of_child: Vec<&Reply> = replies.iter().filter(|reply| reply.child == it.child).collect();
        let asked: Vec<PersonId> = match form.asked_of {
            AskedOf::Members => vec![it.child],
            AskedOf::Families => it.persons.iter().map(|(id, _)| *id).collect(),
        };
        let progress = progress(form.signed_by, &asked, &of_child);
        let signed = |person: &PersonId| of_child.iter().any(|reply| reply.person == *person);
        let both = form.signed_by == SignedBy::Both && progress == Progress::Partly;
        let missing = it.persons.iter().filter(|(id, _)| both && !signed(id)).map(|(_, name)| name.clone()).collect();
        let mut told = Vec::new();
        for reply in of_child {
            let family = reply.paper_by.is_some() && reply.person == reply.child;
            told.push(Told {
                name: names.get(&reply.person).filter(|_| !family).cloned(),
                answers: spelt(&questions, &reply.answers()?),
                at: reply.at,
                paper: reply.paper_by.is_some(),
                person: reply.person,
            });
        }
        all.done += usize::from(progress == Progress::Done);
        all.rows.push(Row { child: it.child, name: it.name.clone(), progress, told, missing });
    }
    all.batches = crate::store::slips::waiting(&visit.ctx.db, form.id).await?;
    Ok(all)
}

async fn one_page(visit: &Visit, tabs: &Tabs, form: Form, standing: &Standing) -> Result<OnePage> {
    let (view, head) = (visit.view().await?, head(visit, tabs, standing));
    let asks = policy::allows(&visit.actor, ClassVerb::FormAsk, standing);
    let signers = acts::signers(&visit.ctx, form.space).await?;
    let replies = rows::replies(&visit.ctx.db, form.id).await?;
    let results = if asks { results(visit, &form, &signers, &replies).await? } else { Results::default() };
    let parts = if form.withdrawn_at.is_some() {
        Vec::new()
    } else {
        parts(visit, &view, &form, standing, &signers, &replies)?
    };
    let answered = parts.iter().any(|part| part.mine.is_some());
    let totals = if form.shown && answered { totals(&form.questions()?, &replies)? } else { Vec::new() };
    let by: Vec<PersonId> = form.by_person.into_iter().collect();
    let by = store::names(&visit.ctx.db, &by).await?.into_values().next().unwrap_or_default();
    let over = visit.ctx.texts.zone().day(visit.ctx.clock.now()) > form.due_day;
    let files = store_files::of(&visit.ctx.db, form.id.uuid()).await?;
    let given = items(&view, &format!("/forms/{}", form.id), &files, None);
    Ok(OnePage { view, head, form, by, asks, parts, results, totals, over, given })
}

/// `/forms/{id}`
pub(super) async fn one(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<FormId>) -> Answer {
    let (form, _, standing) = find(&visit, ClassVerb::FormSee, id).await?;
    if visit.json {
        return visit.json(&answer_json(&visit, &form, &standing).await?);
    }
    let page = one_page(&visit, &tabs, form, &standing).await?;
    visit.page(&page)
}

async fn answer_json(visit: &Visit, form: &Form, standing: &Standing) -> Result<FormAnswer> {
    let me = visit.my_id()?;
    let replies = rows::replies(&visit.ctx.db, form.id).await?;
    let mine = replies.iter().filter(|reply| reply.person == me).map(FormReply::of).collect::<Result<_>>()?;
    let mut children = Vec::new();
    if policy::allows(&visit.actor, ClassVerb::FormAsk, standing) {
        for it in acts::signers(&visit.ctx, form.space).await? {
            let of_child: Vec<&Reply> = replies.iter().filter(|reply| reply.child == it.child).collect();
            let asked: Vec<PersonId> = it.persons.iter().map(|(id, _)| *id).collect();
            let progress = progress(form.signed_by, &asked, &of_child);
            let replies = of_child.into_iter().map(FormReply::of).collect::<Result<_>>()?;
            children.push(FormProgress { child: it.child, progress, replies });
        }
    }
    let files = store_files::of(&visit.ctx.db, form.id.uuid()).await?.iter().map(AttachedFile::of).collect();
    Ok(FormAnswer { form: AskedForm::of(form)?, mine, children, files })
}

/// `POST /forms/{id}/answer`
pub(super) async fn answer(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<FormId>,
    Sent(fields): Sent<Fields>,
) -> Answer {
    let (form, _, standing) = find(&visit, ClassVerb::FormSee, id).await?;
    let child = match standing.children.as_slice() {
        _ if !fields.get("child").is_empty() => fields.id("child")?,
        [only] if form.asked_of == AskedOf::Families => only.id,
        _ => visit.my_id()?,
    };
    let answered = async {
        let verb = if form.asked_of == AskedOf::Members { ClassVerb::FormDo } else { ClassVerb::FormAnswer };
        let proof = policy::pupil(&visit.actor, verb, &standing, child)?;
        if !acts::may_answer(&form, &acts::signers(&visit.ctx, form.space).await?, child, visit.my_id()?) {
            return Err(Problem::new(Kind::Forbidden, "form-not-yours-to-sign"));
        }
        let name = standing.children.iter().find(|it| it.id == child).map(|it| it.name.as_str());
        let words = words(&visit.view().await?, &form, name);
        if form.signed_by != SignedBy::Nobody && !fields.ticked("sign") {
            return Err(Problem::field("sign", "form-sign"));
        }
        let answers = chosen(&fields, "", &form.questions()?);
        let mut tx = visit.ctx.db.begin().await?;
        acts::answer(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id, answers, &words).await?;
        tx.commit().await?;
        let key = if form.signed_by == SignedBy::Nobody { "form-said-answered" } else { "form-said-signed" };
        Ok(visit.go_and_say(&format!("/forms/{id}"), &Said::new(key)))
    };
    match or_again(answered.await) {
        Ok(answer) => answer,
        Err(problem) if visit.json => Err(problem.into()),
        Err(problem) => {
            let questions = form.questions()?;
            let mut page = one_page(&visit, &tabs, form, &standing).await?;
            let said = chosen(&fields, "", &questions);
            let mut errors: Errors = problem.into();
            for part in page.parts.iter_mut().filter(|part| part.child == child) {
                part.questions = choices(&questions, |place, option| said[place].contains(&option));
                part.errors = std::mem::take(&mut errors);
            }
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /forms/{id}/remind`
pub(super) async fn remind(visit: Visit, Path(id): Path<FormId>) -> Answer {
    let (_, proof, _) = find(&visit, ClassVerb::FormAsk, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let count = acts::remind(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/forms/{id}"), &Said::new("form-said-reminded").with("count", count))
}

async fn closed(visit: &Visit, id: FormId, closed: bool) -> Answer {
    let (_, proof, _) = find(visit, ClassVerb::FormAsk, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::close(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id, closed).await?;
    tx.commit().await?;
    let said = if closed {
        Said::new("form-said-closed").undo(format!("/forms/{id}/open"))
    } else {
        Said::new("form-said-open")
    };
    visit.go_and_say(&format!("/forms/{id}"), &said)
}

/// `POST /forms/{id}/close`
pub(super) async fn close(visit: Visit, Path(id): Path<FormId>) -> Answer {
    closed(&visit, id, true).await
}

/// `POST /forms/{id}/open`
pub(super) async fn open(visit: Visit, Path(id): Path<FormId>) -> Answer {
    closed(&visit, id, false).await
}

async fn away(visit: &Visit, id: FormId, away: bool) -> Answer {
    let (_, proof, _) = find(visit, ClassVerb::FormAsk, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let form = acts::withdraw(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id, away).await?;
    tx.commit().await?;
    if away {
        let said = Said::new("form-said-withdrawn").with("title", form.title).undo(format!("/forms/{id}/restore"));
        return visit.go_and_say(&format!("/s/{}/forms", form.space), &said);
    }
    visit.go_and_say(&format!("/forms/{id}"), &Said::new("form-said-restored"))
}

/// `POST /forms/{id}/withdraw`
pub(super) async fn withdraw(visit: Visit, Path(id): Path<FormId>) -> Answer {
    away(&visit, id, true).await
}

/// `POST /forms/{id}/restore`
pub(super) async fn restore(visit: Visit, Path(id): Path<FormId>) -> Answer {
    away(&visit, id, false).await
}

impl OnePage {
    /// The field of the first question that is wrong, for its message.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn field(place: &usize) -> &'static str {
        FIELDS[*place.min(&(FIELDS.len() - 1))]
    }

    /// The bar of an answer: how many of all that answered.
    fn most(total: &Total) -> usize {
        total.options.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1)
    }

    /// How it is called whose signature it needs.
    fn signed(&self) -> String {
        format!("form-signed-{}", self.form.signed_by)
    }

    /// How it is called how far a form is.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn state(progress: &Progress) -> String {
        format!("form-progress-{}", progress.as_str())
    }
}
