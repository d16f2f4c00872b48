//! Calls that cost more than a search: through the gate, on a thread that may wait, and given up when the caller goes.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::{self, Bytes, Data};

use super::problem::ApiError;
use crate::app::State;
use crate::app::gate::{Cost, Pass};
use crate::units::{Stop, StopOnDrop};

/// Bytes that are handed to the connection at once.
const CHUNK: usize = 64 << 10;

/// The content of an answer. It holds its permits until the last byte was taken, or the caller has gone.
#[derive(Debug)]
pub struct GatedBody {
    bytes: Bytes,
    pass: Option<Pass>,
}

impl GatedBody {
    /// Content that was computed outside the gate, such as a small answer that was kept.
    pub fn free(bytes: Bytes) -> Self {
        Self { bytes, pass: None }
    }

    /// The number of bytes.
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Leaves a part of the content, for a request of a range; a part that goes beyond the end ends there.
    pub fn cut(&mut self, part: std::ops::Range<usize>) {
        let end = part.end.min(self.bytes.len());
        self.bytes = self.bytes.slice(part.start.min(end)..end);
    }
}

impl MessageBody for GatedBody {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.bytes.len() as u64)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let body = self.get_mut();
        if body.bytes.is_empty() {
            body.pass = None;
            return Poll::Ready(None);
        }
        let chunk = body.bytes.split_to(body.bytes.len().min(CHUNK));
        Poll::Ready(Some(Ok(chunk)))
    }
}

/// Computes the content of an answer behind the gate. If the caller goes, `work` is asked to stop; its permits are given
/// back when it has ended.
///
/// # Errors
///
/// 503 if there is no room, or what `work` fails with.
pub async fn gated<T: Into<Bytes> + Send + 'static>(
    state: &Data<State>,
    cost: Cost,
    work: impl FnOnce(&State, &Stop) -> Result<T, ApiError> + Send + 'static,
) -> Result<GatedBody, ApiError> {
    let pass = state.gate.enter(cost).await?;
    let stop = Stop::new();
    let on_drop = StopOnDrop(stop.clone());
    let state = state.clone();
    let computed = web::block(move || {
        let content = work(&state, &stop).map(Into::into);
        (content, pass)
    });
    let (content, pass) = computed.await.map_err(ApiError::internal)?;
    drop(on_drop);
    Ok(GatedBody { bytes: content?, pass: Some(pass) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_body_comes_in_pieces_and_whole() {
        let content: Vec<u8> = (0..3 * CHUNK + 5).map(|number| (number % 251) as u8).collect();
        let mut body = std::pin::pin!(GatedBody::free(content.clone().into()));
        assert_eq!(body.size(), BodySize::Sized(content.len() as u64));
        let mut got = Vec::new();
        while let Some(chunk) = std::future::poll_fn(|context| body.as_mut().poll_next(context)).await {
            let Ok(chunk) = chunk;
            assert!(!chunk.is_empty() && chunk.len() <= CHUNK);
            got.extend_from_slice(&chunk);
        }
        assert!(got == content);
    }
}
