//! A blob being read.

use std::{
    ops::Range,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream::BoxStream};

use crate::BlobError;

/// A blob, or a part of one, being read: a stream of its bytes.
pub struct Body {
    /// The size of the whole blob, in bytes.
    pub size: u64,
    /// Which part of it this is.
    pub range: Range<u64>,
    pieces: BoxStream<'static, Result<Bytes, BlobError>>,
}

impl Body {
    pub(crate) fn new(
        size: u64,
        range: Range<u64>,
        pieces: impl Stream<Item = Result<Bytes, BlobError>> + Send + 'static,
    ) -> Self {
        Self { size, range, pieces: pieces.boxed() }
    }

    /// Reads to the end; [`BlobError::TooLarge`] if that would be more than `limit` bytes.
    pub async fn bytes(mut self, limit: u64) -> Result<Bytes, BlobError> {
        if self.range.end - self.range.start > limit {
            return Err(BlobError::TooLarge { limit });
        }
        let mut whole = Vec::new();
        while let Some(piece) = self.pieces.next().await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.into())
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("size", &self.size).field("range", &self.range).finish_non_exhaustive()
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BlobError>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll_next_unpin(context)
    }
}

/// The part of a blob of `size` bytes that was asked for: never beyond its end, never backwards.
pub(crate) fn cut(range: Option<Range<u64>>, size: u64) -> Range<u64> {
    let range = range.unwrap_or(0..size);
    let end = range.end.min(size);
    range.start.min(end)..end
}
