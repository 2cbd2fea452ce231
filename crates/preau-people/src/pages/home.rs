//! Home, the directory, the language and undoing.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Actor, PersonId, Problem};
use preau_web::{Answer, App, Board, Cards, Said, View, Visit, add_cookie};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Todo, viewer};
use crate::{
    Directory,
    acts::{Act, undoing},
    directory::{Answers, PAGE},
    fields::Fields,
    known,
    model::{UndoId, fold},
    record::RecordSpace,
    store::{
        persons::Found,
        spaces::{self, ListedSpace, MySpace},
    },
};

#[derive(Template)]
#[template(path = "people/home.html")]
struct HomePage {
    view: View,
    first_name: String,
    today: time::Date,
    spaces: Vec<MySpace>,
    children: Vec<Child>,
    todo: Todo,
    cards: Cards,
}

/// What a program is told at `/`.
#[derive(Serialize, ToSchema)]
pub(super) struct HomeAnswer {
    /// Who is signed in.
    person: PersonId,
    /// Their name.
    name: String,
    /// The open spaces where they are, oneself or through a child.
    spaces: Vec<RecordSpace>,
    /// Their children whose record they may see.
    children: Vec<Named>,
}

/// A person's id and name.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonName)]
struct Named {
    /// Who.
    id: PersonId,
    /// The name.
    name: String,
}

struct Child {
    id: PersonId,
    name: String,
    spaces: Vec<(preau_kernel::SpaceId, String)>,
}

/// `/`
pub(super) async fn home(visit: Visit, Extension(app): Extension<App>) -> Answer {
    let me = visit.me()?;
    let viewer = viewer(&visit);
    let spaces = known::my_spaces(&visit).await?;
    let mut children: Vec<Child> = Vec::new();
    for there in known::my_children(&visit).await? {
        let name = spaces.iter().find(|space| space.id == there.space).map(|space| space.name.clone());
        let place = (there.space, name.unwrap_or_default());
        match children.last_mut().filter(|child| child.id == there.id) {
            Some(child) => child.spaces.push(place),
            None => children.push(Child { id: there.id, name: there.name, spaces: vec![place] }),
        }
    }
    if visit.json {
        let spaces = spaces.into_iter().map(|it| RecordSpace { id: it.id, name: it.name, role: it.role }).collect();
        let children = children.into_iter().map(|child| Named { id: child.id, name: child.name }).collect();
        return visit.json(&HomeAnswer { person: me.person, name: me.name.clone(), spaces, children });
    }
    let checks = if visit.actor.runs() { app.checks().await? } else { Vec::new() };
    let first_name = me.name.split_whitespace().next().unwrap_or_default().to_owned();
    let today = visit.ctx.texts.zone().day(viewer.now);
    let view = visit.view_to_keep().await?;
    let cards = app.cards(&visit, &view, Board::Home).await?;
    visit.page(&HomePage { view, first_name, today, spaces, children, todo: Todo::of(checks), cards })
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: i64,
}

/// Whom and what a name was found to be.
#[derive(Serialize, ToSchema)]
pub(super) struct DirectoryAnswer {
    /// What was typed.
    q: String,
    /// Whom the asker may find.
    persons: Answers,
    /// Where the asker may go.
    spaces: Vec<ListedSpace>,
}

#[derive(Template)]
#[template(path = "people/directory.html")]
struct DirectoryPage {
    view: View,
    q: String,
    answers: Answers,
    spaces: Vec<ListedSpace>,
    from: i64,
}

impl DirectoryPage {
    fn count(&self) -> usize {
        self.answers.exact.len() + self.answers.near.len() + self.spaces.len()
    }

    fn next(&self) -> String {
        let q: String = url::form_urlencoded::byte_serialize(self.q.as_bytes()).collect();
        format!("/directory?q={q}&from={}", self.from + PAGE)
    }

    fn small(&self, found: &Found) -> String {
        let kind = self.view.word("person-kind", &found.kind);
        found.place.as_ref().map_or(kind.clone(), |place| format!("{kind}, {place}"))
    }
}

/// `/directory?q=`
pub(super) async fn directory(
    visit: Visit,
    Extension(directory): Extension<Directory>,
    Query(asked): Query<Asked>,
) -> Answer {
    let me = visit.my_id()?;
    let viewer = viewer(&visit);
    let answers = directory.find(&visit.ctx.db, &viewer, &asked.q, asked.from).await?;
    let folded = fold(&asked.q);
    let listed = match (folded.is_empty() || asked.from > 0, visit.actor.runs()) {
        (true, _) => Vec::new(),
        (false, true) => spaces::list(&visit.ctx.db, false, &folded, viewer.now).await?,
        (false, false) => {
            let mine = spaces::spaces_of(&visit.ctx.db, me, viewer.now).await?;
            mine.into_iter().filter(|it| fold(&it.name).contains(&folded)).map(listed).collect()
        }
    };
    if visit.json {
        return visit.json(&DirectoryAnswer { q: asked.q, persons: answers, spaces: listed });
    }
    let view = visit.view().await?;
    visit.page(&DirectoryPage { view, q: asked.q, answers, spaces: listed, from: asked.from })
}

fn listed(it: MySpace) -> ListedSpace {
    let MySpace { id, kind, name, code, hue, .. } = it;
    ListedSpace { id, kind, name, code, hue, year: None, archived_at: None, members: 0, leaders: 0 }
}

/// `POST /language`
pub(super) async fn language(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    let lang = fields.get("lang");
    if !visit.ctx.texts.speaks(lang) {
        return Err(Problem::field("lang", "language").into());
    }
    let next = fields.get("next");
    // Only within this site: `//host` and `/\host` lead elsewhere.
    let local = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    let mut response = visit.go(if local { next } else { "/" })?;
    add_cookie(&mut response, &visit.language_cookie(lang));
    Ok(response)
}

/// `POST /undo/{id}`
pub(super) async fn undo(visit: Visit, Path(id): Path<UndoId>) -> Answer {
    visit.me()?;
    let actor: &Actor = &visit.actor;
    let mut tx = visit.ctx.db.begin().await?;
    let done = undoing::undo(&mut Act::new(&visit.ctx, &mut tx, actor), id).await?;
    tx.commit().await?;
    let to = match done {
        undoing::Undo::Leave { person } => format!("/p/{person}"),
        undoing::Undo::Archive { space } => format!("/s/{space}"),
        undoing::Undo::Remove { member } => format!("/s/{}/members", member.space),
        undoing::Undo::Merge { joined } => format!("/p/{}", joined.kept()),
        undoing::Undo::Year { .. } => "/admin/year".to_owned(),
    };
    visit.go_and_say(&to, &Said::new("people-said-undone"))
}
