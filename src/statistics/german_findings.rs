//! What an import of statistics says in German about the figures of a file, and about rows that are left out.

use super::figure::{Figure, Sign};
use super::finding::{Finding, Made, Severity};
use super::left_out::LeftOut;

/// A number with a decimal comma.
fn comma(number: f64) -> String {
    number.to_string().replace('.', ",")
}

impl Severity {
    /// What the German report calls it.
    pub fn german(self) -> &'static str {
        match self {
            Self::Error => "Fehler",
            Self::Contradiction => "Widerspruch",
            Self::Warning => "Warnung",
            Self::Note => "Hinweis",
        }
    }
}

impl Finding {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Negative { line, key, number, is_share } => {
                let what = if *is_share { "Ein Anteil" } else { "Eine Anzahl" };
                format!(
                    "Zeile {line}: {} ist {}. {what} ist nie negativ; bitte berichtigen.",
                    key.german(),
                    comma(*number)
                )
            }
            Self::AboveBound { line, key, number, upper } => format!(
                "Zeile {line}: {} ist {}. Ein Anteil ist höchstens {}; bitte berichtigen.",
                key.german(),
                comma(*number),
                comma(*upper)
            ),
            Self::PartAboveWhole { key, part, whole_key, whole, counts_now } => {
                let (place, hint) = match counts_now {
                    false => ("", "Bitte einen der beiden Werte berichtigen."),
                    true => (
                        ", das derzeit zählt",
                        "Bitte zuerst das Ganze einlesen oder einen der beiden Werte berichtigen.",
                    ),
                };
                let (part, whole) = (comma(*part), comma(*whole));
                format!(
                    "{} ist {part}, mehr als {} mit {whole}{place}. {hint}",
                    key.german(),
                    whole_key.german()
                )
            }
            Self::Contradiction { key, number, before, source } => format!(
                "{} ist {}, derzeit zählt aber {} (Quelle: {source}). Bitte prüfen, ob eine Ziffer oder das Gebiet falsch ist.",
                key.german(),
                comma(*number),
                comma(*before)
            ),
            _ => self.german_of_sums(),
        }
    }

    /// What does not add up, and what is odd.
    fn german_of_sums(&self) -> String {
        match self {
            Self::Sexes { key, total, sum } => {
                let (key, total, sum) = (key.german(), comma(*total), comma(*sum));
                format!("{key} ist {total}, Männer und Frauen ergeben aber {sum}.")
            }
            Self::Parts { key, total, sum } => {
                let (key, total, sum) = (key.german(), comma(*total), comma(*sum));
                format!("{key} ist {total}, die Teilgebiete ergeben aber {sum}.")
            }
            Self::Predecessors { key, whole, sum } => {
                let (key, whole, sum) = (key.german(), comma(*whole), comma(*sum));
                format!("{key} ist {whole}, die Kreise vor der Gebietsreform ergeben aber {sum}.")
            }
            Self::Rounding { figures, measure, year, multiple } => format!(
                "{figures} {} von {measure} im Jahr {year} {} kein Vielfaches von {multiple}, auf das gerundet sein sollte.",
                if *figures == 1 { "Wert" } else { "Werte" },
                if *figures == 1 { "ist" } else { "sind" },
            ),
            Self::Jump { key, after, year, before } => {
                let percent = 100.0 * (after / before - 1.0);
                format!("{} ist {}, das sind {percent:+.0} % gegenüber {year}.", key.german(), comma(*after))
            }
            Self::Repeated { rows } if *rows == 1 => {
                "Eine Zeile steht doppelt mit demselben Wert da und zählt einmal.".to_owned()
            }
            Self::Repeated { rows } => {
                format!("{rows} Zeilen stehen doppelt mit demselben Wert da und zählen einmal.")
            }
            Self::Made { figures, how, names } => {
                let names = names.joined(|it| format!("{} im Jahr {}", it.name, it.year), "und", "weitere");
                how.german(*figures, &names)
            }
            Self::UnknownKeys(names) => {
                let names = names.joined(|(_, de)| de.clone(), "und", "weitere");
                format!("Schlüssel dieses Landes, die kein Gebiet hat: {names}. Bitte prüfen.")
            }
            Self::OtherDates(names) => {
                let names = names.joined(|(_, de)| de.clone(), "und", "weitere");
                format!("Stichtage, zu denen eine Grundzahl nicht gezählt wird: {names}.")
            }
            // The others stand above.
            other => other.to_string(),
        }
    }
}

impl Made {
    /// The sentence in German.
    fn german(self, figures: usize, names: &str) -> String {
        let (werte, fehlen) = if figures == 1 { ("Wert", "fehlt") } else { ("Werte", "fehlen") };
        let sind = if figures == 1 { "ist eine Summe" } else { "sind Summen" };
        match self {
            Self::Joined => format!(
                "{figures} {werte} {sind} der Gemeinden, die zu einer wurden, oder {fehlen}, wo eine davon nicht da ist: {names}."
            ),
            Self::Summed => {
                format!(
                    "{figures} {werte} {sind} aller Kreise vor der Gebietsreform vom 4. September 2011: {names}."
                )
            }
            Self::Partial => format!(
                "{figures} {werte} {fehlen}, weil die Kreise vor der Gebietsreform vom 4. September 2011 das Gebiet nicht ergeben oder nicht alle da sind: {names}."
            ),
            Self::NoArea => {
                format!("{figures} {werte} {fehlen}, weil es ein Gebiet ohne Einwohner nicht gab: {names}.")
            }
            Self::NotAsked => format!(
                "{figures} {werte} {fehlen}, weil die Spalte für alle Gebiete leer ist und also nicht erhoben wurde: {names}."
            ),
        }
    }
}

impl LeftOut {
    /// The reason as the German report words it.
    pub fn german(self) -> &'static str {
        match self {
            Self::OtherArea => "Gebiete außerhalb des Landes.",
            Self::UnknownKey => {
                "Schlüssel, die kein Gebiet hat. Bitte berichtigen oder beim Herausgeber nach dem Gebietsstand der Tabelle fragen."
            }
            Self::OtherValue => {
                "Werte, die zu keiner Grundzahl gehören. Eine Zuordnung kann die Grundzahl dafür nennen."
            }
            Self::OtherUnit => "Andere Einheiten, zum Beispiel Veränderungen in Prozent.",
            Self::OtherGroup => {
                "Gruppen, nach denen keine Grundzahl gegliedert wird. Eine Zuordnung mit [[dimension]] kann sagen, was ein Merkmal und seine Codes bedeuten."
            }
            Self::OtherDate => "Stichtage, zu denen die Grundzahl nicht gezählt wird.",
            Self::Dissolved => "Kreise, die da schon aufgelöst waren.",
            Self::OldMunicipality => "Gemeinden mit den Schlüsseln von vor der Reform von 2011.",
        }
    }
}

impl Figure {
    /// The figure as the report writes it.
    pub fn english(self) -> String {
        self.number.map_or_else(|| format!("no number ({})", self.sign.word()), |number| number.to_string())
    }

    /// The figure as the German report writes it.
    pub fn german(self) -> String {
        let why = match self.sign {
            Sign::Plain | Sign::Nothing | Sign::RoundedToZero | Sign::Uncertain => "nichts vorhanden",
            Sign::Unknown => "unbekannt oder geheim",
            Sign::Later => "kommt später",
            Sign::Unreliable => "nicht sicher genug",
            Sign::Pointless => "nicht sinnvoll",
            Sign::NoArea => "Gebiet gab es nicht",
            Sign::NotAsked => "nicht erhoben",
        };
        self.number.map_or_else(|| format!("keine Zahl ({why})"), comma)
    }
}
