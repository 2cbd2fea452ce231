//! `preau app-password`.

use clap::Args;
use preau_kernel::Result;
use preau_signin::Signin;
use preau_web::Said;
use serde_json::json;

use super::Where;
use crate::voice::Voice;

/// What the password is called among the person's others.
const NAME: &str = "preau app-password";

/// Print a password for one client (drive, calendar, chat) of somebody
#[derive(Debug, Args)]
pub(super) struct AppPassword {
    #[command(flatten)]
    place: Where,
    /// The person's login
    login: String,
}

impl AppPassword {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let opened = self.place.open().await?;
        let person = opened.institution.person(&self.login).await?;
        let password = Signin::app_password(&opened.institution.app.ctx, person, NAME).await?;
        voice.tell(&Said::new("app-password-made").with("login", &self.login));
        // Alone on the last line, for scripts.
        voice.print(&password);
        voice.give(&json!({ "login": self.login, "password": password }));
        opened.close().await
    }
}
