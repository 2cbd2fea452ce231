//! An open connection, plain or in TLS.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use crate::{EgressError, Host, Patience, count::Counted, tls, within};

/// An open connection to a listed destination. Its bytes are counted.
#[derive(Debug)]
pub struct Line {
    stream: Stream,
    host: Host,
    roots: tls::Roots,
    patience: Patience,
}

#[derive(Debug)]
enum Stream {
    Plain(Counted),
    Tls(Box<TlsStream<Counted>>),
}

impl Line {
    pub(crate) fn plain(stream: Counted, host: Host, roots: tls::Roots, patience: Patience) -> Self {
        Self { stream: Stream::Plain(stream), host, roots, patience }
    }

    /// Goes on in TLS, for the host that was asked for (`STARTTLS`). What is in TLS already stays as it is.
    pub async fn secure(self) -> Result<Self, EgressError> {
        let Stream::Plain(plain) = self.stream else { return Ok(self) };
        let stream = within(self.patience, tls::handshake(&self.roots, &self.host, plain)).await?;
        Ok(Self { stream: Stream::Tls(Box::new(stream)), ..self })
    }

    /// Whether it is in TLS.
    pub fn is_secure(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(context, buf),
            Stream::Tls(stream) => Pin::new(stream).poll_read(context, buf),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
