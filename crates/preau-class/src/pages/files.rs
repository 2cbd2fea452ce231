//! What is attached to homework, work and forms, as a list and as bytes.

use axum::extract::Path;
use preau_kernel::{PersonId, Problem, Result, Role};
use preau_people::acts::Act;
use preau_web::{
    Answer, Said, View, Visit,
    files::{FileKind, disposition, give, weight},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{forms, homework};
use crate::{
    acts,
    model::{File, FileId, FormId, HomeworkId, WorkState},
    policy::{self, ClassVerb, Standing},
    store,
};

/// A file as a template shows it.
pub(super) struct Item {
    pub(super) file: File,
    /// The address of its bytes.
    pub(super) at: String,
    /// How large it is, in words.
    pub(super) weight: String,
}

impl Item {
    pub(super) fn is_picture(&self) -> bool {
        self.file.kind == FileKind::Picture
    }
}

/// A file for a program.
#[derive(Serialize, ToSchema)]
pub(super) struct AttachedFile {
    /// Its id.
    id: FileId,
    /// The pupil who handed it in; none for what the teacher gave.
    pupil: Option<PersonId>,
    /// What it is.
    kind: FileKind,
    /// What its sender called it.
    name: String,
    /// Its media type.
    media: String,
    /// Its size in bytes.
    size: i64,
}

impl AttachedFile {
    pub(super) fn of(file: &File) -> Self {
        let File { id, pupil, kind, size, .. } = *file;
        Self { id, pupil, kind, name: file.name.clone(), media: file.media.clone(), size }
    }
}

/// The files of a thing that are for one: what the teacher gave, or what one pupil handed in.
pub(super) fn items(view: &View, at: &str, files: &[File], pupil: Option<PersonId>) -> Vec<Item> {
    let item = |file: &File| {
        let (key, count) = weight(file.size);
        Item { at: format!("{at}/files/{}", file.id), weight: view.t1(key, "count", count), file: file.clone() }
    };
    files.iter().filter(|file| file.pupil == pupil).map(item).collect()
}

/// Whether somebody who stands so to the space sees what a pupil handed in: the pupil; those who lead and those who answer
/// for the child, unless it was taken back.
pub(super) fn sees(visit: &Visit, standing: &Standing, pupil: PersonId, state: WorkState) -> bool {
    let theirs = visit.actor.person() == Some(pupil) && standing.role == Some(Role::Member);
    let handed = matches!(state, WorkState::HandedIn | WorkState::Returned);
    let gives = policy::allows(&visit.actor, ClassVerb::HomeworkGive, standing);
    theirs || handed && (gives || standing.is_my_child(pupil))
}

async fn of_homework(visit: &Visit, id: HomeworkId, file: FileId) -> Result<File> {
    let (it, _, standing) = homework::find(visit, ClassVerb::HomeworkSee, id).await?;
    let file = one(visit, it.id.uuid(), file).await?;
    if let Some(pupil) = file.pupil {
        let work = store::homework::work(&visit.ctx.db, id, pupil).await?;
        let state = work.map_or(WorkState::Open, |work| work.state);
        if !sees(visit, &standing, pupil, state) {
            return Err(Problem::not_found());
        }
    }
    Ok(file)
}

async fn one(visit: &Visit, thing: Uuid, id: FileId) -> Result<File> {
    let all = store::files::of(&visit.ctx.db, thing).await?;
    all.into_iter().find(|file| file.id == id).ok_or_else(Problem::not_found)
}

async fn whole(visit: &Visit, file: &File) -> Answer {
    let shown = file.kind == FileKind::Picture || file.plays;
    give(visit, file.blob, &file.media, Some(disposition(&file.name, shown))).await
}

async fn small(visit: &Visit, file: &File) -> Answer {
    give(visit, file.small.ok_or_else(Problem::not_found)?, &file.media, None).await
}

/// `/homework/{id}/files/{file}`
pub(super) async fn homework_file(visit: Visit, Path((id, file)): Path<(HomeworkId, FileId)>) -> Answer {
    whole(&visit, &of_homework(&visit, id, file).await?).await
}

/// `/homework/{id}/files/{file}/small`
pub(super) async fn homework_small(visit: Visit, Path((id, file)): Path<(HomeworkId, FileId)>) -> Answer {
    small(&visit, &of_homework(&visit, id, file).await?).await
}

/// `POST /homework/{id}/files/{file}/remove`: of what one gave, or of one's own work.
pub(super) async fn remove(visit: Visit, Path((id, file)): Path<(HomeworkId, FileId)>) -> Answer {
    let file = of_homework(&visit, id, file).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    match file.pupil {
        None => {
            let (it, proof, _) = homework::find(&visit, ClassVerb::HomeworkGive, id).await?;
            acts::homework::take_off(&mut act, &proof, &it, file.id).await?;
        }
        Some(pupil) => {
            let (it, _, standing) = homework::find(&visit, ClassVerb::HomeworkSee, id).await?;
            let proof = policy::pupil(&visit.actor, ClassVerb::HomeworkDo, &standing, pupil)?;
            acts::homework::take_off_work(&mut act, &proof, &it, file.id).await?;
        }
    }
    tx.commit().await?;
    visit.go_and_say(&format!("/homework/{id}"), &Said::new("class-said-file-removed"))
}

async fn of_form(visit: &Visit, id: FormId, file: FileId) -> Result<File> {
    let (form, ..) = forms::find(visit, ClassVerb::FormSee, id).await?;
    one(visit, form.id.uuid(), file).await
}

/// `/forms/{id}/files/{file}`
pub(super) async fn form_file(visit: Visit, Path((id, file)): Path<(FormId, FileId)>) -> Answer {
    whole(&visit, &of_form(&visit, id, file).await?).await
}

/// `/forms/{id}/files/{file}/small`
pub(super) async fn form_small(visit: Visit, Path((id, file)): Path<(FormId, FileId)>) -> Answer {
    small(&visit, &of_form(&visit, id, file).await?).await
}
