//! What a model set rests on, as a German plan names it. The sets are released files that never change, and partly English.

use crate::model::Model;

/// Words of the sets and how a plan says them, longer ones first. Names of works and houses stay as they are.
const WORDS: [(&str, &str); 25] = [
    (
        "Practice of the German cities' statistics offices for projections of small areas",
        "Praxis der Statistikstellen deutscher Städte bei Vorausberechnungen kleiner Gebiete",
    ),
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
    ("read in the data set PflegeOptix (commit ", "gelesen im Datensatz PflegeOptix (Stand "),
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
    of.map(|texts| texts.map(|text| german(text))).collect()
}

fn german(text: &str) -> String {
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
        let is_name = |text: &str| text.contains("Max Planck Institute for Demographic Research");
        for text in all.iter().flatten().filter(|text| !is_name(text)) {
            // The name of a licence is none of German words.
            for word in text.replace("dl-de/by-2-0", "").split(|letter: char| !letter.is_alphanumeric()) {
                let english = ["of", "by", "and", "the", "for", "as", "reported", "export", "state", "about"];
                assert!(!english.contains(&word), "{word} in {text}");
            }
        }
        assert_eq!(german("state of 8.12.2025, 2025 bis 2040"), "Stand 8.12.2025, 2025 bis 2040");
        assert_eq!(german("DAK, reported by a.de and b.eu"), "DAK, berichtet von a.de und b.eu");
    }
}
