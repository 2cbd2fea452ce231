//! What SQL lets a viewer find is what the policy allows, in worlds drawn at random.

use std::collections::HashSet;

use preau_db::{args, sql};
use preau_kernel::{
    Actor, Decision, Entropy, PersonId, PersonKind, Role, SignedIn, SpaceId, SpaceKind, Timestamp, Word,
};
use preau_people::{
    model::{ContactRule, Guardianship, Member, Person, Reach, Space},
    policy::{PersonVerb, may_person},
    store::{
        self, Viewer,
        persons::{Link, Page},
    },
};
use preau_testkit::{SeededEntropy, TestApp, engines};
use time::Duration;

use super::world::{empty, guardianship};

struct World {
    persons: Vec<Person>,
    spaces: Vec<Space>,
    members: Vec<Member>,
    guardianships: Vec<Guardianship>,
    rules: Vec<ContactRule>,
    now: Timestamp,
}

struct Draw<'a>(&'a dyn Entropy);

impl Draw<'_> {
    fn one_in(&self, chances: u32) -> bool {
        self.0.below(chances) == 0
    }
    fn of<T: Copy>(&self, all: &[T]) -> T {
        all[usize::try_from(self.0.below(u32::try_from(all.len()).unwrap())).unwrap()]
    }
}

fn person(app: &TestApp, draw: &Draw<'_>, number: usize) -> Person {
    let (id, now): (PersonId, _) = (app.ctx().id(), app.ctx().clock.now());
    Person {
        family_name: "Essai".to_owned(),
        given_names: format!("P{number}"),
        name: format!("P{number} Essai"),
        left_at: draw.one_in(8).then_some(now),
        erased_at: draw.one_in(20).then_some(now),
        ..Person::blank(id, draw.of(PersonKind::ALL), format!("p{number}-{id}"), now)
    }
}

fn world(app: &TestApp, draw: &Draw<'_>) -> World {
    let ctx = app.ctx();
    let now = ctx.clock.now();
    let today = now.date();
    let persons: Vec<Person> = (0..14).map(|number| person(app, draw, number)).collect();
    let space = |number: usize| Space {
        id: ctx.id(),
        kind: if number == 0 { SpaceKind::Institution } else { SpaceKind::Class },
        name: format!("S{number}"),
        code: None,
        level: None,
        hue: 1,
        year: None,
        seq: 0,
        source: "hand".to_owned(),
        created_by: None,
        created_at: now,
        archived_at: draw.one_in(5).then_some(now),
    };
    let spaces: Vec<Space> = (0..5).map(space).collect();
    let mut members = Vec::new();
    let mut guardianships = Vec::new();
    for person in &persons {
        for space in spaces.iter().filter(|_| draw.one_in(3)) {
            let until = draw.of(&[None, None, Some(now), Some(now + Duration::DAY)]);
            let role = draw.of(Role::ALL);
            members.push(Member {
                space: space.id,
                person: person.id,
                role,
                label: None,
                since: now,
                until,
                source: "hand".to_owned(),
            });
        }
        for child in persons.iter().filter(|child| child.id != person.id && draw.one_in(7)) {
            let mut it = guardianship(person.id, child.id);
            it.ended_at = draw.one_in(5).then_some(now);
            it.no_record = draw.one_in(2);
            it.limited_from = draw.of(&[None, today.previous_day(), Some(today), today.next_day()]);
            it.limited_until = draw.of(&[None, today.previous_day(), Some(today), today.next_day()]);
            guardianships.push(it);
        }
    }
    let pairs = PersonKind::ALL.iter().flat_map(|asks| PersonKind::ALL.iter().map(move |found| (*asks, *found)));
    let rules =
        pairs.map(|(asks, found)| ContactRule { asks, found, find: draw.of(Reach::ALL), writes: Reach::Nobody });
    let rules = rules.collect();
    World { persons, spaces, members, guardianships, rules, now }
}

impl World {
    async fn store(&self, app: &TestApp) {
        let mut tx = app.ctx().db.begin().await.unwrap();
        for table in [
            sql!("DELETE FROM member WHERE since <= $1"),
            sql!("DELETE FROM guardianship WHERE since <= $1"),
            sql!("DELETE FROM person WHERE created_at <= $1"),
            sql!("DELETE FROM space WHERE created_at <= $1"),
        ] {
            tx.run(table, args![self.now + Duration::DAY]).await.unwrap();
        }
        for person in &self.persons {
            store::persons::insert(&mut tx, person).await.unwrap();
        }
        for space in &self.spaces {
            store::spaces::insert(&mut tx, space).await.unwrap();
        }
        for member in &self.members {
            store::spaces::set_member(&mut tx, member).await.unwrap();
        }
        for it in &self.guardianships {
            store::families::set_guardianship(&mut tx, it).await.unwrap();
        }
        for rule in &self.rules {
            store::rules::set_rule(&mut tx, rule).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Where somebody is, oneself or through a child: the rule told again, in Rust.
    fn presence(&self, who: PersonId) -> HashSet<SpaceId> {
        let open = |space: SpaceId| {
            self.spaces.iter().any(|it| it.id == space && it.archived_at.is_none() && it.kind != SpaceKind::Institution)
        };
        let holds = |it: &&Member| it.until.is_none_or(|until| until > self.now) && open(it.space);
        let own = self.members.iter().filter(holds).filter(|it| it.person == who && it.role != Role::Auditor);
        let children: HashSet<PersonId> = self
            .guardianships
            .iter()
            .filter(|it| it.guardian == who && it.sees(self.now.date()))
            .map(|it| it.child)
            .collect();
        let theirs = self.members.iter().filter(holds);
        let theirs = theirs.filter(|it| children.contains(&it.person) && it.role == Role::Member);
        own.chain(theirs).map(|it| it.space).collect()
    }

    fn link(&self, me: &Person, other: &Person) -> Link {
        let rule = self.rules.iter().find(|rule| rule.asks == me.kind && rule.found == other.kind);
        let mine = self.presence(me.id);
        Link {
            kind: other.kind,
            left: other.left_at.is_some(),
            erased: other.erased_at.is_some(),
            my_child: self
                .guardianships
                .iter()
                .any(|it| it.guardian == me.id && it.child == other.id && it.sees(self.now.date())),
            my_guardian: self
                .guardianships
                .iter()
                .any(|it| it.child == me.id && it.guardian == other.id && it.ended_at.is_none()),
            ours: !mine.is_disjoint(&self.presence(other.id)),
            led: false,
            find: rule.map(|rule| rule.find),
            writes: rule.map(|rule| rule.writes),
        }
    }
}

#[tokio::test]
async fn what_the_directory_finds_is_what_the_policy_allows_in_any_world() {
    for engine in engines() {
        let app = empty(engine).await;
        for seed in 0..12 {
            let entropy = SeededEntropy::new(seed);
            let draw = Draw(&entropy);
            let world = world(&app, &draw);
            world.store(&app).await;
            for me in world.persons.iter().filter(|me| me.left_at.is_none() && me.erased_at.is_none()) {
                let office = draw.of(&[None, None, None, Some(Role::Manager), Some(Role::Auditor)]);
                let actor = Actor::Person(SignedIn {
                    person: me.id,
                    session: app.ctx().id(),
                    kind: me.kind,
                    office,
                    strong: true,
                    name: String::new(),
                });
                let viewer = Viewer::new(&actor, world.now);
                let db = &app.ctx().db;
                let mut found = HashSet::new();
                for left in [false, true] {
                    let page = Page { left, limit: 100, offset: 0 };
                    let listed = store::persons::search(db, &viewer, "", None, page).await.unwrap();
                    found.extend(listed.into_iter().map(|it| it.id));
                }
                for other in &world.persons {
                    let link = world.link(me, other);
                    let allowed = may_person(&actor, PersonVerb::Find, other.id, &link) == Decision::Allow;
                    assert_eq!(
                        found.contains(&other.id),
                        allowed,
                        "seed {seed}: {me:?} {office:?} finds {other:?} {link:?}"
                    );
                    let asked = store::persons::link(db, &viewer, other.id).await.unwrap().unwrap();
                    let decided = may_person(&actor, PersonVerb::Find, other.id, &asked) == Decision::Allow;
                    assert_eq!(decided, allowed, "seed {seed}: SQL says {asked:?}, the world {link:?}");
                }
            }
        }
    }
}
