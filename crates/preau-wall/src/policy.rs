//! Who may do what on a wall.
//!
//! Those who lead a space write on its wall; everybody in the space reads what is for them. Each `may_*` function is
//! pure; the functions that hand out a proof load the facts.

use preau_kernel::{Actor, Can, Decision, Kind, PersonId, Problem, Result, Role, SpaceId, Timestamp, word};
use preau_people::{
    policy::{SpaceVerb, may_space},
    store::{
        Viewer,
        spaces::{self, Met},
    },
};
use preau_web::{Ctx, VerbRoles};

use crate::{
    model::{Post, PostId, PostState, Sight, UNDO},
    store,
};

word! {
    /// What can be done with the wall of a space.
    pub enum WallVerb {
        /// Read what is for oneself.
        Read = "wall.read",
        /// Write on it.
        Write = "wall.write",
        /// Freeze it, and let it go on.
        Freeze = "wall.freeze",
        /// Reach people in spite of the hours.
        Emergency = "wall.emergency",
        /// Make a year book of it.
        Book = "wall.book",
    }
}

word! {
    /// What can be done with a post.
    pub enum PostVerb {
        /// Read it.
        See = "post.see",
        /// See who signed and how many saw it, what it said before, and what was withdrawn.
        Follow = "post.follow",
        /// Change its words, publish it, throw a draft away.
        Correct = "post.correct",
        /// Take it back from all.
        Withdraw = "post.withdraw",
        /// Undo that.
        Restore = "post.restore",
        /// Put it on top, and down again.
        Pin = "post.pin",
        /// Sign that one has read it.
        Sign = "post.sign",
        /// Say thank you for it.
        Thank = "post.thank",
        /// Reply to it.
        Reply = "post.reply",
        /// Say who is in its pictures, ask their families, cover somebody.
        Picture = "post.picture",
    }
}

/// The verbs and the roles that have them by default.
pub const VERBS: &[VerbRoles] = &[
    ("wall.read", &[Role::Owner, Role::Manager, Role::Member, Role::Guardian, Role::Guest]),
    ("wall.write", &[Role::Owner, Role::Manager]),
    ("wall.freeze", &[Role::Owner, Role::Manager]),
    ("wall.book", &[Role::Owner, Role::Manager]),
    // In the institution's own space:
    ("wall.emergency", &[Role::Owner]),
];

/// What an actor sees of the wall of a space that they meet so.
pub fn sight(actor: &Actor, met: &Met) -> Sight {
    if may_space(actor, SpaceVerb::See, met) != Decision::Allow {
        return Sight::default();
    }
    let roles = [met.role, met.through_child.then_some(Role::Guardian)];
    let means = |audience: preau_kernel::Audience| roles.into_iter().flatten().any(|role| audience.means(role));
    let leads = actor.runs() || matches!(met.role, Some(Role::Owner | Role::Manager));
    let [members, families, everyone] =
        [preau_kernel::Audience::Members, preau_kernel::Audience::Families, preau_kernel::Audience::Everyone]
            .map(means);
    Sight { leads, members, families, everyone }
}

/// What an actor may do with the wall of a space that they meet so.
pub fn may_wall(actor: &Actor, verb: WallVerb, met: &Met, frozen: bool) -> Decision {
    let seen = may_space(actor, SpaceVerb::See, met);
    if seen != Decision::Allow || verb == WallVerb::Read {
        return seen;
    }
    if !sight(actor, met).leads {
        return Decision::Deny("wall-leaders-write");
    }
    match verb {
        WallVerb::Emergency if actor.office() != Some(Role::Owner) => Decision::Deny("wall-head-alone"),
        WallVerb::Write | WallVerb::Emergency => open(met, frozen),
        WallVerb::Freeze | WallVerb::Book | WallVerb::Read => Decision::Allow,
    }
}

/// Whether anything may be written now.
fn open(met: &Met, frozen: bool) -> Decision {
    match (met.archived_at.is_some(), frozen) {
        (true, _) => Decision::Deny("space-archived"),
        (_, true) => Decision::Deny("wall-frozen"),
        _ => Decision::Allow,
    }
}

/// Whether an actor sees a post. Held equal to the store's lists by a test.
pub fn sees(me: Option<PersonId>, sight: Sight, post: &Post) -> bool {
    match post.state {
        PostState::Draft => sight.leads && me.is_some() && post.author == me,
        PostState::Waiting | PostState::Withdrawn => sight.leads,
        PostState::Published => sight.of(post.audience),
    }
}

/// What an actor may do with a post of a space that they meet so.
pub fn may_post(actor: &Actor, verb: PostVerb, met: &Met, post: &Post, frozen: bool, now: Timestamp) -> Decision {
    let sight = sight(actor, met);
    if !sees(actor.person(), sight, post) {
        return Decision::Hide;
    }
    if verb == PostVerb::See {
        return Decision::Allow;
    }
    if matches!(verb, PostVerb::Sign | PostVerb::Thank | PostVerb::Reply) {
        return if asks(actor, verb, sight, post) { open(met, frozen) } else { Decision::Deny("wall-not-asked") };
    }
    if !sight.leads {
        return Decision::Deny("wall-leaders-write");
    }
    let mine = actor.person().is_some() && post.author == actor.person();
    let (published, gone) = (post.state == PostState::Published, post.state == PostState::Withdrawn);
    match verb {
        PostVerb::Correct if !mine => Decision::Deny("wall-not-your-words"),
        PostVerb::Correct | PostVerb::Pin | PostVerb::Picture if gone => Decision::Deny("wall-withdrawn"),
        PostVerb::Pin if !published => Decision::Deny("wall-not-published"),
        PostVerb::Restore if !gone => Decision::Deny("wall-not-withdrawn"),
        PostVerb::Restore if post.withdrawn_at.is_none_or(|at| at + UNDO < now) => Decision::Deny("wall-too-late"),
        PostVerb::Correct | PostVerb::Pin | PostVerb::Picture | PostVerb::Restore => open(met, frozen),
        // Whoever leads can always stop what should not stand there, in a frozen wall too.
        _ => Decision::Allow,
    }
}

/// Whether a post that an actor sees asks for this answer of theirs.
fn asks(actor: &Actor, verb: PostVerb, sight: Sight, post: &Post) -> bool {
    let mine = actor.person().is_some() && post.author == actor.person();
    let asked = match verb {
        // Whoever leads counts the signatures.
        PostVerb::Sign => post.sign && !sight.leads,
        PostVerb::Thank => post.reactions && !mine,
        _ => post.replies,
    };
    asked && post.state == PostState::Published && actor.person().is_some()
}

/// A wall as an actor meets it.
#[derive(Debug)]
pub struct Here {
    /// The space.
    pub met: Met,
    /// Since when its wall is frozen.
    pub frozen: Option<Timestamp>,
    /// What the actor sees.
    pub sight: Sight,
}

/// A space's wall as an actor meets it; not found if there is nothing to see for them.
pub async fn here(ctx: &Ctx, actor: &Actor, space: SpaceId) -> Result<Here> {
    let viewer = Viewer::new(actor, ctx.clock.now());
    let met = spaces::meet(&ctx.db, &viewer, space).await?.ok_or_else(Problem::not_found)?;
    Here::of(ctx, actor, met).await
}

impl Here {
    /// The wall of a space that an actor meets so; not found if there is nothing to see for them.
    pub async fn of(ctx: &Ctx, actor: &Actor, met: Met) -> Result<Self> {
        may_wall(actor, WallVerb::Read, &met, false).prove(WallVerb::Read, met.id)?;
        let frozen = store::frozen(&ctx.db, met.id).await?;
        Ok(Self { sight: sight(actor, &met), met, frozen })
    }

    /// What the actor may do with this wall.
    pub fn may(&self, actor: &Actor, verb: WallVerb) -> Decision {
        may_wall(actor, verb, &self.met, self.frozen.is_some())
    }

    /// What the actor may do with a post of this wall.
    pub fn may_post(&self, actor: &Actor, verb: PostVerb, post: &Post, now: Timestamp) -> Decision {
        may_post(actor, verb, &self.met, post, self.frozen.is_some(), now)
    }

    /// Proof that the actor may do something with this wall.
    pub fn prove(&self, actor: &Actor, verb: WallVerb) -> Result<Can<WallVerb, SpaceId>> {
        self.may(actor, verb).prove(verb, self.met.id)
    }

    /// A post of this wall, if the actor sees it.
    pub async fn post(&self, ctx: &Ctx, actor: &Actor, id: PostId) -> Result<Post> {
        let post = store::post(&ctx.db, id).await?.filter(|post| post.space == self.met.id);
        let post = post.ok_or_else(Problem::not_found)?;
        self.may_post(actor, PostVerb::See, &post, ctx.clock.now()).prove(PostVerb::See, id)?;
        Ok(post)
    }

    /// Proof that the actor may do something with a post of this wall.
    pub async fn prove_post(
        &self,
        ctx: &Ctx,
        actor: &Actor,
        verb: PostVerb,
        id: PostId,
    ) -> Result<Can<PostVerb, Post>> {
        let post = self.post(ctx, actor, id).await?;
        self.may_post(actor, verb, &post, ctx.clock.now()).prove(verb, post)
    }
}

/// Whether the verb of a proof is the one that an act asks for.
pub(crate) fn demand<V: Copy + PartialEq, R>(proof: &Can<V, R>, verb: V) -> Result<()> {
    if proof.verb() == verb { Ok(()) } else { Err(Problem::new(Kind::Forbidden, "wrong-proof")) }
}
