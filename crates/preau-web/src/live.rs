//! Live updates: server-sent events that tell a page which of its fragments changed.
//!
//! The page says what it shows; each wake-up from the bus becomes an event `changed`, upon which the page fetches the
//! fragment again with its own rights. Nothing personal travels in the event.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt};
use preau_bus::Delivery;
use preau_kernel::{Problem, SpaceId};

use crate::{Answer, Ctx};

/// How often a silent connection is kept open by a comment.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// Tells the page of each change in a space until it leaves. The caller checked that the person may see the space.
pub async fn live(ctx: &Ctx, space: SpaceId) -> Answer {
    let pattern = preau_bus::Pattern::space(space);
    let woken = ctx.bus.subscribe(&pattern).await.map_err(Problem::from)?;
    Ok(stream(woken))
}

fn stream(woken: impl Stream<Item = Delivery> + Send + 'static) -> Response {
    let events = woken.map(|delivery| {
        let name = match delivery {
            Delivery::Message(message) => message.subject.to_string().rsplit('.').next().unwrap_or_default().to_owned(),
            Delivery::Lagged => "resync".to_owned(),
        };
        Ok::<_, Infallible>(Event::default().event("changed").data(name))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}
