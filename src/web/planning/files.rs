//! Files that the workspace hands out: how each is named, and what a workbook says of itself on its first sheet.

use chrono::{DateTime, Utc};

use crate::app::State;
use crate::tables::Introduction;

/// "szenarien-13076-13.xlsx": what a file shows and of what, so that files of different pages and areas do not overwrite each
/// other in a folder. What is no letter of a key is left out.
pub(super) fn name(view: &str, of: &[&str], ending: &str) -> String {
    let is_known = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let known = |part: &&str| part.chars().filter(is_known).take(MOST_LETTERS).collect::<String>();
    let parts: Vec<String> = of.iter().map(known).filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = std::iter::once(view).chain(parts.iter().map(String::as_str)).collect();
    format!("{}.{ending}", parts.join("-"))
}

/// Letters of a part of a name at most.
const MOST_LETTERS: usize = 40;

/// Where forecasts come from, without the model.
pub(super) const FORECAST_SOURCE: &str =
    "Bevölkerungsfortschreibung, Pflegestatistik (Statistische Ämter, dl-de/by-2-0); eigene Berechnung";
/// Where the values of indicators come from.
pub(super) const INDICATOR_SOURCE: &str =
    "wie beim Indikator angegeben, mit Tabelle, Stichtag und Lizenz (Blatt „Definitionen“)";

/// What the first sheet of a workbook says: title, day, what is particular to the file, and sources.
pub(super) fn introduction(
    state: &State,
    title: String,
    facts: Vec<(&str, String)>,
    source: &str,
    now: DateTime<Utc>,
) -> Introduction {
    let mut all: Vec<(&str, String)> = vec![("Stand", now.format("%d.%m.%Y").to_string())];
    all.extend(facts);
    all.push(("Quelle", format!("{source}. Modell {}.", state.model().id)));
    all.extend(examples(state).map(|text| ("Beispieldaten", text.to_owned())));
    Introduction { title, facts: all.into_iter().map(|(label, text)| (label.to_owned(), text)).collect() }
}

/// What must stand beside figures while the register holds invented facilities; `None` with a register of real ones.
pub(super) fn examples(state: &State) -> Option<&'static str> {
    state.snapshot().has_examples().then_some(
        "Das Verzeichnis enthält erfundene Einrichtungen. Was darauf beruht, ist ein Beispiel und keine Auskunft.",
    )
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_says_view_and_areas_and_holds_nothing_else() {
        assert_eq!(name("szenarien", &["13076", "PR-01"], "xlsx"), "szenarien-13076-PR-01.xlsx");
        assert_eq!(name("ueberblick", &["13076", ""], "csv"), "ueberblick-13076.csv");
        assert_eq!(name("ueberblick", &["1\"\r\nSet-Cookie: x"], "csv"), "ueberblick-1Set-Cookiex.csv");
        assert!(name("ueberblick", &[&"9".repeat(9_000)], "csv").len() < 60);
    }
}
