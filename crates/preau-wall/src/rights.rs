//! Image rights: who sees a picture, and who may answer for whom.
//!
//! **The rule.** A picture, film or recording is shown to those who see its post only while everybody who can be
//! recognised in it agreed, or was covered. Until then those who lead the space see it, to say who is in it, to ask, to
//! cover; nobody else, not even the family of one of several children in it. What is not known is not agreed to.
//!
//! **Who is asked.** Each legal guardian, unless a court keeps them away; whoever is of age, for themselves. One refusal
//! is enough. What a roster says about photos is only a reason to ask or not to ask.

use preau_kernel::{Actor, Can, Decision, PersonId, Problem, Result, word};
use preau_web::Ctx;

use crate::{
    model::{Post, PostId, PostState, Sight, Terms},
    policy::Here,
    store::{
        self,
        rights::{self, Ask, On},
    },
};

word! {
    /// What can be done with what is asked about a child's pictures.
    pub enum RightsVerb {
        /// Answer.
        Answer = "rights.answer",
    }
}

/// Whether somebody sees a file that may not be shown yet.
pub fn sees(sight: Sight, held: bool) -> bool {
    sight.leads || !held
}

/// What somebody is asked about the pictures of a post.
#[derive(Debug)]
pub struct Asked {
    /// The post.
    pub post: Post,
    /// To what they agree.
    pub terms: Terms,
    /// About whom.
    pub asks: Vec<Ask>,
}

/// What an actor is asked about the pictures of a published post of this wall; not found if that is nothing. They may be
/// asked about a post that is for pupils alone.
pub async fn asked(ctx: &Ctx, actor: &Actor, here: &Here, post: PostId) -> Result<Asked> {
    let me = actor.person().ok_or_else(Problem::not_found)?;
    let found = store::post(&ctx.db, post).await?;
    let there = found.filter(|post| post.space == here.met.id && post.state == PostState::Published);
    let post = there.ok_or_else(Problem::not_found)?;
    let terms = rights::terms(&ctx.db, post.id).await?.ok_or_else(Problem::not_found)?;
    let asks = rights::asked_of(&ctx.db, post.id, me, On::at(ctx.clock.now())).await?;
    if asks.is_empty() { Err(Problem::not_found()) } else { Ok(Asked { post, terms, asks }) }
}

impl Asked {
    /// Proof that the actor may answer for a child.
    pub fn prove(&self, child: PersonId) -> Result<Can<RightsVerb, Ask>> {
        let ask = self.asks.iter().find(|ask| ask.child == child).ok_or_else(Problem::not_found)?;
        Decision::Allow.prove(RightsVerb::Answer, ask.clone())
    }
}
