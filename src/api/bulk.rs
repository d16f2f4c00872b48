//! Whole datasets as files at `/bulk`, with ranges, so that a broken download goes on where it ended.

use std::ops::Range;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_RANGE, HeaderValue, IF_RANGE, RANGE,
};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;

use super::http::problem::ApiError;
use super::http::{Validator, gate, parameters};
use crate::app::State;
use crate::app::gate::Cost;
use crate::app::opendata::Holdings;
use crate::app::opendata::bulk::BulkFile;

/// A whole dataset. Registered by [`super::configure_open_data`].
#[actix_web::get("/bulk/{file}")]
pub(super) async fn get_file(
    request: HttpRequest,
    name: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let file = BulkFile::read(&name)?;
    let holdings = Holdings::now(&state);
    let version = file.version(&holdings, &state)?;
    // Of times on roads no version is known in advance, so no answer is the same as another.
    let now = version.is_none().then(Utc::now);
    let validator = Validator::new(0, ("bulk", file.name(), &version, now));
    if version.is_some() && validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let (form, name) = (file.form, file.name());
    let body = gate::gated(&state, Cost::Large, move |state, stop| Ok(file.write(&holdings, state, stop)?));
    let mut body = body.await?;
    let part = Part::of(&request, body.length());
    body.cut(part.bytes.clone());
    let mut answer = validator.answer(form.media_type(), body);
    *answer.status_mut() = part.status;
    let headers = answer.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    // Bytes are counted in the file itself, so a part is never compressed, and neither is an archive.
    if part.status != StatusCode::OK || form.is_compressed() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("identity"));
    }
    if let Some(Ok(value)) = part.position.map(HeaderValue::try_from) {
        headers.insert(CONTENT_RANGE, value);
    }
    Ok(answer)
}

/// Which bytes of a file are sent.
struct Part {
    status: StatusCode,
    bytes: Range<usize>,
    /// What the header `Content-Range` says.
    position: Option<String>,
}

impl Part {
    /// What a request asks for of a file of this length. With `If-Range` the whole file comes: validators are weak here, and
    /// only a strong one would show that the file is the same to the byte.
    fn of(request: &HttpRequest, length: usize) -> Self {
        let headers = request.headers();
        let asked = headers.get(RANGE).filter(|_| !headers.contains_key(IF_RANGE));
        let asked = asked.and_then(|value| value.to_str().ok());
        match asked.and_then(|text| read_range(text, length)) {
            None => Self { status: StatusCode::OK, bytes: 0..length, position: None },
            Some(None) => Self {
                status: StatusCode::RANGE_NOT_SATISFIABLE,
                bytes: 0..0,
                position: Some(format!("bytes */{length}")),
            },
            Some(Some(bytes)) => Self {
                status: StatusCode::PARTIAL_CONTENT,
                position: Some(format!("bytes {}-{}/{length}", bytes.start, bytes.end.saturating_sub(1))),
                bytes,
            },
        }
    }
}

/// The one range of a header; `Some(None)` lies outside of the file, and `None` is no single range of bytes, which is
/// answered with the whole file.
fn read_range(text: &str, length: usize) -> Option<Option<Range<usize>>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<usize>().ok();
    match (first.trim(), last.trim()) {
        ("", last) => {
            let count = number(last)?.min(length);
            Some((count > 0).then(|| length - count..length))
        }
        (first, "") => {
            let first = number(first)?;
            Some((first < length).then_some(first..length))
        }
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if first > last {
                return None;
            }
            Some((first < length).then(|| first..last.saturating_add(1).min(length)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_of_bytes_is_read_and_all_else_gives_the_whole_file() {
        for (text, expected) in [
            ("bytes=0-9", Some(Some(0..10))),
            ("bytes=90-", Some(Some(90..100))),
            ("bytes=90-200", Some(Some(90..100))),
            ("bytes=-10", Some(Some(90..100))),
            ("bytes=-200", Some(Some(0..100))),
            ("bytes=100-", Some(None)),
            ("bytes=100-200", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=9-1", None),
            ("bytes=0-1,5-6", None),
            ("items=0-1", None),
            ("bytes=x-1", None),
            ("bytes=18446744073709551616-", None),
            ("bytes=0-18446744073709551615", Some(Some(0..100))),
            ("", None),
        ] {
            assert_eq!(read_range(text, 100), expected, "{text}");
        }
        assert_eq!(read_range("bytes=0-0", 0), Some(None));
    }
}
