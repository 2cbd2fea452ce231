//! A visitor with a cookie: as much of a browser as a load needs.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Outcome;

/// No page of Préau is near this size.
const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// One HTTP/1.1 connection that is kept open.
pub(crate) type Connection = SendRequest<Full<Bytes>>;

/// A person's browser: the server that it looks at, and the cookie that signs it in.
pub(crate) struct Visitor {
    server: SocketAddr,
    cookie: String,
}

impl Visitor {
    /// A visitor of a server on this machine. Others are refused: a load is never put on a stranger.
    pub(crate) fn new(server: &str) -> Outcome<Self> {
        let server: SocketAddr = server.parse().map_err(|error| format!("{server}: {error}"))?;
        if !server.ip().is_loopback() {
            return Err(format!("{server} is not on this machine").into());
        }
        Ok(Self { server, cookie: String::new() })
    }

    pub(crate) fn server(&self) -> SocketAddr {
        self.server
    }

    /// Sends the sign-in form as a browser does, and keeps the cookies that come back.
    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) -> Outcome {
        let request = Request::post("/sign-in")
            .header(header::HOST, self.server.to_string())
            .header(header::ORIGIN, format!("http://{}", self.server))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(format!("login={login}&password={password}")))?;
        let response = ask(&mut connect(self.server).await?, request).await?;
        if !response.status().is_redirection() {
            return Err(format!("sign-in as {login} answered {}", response.status()).into());
        }
        let cookies: Vec<&str> = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next())
            .collect();
        if cookies.is_empty() {
            return Err(format!("sign-in as {login} set no cookie").into());
        }
        self.cookie = cookies.join("; ");
        Ok(())
    }

    /// A request for `path` as this visitor's browser would send it.
    pub(crate) fn get(&self, path: &str) -> Outcome<Request<Full<Bytes>>> {
        Ok(Request::get(path)
            .header(header::HOST, self.server.to_string())
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .header(header::COOKIE, &self.cookie)
            .body(Full::default())?)
    }

    /// The text of a page that must be there.
    pub(crate) async fn page(&self, path: &str) -> Outcome<String> {
        let response = ask(&mut connect(self.server).await?, self.get(path)?).await?;
        if response.status() != StatusCode::OK {
            return Err(format!("{path} answered {}", response.status()).into());
        }
        Ok(String::from_utf8_lossy(response.body()).into_owned())
    }
}

/// Opens a connection and lets it run beside us.
#[expect(clippy::disallowed_methods, reason = "a load on this machine: Visitor::new refuses any other")]
pub(crate) async fn connect(server: SocketAddr) -> Outcome<Connection> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // It ends with its sender; what broke it reaches whoever sends next.
    tokio::spawn(connection);
    Ok(sender)
}

/// One request and its whole answer.
pub(crate) async fn ask(connection: &mut Connection, request: Request<Full<Bytes>>) -> Outcome<Response<Bytes>> {
    connection.ready().await?;
    let response: Response<Incoming> = connection.send_request(request).await?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, LARGEST_PAGE).collect().await?.to_bytes();
    Ok(Response::from_parts(head, body))
}

/// The address of the first link whose text contains `text`, in a page of ours (quoted attributes, no script).
pub(crate) fn link_to(page: &str, text: &str) -> Option<String> {
    page.split("<a ").skip(1).find_map(|rest| {
        let (link, _) = rest.split_once("</a>")?;
        let (attributes, content) = link.split_once('>')?;
        let content = content.replace("&nbsp;", " ").replace('\u{a0}', " ");
        let words: String = content.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect();
        let address = attributes.split("href=\"").nth(1)?.split('"').next()?;
        words.contains(text).then(|| address.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{Visitor, link_to};

    #[test]
    fn a_link_is_found_by_the_words_that_a_person_reads() {
        let page = r#"<a class="x" href="/me">Mon compte</a> <a href="/s/1" class="card"><b>Classe</b> 4e&nbsp;B</a>"#;
        assert_eq!(link_to(page, "4e B").as_deref(), Some("/s/1"));
        assert_eq!(link_to(page, "5e A"), None);
    }

    #[test]
    fn a_load_is_never_put_on_another_machine() {
        assert!(Visitor::new("127.0.0.1:8080").is_ok());
        assert!(Visitor::new("192.0.2.1:80").is_err());
    }
}
