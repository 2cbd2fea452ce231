//! What is left to do before the people are in order.

use preau_kernel::{PersonKind, Result};
use preau_web::{Check, Ctx, Health};

use crate::store::{families, persons, settings, spaces};

/// Looks whether all is well.
pub(crate) async fn checks(ctx: &Ctx) -> Result<Vec<Check>> {
    let (db, now) = (&ctx.db, ctx.clock.now());
    let named = !settings(db).await?.name.is_empty();
    let administrators = spaces::administrators(db, now).await?;
    let learners = persons::count(db, PersonKind::Learner).await?;
    let people = learners + persons::count(db, PersonKind::Patient).await?;
    let alone = families::learners_alone(db).await?;
    let unled = spaces::without_leader(db, now).await?;
    let name = if named {
        Check::new("institution-named", Health::Good)
    } else {
        Check::new("institution-unnamed", Health::Todo)
    };
    let office = match administrators {
        0 => Check::new("no-administrator", Health::Bad),
        1 => Check::new("one-administrator", Health::Todo),
        _ => Check::new("second-administrator", Health::Good),
    };
    let there =
        if people > 0 { Check::new("people-there", Health::Good) } else { Check::new("people-missing", Health::Todo) };
    let led = match unled {
        0 => Check::new("spaces-led", Health::Good),
        count => Check::new("spaces-alone", Health::Todo).with("count", count),
    };
    let mut checks = vec![
        name.at("/admin/settings"),
        office.at("/admin/people?kind=staff"),
        there.at("/admin"),
        led.at("/admin/spaces"),
    ];
    if learners > 0 {
        checks.push(match alone {
            0 => Check::new("learners-answered-for", Health::Good),
            count => Check::new("learners-alone", Health::Todo).with("count", count),
        });
    }
    Ok(checks)
}
