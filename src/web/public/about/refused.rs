//! The page for a request that is answered before, or instead of, the page at its address.

use actix_web::http::StatusCode;
use fluent_bundle::FluentValue;

use super::not_found::NotFound;
use crate::web::shell::forms::MAX_FORM_BYTES;
use crate::web::text::messages::Messages;

/// Why there is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A part of the request makes no sense.
    Unreadable,
    /// There is nothing at the address.
    NotFound,
    /// The address takes other methods.
    WrongMethod,
    /// The body did not come within this time.
    TooSlow {
        /// The limit in seconds.
        seconds: u64,
    },
    /// The query of the address is longer than any of ours.
    AddressTooLong,
    /// The body is larger than the form at the address may be.
    TooLarge,
    /// There is no room for the request at present.
    Busy {
        /// When it is worth asking again.
        seconds: u64,
    },
    /// An error that is none of the reader's.
    Failed,
}

impl Refused {
    /// What a status says where nothing else is known.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            StatusCode::URI_TOO_LONG => Self::AddressTooLong,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            status if status.is_client_error() => Self::Unreadable,
            _ => Self::Failed,
        }
    }

    /// What the page says. `most_bytes` is the limit of the form at the address, if there is one.
    pub(super) fn page(self, messages: &Messages, most_bytes: Option<usize>) -> NotFound {
        let number = |number: u64| FluentValue::from(number.to_string());
        let (id, text) = match self {
            Self::NotFound => ("no-page", messages.text("no-page-text")),
            Self::Unreadable => ("refused-unreadable", messages.text("refused-unreadable-text")),
            Self::AddressTooLong => ("refused-address", messages.text("refused-address-text")),
            Self::WrongMethod => ("refused-method", messages.text("refused-method-text")),
            Self::Failed => ("refused-failed", messages.text("refused-failed-text")),
            Self::TooSlow { seconds } => {
                ("refused-slow", messages.format("refused-slow-text", [("seconds", number(seconds))]))
            }
            Self::Busy { seconds } => {
                ("refused-busy", messages.format("refused-busy-text", [("seconds", number(seconds))]))
            }
            Self::TooLarge => {
                let size = size(messages, most_bytes.unwrap_or(MAX_FORM_BYTES));
                ("refused-large", messages.format("refused-large-text", [("size", size.into())]))
            }
        };
        let page = NotFound::new(messages.text(id), text);
        if matches!(self, Self::AddressTooLong) { page.alone() } else { page }
    }
}

/// A limit as people read it.
fn size(messages: &Messages, bytes: usize) -> String {
    let (unit, number) =
        if bytes < 1 << 20 { ("size-kilobytes", bytes >> 10) } else { ("size-megabytes", bytes >> 20) };
    messages.format(unit, [("number", number.to_string().into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::LANGUAGES;

    #[test]
    fn a_limit_is_named_in_the_unit_that_fits() {
        let messages = Messages::read(LANGUAGES[0]).unwrap();
        assert_eq!(size(&messages, 16 * 1024), "16 Kilobyte");
        assert_eq!(size(&messages, 128 * 1024), "128 Kilobyte");
        assert_eq!(size(&messages, 1 << 20), "1 Megabyte");
    }
}
