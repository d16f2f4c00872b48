//! Words of columns that are no field of their own: what they hold is a part of a value, or says what a row is worth.

use super::{key, lists, words};

/// The number before that of a telephone.
const AREA_CODES: &[&str] = &["vorwahl", "vorw", "ortsvorwahl", "areacode", "ortsnetzkennzahl"];

/// Parts of names of columns with mobile numbers, which have no area code of their own.
const MOBILE: &[&str] = &["mobil", "handy", "funk", "cell"];

/// Columns that say whether a facility is open at all.
const STATUS: &[&str] = &[
    "status",
    "betriebsstatus",
    "betriebszustand",
    "zustand",
    "standdereinrichtung",
    "inbetrieb",
    "state",
    "betrieb",
    "aktivinaktiv",
];

/// Beginnings of words for what is not open any more, or not yet.
const CLOSED: &[&str] = &[
    "geschlossen",
    "schliessung",
    "stillgelegt",
    "aufgegeben",
    "eingestellt",
    "inaktiv",
    "inplanung",
    "geplant",
    "imbau",
    "inbau",
    "nichtmehr",
    "abgemeldet",
    "insolvent",
    "closed",
    "inactive",
    "planned",
    "ausserbetrieb",
    "ruhend",
    "aufgeloest",
];

/// Words of columns that hold no names of facilities, whatever else stands in their names.
const NO_NAMES: &[&str] = &[
    "leitung",
    "leiter",
    "leiterin",
    "pdl",
    "hl",
    "einrichtungsleitung",
    "heimleitung",
    "pflegedienstleitung",
    "geschaeftsfuehrung",
    "geschaeftsfuehrer",
    "ansprechpartner",
    "ansprechpartnerin",
    "ansprechperson",
    "ansprechpartnerinnen",
    "kontaktperson",
    "kontakt",
    "bearbeiter",
    "bearbeiterin",
    "verantwortlich",
    "verantwortliche",
    "entfernung",
    "zeitstempel",
    "timestamp",
    "leistungen",
    "leistung",
    "fax",
    "telefax",
    "note",
    "bemerkung",
    "einzugsgebiet",
    "einsatzgebiet",
    "versorgungsvertrag",
    "manager",
    "contact",
];

/// Words with which only a row of sums begins.
const SUMS: &[&str] = &[
    "summe",
    "summen",
    "gesamtsumme",
    "zwischensumme",
    "endsumme",
    "teilsumme",
    "insgesamt",
    "gesamtzahl",
    "gesamtplaetze",
    "gesamtkapazitaet",
    "subtotal",
];

/// Words of a sum that names of facilities may have too, so that nothing but words for what is counted stands beside them.
const TOTALS: &[&str] = &["gesamt", "total", "sum", "σ"];

/// What lists of facilities count.
const COUNTED: &[&str] = &[
    "plaetze",
    "pflegeplaetze",
    "platzzahl",
    "betten",
    "einrichtungen",
    "angebote",
    "haeuser",
    "heime",
    "kapazitaet",
    "anzahl",
    "zahl",
    "der",
    "aller",
    "alle",
    "places",
    "beds",
    "facilities",
    "number",
    "of",
];

/// Whether a text is what stands before sums: "Summe", "Gesamt:", "Insgesamt 12 Einrichtungen", "Plätze gesamt".
pub(in crate::import) fn is_sum(text: &str) -> bool {
    let words: Vec<String> = words(text).collect();
    let Some(first) = words.first() else { return text.contains('∑') };
    let is_total = |word: &String| TOTALS.contains(&word.as_str());
    let is_count =
        |word: &String| COUNTED.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit());
    SUMS.contains(&first.as_str())
        || ((words.iter().any(is_total) || text.contains('∑'))
            && words.iter().all(|word| is_total(word) || is_count(word)))
}

/// Whether a column holds people, services or distances, and no names of facilities.
pub(in crate::import) fn is_no_name(header: &str) -> bool {
    words(header).any(|word| NO_NAMES.contains(&word.as_str()))
}

/// Whether a column holds area codes of telephone numbers.
pub(in crate::import) fn is_area_code(header: &str) -> bool {
    lists(AREA_CODES, &key(header))
}

/// Whether a column holds mobile numbers.
pub(in crate::import) fn is_mobile(header: &str) -> bool {
    let wanted = key(header);
    MOBILE.iter().any(|part| wanted.contains(part))
}

/// Whether a column is called "Nr.": beside a street the number of the house, else that of the row.
pub(in crate::import) fn is_number(header: &str) -> bool {
    matches!(key(header).as_str(), "nr" | "nummer" | "no")
}

/// Whether a column says which facilities are open.
pub(in crate::import) fn is_status(header: &str) -> bool {
    lists(STATUS, &key(header))
}

/// Whether a text says that something is not open any more, or not yet.
pub(in crate::import) fn says_closed(text: &str) -> bool {
    let wanted = key(text);
    CLOSED.iter().any(|word| wanted.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_known_and_a_name_that_contains_its_word_is_none() {
        for sum in [
            "Summe",
            "Gesamt",
            "gesamt:",
            "Insgesamt",
            "Summe Plätze:",
            "Total",
            "Zwischensumme Kreis Nord",
            "Insgesamt 12 Einrichtungen",
            "Anzahl Plätze gesamt",
            "∑ 245",
            "Σ",
        ] {
            assert!(is_sum(sum), "{sum}");
        }
        for name in
            ["Gesamtschule am See", "Haus Gesamt", "Total Vital GmbH", "Haus Summerland", "Plätze", "12", ""]
        {
            assert!(!is_sum(name), "{name}");
        }
    }

    #[test]
    fn people_are_no_names_of_facilities_and_what_is_closed_is_seen() {
        assert!(is_no_name("Leitung der Einrichtung") && !is_no_name("Einrichtung"));
        assert!(says_closed("geschlossen zum 31.12.2023") && says_closed("In Planung"));
        assert!(!says_closed("in Betrieb") && !says_closed("Haus Mond"));
        assert!(is_status("Betriebsstatus") && is_area_code("Vorwahl") && is_number("Nr."));
    }
}
