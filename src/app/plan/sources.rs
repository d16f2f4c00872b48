//! What a model set rests on, as German plans and calculations name it. The sets are released files that never change, and
//! partly English.

use crate::model::Model;

/// Words of the sets and how they are said in German, longer ones first. Names of works and houses stay as they are.
const WORDS: [(&str, &str); 50] = [
    (
        "Practice of the German cities' statistics offices for projections of small areas",
        "Praxis der Statistikstellen deutscher Städte bei Vorausberechnungen kleiner Gebiete",
    ),
    (
        "results for municipalities; number of the table not recorded in the copy read",
        "Ergebnisse für Gemeinden; die gelesene Kopie nennt keine Nummer der Tabelle",
    ),
    (
        "counts recovered from shares in the public copy of ",
        "Anzahlen aus Anteilen zurückgerechnet, gelesen in der öffentlichen Kopie ",
    ),
    (
        "export of 28.09.2026 in the public copy of ",
        "abgerufen am 28.09.2026, gelesen in der öffentlichen Kopie ",
    ),
    ("small numbers changed for secrecy", "kleine Zahlen zur Geheimhaltung verändert"),
    ("read in the public copy of ", "gelesen in der öffentlichen Kopie "),
    ("read in the public copy ", "gelesen in der öffentlichen Kopie "),
    ("brought to the municipalities of 2022", "auf die Gemeinden von 2022 gebracht"),
    ("press release of 1 July 2025", "Pressemitteilung vom 1. Juli 2025"),
    ("times the residents of ", "mal den Einwohnern vom "),
    ("README.md of this folder", "README.md des Modells"),
    ("no single document", "kein einzelnes Dokument"),
    ("grid of the census", "Gitter des Zensus"),
    ("press, September 2024", "Presse, September 2024"),
    ("press, early 2025", "Presse, Anfang 2025"),
    ("prevalence by age", "Prävalenz nach Alter"),
    ("not stated there", "dort nicht angegeben"),
    ("issue of 2020", "Ausgabe von 2020"),
    ("last modified ", "zuletzt geändert "),
    ("0100 and 12612", "0100 und 12612"),
    ("(commit ", "(Stand "),
    ("de June 2019", "de Juni 2019"),
    ("press, 2025", "Presse, 2025"),
    ("compilation ", "Zusammenstellung "),
    ("in hundreds", "in Hundert"),
    ("(as of ", "(Stand "),
    (
        "own terms; no rows are published here, only a fitted curve and annual sums",
        "eigene Bedingungen; veröffentlicht sind hier nur eine angepasste Kurve und Jahressummen",
    ),
    (
        "Population projections at regional level: base population by single age and sex",
        "Regionale Bevölkerungsprojektionen: Ausgangsbevölkerung nach Altersjahr und Geschlecht",
    ),
    (
        "period fertility rates by age, East Germany (DEUTE)",
        "Geburtenziffern nach Alter, Ostdeutschland (DEUTE)",
    ),
    ("Assumptions of this model set, named as such", "Annahmen dieses Modells, als solche benannt"),
    ("as in models/areas (residents there of ", "wie die Gebiete des Programms (Einwohner vom "),
    ("German cities' statistics offices", "Statistikstellen deutscher Städte"),
    ("article by Manhart and Tiede", "Artikel von Manhart und Tiede"),
    ("read in the data set ", "gelesen im Datensatz "),
    ("Demographic Research and Vienna", "Demographic Research und Vienna"),
    ("DAK-Gesundheit and AGP", "DAK-Gesundheit und AGP"),
    ("table as given by ", "Tabelle nach "),
    ("not a publication", "keine Veröffentlichung"),
    ("current practice", "übliche Praxis"),
    (" for the statistics", " für die Statistik"),
    (" and press of ", " und Presse vom "),
    ("reported by ", "berichtet von "),
    ("single facts", "einzelne Zahlen"),
    ("the project", "dieses Programm"),
    ("law, free", "Gesetz, gemeinfrei"),
    ("export of ", "abgerufen am "),
    ("state of ", "Stand "),
    (".com and ", ".com und "),
    (".de and ", ".de und "),
    ("about ", "etwa "),
];

/// Title, publisher, date and licence of each source.
pub(super) fn sources(model: &Model) -> Vec<[String; 4]> {
    let of = model.sources.iter().map(|one| [&one.title, &one.publisher, &one.date, &one.licence]);
    of.map(|texts| texts.map(|text| in_german(text))).collect()
}

/// A description of a source in German. Titles of works in other languages, names and numbers stay.
pub fn in_german(text: &str) -> String {
    // Inside of names, such as that of a newspaper, the word stays.
    if text == "press" {
        return "Presse".to_owned();
    }
    WORDS.iter().fold(text.to_owned(), |text, (english, german)| text.replace(english, german))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;

    #[test]
    fn no_source_of_a_plan_is_named_in_english() {
        let model = model::load::load(model::load::CURRENT).unwrap().model;
        let all = sources(&model);
        assert!(all.len() > 40, "{}", all.len());
        let tables: Vec<String> = model.sources.iter().map(|one| in_german(&one.table)).collect();
        let is_name = |text: &str| text.contains("Max Planck Institute for Demographic Research");
        // A command of the program is its own name.
        let is_command = |text: &str| text.starts_with("pflegeplan ");
        let texts = all.iter().flatten().chain(&tables);
        for text in texts.filter(|text| !is_name(text) && !is_command(text)) {
            // The name of a licence is none of German words.
            for word in text.replace("dl-de/by-2-0", "").split(|letter: char| !letter.is_alphanumeric()) {
                let english = [
                    "of", "by", "and", "the", "for", "as", "reported", "export", "state", "about", "read",
                    "copy", "press", "table", "not", "commit", "issue",
                ];
                assert!(!english.contains(&word), "{word} in {text}");
            }
        }
        assert_eq!(in_german("state of 8.12.2025, 2025 bis 2040"), "Stand 8.12.2025, 2025 bis 2040");
        assert_eq!(in_german("DAK, reported by a.de and b.eu"), "DAK, berichtet von a.de und b.eu");
    }
}
