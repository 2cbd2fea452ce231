//! A person, as sign-in needs to know them.

use preau_db::row;
use preau_kernel::{PersonId, PersonKind, Problem, Result, Role};
use preau_web::Ctx;

use crate::store::people;

row! {
    /// A person, as sign-in needs to know them.
    #[derive(Debug, Clone)]
    pub(crate) struct Who {
        pub(crate) id: PersonId,
        pub(crate) kind: PersonKind,
        pub(crate) login: String,
        pub(crate) given: String,
        pub(crate) family: String,
        pub(crate) called: String,
        pub(crate) gone: bool,
        pub(crate) office: Option<Role>
    }
}

impl Who {
    /// What a child of the class is called: the first name.
    pub(crate) fn first(&self) -> &str {
        self.called.split_whitespace().next().unwrap_or(&self.called)
    }
}

pub(crate) async fn by_login(ctx: &Ctx, login: &str) -> Result<Option<Who>> {
    Ok(people::by_login(&ctx.db, login, ctx.clock.now()).await?.filter(|who| !who.gone))
}

/// The person, if they are still here.
pub(crate) async fn by_id(ctx: &Ctx, id: PersonId) -> Result<Option<Who>> {
    Ok(people::by_id(&ctx.db, id, ctx.clock.now()).await?.filter(|who| !who.gone))
}

/// The person; not found if they are not here any more.
pub(crate) async fn known(ctx: &Ctx, id: PersonId) -> Result<Who> {
    by_id(ctx, id).await?.ok_or_else(Problem::not_found)
}
