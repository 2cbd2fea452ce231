//! What a batch of pictures says of each slip.

use crate::code::Slip;
use crate::read::{Doubt, Found, Sighting, Sign, State};

/// A slip, and what all pictures of it say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// What it is. Compare its shape with the one that was printed under this code.
    pub slip: Slip,
    /// What its boxes say, in the order of [`crate::Layout::boxes`].
    pub states: Vec<State>,
    /// What its area to sign says, if it has one.
    pub sign: Option<Sign>,
    /// Where it was seen: which picture, and which of its slips.
    pub seen: Vec<(usize, usize)>,
}

impl Reply {
    /// Whether a person must look at something.
    pub fn is_doubtful(&self) -> bool {
        self.sign == Some(Sign::Doubtful) || self.states.iter().any(|state| matches!(state, State::Doubtful(_)))
    }
}

/// Brings the sightings of each slip together, in the order of their codes. A slip that was seen twice (on two pictures,
/// or two copies of one paper) says only what all its sightings say; where they differ, a person must look.
pub fn gather(pictures: &[Found]) -> Vec<Reply> {
    let mut replies: Vec<Reply> = Vec::new();
    for (picture, found) in pictures.iter().enumerate() {
        for (place, sighting) in found.slips.iter().enumerate() {
            match replies.iter_mut().find(|reply| reply.slip == sighting.slip) {
                Some(reply) => agree(reply, sighting, (picture, place)),
                None => replies.push(first(sighting, (picture, place))),
            }
        }
    }
    replies.sort_by_key(|reply| reply.slip.code);
    replies
}

fn first(sighting: &Sighting, at: (usize, usize)) -> Reply {
    Reply {
        slip: sighting.slip.clone(),
        states: sighting.ticks.iter().map(|tick| tick.state).collect(),
        sign: sighting.signature.as_ref().map(|signature| signature.sign),
        seen: vec![at],
    }
}

fn agree(reply: &mut Reply, sighting: &Sighting, at: (usize, usize)) {
    reply.seen.push(at);
    for (state, tick) in reply.states.iter_mut().zip(&sighting.ticks) {
        let both_doubt = matches!((*state, tick.state), (State::Doubtful(_), State::Doubtful(_)));
        if *state != tick.state && !both_doubt {
            *state = State::Doubtful(Doubt::Differs);
        }
    }
    if reply.sign != sighting.signature.as_ref().map(|signature| signature.sign) {
        reply.sign = reply.sign.map(|_| Sign::Doubtful);
    }
}
