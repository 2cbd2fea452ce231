use preau_kernel::{Actor, PersonId, PersonKind, Role, SpaceId};
use preau_people::{
    acts::{Act, invitations, members, spaces, undoing},
    model::read,
    policy::{self, PersonVerb, SpaceVerb},
    store::{self, Viewer},
};
use preau_testkit::{TestApp, engines};
use serde_json::json;
use time::Duration;

use crate::{
    authenticator::{ORIGIN, Passkey},
    world::{World, is_in, school, sign_in},
};

const NEW: &str = "une phrase pour revenir";
const GUEST: [(&str, &str); 3] = [("given", "Rose"), ("family", "Delmas"), ("password", NEW)];

async fn proof(app: &TestApp, verb: SpaceVerb, space: SpaceId) -> preau_kernel::Can<SpaceVerb, SpaceId> {
    let viewer = Viewer::new(&Actor::System, app.ctx().clock.now());
    policy::space(&app.ctx().db, &Actor::System, &viewer, verb, space).await.unwrap().0
}

/// The code of an invitation into 4e B by its teacher, as it is read from paper.
pub(crate) async fn invite(world: &World, role: Role, uses: i64, stay: Option<Duration>) -> String {
    let ctx = world.app.ctx();
    let teacher = world.app.signed_in(world.teacher, PersonKind::Staff, None);
    let proof = proof(&world.app, SpaceVerb::Invite, world.class).await;
    let now = ctx.clock.now();
    let new = invitations::NewInvitation {
        role,
        uses,
        ends_at: now + Duration::days(7),
        stays_until: stay.map(|it| now + it),
    };
    let mut tx = ctx.db.begin().await.unwrap();
    let code = invitations::invite(&mut Act::new(ctx, &mut tx, &teacher), &proof, new).await.unwrap();
    tx.commit().await.unwrap();
    code
}

async fn guests(app: &TestApp) -> i64 {
    store::persons::count(&app.ctx().db, PersonKind::Guest).await.unwrap()
}

async fn guest(app: &TestApp) -> PersonId {
    store::person_by_login(&app.ctx().db, "rose.delmas").await.unwrap().unwrap().id
}

async fn is_there(world: &World, person: PersonId) -> bool {
    let ctx = world.app.ctx();
    store::spaces_of(&ctx.db, person, ctx.clock.now()).await.unwrap().iter().any(|it| it.id == world.class)
}

#[tokio::test]
async fn somebody_from_outside_is_in_with_a_name_and_a_password() {
    for engine in engines() {
        let world = school(engine).await;
        let code = invite(&world, Role::Guest, 2, None).await;
        let visitor = world.browser();
        let typed = visitor.post("/join", &[("code", &code.to_lowercase().replace('-', " "))]).await;
        let offer = format!("/join/{}", read(&code).unwrap());
        assert_eq!((typed.status, typed.location()), (303, offer.as_str()));
        let page = visitor.get(&offer).await;
        assert!(page.body.contains(&format!("{offer}/new")) && page.body.contains("/sign-in?next=/join/"));
        let new = format!("{offer}/new");
        assert!(visitor.get(&new).await.body.contains("4e B"));
        for wrong in [
            [("given", "Rose"), ("family", "Delmas"), ("password", "court")],
            [("given", ""), ("family", "Delmas"), ("password", NEW)],
        ] {
            let again = visitor.post(&new, &wrong).await;
            assert_eq!(again.status, 422);
            assert!(again.body.contains("value=\"Delmas\""), "what was typed stays");
        }
        assert_eq!(guests(&world.app).await, 0, "nothing is made before the last step");
        let reply = visitor.post(&new, &GUEST).await;
        assert_eq!((reply.status, reply.location()), (303, format!("/s/{}", world.class).as_str()), "{}", reply.body);
        assert!(is_in(&visitor).await);
        let rose = guest(&world.app).await;
        assert!(is_there(&world, rose).await);
        assert!(visitor.get("/account").await.body.contains("rose.delmas"));
        assert_eq!(sign_in(&world.browser(), "rose.delmas", NEW).await.status, 303, "and comes back");
        let came = store::spaces::came_by(&world.app.ctx().db, world.class, world.app.ctx().clock.now()).await.unwrap();
        assert_eq!((came.len(), came[0].id, came[0].by_person), (1, rose, Some(world.teacher)));
        // The journal has it: an account, a way in, a space.
        let seen = preau_journal::opened_by(&world.app.ctx().db, rose, None).await.unwrap();
        let verbs: Vec<_> = seen.entries.iter().map(|entry| entry.verb.as_str()).collect();
        for verb in ["person.create", "signin.bind", "invitation.accept"] {
            assert!(verbs.contains(&verb), "{verb} in {verbs:?}");
        }
        // Whoever is somebody stays who they are.
        assert_eq!(visitor.get(&new).await.location(), offer);
        assert_eq!(visitor.post(&new, &GUEST).await.status, 409);
        assert_eq!(world.came("lea.martin").await.post(&new, &GUEST).await.status, 409, "a pupil has an account");
        assert_eq!(guests(&world.app).await, 1);
    }
}

#[tokio::test]
async fn somebody_from_outside_is_in_with_a_passkey() {
    for engine in engines() {
        let world = school(engine).await;
        let code = read(&invite(&world, Role::Guest, 1, None).await).unwrap();
        let (begin, finish) = (format!("/join/{code}/new/passkey/begin"), format!("/join/{code}/new/passkey/finish"));
        let visitor = world.browser();
        assert_eq!(visitor.post_json(&begin, &json!({ "given": " ", "family": "Delmas" })).await.status, 422);
        let rose = json!({ "given": "Rose", "family": "Delmas", "way": "passkey" });
        let told = visitor.post_json(&begin, &rose).await.json();
        let (mut passkey, answer) = Passkey::make(&told);
        // A challenge of one kind is worth nothing for another.
        assert_eq!(visitor.post_json("/setup/you/passkey/finish", &answer).await.status, 410);
        assert_eq!(guests(&world.app).await, 0);
        let reply = visitor.post_json(&finish, &answer).await;
        assert_eq!((reply.status, reply.json()["next"].as_str()), (200, Some(format!("/s/{}", world.class).as_str())));
        assert!(is_in(&visitor).await && is_there(&world, guest(&world.app).await).await);
        let phone = world.browser();
        let told = phone.post_json("/sign-in/passkey/begin", &json!({})).await.json();
        assert_eq!(phone.post_json("/sign-in/passkey/finish", &passkey.sign(&told, ORIGIN)).await.status, 200);
        // Its one place is taken.
        assert_eq!(world.browser().post_json(&begin, &rose).await.status, 410);
    }
}

#[tokio::test]
async fn an_invitation_for_people_of_the_house_makes_no_account() {
    for engine in engines() {
        let world = school(engine).await;
        let code = read(&invite(&world, Role::Member, 5, None).await).unwrap();
        let visitor = world.browser();
        let offer = visitor.get(&format!("/join/{code}")).await;
        assert!(!offer.body.contains(&format!("/join/{code}/new")) && offer.body.contains("Je n’ai pas de compte"));
        let refused = visitor.post(&format!("/join/{code}/new"), &GUEST).await;
        assert_eq!(refused.status, 409);
        assert!(refused.body.contains("Demandez une invitation pour quelqu’un de l’extérieur"));
        assert_eq!(guests(&world.app).await, 0);
        let claire = world.came("claire.martin").await;
        assert_eq!(claire.post(&format!("/join/{code}"), &[]).await.location(), format!("/s/{}", world.class));
    }
}

#[tokio::test]
async fn a_code_that_opens_nothing_says_what_to_do_whatever_the_reason() {
    for engine in engines() {
        let world = school(engine).await;
        let used = read(&invite(&world, Role::Guest, 1, None).await).unwrap();
        world.came("claire.martin").await.post(&format!("/join/{used}"), &[]).await;
        let ended = read(&invite(&world, Role::Guest, 9, None).await).unwrap();
        let db = &world.app.ctx().db;
        let all = store::spaces::invitations_of(db, world.class, world.app.ctx().clock.now()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let stop = proof(&world.app, SpaceVerb::Invite, world.class).await;
        let mut act = Act::new(world.app.ctx(), &mut tx, &Actor::System);
        invitations::end_invitation(&mut act, &stop, all[0].id).await.unwrap();
        tx.commit().await.unwrap();
        let old = read(&invite(&world, Role::Guest, 9, None).await).unwrap();
        world.app.clock.advance(Duration::days(8));
        let visitor = world.browser();
        let shown = |reply: preau_testkit::Reply, code: &str| {
            assert_eq!(reply.status, 410, "{code}");
            assert!(reply.body.contains("Cette invitation n’ouvre rien") && reply.body.contains("action=\"/join\""));
            assert!(reply.body.contains(&format!("value=\"{code}\"")), "the code can be mended");
            reply.body.replace(code, "…")
        };
        let (mut by_link, mut typed) = (Vec::new(), Vec::new());
        for code in [&used, &ended, &old, "222222222222"] {
            by_link.push(shown(visitor.get(&format!("/join/{code}")).await, code));
            typed.push(shown(visitor.post("/join", &[("code", code)]).await, code));
        }
        for mut pages in [by_link, typed] {
            pages.dedup();
            assert_eq!(pages.len(), 1, "one page for all: nobody learns whether a code ever was");
        }
        shown(visitor.get("/join/abc").await, "abc");
        let program = world.browser().as_program().get(&format!("/join/{old}")).await;
        assert_eq!((program.status, program.json()["code"].as_str()), (410, Some("invitation-over")));
        let mistyped = visitor.post("/join", &[("code", "222222222223")]).await;
        assert_eq!(mistyped.status, 422, "the check letter notices");
    }
}

#[tokio::test]
async fn codes_can_t_be_tried_one_after_the_other() {
    for engine in engines() {
        let world = school(engine).await;
        let good = read(&invite(&world, Role::Guest, 9, None).await).unwrap();
        let guesser = world.browser();
        for _ in 0..20 {
            assert_eq!(guesser.get("/join/222222222222").await.status, 410);
        }
        let slowed = guesser.get(&format!("/join/{good}")).await;
        assert_eq!(slowed.status, 429);
        assert!(slowed.body.contains("Trop d’essais"), "{}", slowed.body);
        world.app.clock.advance(Duration::seconds(3));
        assert_eq!(guesser.get(&format!("/join/{good}")).await.status, 200, "and time forgives");
    }
}

#[tokio::test]
async fn one_invitation_makes_no_crowd_of_accounts_at_once() {
    for engine in engines() {
        let world = school(engine).await;
        let code = read(&invite(&world, Role::Guest, 500, None).await).unwrap();
        let visitor = world.browser();
        for _ in 0..60 {
            assert_eq!(visitor.post_json(&format!("/join/{code}/new/passkey/finish"), &json!({})).await.status, 410);
        }
        let slowed = visitor.post(&format!("/join/{code}/new"), &GUEST).await;
        assert!(slowed.status == 422 && slowed.body.contains("Trop d’essais"), "{}", slowed.body);
        assert_eq!(guests(&world.app).await, 0);
        world.app.clock.advance(Duration::minutes(2));
        assert_eq!(visitor.post(&format!("/join/{code}/new"), &GUEST).await.status, 303);
    }
}

/// Lets time pass, and the job of the people's service do what is due.
async fn later(world: &World, pause: Duration) {
    world.app.clock.advance(pause);
    invitations::let_guests_go(world.app.ctx()).await.unwrap();
    world.app.settle().await;
}

#[tokio::test]
async fn a_guest_stays_until_the_day_that_the_invitation_says() {
    for engine in engines() {
        let world = school(engine).await;
        let code = read(&invite(&world, Role::Guest, 1, Some(Duration::days(2))).await).unwrap();
        let visitor = world.browser();
        assert_eq!(visitor.post(&format!("/join/{code}/new"), &GUEST).await.status, 303);
        let rose = guest(&world.app).await;
        later(&world, Duration::days(1)).await;
        assert!(is_in(&visitor).await && is_there(&world, rose).await);
        later(&world, Duration::days(1) + Duration::hours(2)).await;
        later(&world, Duration::hours(1)).await;
        assert!(!is_there(&world, rose).await && !is_in(&visitor).await);
        assert_eq!(sign_in(&world.browser(), "rose.delmas", NEW).await.status, 422);
        assert_eq!(guests(&world.app).await, 0);
    }
}

#[tokio::test]
async fn a_guest_leaves_with_the_space_and_not_while_that_can_be_undone() {
    for engine in engines() {
        let world = school(engine).await;
        let ctx = world.app.ctx();
        let code = read(&invite(&world, Role::Guest, 1, None).await).unwrap();
        let visitor = world.browser();
        assert_eq!(visitor.post(&format!("/join/{code}/new"), &GUEST).await.status, 303);
        let rose = guest(&world.app).await;
        let head = world.app.signed_in(world.head, PersonKind::Staff, Some(Role::Owner));
        let archive = proof(&world.app, SpaceVerb::Archive, world.class).await;
        let mut tx = ctx.db.begin().await.unwrap();
        let undo = spaces::archive_space(&mut Act::new(ctx, &mut tx, &head), &archive).await.unwrap();
        tx.commit().await.unwrap();
        later(&world, Duration::minutes(30)).await;
        assert!(is_in(&visitor).await, "for as long as it can be undone");
        let mut tx = ctx.db.begin().await.unwrap();
        undoing::undo(&mut Act::new(ctx, &mut tx, &head), undo).await.unwrap();
        tx.commit().await.unwrap();
        later(&world, Duration::hours(3)).await;
        assert!(is_in(&visitor).await && is_there(&world, rose).await);

        let mut tx = ctx.db.begin().await.unwrap();
        let stop = proof(&world.app, SpaceVerb::Invite, world.class).await;
        members::remove_member(&mut Act::new(ctx, &mut tx, &head), &stop, rose).await.unwrap();
        tx.commit().await.unwrap();
        later(&world, Duration::hours(2)).await;
        later(&world, Duration::hours(1)).await;
        assert!(!is_in(&visitor).await);
        assert_eq!(guests(&world.app).await, 0);
        // Whoever came with an account of the house stays, whatever becomes of the space.
        assert!(store::person_by_login(&ctx.db, "claire.martin").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn the_rules_of_who_finds_whom_hold_for_guests() {
    for engine in engines() {
        let world = school(engine).await;
        let code = read(&invite(&world, Role::Guest, 1, None).await).unwrap();
        assert_eq!(world.browser().post(&format!("/join/{code}/new"), &GUEST).await.status, 303);
        let (ctx, rose) = (world.app.ctx(), guest(&world.app).await);
        let may = async |who: &Actor, verb, whom| {
            let viewer = Viewer::new(who, ctx.clock.now());
            policy::person(&ctx.db, who, &viewer, verb, whom).await.is_ok()
        };
        let guest = world.app.signed_in(rose, PersonKind::Guest, None);
        assert!(may(&guest, PersonVerb::Find, world.teacher).await, "the teacher who leads the space");
        assert!(!may(&guest, PersonVerb::Find, world.head).await, "no other staff");
        for child in [world.lea, world.sami, world.claire] {
            assert!(!may(&guest, PersonVerb::Find, child).await && !may(&guest, PersonVerb::Write, child).await);
        }
        let lea = world.app.signed_in(world.lea, PersonKind::Learner, None);
        assert!(!may(&lea, PersonVerb::Find, rose).await);
        let teacher = world.app.signed_in(world.teacher, PersonKind::Staff, None);
        assert!(may(&teacher, PersonVerb::Find, rose).await);
    }
}
