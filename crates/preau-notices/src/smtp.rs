//! Giving mails to the institution's own mail server (RFC 5321), on a connection of the egress.
//!
//! The dialogue is `mail-send`'s; the connection, and TLS on it, are ours. What matters here is to know after a failure
//! whether the server may have taken the mail: see [`Trouble`].

use std::time::Duration;

use mail_send::{Credentials, Error, SmtpClient, smtp::message::Parameters};
use preau_egress::{Egress, EgressError, Line};
use preau_kernel::word;

/// How long the server may take for one answer; RFC 5321 §4.5.3.2 grants minutes, a queue behind us does not wait so long.
const PATIENCE: Duration = Duration::from_mins(1);

word! {
    /// How the line to the mail server is made private.
    pub enum MailTls {
        /// In the dialogue, and never without (RFC 3207).
        StartTls = "starttls",
        /// From the first byte (RFC 8314).
        Tls = "tls",
        /// Not at all: a server on this machine, or on a network that is the operator's own.
        Off = "off",
    }
}

/// The institution's mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its name; it must be on the egress's list.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is made private.
    pub tls: MailTls,
    /// User and password, if it asks.
    pub login: Option<(String, String)>,
    /// Whose mails they are: `preau@louise-michel.example`.
    pub from: String,
}

/// What went wrong, by what it means for the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The server can't be used at all, for now; nothing was given to it.
    Away(String),
    /// It does not take this mail, for now.
    Later(String),
    /// It does not take this address, for good.
    Refused(String),
    /// The line broke after the whole mail was sent: it may have been taken.
    Unsure(String),
}

impl Trouble {
    /// What was answered, in short, for the operator.
    pub(crate) fn answer(&self) -> &str {
        match self {
            Self::Away(why) | Self::Later(why) | Self::Refused(why) | Self::Unsure(why) => why,
        }
    }
}

impl From<EgressError> for Trouble {
    fn from(error: EgressError) -> Self {
        Self::Away(error.to_string())
    }
}

/// An open dialogue.
pub(crate) struct Dialogue {
    client: SmtpClient<Line>,
}

impl Dialogue {
    /// Connects, makes the line private, says hello and who we are.
    pub(crate) async fn open(egress: &Egress, mail: &Mail, hello: &str) -> Result<Self, Trouble> {
        let line = match mail.tls {
            MailTls::Tls => egress.connect_tls(&mail.host, mail.port).await?,
            MailTls::StartTls | MailTls::Off => egress.connect(&mail.host, mail.port).await?,
        };
        let mut client = SmtpClient { stream: line, timeout: PATIENCE };
        tokio::time::timeout(PATIENCE, client.read()).await.map_err(|_| away(Error::Timeout))?.map_err(away)?;
        let mut able = client.ehlo(hello).await.map_err(away)?;
        if mail.tls == MailTls::StartTls {
            let answer = client.cmd(b"STARTTLS\r\n").await.map_err(away)?;
            if answer.code() != 220 {
                // A line that somebody keeps in the clear is not used.
                return Err(Trouble::Away(format!("STARTTLS: {}", answer.code())));
            }
            client = SmtpClient { stream: client.stream.secure().await?, timeout: PATIENCE };
            // RFC 3207 §4.2: what was said before counts no more.
            able = client.ehlo(hello).await.map_err(away)?;
        }
        if let Some((username, secret)) = &mail.login {
            let login = Credentials::Plain { username: username.as_str(), secret: secret.as_str() };
            client.authenticate(&login, &able).await.map_err(away)?;
        }
        Ok(Self { client })
    }

    /// Gives one mail.
    pub(crate) async fn give(&mut self, from: &str, to: &str, message: &[u8]) -> Result<(), Trouble> {
        if !is_address(to) {
            return Err(Trouble::Refused("553".to_owned()));
        }
        let plain = Parameters::new();
        self.client.mail_from(from, &plain).await.map_err(away)?;
        self.client.rcpt_to(to, &plain).await.map_err(|error| before(error, true))?;
        let answer = self.client.cmd(b"DATA\r\n").await.map_err(|error| before(error, false))?;
        if answer.code() != 354 {
            return Err(before(Error::UnexpectedReply(answer), false));
        }
        let given = async {
            self.client.write_message(message).await?;
            self.client.read().await
        };
        let given = tokio::time::timeout(PATIENCE, given).await.unwrap_or(Err(Error::Timeout));
        match given {
            Ok(answer) if answer.code() / 100 == 2 => Ok(()),
            Ok(answer) => Err(before(Error::UnexpectedReply(answer), false)),
            // From here on the server may have it.
            Err(error) => Err(Trouble::Unsure(error.to_string())),
        }
    }

    /// Begins anew after a mail that was not taken. Whether the dialogue can go on.
    pub(crate) async fn again(&mut self) -> bool {
        self.client.rset().await.is_ok()
    }

    /// Says goodbye; the server need not answer.
    pub(crate) async fn close(self) {
        let _ = self.client.quit().await;
    }
}

/// An address that can stand in the dialogue: one @, no blanks, nothing that ends a line or an argument, plain letters.
fn is_address(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_graphic() && !matches!(sign, '<' | '>' | '"' | '\\' | ',' | ';');
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    text.len() <= 254 && parts.is_some() && text.chars().all(sign)
}

fn away(error: Error) -> Trouble {
    Trouble::Away(said(&error))
}

/// A failure before the mail was sent whole. Only an answer about the recipient says something about the address.
fn before(error: Error, recipient: bool) -> Trouble {
    match error {
        Error::UnexpectedReply(ref answer) if answer.code() / 100 == 5 && recipient => Trouble::Refused(said(&error)),
        Error::UnexpectedReply(_) => Trouble::Later(said(&error)),
        other => away(other),
    }
}

/// Code and enhanced code (RFC 3463), without the server's words: they may hold the address.
fn said(error: &Error) -> String {
    match error {
        Error::UnexpectedReply(answer) | Error::AuthenticationFailed(answer) => {
            let [class, subject, detail] = answer.esc;
            format!("{} {class}.{subject}.{detail}", answer.code())
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_can_t_end_its_line() {
        for good in ["a.b@exemple.fr", "x+y@mail.exemple.fr"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a b@c", "a@b>\r\nRCPT TO:<x@y", "é@exemple.fr", "a@b@c", "\"a\"@b"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
