//! The width of a text before it is drawn, and its lines.
//!
//! Pages draw charts in Atkinson Hyperlegible Next, the PDF of a plan in Source Sans 3, and a downloaded picture is drawn in
//! whatever its reader has. So each width is the widest of these two, Noto Sans and Roboto, and a margin is added for others.
//! A label that fits by this table fits.

/// Widths of the characters U+0020 to U+007E in thousandths of the font size, at weight 400.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    280, 289, 426, 651, 592, 919, 732, 249, 342, 348, 551, 606, 268, 362, 268, 413, 648, 572, 572, 576, 614, 588, 598,
    572, 615, 595, 268, 268, 572, 628, 572, 480, 899, 652, 650, 651, 730, 569, 553, 728, 741, 392, 552, 631, 541, 907,
    760, 781, 631, 781, 622, 594, 597, 731, 637, 930, 627, 601, 607, 329, 411, 344, 572, 500, 542, 561, 615, 523, 615,
    564, 348, 615, 618, 258, 258, 534, 262, 935, 618, 605, 615, 615, 413, 516, 361, 618, 508, 786, 529, 510, 496, 380,
    551, 380, 680,
];
/// The same at weight 600.
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    303, 315, 482, 730, 604, 953, 743, 275, 348, 351, 546, 598, 279, 369, 284, 424, 656, 572, 572, 592, 621, 602, 617,
    572, 621, 578, 276, 279, 572, 617, 572, 526, 898, 672, 659, 654, 732, 589, 562, 726, 756, 415, 557, 654, 548, 929,
    793, 787, 642, 787, 643, 610, 615, 747, 649, 953, 666, 627, 615, 333, 424, 344, 573, 500, 549, 585, 626, 521, 626,
    585, 371, 626, 638, 285, 283, 588, 301, 960, 638, 617, 626, 626, 434, 514, 406, 638, 547, 830, 560, 548, 506, 389,
    551, 389, 655,
];
/// For fonts that are wider than those of the table.
const SAFE_MARGIN: f64 = 1.03;
/// A character that is in no table.
const UNKNOWN: u16 = 1000;

/// The width in the unit of `size`, for a text of one line.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let table = if bold { &BOLD } else { &REGULAR };
    let sum: u32 = text.chars().map(|letter| u32::from(advance(table, letter))).sum();
    f64::from(sum) / 1000.0 * size * SAFE_MARGIN
}

fn advance(table: &[u16; 95], letter: char) -> u16 {
    let plain = match letter {
        'ä' | 'á' | 'à' | 'â' => 'd',
        'ö' | 'ó' | 'ô' => 'd',
        'ü' | 'ú' => 'u',
        'Ä' => 'V',
        'Ö' => 'O',
        'Ü' => 'U',
        'ß' => 'B',
        'é' | 'è' | 'ê' | 'ë' => 'd',
        '−' | '×' | '±' | '≥' | '≤' | '€' => '+',
        '\u{a0}' | '\u{202f}' => ' ',
        '·' => '-',
        '›' | '‹' => '(',
        '–' => 'n',
        '„' | '“' | '”' => '"',
        '°' | '²' | '³' => '*',
        other => other,
    };
    (plain as usize).checked_sub(0x20).and_then(|at| table.get(at)).copied().unwrap_or(UNKNOWN)
}

/// The text in lines of at most `most` width, broken at spaces and behind hyphens; `None` where more than `lines` are
/// needed or a word is wider than a line.
pub(super) fn wrap(text: &str, size: f64, bold: bool, most: f64, lines: usize) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for word in pieces(text) {
        if width(word.trim_end(), size, bold) > most {
            return None;
        }
        match found.last_mut() {
            Some(line) if width(&format!("{line}{}", word.trim_end()), size, bold) <= most => {
                line.push_str(word)
            }
            _ => found.push(word.to_owned()),
        }
    }
    for line in &mut found {
        line.truncate(line.trim_end_matches(' ').len());
    }
    (found.len() <= lines).then_some(found)
}

/// A name in as many lines as it needs, so that none is lost: a word wider than `most` is parted by a hyphen. A letter and a
/// hyphen must fit.
pub(super) fn wrap_whole(text: &str, size: f64, bold: bool, most: f64) -> Vec<String> {
    let mut parted = String::new();
    for word in pieces(text) {
        let mut part = String::new();
        for letter in word.chars() {
            let is_full = width(&format!("{part}{letter}-"), size, bold) > most;
            if is_full && !part.is_empty() && width(word.trim_end(), size, bold) > most && letter != ' ' {
                parted.push_str(&part);
                parted.push('-');
                part.clear();
            }
            part.push(letter);
        }
        parted.push_str(&part);
    }
    wrap(&parted, size, bold, most, usize::MAX).unwrap_or_else(|| vec![text.to_owned()])
}

/// Words with the space or hyphen behind them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '-'])
}

/// A text as text of an element or as value of an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML has no other control characters, and a picture with one could not be opened.
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_at_least_that_of_the_widest_font_measured() {
        // Noto Sans at weight 400 and 600, measured at 1000 units.
        assert!(width("Pflegebedürftige in Heimen", 1000.0, false) >= 12_993.0);
        assert!(width("Ludwigslust-Parchim", 1000.0, true) >= 10_199.0);
        assert!(width("20.220", 1000.0, false) >= 3_128.0);
        // Atkinson Hyperlegible Next at the same weights, whose figures are wider.
        assert!(width("20.086 × 68 %", 1000.0, false) >= 6_771.0);
        assert!(width("+4.680", 1000.0, true) >= 3_366.0);
    }

    #[test]
    fn lines_break_at_spaces_and_hyphens_and_a_word_too_wide_is_refused() {
        let lines = |text, most| wrap(text, 12.0, true, most, 2);
        assert_eq!(lines("Grad 1 ohne Dienst", 200.0).unwrap(), ["Grad 1 ohne Dienst"]);
        assert_eq!(lines("Grad 1 ohne Dienst", 80.0).unwrap(), ["Grad 1 ohne", "Dienst"]);
        assert_eq!(lines("Ludwigslust-Parchim", 90.0).unwrap(), ["Ludwigslust-", "Parchim"]);
        assert_eq!(lines("Kurzzeitpflegeeinrichtungen", 80.0), None);
        assert_eq!(lines("eins zwei drei vier fünf sechs", 40.0), None);
    }

    #[test]
    fn a_name_is_never_lost_however_narrow_its_column() {
        let lines = |text, most| wrap_whole(text, 12.0, false, most);
        assert_eq!(lines("Ludwigslust-Parchim", 90.0), ["Ludwigslust-", "Parchim"]);
        for name in ["Nordwestmecklenburg", "Mecklenburgische Seenplatte", "Ostseebad Kühlungsborn", "X"] {
            for most in [24.0, 30.0, 60.0, 118.0, 300.0] {
                let found = lines(name, most);
                let letters = |text: &str| text.replace(['-', ' '], "");
                assert_eq!(letters(&found.concat()), letters(name), "{most}");
                assert!(found.iter().all(|line| width(line, 12.0, false) <= most), "{most}: {found:?}");
            }
        }
    }

    #[test]
    fn a_text_cannot_leave_its_element() {
        assert_eq!(escaped("<b a=\"1\">&\u{7}"), "&lt;b a=&quot;1&quot;&gt;&amp; ");
    }
}
