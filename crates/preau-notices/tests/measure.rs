//! How long telling many takes. Run by hand: `cargo test -p preau-notices --test main -- --ignored --nocapture measure`.

use std::time::Instant;

use preau_bus::{Delivery, Pattern};
use preau_kernel::{Actor, PersonId, PersonKind};
use preau_people::acts::Act;

use crate::world::{School, person};

/// Told at once.
const MANY: usize = 2000;
/// Pages that are open meanwhile.
const OPEN: usize = 1000;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures, and proves nothing by itself"]
async fn measure_telling_two_thousand_while_a_thousand_look() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        let ctx = school.app.ctx();
        let mut tx = school.db().begin().await.unwrap();
        let mut act = Act::new(ctx, &mut tx, &Actor::System);
        let mut all: Vec<PersonId> = Vec::with_capacity(MANY);
        for count in 0..MANY {
            all.push(person(&mut act, PersonKind::Guardian, "Camille", "Essai", &format!("g{count}")).await);
        }
        tx.commit().await.unwrap();
        school.app.settle().await;
        let mut pages = Vec::new();
        for person in all.iter().take(OPEN) {
            pages.push(ctx.bus.subscribe(&Pattern::person(*person)).await.unwrap());
        }
        let began = Instant::now();
        school.tell(&school.post(school.thing()), &all).await.unwrap();
        let told = began.elapsed();
        school.app.settle().await;
        for page in &mut pages {
            let next = crate::told::next(page).await;
            assert!(matches!(next, Some(Delivery::Message(_))), "{next:?}");
        }
        println!(
            "{engine:?}: {MANY} told and committed in {told:?}, {OPEN} open pages woken after {:?}",
            began.elapsed()
        );
    }
}
