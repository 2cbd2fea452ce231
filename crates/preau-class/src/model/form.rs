//! Forms: questions to families or members, to be signed or not. What nobody signs is a poll.

use preau_db::{row, word_column};
use preau_kernel::{PersonId, Problem, Result, SpaceId, Timestamp, word};
use preau_people::fields::{line, words};
use preau_slip::Shape;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use utoipa::ToSchema;

use super::kinds;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// Id of a form.
pub type FormId = preau_kernel::Id<kinds::Form>;

/// Letters of a title, of a question, of an answer to choose.
const TITLE: usize = 120;
const QUESTION: usize = 160;
const OPTION: usize = 40;
/// Letters of what stands before the questions.
pub const FORM_BODY: usize = 5_000;
/// Questions of a form.
pub const QUESTIONS: usize = 6;
/// Days from today until a form is due, at most.
const AHEAD: i64 = 400;

word! {
    /// Who answers a form.
    pub enum AskedOf {
        /// Those who answer for the members of the space, for each child.
        Families = "families",
        /// The members themselves.
        Members = "members",
    }
}

word! {
    /// Whose signature an answer needs.
    pub enum SignedBy {
        /// Nobody's: a poll.
        Nobody = "nobody",
        /// That of one of those with parental authority: an ordinary act, of which each parent is presumed to act with
        /// the other's consent (Code civil, art. 372-2).
        One = "one",
        /// That of all of them: anything else (leaving the country, an image, a change of school).
        Both = "both",
    }
}

word! {
    /// How many of the answers to a question may be chosen.
    pub enum Choose {
        /// Exactly one.
        One = "one",
        /// Any number, also none.
        Several = "several",
    }
}
word_column!(AskedOf, SignedBy, Choose);

/// A question, with the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// How many answers may be chosen.
    pub choose: Choose,
    /// The answers, two or more.
    pub options: Vec<String>,
}

/// For each question, which of its answers were chosen: their places, from 0, in order.
pub type Answers = Vec<Vec<usize>>;

row! {
    /// A form as it is stored: its questions as JSON.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Form {
        /// Its id.
        pub id: FormId,
        /// Where it is asked.
        pub space: SpaceId,
        /// Who answers.
        pub asked_of: AskedOf,
        /// Whose signature an answer needs.
        pub signed_by: SignedBy,
        /// What it is about, in a line.
        pub title: String,
        /// What stands before the questions.
        pub body: String,
        /// The questions; read them with [`Form::questions`].
        pub questions: serde_json::Value,
        /// The last day on which answers are of use.
        #[serde(with = "day")]
        pub due_day: Date,
        /// Whether those who answered see how many chose what.
        pub shown: bool,
        /// Who asks.
        pub by_person: Option<PersonId>,
        /// Since when.
        pub created_at: Timestamp,
        /// When it changed last.
        pub updated_at: Timestamp,
        /// When those who are missing were last reminded.
        pub reminded_at: Option<Timestamp>,
        /// Since when no more answers are taken.
        pub closed_at: Option<Timestamp>,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
    }
}

impl Form {
    /// The questions.
    pub fn questions(&self) -> Result<Vec<Question>> {
        serde_json::from_value(self.questions.clone()).map_err(Problem::internal)
    }

    /// Whether answers are taken.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none() && self.withdrawn_at.is_none()
    }

    /// What stands on its slip of paper.
    pub fn shape(&self) -> Result<Shape> {
        shape(&self.questions()?, self.signed_by)
    }

    /// Answers that this form takes; `form-choose` at the field of the first that it does not.
    pub fn checked(&self, answers: Answers) -> Result<Answers> {
        let questions = self.questions()?;
        let fits = |(question, chosen): (&Question, &Vec<usize>)| {
            let there = chosen.iter().all(|option| *option < question.options.len());
            let once = chosen.is_sorted_by(|a, b| a < b);
            there && once && (question.choose == Choose::Several || chosen.len() == 1)
        };
        let wrong = questions.iter().zip(&answers).position(|pair| !fits(pair));
        match wrong.or_else(|| (questions.len() != answers.len()).then_some(0)) {
            Some(place) => Err(Problem::field(FIELDS[place.min(FIELDS.len() - 1)], "form-choose")),
            None => Ok(answers),
        }
    }
}

/// What the fields of the answers are called, question by question.
pub const FIELDS: [&str; QUESTIONS] = ["q0", "q1", "q2", "q3", "q4", "q5"];

/// A slip with these questions. A form that fits none could not be asked of those who have only paper.
fn shape(questions: &[Question], signed_by: SignedBy) -> Result<Shape> {
    let of = |question: &Question| {
        let choice = match question.choose {
            Choose::One => preau_slip::Choice::One,
            Choose::Several => preau_slip::Choice::Several,
        };
        let boxes = u8::try_from(question.options.len()).unwrap_or(u8::MAX);
        preau_slip::Question { boxes, choice }
    };
    let shape = Shape::smallest(questions.iter().map(of).collect(), signed_by != SignedBy::Nobody);
    shape.map_err(|error| Problem::field("questions", "form-too-long").caused_by(error))
}

/// A form to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewForm {
    /// Who answers.
    pub asked_of: AskedOf,
    /// Whose signature an answer needs.
    pub signed_by: SignedBy,
    /// What it is about, in a line.
    pub title: String,
    /// What stands before the questions; may be empty.
    pub body: String,
    /// The questions.
    pub questions: Vec<Question>,
    /// The last day for answers.
    pub due_day: Option<Date>,
    /// Whether those who answered see how many chose what.
    pub shown: bool,
}

impl NewForm {
    /// The same, tidy; or what is wrong.
    pub fn checked(mut self, today: Date) -> Result<Self> {
        self.title = line("title", &self.title, TITLE)?;
        self.body = words("body", &self.body, FORM_BODY)?;
        if self.title.is_empty() {
            return Err(Problem::field("title", "form-title"));
        }
        for question in &mut self.questions {
            question.text = line("questions", &question.text, QUESTION)?;
            for option in &mut question.options {
                *option = line("questions", option, OPTION)?;
            }
            question.options.retain(|option| !option.is_empty());
            let mut known = std::collections::HashSet::new();
            let twice = !question.options.iter().all(|option| known.insert(option.as_str()));
            if question.text.is_empty() || question.options.len() < 2 || twice {
                return Err(Problem::field("questions", "form-questions"));
            }
        }
        if self.questions.is_empty() || self.questions.len() > QUESTIONS {
            return Err(Problem::field("questions", "form-questions"));
        }
        // Members sign nothing here: those of age are asked as families are, and answer for themselves.
        if self.asked_of == AskedOf::Members && self.signed_by != SignedBy::Nobody {
            return Err(Problem::field("signed_by", "form-members-sign"));
        }
        shape(&self.questions, self.signed_by)?;
        let day = self.due_day.ok_or_else(|| Problem::field("due", "homework-due"))?;
        if day < today || day - today > Duration::days(AHEAD) {
            return Err(Problem::field("due", "form-due"));
        }
        Ok(self)
    }
}

row! {
    /// What one person answers for one member of the space; the last word of that person.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Reply {
        /// To which form.
        pub form: FormId,
        /// For whom: a child, or oneself.
        pub child: PersonId,
        /// Who answers. The child, where a slip came back from a family: paper does not say whose hand it was.
        pub person: PersonId,
        /// The answers, as JSON; read them with [`Reply::answers`].
        pub answers: serde_json::Value,
        /// The words that were signed; empty where nothing is.
        pub words: String,
        /// Who entered it, if it came on paper.
        pub paper_by: Option<PersonId>,
        /// When.
        pub at: Timestamp,
    }
}

impl Reply {
    /// The answers.
    pub fn answers(&self) -> Result<Answers> {
        serde_json::from_value(self.answers.clone()).map_err(Problem::internal)
    }
}

word! {
    /// How far a form is for one child.
    pub enum Progress {
        /// Nobody answered.
        Missing = "missing",
        /// Somebody signed, and somebody else still has to.
        Partly = "partly",
        /// Answered, by as many as it needs.
        Done = "done",
        /// Those who answered said different things: somebody has to talk to them.
        Differs = "differs",
    }
}

/// How far a form is for a child, when `signers` may sign for that child and these replies came.
pub fn progress(signed_by: SignedBy, signers: &[PersonId], replies: &[&Reply]) -> Progress {
    let Some(first) = replies.first() else { return Progress::Missing };
    if replies.iter().any(|reply| reply.answers != first.answers) {
        return Progress::Differs;
    }
    let signed = |signer: &PersonId| replies.iter().any(|reply| reply.person == *signer);
    match signed_by {
        // Nobody is left who could sign with them: whoever did is not enough, and the leaders see it.
        SignedBy::Both if signers.is_empty() || !signers.iter().all(signed) => Progress::Partly,
        _ => Progress::Done,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn question(choose: Choose, options: &[&str]) -> Question {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Question { text: "Qui  vient ?".to_owned(), choose, options }
    }

    fn new(questions: Vec<Question>) -> NewForm {
        NewForm {
            asked_of: AskedOf::Families,
            signed_by: SignedBy::One,
            title: " Sortie ".to_owned(),
            body: String::new(),
            questions,
            due_day: Some(date!(2026 - 11 - 30)),
            shown: false,
        }
    }

    const TODAY: Date = date!(2026 - 11 - 24);

    fn refused(new: NewForm) -> (&'static str, &'static str) {
        let problem = new.checked(TODAY).unwrap_err();
        (problem.fields[0].field, problem.fields[0].code)
    }

    #[test]
    fn a_form_has_questions_that_can_be_answered_and_printed() {
        let yes_no = question(Choose::One, &["Oui", " Non ", ""]);
        let form = new(vec![yes_no.clone()]).checked(TODAY).unwrap();
        assert_eq!((form.title.as_str(), form.questions[0].options.len()), ("Sortie", 2));
        assert_eq!(form.questions[0].text, "Qui vient ?");
        assert_eq!(refused(new(vec![])), ("questions", "form-questions"));
        assert_eq!(refused(new(vec![question(Choose::One, &["Oui", "Oui"])])), ("questions", "form-questions"));
        assert_eq!(refused(new(vec![question(Choose::One, &["Oui"])])), ("questions", "form-questions"));
        let thirteen: Vec<String> = (0..13).map(|number| number.to_string()).collect();
        let thirteen = Question { options: thirteen, ..yes_no.clone() };
        assert_eq!(refused(new(vec![thirteen])), ("questions", "form-too-long"));
        let past = NewForm { due_day: Some(date!(2026 - 11 - 23)), ..new(vec![yes_no.clone()]) };
        assert_eq!(refused(past), ("due", "form-due"));
        let members = NewForm { asked_of: AskedOf::Members, ..new(vec![yes_no]) };
        assert_eq!(refused(members), ("signed_by", "form-members-sign"));
    }

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn reply(by: u128, chosen: usize) -> Reply {
        Reply {
            form: FormId::from_uuid(uuid::Uuid::nil()),
            child: person(9),
            person: person(by),
            answers: serde_json::json!([[chosen]]),
            words: String::new(),
            paper_by: None,
            at: Timestamp::from_unix_micros(0),
        }
    }

    #[test]
    fn both_parents_have_to_sign_where_both_are_asked_and_either_where_one_is() {
        let (one, two) = (reply(1, 0), reply(2, 0));
        let both = [person(1), person(2)];
        assert_eq!(progress(SignedBy::One, &both, &[]), Progress::Missing);
        assert_eq!(progress(SignedBy::One, &both, &[&two]), Progress::Done);
        assert_eq!(progress(SignedBy::Both, &both, &[&two]), Progress::Partly);
        assert_eq!(progress(SignedBy::Both, &both, &[&one, &two]), Progress::Done);
        assert_eq!(progress(SignedBy::Both, &[], &[&one]), Progress::Partly, "nobody is left who may sign");
        assert_eq!(progress(SignedBy::Both, &both[..1], &[&one]), Progress::Done, "a court keeps the other away");
        assert_eq!(progress(SignedBy::One, &both, &[&one, &reply(2, 1)]), Progress::Differs);
    }
}
