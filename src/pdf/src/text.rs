//! Letters that no font of the program has would stop the whole export. They are replaced before.

use serde_json::Value;
use typst::text::Font;

/// Stands for a letter that cannot be printed.
const REPLACEMENT: char = '\u{25a1}';

/// Replaces letters that a font lacks in all texts of a plan, drawings included.
pub(crate) fn printable(value: &mut Value, font: &Font) {
    match value {
        Value::String(text) => *text = printable_text(text, font),
        Value::Array(parts) => parts.iter_mut().for_each(|part| printable(part, font)),
        Value::Object(fields) => fields.values_mut().for_each(|field| printable(field, font)),
        _ => {}
    }
}

/// The text as the font can print it: letters without a glyph are replaced by □ or `?`, line breaks and tabs by spaces, odd spaces
/// and hyphens by plain ones. Invisible characters are left out.
pub(crate) fn printable_text(text: &str, font: &Font) -> String {
    let coverage = &font.info().coverage;
    let replacement = if coverage.contains(u32::from(REPLACEMENT)) { REPLACEMENT } else { '?' };
    let letter = |letter: char| match letter {
        '\n' | '\t' => Some(' '),
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{200b}'..='\u{200f}' => None,
        letter if letter.is_control() => None,
        letter if coverage.contains(u32::from(letter)) => Some(letter),
        // A space or hyphen of another width.
        '\u{2000}'..='\u{200a}' | '\u{202f}' => Some('\u{a0}'),
        '\u{2010}' | '\u{2011}' => Some('-'),
        _ => Some(replacement),
    };
    text.chars().filter_map(letter).collect()
}
