//! A month in the life of class 4e B, as it looks today: what its teachers told, gave and planned, and what pupils and
//! families made of it. All of it goes through the services' own acts and policies, each act at its moment.
//!
//! Moments are counted in school days from today, so the class is as alive whenever the demo is opened.

mod lines;

use preau_calendar::{
    Calendar,
    acts::{answers, events, meetings},
    model::{AnswerWord, Event, NewEvent, NewRound},
    policy::{self as calendar, CalendarVerb},
    store,
};
use preau_class::{
    acts::{absences, forms, homework},
    model::{
        Answers, AskedOf, Choose, Form, Homework, NewAbsence, NewForm, NewHomework, Question, SignedBy, WorkState,
    },
    policy::{self as class, ClassVerb},
};
use preau_kernel::{Actor, PersonId, Problem, Result, SignedIn, SpaceId, Timestamp};
use preau_people::{
    Person,
    acts::Act,
    store::{Viewer, person as person_by_id, person_by_login, spaces},
};
use preau_wall::{
    acts::{answers as replies, correct, files, publish, rights, signatures},
    model::{Post, PostId, Sight},
    policy::{self as wall, PostVerb, WallVerb},
    store as posts,
};
use preau_web::Ctx;
use time::{Date, Duration, PrimitiveDateTime, Time, Weekday};

use super::steady;
use lines::{ABSENCES, EVENTS, FORM, GIVEN, Given, Handed, POSTS, Planned, ROUND, Told};

/// Lets a month pass in a class, unless something was told there already.
pub(super) async fn pass(ctx: &Ctx, steady: &Ctx, space: SpaceId) -> Result<()> {
    if !posts::page(&ctx.db, space, Sight { leads: true, ..Sight::default() }, i64::MAX, 1).await?.is_empty() {
        return Ok(());
    }
    let today = ctx.texts.zone().day(ctx.clock.now());
    let month = Month { ctx, steady, space, today };
    month.wall().await?;
    month.homework().await?;
    month.calendar().await?;
    month.absences().await?;
    month.form().await
}

struct Month<'a> {
    ctx: &'a Ctx,
    steady: &'a Ctx,
    space: SpaceId,
    today: Date,
}

impl Month<'_> {
    /// So many school days from today, back if below zero.
    fn day(&self, school_days: i64) -> Date {
        let step = Duration::days(school_days.signum());
        let (mut day, mut left) = (self.today, school_days.abs());
        while left > 0 {
            day = day.saturating_add(step);
            left -= i64::from(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
        }
        day
    }

    fn moment(&self, (school_days, hour): (i64, Time)) -> Timestamp {
        self.ctx.texts.zone().moment(PrimitiveDateTime::new(self.day(school_days), hour))
    }

    async fn person(&self, login: &str) -> Result<Person> {
        let found = person_by_login(&self.ctx.db, login).await?;
        found.ok_or_else(|| Problem::internal(format!("the demo has nobody called {login}")))
    }

    /// Somebody at a moment: what is around them, and they themselves.
    async fn there(&self, login: &str, at: (i64, Time)) -> Result<There> {
        self.then(self.person(login).await?, at).await
    }

    async fn then(&self, Person { id: person, kind, name, .. }: Person, at: (i64, Time)) -> Result<There> {
        let ctx = steady::at(self.ctx, self.steady, self.moment(at));
        let office = spaces::office(&ctx.db, person, ctx.clock.now()).await?;
        let actor = Actor::Person(SignedIn { person, session: ctx.id(), kind, office, strong: true, name });
        let viewer = Viewer::new(&actor, ctx.clock.now());
        Ok(There { ctx, actor, viewer })
    }

    async fn wall(&self) -> Result<()> {
        for told in POSTS {
            self.tell(told).await?;
        }
        Ok(())
    }

    async fn tell(&self, told: &Told) -> Result<()> {
        let There { ctx, actor, .. } = self.there(told.by, told.at).await?;
        let me = actor.person().ok_or_else(Problem::not_found)?;
        let here = wall::here(&ctx, &actor, self.space).await?;
        let proof = here.prove(&actor, WallVerb::Write)?;
        let id = ctx.id();
        let mut uploads = Vec::new();
        for picture in told.pictures {
            uploads.push(files::FILE.bring(&ctx, me, picture.name, picture.bytes).await?);
        }
        let ready = files::ready(&ctx, id, me, &uploads).await?;
        let new = publish::NewPost {
            id,
            text: told.text.to_owned(),
            audience: told.to,
            replies: !told.replies.is_empty(),
            reactions: true,
            sign: told.sign,
            when: publish::When::Now,
        };
        let mut tx = ctx.db.begin().await?;
        let mut act = Act::new(&ctx, &mut tx, &actor);
        let post = publish::write(&mut act, &proof, new).await?;
        files::attach(&mut act, &post, ready).await?;
        tx.commit().await?;
        self.describe(told, &post).await?;
        self.answer_post(told, post.id).await
    }

    /// Says what the pictures show and who is in them, and puts the post on top if it stands there.
    async fn describe(&self, told: &Told, post: &Post) -> Result<()> {
        let There { ctx, actor, .. } = self.there(told.by, told.at).await?;
        let here = wall::here(&ctx, &actor, self.space).await?;
        let there = posts::files::of_post(&ctx.db, post.id).await?;
        let words = there.iter().zip(told.pictures).map(|(file, picture)| (file.id, picture.alt.to_owned()));
        let proof = here.prove_post(&ctx, &actor, PostVerb::Correct, post.id).await?;
        let mut tx = ctx.db.begin().await?;
        let mut act = Act::new(&ctx, &mut tx, &actor);
        files::describe(&mut act, &proof, &words.collect::<Vec<_>>()).await?;
        for file in &there {
            // Drawings: nobody can be recognised in them.
            let proof = here.prove_post(&ctx, &actor, PostVerb::Picture, post.id).await?;
            rights::name(&mut act, &proof, file.id, &[]).await?;
        }
        if told.pinned {
            let proof = here.prove_post(&ctx, &actor, PostVerb::Pin, post.id).await?;
            correct::pin(&mut act, &proof, true).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn answer_post(&self, told: &Told, post: PostId) -> Result<()> {
        for (at, login) in told.signed {
            let There { ctx, actor, .. } = self.there(login, *at).await?;
            let here = wall::here(&ctx, &actor, self.space).await?;
            let proof = here.prove_post(&ctx, &actor, PostVerb::Sign, post).await?;
            let mut tx = ctx.db.begin().await?;
            signatures::sign(&mut Act::new(&ctx, &mut tx, &actor), &proof).await?;
            tx.commit().await?;
        }
        for (at, login) in told.thanked {
            let There { ctx, actor, .. } = self.there(login, *at).await?;
            let here = wall::here(&ctx, &actor, self.space).await?;
            let proof = here.prove_post(&ctx, &actor, PostVerb::Thank, post).await?;
            let mut tx = ctx.db.begin().await?;
            replies::thank(&mut Act::new(&ctx, &mut tx, &actor), &proof, true).await?;
            tx.commit().await?;
        }
        let mut said = Vec::new();
        for (at, login, text, to) in told.replies {
            let There { ctx, actor, .. } = self.there(login, *at).await?;
            let here = wall::here(&ctx, &actor, self.space).await?;
            let proof = here.prove_post(&ctx, &actor, PostVerb::Reply, post).await?;
            let to = to.and_then(|to| said.get(to).copied());
            let mut tx = ctx.db.begin().await?;
            let mut act = Act::new(&ctx, &mut tx, &actor);
            said.push(replies::reply(&mut act, &proof, &here, text, to).await?.id);
            tx.commit().await?;
        }
        Ok(())
    }

    async fn homework(&self) -> Result<()> {
        for given in GIVEN {
            let There { ctx, actor, viewer } = self.there(given.by, given.at).await?;
            let (proof, _) = class::space(&ctx.db, &actor, &viewer, ClassVerb::HomeworkGive, self.space).await?;
            let new = NewHomework {
                subject: given.subject.to_owned(),
                title: given.title.to_owned(),
                body: given.body.to_owned(),
                due_day: Some(self.day(given.due)),
                due_hour: None,
                minutes: Some(given.minutes),
                hand_in: given.hand_in,
            };
            let mut tx = ctx.db.begin().await?;
            let mut act = Act::new(&ctx, &mut tx, &actor);
            let it = homework::give(&mut act, &Calendar::default(), &proof, ctx.id(), new, Vec::new()).await?;
            tx.commit().await?;
            for handed in given.handed {
                self.hand_in(given, &it, handed).await?;
            }
        }
        Ok(())
    }

    async fn hand_in(&self, given: &Given, it: &Homework, handed: &Handed) -> Result<()> {
        let There { ctx, actor, viewer } = self.there(handed.pupil, handed.at).await?;
        let pupil = self.person(handed.pupil).await?.id;
        let (_, standing) = class::space(&ctx.db, &actor, &viewer, ClassVerb::HomeworkSee, self.space).await?;
        let proof = class::pupil(&actor, ClassVerb::HomeworkDo, &standing, pupil)?;
        let mut tx = ctx.db.begin().await?;
        let act = &mut Act::new(&ctx, &mut tx, &actor);
        match handed.text {
            Some(text) => homework::hand_in(act, &proof, it, text, Vec::new()).await?,
            None => homework::say(act, &proof, it, handed.state).await?,
        }
        tx.commit().await?;
        let Some((at, words)) = handed.back else { return Ok(()) };
        let There { ctx, actor, viewer } = self.there(given.by, at).await?;
        let (proof, _) = class::space(&ctx.db, &actor, &viewer, ClassVerb::HomeworkGive, self.space).await?;
        let mut tx = ctx.db.begin().await?;
        let act = &mut Act::new(&ctx, &mut tx, &actor);
        homework::give_back(act, &proof, it, pupil, WorkState::Returned, words).await?;
        Ok(tx.commit().await?)
    }

    async fn calendar(&self) -> Result<()> {
        for planned in EVENTS {
            let it = self.plan(planned).await?;
            for (at, login, answer, brings) in planned.answers {
                self.answer(&it, login, *at, *answer, *brings).await?;
            }
        }
        self.meetings().await
    }

    async fn plan(&self, planned: &Planned) -> Result<Event> {
        let There { ctx, actor, viewer } = self.there(planned.by, planned.at).await?;
        let (proof, _) = calendar::space(&ctx.db, &actor, &viewer, CalendarVerb::Write, self.space).await?;
        let new = NewEvent {
            title: planned.title.to_owned(),
            place: planned.place.to_owned(),
            body: planned.body.to_owned(),
            first: Some(self.day(planned.day)),
            last: None,
            from: Some(planned.from),
            to: Some(planned.to),
            repeat: None,
            audience: planned.to_whom,
            asks: !planned.answers.is_empty(),
            needs: planned.needs.iter().map(|(wanted, label)| (*wanted, (*label).to_owned())).collect(),
        };
        let mut tx = ctx.db.begin().await?;
        let it = events::make(&mut Act::new(&ctx, &mut tx, &actor), &proof, new).await?;
        tx.commit().await?;
        Ok(it)
    }

    async fn answer(
        &self,
        it: &Event,
        login: &str,
        at: (i64, Time),
        answer: AnswerWord,
        brings: Option<(&str, i64)>,
    ) -> Result<()> {
        let There { ctx, actor, viewer } = self.there(login, at).await?;
        let (proof, standing) = calendar::event(&ctx.db, &actor, &viewer, CalendarVerb::See, it).await?;
        let me = actor.person().ok_or_else(Problem::not_found)?;
        let day = it.first_day;
        let mut tx = ctx.db.begin().await?;
        let act = &mut Act::new(&ctx, &mut tx, &actor);
        answers::answer(act, &proof, it, standing.as_ref(), (day, me, answer)).await?;
        if let Some((label, amount)) = brings {
            let needs = store::answers::needs_in(act.tx, it.id).await?;
            let need = needs.iter().find(|need| need.label == label).ok_or_else(Problem::not_found)?;
            answers::bring(act, &proof, it, need.id, amount).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn meetings(&self) -> Result<()> {
        let There { ctx, actor, viewer } = self.there(ROUND.by, ROUND.at).await?;
        let (proof, _) = calendar::space(&ctx.db, &actor, &viewer, CalendarVerb::Host, self.space).await?;
        let new = NewRound {
            title: ROUND.title.to_owned(),
            place: ROUND.place.to_owned(),
            body: ROUND.body.to_owned(),
            day: Some(self.day(ROUND.day)),
            from: Some(ROUND.from),
            to: Some(ROUND.to),
            minutes: ROUND.minutes,
            pause: None,
        };
        let mut tx = ctx.db.begin().await?;
        let round = meetings::open(&mut Act::new(&ctx, &mut tx, &actor), &proof, new).await?;
        tx.commit().await?;
        for (at, guardian, child, place) in ROUND.taken {
            let There { ctx, actor, viewer } = self.there(guardian, *at).await?;
            let child = self.person(child).await?.id;
            let (_, standing) = calendar::space(&ctx.db, &actor, &viewer, CalendarVerb::See, self.space).await?;
            let proof = calendar::child(&actor, CalendarVerb::Meet, &standing, child)?;
            let slots = store::meetings::slots(&ctx.db, round.id).await?;
            let slot = slots.get(*place).ok_or_else(Problem::not_found)?.id;
            let mut tx = ctx.db.begin().await?;
            meetings::take(&mut Act::new(&ctx, &mut tx, &actor), &proof, &round, slot).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn absences(&self) -> Result<()> {
        for missed in ABSENCES {
            let There { ctx, actor, viewer } = self.there(missed.by, missed.at).await?;
            let child = self.person(missed.child).await?.id;
            let proof = class::parent(&ctx.db, &actor, &viewer, child).await?;
            let new = NewAbsence {
                kind: missed.kind,
                first: Some(self.day(missed.day)),
                last: None,
                reason: missed.reason,
                words: missed.words.to_owned(),
                paper: false,
            };
            let mut tx = ctx.db.begin().await?;
            let it = absences::announce(&mut Act::new(&ctx, &mut tx, &actor), &proof, new).await?;
            tx.commit().await?;
            let Some((at, login, state)) = missed.answer else { continue };
            let There { ctx, actor, viewer } = self.there(login, at).await?;
            let proof = class::desk(&ctx.db, &actor, &viewer, child).await?;
            let mut tx = ctx.db.begin().await?;
            absences::answer(&mut Act::new(&ctx, &mut tx, &actor), &proof, &it, state, "").await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

impl Month<'_> {
    /// A form that half of the class has signed; of one pupil's parents, one did.
    async fn form(&self) -> Result<()> {
        let There { ctx, actor, viewer } = self.there(FORM.by, FORM.at).await?;
        let (proof, _) = class::space(&ctx.db, &actor, &viewer, ClassVerb::FormAsk, self.space).await?;
        let question = |(text, choose, options): &(&str, Choose, &[&str])| {
            let options = options.iter().map(|option| (*option).to_owned()).collect();
            Question { text: (*text).to_owned(), choose: *choose, options }
        };
        let new = NewForm {
            asked_of: AskedOf::Families,
            signed_by: SignedBy::Both,
            title: FORM.title.to_owned(),
            body: FORM.body.to_owned(),
            questions: FORM.questions.iter().map(question).collect(),
            due_day: Some(self.day(FORM.due)),
            shown: false,
        };
        let mut tx = ctx.db.begin().await?;
        let form = forms::ask(&mut Act::new(&ctx, &mut tx, &actor), &proof, ctx.id(), new, Vec::new()).await?;
        tx.commit().await?;
        let absent = self.person(FORM.unsigned_by).await?.id;
        let half = |(place, it): &(usize, forms::Signers)| {
            place % 2 == 0 || it.persons.iter().any(|(person, _)| *person == absent)
        };
        let children = forms::signers(&ctx, self.space).await?;
        for (place, it) in children.into_iter().enumerate().filter(half) {
            for (parent, (person, _)) in it.persons.iter().enumerate().filter(|(_, (person, _))| *person != absent) {
                // Two parents of one child have not talked to each other.
                let meal = (place + usize::from(place == 8) * parent) % FORM.questions[1].2.len();
                self.sign(&form, &it, *person, vec![vec![usize::from(place % 7 == 6)], vec![meal]]).await?;
            }
        }
        Ok(())
    }

    async fn sign(&self, form: &Form, of: &forms::Signers, person: PersonId, answers: Answers) -> Result<()> {
        let person = person_by_id(&self.ctx.db, person).await?.ok_or_else(Problem::not_found)?;
        let words = format!(
            "Je soussigné·e {}, responsable légal·e de {}, ai lu « {} » et je signe ma réponse.",
            person.name, of.name, form.title
        );
        let There { ctx, actor, viewer } = self.then(person, FORM.signed_at).await?;
        let (_, standing) = class::space(&ctx.db, &actor, &viewer, ClassVerb::FormSee, self.space).await?;
        let proof = class::pupil(&actor, ClassVerb::FormAnswer, &standing, of.child)?;
        let mut tx = ctx.db.begin().await?;
        forms::answer(&mut Act::new(&ctx, &mut tx, &actor), &proof, form.id, answers, &words).await?;
        Ok(tx.commit().await?)
    }
}

/// Somebody who acts, and what is around them.
struct There {
    ctx: Ctx,
    actor: Actor,
    viewer: Viewer,
}
