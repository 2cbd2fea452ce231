//! The count beside the bell, around what the people's service knows of a page's frame.

use std::sync::Arc;

use async_trait::async_trait;
use preau_kernel::{Actor, Result};
use preau_web::{Ctx, Shell, ShellSource};

use crate::store;

/// A shell with a bell: what another source gives, and how much the person has not read.
#[derive(Clone)]
pub struct Bell(Arc<dyn ShellSource>);

impl Bell {
    /// Hangs the bell onto a shell.
    pub fn onto(shell: Arc<dyn ShellSource>) -> Self {
        Self(shell)
    }
}

#[async_trait]
impl ShellSource for Bell {
    async fn shell(&self, ctx: &Ctx, actor: &Actor) -> Result<Shell> {
        let shell = self.0.shell(ctx, actor).await?;
        let Some(person) = actor.person() else { return Ok(shell) };
        Ok(Shell { unread: Some(store::unread(&ctx.db, person, ctx.clock.now()).await?), ..shell })
    }
}
