//! Counting what each destination is used for.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use preau_kernel::{Clock, Timestamp};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use crate::{Destination, DestinationUse};

/// Never used.
const NEVER: i64 = i64::MIN;

/// An entry of the list and its figures.
#[derive(Debug)]
pub(crate) struct Counter {
    pub(crate) destination: Destination,
    /// Whether its connections are opened here.
    pub(crate) opens: bool,
    last_used: AtomicI64,
    connections: AtomicU64,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
}

impl Counter {
    pub(crate) fn new(destination: Destination, opens: bool) -> Self {
        let zero = || AtomicU64::new(0);
        let last_used = AtomicI64::new(NEVER);
        Self { destination, opens, last_used, connections: zero(), bytes_in: zero(), bytes_out: zero() }
    }

    pub(crate) fn opened(&self, clock: Option<&dyn Clock>) {
        self.connections.fetch_add(1, Ordering::Relaxed);
        if let Some(clock) = clock {
            self.last_used.store(clock.now().unix_micros(), Ordering::Relaxed);
        }
    }

    pub(crate) fn snapshot(&self) -> DestinationUse {
        let last_used = self.last_used.load(Ordering::Relaxed);
        DestinationUse {
            destination: self.destination.clone(),
            counted: self.opens,
            last_used: (last_used != NEVER).then(|| Timestamp::from_unix_micros(last_used)),
            connections: self.connections.load(Ordering::Relaxed),
            bytes_in: self.bytes_in.load(Ordering::Relaxed),
            bytes_out: self.bytes_out.load(Ordering::Relaxed),
        }
    }
}

/// A socket whose bytes are counted.
#[derive(Debug)]
pub(crate) struct Counted {
    stream: TcpStream,
    counter: Arc<Counter>,
}

impl Counted {
    pub(crate) fn new(stream: TcpStream, counter: Arc<Counter>) -> Self {
        Self { stream, counter }
    }
}

fn add(counter: &AtomicU64, bytes: usize) {
    counter.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buf))?;
        add(&self.counter.bytes_in, buf.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        add(&self.counter.bytes_out, written);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, slices))?;
        add(&self.counter.bytes_out, written);
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
