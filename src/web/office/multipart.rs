//! Forms with a file, as browsers send them.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_multipart::Multipart;
use actix_web::HttpRequest;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_core::Stream;

/// The size of a piece.
const CHUNK_BYTES: usize = 16 << 10;
/// A form with a file has few fields.
const MAX_FIELDS: usize = 20;

/// Why a form with a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MultipartFault {
    /// It is no such form, or cut off.
    Broken,
    /// It has more bytes or fields than it may have.
    TooLarge,
}

/// The fields of a form, and its file.
#[derive(Debug, Default)]
pub(super) struct FileForm {
    pub fields: Vec<(String, String)>,
    pub file: Bytes,
    /// Its name as the browser tells it, without a folder and not too long.
    pub file_name: String,
}

/// The most characters of a file name.
const MAX_NAME_CHARS: usize = 120;

/// The name of a file without a folder, of either kind of system, and without what no line shows.
fn plain_name(told: &str) -> String {
    let name = told.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(MAX_NAME_CHARS).collect()
}

/// Reads a form whose field `file_field` is a file.
pub(super) async fn read(
    request: &HttpRequest,
    body: &Bytes,
    file_field: &str,
) -> Result<FileForm, MultipartFault> {
    let mut parts = Multipart::new(request.headers(), Chunks(body.clone()));
    let mut form = FileForm::default();
    while let Some(part) = poll_fn(|context| Pin::new(&mut parts).poll_next(context)).await {
        let mut part = part.map_err(|_| MultipartFault::Broken)?;
        let name = part.name().ok_or(MultipartFault::Broken)?.to_owned();
        // The body is in memory already, so no part is longer.
        let bytes = part.bytes(body.len()).await.map_err(|_| MultipartFault::TooLarge)?;
        let bytes = bytes.map_err(|_| MultipartFault::Broken)?;
        if form.fields.len() >= MAX_FIELDS {
            return Err(MultipartFault::TooLarge);
        }
        let value = if name == file_field {
            let told = part.content_disposition().and_then(|it| it.get_filename()).map(plain_name);
            form.file_name = told.unwrap_or_default();
            form.file = bytes;
            String::new()
        } else {
            String::from_utf8(bytes.to_vec()).map_err(|_| MultipartFault::Broken)?
        };
        form.fields.push((name, value));
    }
    Ok(form)
}

/// A body that was read, as the stream from which its parts are taken. They come in pieces, because the reader of the parts
/// refuses one that is larger than its buffer.
struct Chunks(Bytes);

impl Stream for Chunks {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.0.len().min(CHUNK_BYTES);
        Poll::Ready((length > 0).then(|| Ok(self.0.split_to(length))))
    }
}
