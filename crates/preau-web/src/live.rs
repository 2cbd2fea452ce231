//! Live updates: server-sent events that tell a page which of its fragments changed.
//!
//! Each wake-up from the bus becomes a message that names what happened; upon it the page fetches itself again, with
//! its own rights, and swaps the fragment that watches (`data-live`). Nothing personal travels in the message.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt};
use preau_bus::{Delivery, Pattern};
use preau_kernel::{PersonId, SpaceId};

use crate::{Answer, Ctx};

/// How often a silent connection is kept open by a comment.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// Tells the page of each change in a space until it leaves. The caller checked that the person may see the space.
pub async fn live(ctx: &Ctx, space: SpaceId) -> Answer {
    let woken = ctx.bus.subscribe(&Pattern::space(space)).await?;
    Ok(stream(woken))
}

/// Tells the page of each change that concerns one person, who is the one that asks.
pub async fn live_person(ctx: &Ctx, person: PersonId) -> Answer {
    let woken = ctx.bus.subscribe(&Pattern::person(person)).await?;
    Ok(stream(woken))
}

fn stream(woken: impl Stream<Item = Delivery> + Send + 'static) -> Response {
    let events = woken.map(|delivery| {
        let name = match delivery {
            Delivery::Message(message) => message.subject.words().skip(3).collect::<Vec<_>>().join("."),
            Delivery::Lagged => "resync".to_owned(),
        };
        Ok::<_, Infallible>(Event::default().data(name))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}
