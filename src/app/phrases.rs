//! English sentences with gaps and their German forms, for pages and files that people read where a room below names things
//! in English only.

/// A sentence with gaps, and its German form with the same gaps in the same order: `#` for a number or a key, `*` for a kind
/// that has a German word, `@` for any text.
pub type Phrase = (&'static str, &'static str);

/// Kinds of care and of places as the forecast names them, and in German.
const KINDS: [(&str, &str); 7] = [
    ("residential", "Heim"),
    ("home_care", "Pflegedienst"),
    ("allowance_only", "Pflegegeld"),
    ("grade1_without_services", "Grad 1 ohne Dienst"),
    ("day_care_grade1", "Grad 1 in Tagespflege"),
    ("day_care", "Tagespflege"),
    ("short_term", "Kurzzeitpflege"),
];
/// The signs of gaps, each of one byte.
const GAPS: [char; 3] = ['#', '*', '@'];

/// The German form of a text by the first of the phrases that it fits; `None` if it fits none.
pub fn german(phrases: &[Phrase], text: &str) -> Option<String> {
    phrases.iter().find_map(|(pattern, german)| Some(filled(german, &gaps(pattern, text)?)))
}

/// What stands in the gaps of a pattern, kinds in German; `None` if the text is not of its form.
fn gaps<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let (start, mut pattern) = pattern.split_at(pattern.find(GAPS).unwrap_or(pattern.len()));
    let mut rest = text.strip_prefix(start)?;
    let mut found = Vec::new();
    while let Some(gap) = pattern.chars().next() {
        let behind = pattern.strip_prefix(gap)?;
        let (literal, further) = behind.split_at(behind.find(GAPS).unwrap_or(behind.len()));
        let end = match gap {
            '#' => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()),
            _ if literal.is_empty() => rest.len(),
            _ => rest.find(literal)?,
        };
        let (filling, after) = rest.split_at_checked(end).filter(|(filling, _)| !filling.is_empty())?;
        let kind = || KINDS.iter().find(|(word, _)| *word == filling).map(|(_, german)| *german);
        found.push(if gap == '*' { kind()? } else { filling });
        rest = after.strip_prefix(literal)?;
        pattern = further;
    }
    rest.is_empty().then_some(found)
}

fn filled(german: &str, gaps: &[&str]) -> String {
    let mut gaps = gaps.iter();
    let mut text = String::new();
    for (at, part) in german.split(GAPS).enumerate() {
        if at > 0 {
            text.push_str(gaps.next().copied().unwrap_or_default());
        }
        text.push_str(part);
    }
    text
}

/// Whether both forms of each phrase have the same gaps: what the tests of a list assert.
#[cfg(test)]
pub(crate) fn have_the_same_gaps(phrases: &[Phrase]) -> bool {
    let of = |text: &str| text.matches(GAPS).map(str::to_owned).collect::<Vec<_>>();
    phrases.iter().all(|(english, german)| of(english) == of(german))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_hold_numbers_kinds_and_any_text() {
        let phrases = [
            ("places of * in #", "Plätze (*) im Jahr #"),
            ("offers in @ (#), version #", "Angebote in @ (#), Stand #"),
            ("@: none", "@: keine"),
        ];
        assert!(have_the_same_gaps(&phrases));
        let of = |text: &str| german(&phrases, text);
        assert_eq!(of("places of day_care in 2030").as_deref(), Some("Plätze (Tagespflege) im Jahr 2030"));
        assert_eq!(
            of("offers in Malchow (13071092), version 4").as_deref(),
            Some("Angebote in Malchow (13071092), Stand 4")
        );
        assert_eq!(of("Status quo: none").as_deref(), Some("Status quo: keine"));
        for none in
            ["places of nonsense in 2030", "places of day_care in ", "places of day_care in 2030 ", ""]
        {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
