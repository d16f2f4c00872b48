//! What paper needs and a screen does not: the day of print, and the address of the page in letters and as a QR code.

use chrono::NaiveDate;
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

use crate::web::text::format;
use crate::web::text::languages::Language;

/// The foot of a printed page.
#[derive(Debug, Serialize)]
pub(crate) struct Paper {
    /// "25.11.2026"
    printed_on: String,
    /// Without its scheme, as people write it; `None` where the address is not known or too long to be typed.
    address: Option<String>,
    code: Option<Code>,
}

/// A QR code as the path of an SVG in whole units.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Code {
    size: usize,
    path: String,
}

/// What people type from paper at most. The code of a longer address would also be too fine for older cameras.
const MOST_CHARACTERS: usize = 220;

impl Paper {
    /// `address` must not contain anything about the reader, because paper is passed on.
    pub fn new(language: &'static Language, today: NaiveDate, address: Option<&str>) -> Self {
        let address = address.filter(|it| it.chars().count() <= MOST_CHARACTERS);
        Self {
            printed_on: format::date(language, today),
            address: address
                .map(|it| it.trim_start_matches("https://").trim_start_matches("http://").to_owned()),
            code: address.and_then(Code::of),
        }
    }
}

impl Code {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let size = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(size).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|a, b| a == b) {
                if run.first() == Some(&Color::Dark) {
                    let length = run.len();
                    path.push_str(&format!("M{column} {row}h{length}v1h-{length}z"));
                }
                column += run.len();
            }
        }
        Some(Self { size, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::GERMAN;

    /// Which units of a path of horizontal runs are dark.
    fn dark(code: &Code) -> Vec<(usize, usize)> {
        let mut units = Vec::new();
        for run in code.path.split('M').skip(1) {
            let (corner, rest) = run.split_once('h').unwrap();
            let (column, row) = corner.split_once(' ').unwrap();
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            let column: usize = column.parse().unwrap();
            units.extend((column..column + length).map(|at| (at, row.parse().unwrap())));
        }
        units
    }

    #[test]
    fn the_path_draws_the_modules_of_the_code() {
        let code = Code::of("https://pflege.example.org/einrichtung/a-1").unwrap();
        let expected =
            QrCode::with_error_correction_level("https://pflege.example.org/einrichtung/a-1", EcLevel::M);
        let expected = expected.unwrap();
        let drawn = dark(&code);
        for row in 0..code.size {
            for column in 0..code.size {
                let is_dark = expected[(column, row)] == Color::Dark;
                assert_eq!(drawn.contains(&(column, row)), is_dark, "{column} {row}");
            }
        }
        // The corner of every code: a square of seven units.
        assert!((0..7).all(|at| drawn.contains(&(at, 0)) && drawn.contains(&(0, at))));
    }

    #[test]
    fn a_long_address_is_not_printed() {
        let today = "2026-11-25".parse().unwrap();
        let address = format!("https://pflege.example.org/merkliste?{}", "id=abcdefgh&".repeat(30));
        let long = Paper::new(&GERMAN, today, Some(&address));
        assert_eq!((long.address, long.code), (None, None));
        let short = Paper::new(&GERMAN, today, Some("https://pflege.example.org/"));
        assert_eq!(short.address.as_deref(), Some("pflege.example.org/"));
        assert_eq!((short.printed_on.as_str(), short.code.is_some()), ("25.11.2026", true));
    }
}
