//! Saying who is in a picture, asking their families, answering, covering, and letting pictures go when the time that was
//! agreed to is over.

use preau_blob::rows;
use preau_db::Tx;
use preau_journal::{
    Entry,
    verbs::{PICTURE_ANSWER, PICTURE_WHO},
};
use preau_kernel::{Actor, Can, Kind, PersonId, Problem, Result, Timestamp};
use preau_notices::{Notice, Urgency};
use preau_people::{acts::Act, fields::line};
use preau_web::Ctx;
use serde_json::json;

use super::{
    files::{blobs_of, end, owner},
    record, tell_of,
};
use crate::{
    model::{
        Consent, Extent, File, FileId, LONGEST, PURPOSE_LIMIT, Pictured, Post, PostState, Proof, Terms, Who, YesNo,
    },
    policy::{PostVerb, demand},
    rights::{Asked, RightsVerb},
    store::{
        self, files,
        rights::{self, Ask, On},
    },
};

/// What families are told when they are asked.
pub(crate) const ASKED: &str = "wall.pictures-asked";

/// A file of a post in which somebody can be recognised.
async fn shows_people(act: &mut Act<'_>, post: &Post, id: FileId) -> Result<File> {
    let there = files::of_post_in(act.tx, post.id).await?;
    there.into_iter().find(|file| file.id == id && file.shows_people()).ok_or_else(Problem::not_found)
}

/// Says who can be recognised in a file; nobody, if the list is empty. Whoever was covered in it stays covered.
pub async fn name(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, id: FileId, named: &[PersonId]) -> Result<()> {
    demand(proof, PostVerb::Picture)?;
    let post = proof.resource();
    let file = shows_people(act, post, id).await?;
    let before = rights::pictured_in(act.tx, file.id).await?;
    let children = rights::children(&act.ctx.db, post.space, act.now()).await?;
    let known = |id: &PersonId| children.iter().any(|child| child.id == *id) || before.iter().any(|it| it.child == *id);
    if !named.iter().all(known) {
        return Err(Problem::field("who", "choose"));
    }
    rights::set_who(act.tx, file.id, if named.is_empty() { Who::Nobody } else { Who::Named }).await?;
    for &child in named {
        let covered = before.iter().any(|it| it.child == child && it.covered);
        rights::insert_pictured(act.tx, &Pictured { file: file.id, child, covered }).await?;
    }
    record(act, PICTURE_WHO, post.space, json!({ "post": post.id, "file": file.id })).await?;
    tell_asked(act, post).await?;
    tell_of(act, "wall.corrected", post).await
}

/// What families are to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTerms {
    /// How far the pictures may go.
    pub extent: Extent,
    /// What for.
    pub purpose: String,
    /// Until when.
    pub until: Timestamp,
}

/// Asks the families of those in a post's pictures. Asked otherwise than before, they are asked again.
pub async fn ask(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, new: NewTerms) -> Result<()> {
    demand(proof, PostVerb::Picture)?;
    let (post, now) = (proof.resource(), act.now());
    let purpose = line("purpose", &new.purpose, PURPOSE_LIMIT)?;
    if purpose.is_empty() {
        return Err(Problem::field("purpose", "wall-say-what-for"));
    }
    if new.until <= now || new.until > now + LONGEST {
        return Err(Problem::field("until", "wall-say-until"));
    }
    let before = rights::terms_in(act.tx, post.id).await?;
    let same = |terms: &Terms| (terms.extent, &terms.purpose, terms.until) == (new.extent, &purpose, new.until);
    if !before.as_ref().is_some_and(same) {
        let (number, gone) = before.map_or((1, 0), |terms| (terms.number + 1, terms.gone));
        let (extent, until, by_person) = (new.extent, new.until, act.actor.person());
        let terms = Terms { post: post.id, number, extent, purpose, until, by_person, at: now, gone };
        rights::set_terms(act.tx, &terms).await?;
        preau_notices::recall(act.ctx, act.tx, ASKED, post.id.uuid()).await?;
    }
    tell_asked(act, post).await?;
    tell_of(act, "wall.corrected", post).await
}

/// Tells those who are asked about a post's pictures, once it is published.
pub(crate) async fn tell_asked(act: &mut Act<'_>, post: &Post) -> Result<()> {
    let Some(terms) = rights::terms_in(act.tx, post.id).await? else { return Ok(()) };
    if post.state != PostState::Published {
        return Ok(());
    }
    let to = rights::to_ask(act.tx, post.id, On::at(act.now())).await?;
    let notice = Notice {
        kind: ASKED,
        about: post.id.uuid(),
        space: Some(post.space),
        link: format!("/s/{}/wall/{}/agree", post.space, post.id),
        args: vec![("words", terms.purpose)],
        from: terms.by_person,
        urgency: Urgency::Ordinary,
    };
    preau_notices::tell(act.ctx, act.tx, &notice, &to).await
}

/// What somebody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// What.
    pub answer: YesNo,
    /// How far, if it is yes.
    pub extent: Extent,
    /// To which terms: those that stood on the page.
    pub number: i64,
    /// The words that stood there.
    pub words: String,
}

/// Notes an answer, and keeps the proof of it. It can be changed at any time.
pub async fn answer(act: &mut Act<'_>, asked: &Asked, proof: &Can<RightsVerb, Ask>, new: NewAnswer) -> Result<()> {
    demand(proof, RightsVerb::Answer)?;
    let person = act.actor.person().ok_or_else(Problem::not_found)?;
    let (post, child, at) = (&asked.post, proof.resource().child, act.now());
    let terms = rights::terms_in(act.tx, post.id).await?.ok_or_else(Problem::not_found)?;
    if terms.number != new.number {
        return Err(Problem::new(Kind::Conflict, "wall-asked-otherwise"));
    }
    let NewAnswer { answer, extent, number, words } = new;
    // Nobody agrees to more than is asked.
    let extent = if extent == Extent::Wall { extent } else { terms.extent };
    rights::set_consent(act.tx, &Consent { post: post.id, child, person, number, answer, extent, at }).await?;
    let proof = Proof { post: post.id, child, person, answer, words, until: terms.until, at };
    rights::insert_proof(act.tx, act.ctx.id(), &proof).await?;
    let detail = json!({ "post": post.id, "answer": answer });
    let entry = Entry::new(PICTURE_ANSWER, Some(person), at).about(child).within(post.space).with(detail);
    preau_journal::record(act.tx, &entry, &*act.ctx.entropy).await?;
    preau_notices::seen(act.ctx, act.tx, person, post.id.uuid()).await?;
    tell_of(act, "wall.corrected", post).await
}

/// Puts a picture in which somebody was covered in the place of the one before, which is gone with that: `after` is the
/// same file, drawn anew.
pub async fn cover(
    act: &mut Act<'_>,
    proof: &Can<PostVerb, Post>,
    before: &File,
    after: &File,
    covered: &[PersonId],
) -> Result<()> {
    demand(proof, PostVerb::Picture)?;
    let (post, now) = (proof.resource(), act.now());
    if before.post != post.id || after.id != before.id {
        return Err(Problem::not_found());
    }
    if files::redraw(act.tx, after, before.blob).await? == 0 {
        return Err(Problem::new(Kind::Conflict, "wall-picture-changed"));
    }
    rows::release(act.tx, owner(after.id), now).await?;
    for blob in blobs_of(after) {
        rows::keep(act.tx, blob, owner(after.id), now).await?;
    }
    for &child in covered {
        rights::cover(act.tx, after.id, child).await?;
    }
    record(act, PICTURE_WHO, post.space, json!({ "post": post.id, "file": after.id, "covered": covered })).await?;
    tell_of(act, "wall.corrected", post).await
}

/// Lets the files go whose time is over, with their bytes.
pub(crate) async fn let_go(ctx: &Ctx) -> Result<()> {
    loop {
        let mut tx = ctx.db.begin().await?;
        let over = rights::over(&mut tx, ctx.clock.now()).await?;
        if over.is_empty() {
            return Ok(());
        }
        let mut act = Act::new(ctx, &mut tx, &Actor::System);
        for (file, post) in over {
            end(&mut act, file).await?;
            rights::gone(act.tx, post).await?;
            if let Some(post) = store::post_in(act.tx, post).await? {
                tell_of(&mut act, "wall.corrected", &post).await?;
            }
        }
        tx.commit().await?;
    }
}

/// Forgets a person: what shows them goes with its bytes, what they agreed to no longer holds.
pub(crate) async fn forget(ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
    for file in rights::with_child(tx, person).await? {
        end(&mut Act::new(ctx, tx, &Actor::System), file).await?;
    }
    Ok(rights::forget(tx, person, ctx.id()).await?)
}
