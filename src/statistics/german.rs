//! What an import of statistics says in German of a file that cannot be read, of a mapping and of rows.

use super::date::Days;
use super::fact::FactKey;
use super::fault::{Fault, RowFault};
use super::figure::NoFigure;
use super::flat::{FlatError, Form, Lacks};
use super::intake::{ENGINE, IntakeError, SHOWN};
use super::mapping_fault::{MappingError, MappingFault};
use super::own::NoColumn;
use super::rows::RowsError;
use crate::indicators::formula::Ages;
use crate::units::{Lang, Sex};

impl RowsError {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Read(error) => error.in_language(Lang::De),
            Self::Empty => {
                "Die Datei ist leer. Erwartet werden eine Kopfzeile und Zeilen darunter.".to_owned()
            }
            Self::OpenQuote => {
                "Ein Anführungszeichen wird nie geschlossen. Innerhalb einer Zelle in Anführungszeichen wird es doppelt geschrieben.".to_owned()
            }
            Self::TooLong { limit, what: (_, what) } => format!(
                "Die Datei hat mehr als {limit} {what}. Bitte in Teilen herunterladen, zum Beispiel jedes Jahr für sich."
            ),
        }
    }
}

impl IntakeError {
    /// The sentence in German; of faulty rows one sentence each.
    pub fn german(&self) -> String {
        match self {
            Self::Flat(error) => error.german(),
            Self::UnknownStatistic { found, known } => {
                let found = if found.is_empty() { "ohne erkennbaren Code" } else { found };
                format!(
                    "Die Datei gehört zur Statistik {found}, für die es keine Zuordnung gibt. Bekannt sind {known}; für andere bitte mit --mapping eine Zuordnung nennen."
                )
            }
            Self::OtherStatistic { mapping, found } => format!(
                "Die Zuordnung ist für die Statistik {mapping}, die Datei gehört aber zu {found}. Bitte in der Zuordnung die Statistik der Datei nennen."
            ),
            Self::NoColumn(error) => error.german(),
            Self::NoKeys => {
                "Die Datei hat Titelzeilen, aber keine Zeile, die mit einem Gebietsschlüssel beginnt. Bitte mit Schlüsseln neben den Namen der Gebiete herunterladen.".to_owned()
            }
            Self::TwoDecimals(comma, point) => format!(
                "In der Datei stehen „{comma}“ und „{point}“; welches Zeichen vor den Dezimalen steht, ist damit offen. Bitte in einer Zuordnung thousands oder decimal angeben."
            ),
            Self::TooMany => format!(
                "Die Datei hat mehr als {ENGINE} Werte für dieses Land. Bitte in Teilen einlesen, zum Beispiel jedes Jahr für sich."
            ),
            Self::Rows(faults) => rows(faults),
            Self::WhichValue { statistic, values, codes } => format!(
                "Die Datei hat {values} Wertmerkmale, und die Zuordnung für {statistic} lässt offen, welches gemeint ist: {codes}. Bitte mit --mapping eine Zuordnung mit dem Code nennen."
            ),
        }
    }
}

fn rows(faults: &[Fault]) -> String {
    let line = |fault: &Fault| format!("Zeile {}: {}", fault.line, fault.what.german());
    let mut lines: Vec<String> = faults.iter().take(SHOWN).map(line).collect();
    match faults.len().saturating_sub(SHOWN) {
        0 => {}
        1 => lines.push("… und eine weitere fehlerhafte Zeile.".to_owned()),
        more => lines.push(format!("… und {more} weitere fehlerhafte Zeilen.")),
    }
    lines.join("\n")
}

impl FlatError {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::NoFlatFile(lacks) => format!(
                "Das ist keine Flatfile-Datei einer GENESIS-Datenbank: {}. Bitte die Tabelle als „Flatfile CSV“ oder als gewöhnliche Tabelle mit Titelzeilen herunterladen oder mit --mapping eine Zuordnung für eine eigene Tabelle nennen.",
                lacks.german()
            ),
            Self::Length { line, found, expected } => format!(
                "Zeile {line}: Die Zeile hat {found} Zellen, die Kopfzeile {expected}. Bitte die Datei noch einmal unverändert herunterladen."
            ),
        }
    }
}

impl Lacks {
    /// A part of a sentence in German.
    pub(super) fn german(&self) -> String {
        match self {
            Self::Rows => "Sie ist leer".to_owned(),
            Self::Time => "Es fehlt die Spalte time oder Zeit".to_owned(),
            Self::Pair(number) => format!("Es fehlt die Spalte {number}_variable_code neben ihrer Ausprägung"),
            Self::Variables => "Es fehlt die Spalte 1_variable_code oder 1_Merkmal_Code".to_owned(),
            Self::Values => {
                "Es fehlt die Spalte value mit value_variable_code oder eine Spalte CODE__Bezeichnung__Einheit"
                    .to_owned()
            }
        }
    }
}

impl Form {
    /// The name of the shape in German reports.
    pub fn german_label(self) -> &'static str {
        match self {
            Self::Wide => "Flatfile von GENESIS, alte breite Form",
            Self::Long => "Flatfile von GENESIS, neue lange Form",
            Self::Titled => "Tabelle einer GENESIS-Datenbank mit Titelzeilen",
            Self::Own => "eigene Tabelle",
        }
    }
}

impl NoColumn {
    /// The sentence in German.
    pub fn german(&self) -> String {
        let Self { line, wanted, found } = self;
        let name = |(at, name): (usize, &String)| match name.as_str() {
            "" => format!("Spalte {} ohne Namen", at + 1),
            name => format!("„{name}“"),
        };
        let names: Vec<String> = found.iter().enumerate().map(name).collect();
        let names = if names.is_empty() { "keine".to_owned() } else { names.join(", ") };
        format!(
            "Zeile {line}: Die Spalte „{wanted}“, die in der Zuordnung steht, gibt es nicht. Gefunden wurden: {names}."
        )
    }
}

impl MappingError {
    /// The sentence in German, with file and line.
    pub fn german(&self) -> String {
        format!("{}, Zeile {}: {}", self.path, self.line, self.fault.german())
    }
}

impl MappingFault {
    /// The sentence in German. What the reader of TOML says is quoted, because it speaks English.
    pub fn german(&self) -> String {
        match self {
            Self::Syntax(cause) => {
                format!("Die Zuordnung lässt sich nicht lesen; das Leseprogramm meldet „{cause}“.")
            }
            Self::Name(name) => format!("„{name}“ ist kein Name; erwartet wird ein einziges Wort."),
            Self::Official(code) => format!(
                "„{code}“ ist der Code einer amtlichen Statistik, deren Werte damit ersetzt würden. Bitte einen eigenen Namen wählen, zum Beispiel „zaehlung-{code}“."
            ),
            Self::NothingNamed => {
                "Eine Zuordnung braucht areas und mindestens einen Abschnitt [[value]].".to_owned()
            }
            Self::TwoYears => "Eine Zuordnung nennt year oder year_column, nicht beides.".to_owned(),
            Self::Sign { text, known } => {
                let known = known.replace('"', "'");
                format!("„{text}“ ist keines der erlaubten Zeichen; möglich sind {known}.")
            }
            Self::SameSigns => "thousands und decimal müssen verschiedene Zeichen sein.".to_owned(),
            Self::NoMeasure(id) => format!(
                "Eine Grundzahl „{id}“ gibt es nicht. Bitte eine aus dem Katalog nennen; models/indicators/README.md führt zu ihnen."
            ),
            Self::NoType { word, types } => {
                format!("Die Grundzahl hat keine Art „{word}“. Möglich sind: {types}.")
            }
            Self::Word { word, expected: (_, expected) } => {
                format!("„{word}“ ist nicht zu verstehen; erwartet wird {expected}.")
            }
        }
    }
}

impl RowFault {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::NoDate(text) => {
                format!("„{text}“ ist weder ein Jahr noch ein Stichtag wie 31.12.2023.")
            }
            Self::NoArea { variables, areas } => format!(
                "Keines der Merkmale {variables} nennt ein Gebiet. Gebiete stehen unter {areas}; bitte eine Tabelle mit Gebieten herunterladen."
            ),
            Self::NoMeasure => {
                "Die Grundzahl der Zuordnung steht nicht im Katalog. Bitte eine bekannte nennen.".to_owned()
            }
            Self::Future { date, measure } => {
                format!(
                    "Der Stichtag {date} liegt in der Zukunft; {measure} kann da noch nicht gezählt sein."
                )
            }
            Self::OtherDate { date, measure, days } => format!(
                "{measure} wird nicht zum Stichtag {date} gezählt, sondern {}. Bitte die Zeile weglassen oder eine eigene Grundzahl anlegen.",
                days.german()
            ),
            Self::Grouped { text, is_own: true } => format!(
                "Ob „{text}“ ein Tausender- oder ein Dezimalzeichen hat, ist offen. Bitte in der Zuordnung thousands = '.' oder decimal = '.' angeben, mit dem Zeichen der Datei."
            ),
            Self::Grouped { text, is_own: false } => format!(
                "Ob „{text}“ ein Tausender- oder ein Dezimalzeichen hat, ist offen. Bitte die Datei unverändert neu herunterladen oder mit einer Zuordnung lesen, in der thousands = '.' steht."
            ),
            Self::NoFigure(cause) => cause.german(),
            Self::NotWhole { text, measure } => {
                format!("„{text}“ ist keine ganze Zahl, {measure} wird aber gezählt.")
            }
            Self::AgeCode { variable, code } => format!(
                "Das Merkmal {variable} hat den Code „{code}“, der keine Altersgruppe wie ALT065B70 oder ALT075UM ist. Bitte in einer Zuordnung unter [[dimension]] für {variable} sagen, was seine Codes bedeuten."
            ),
            Self::TwoDates { key, line, one, other } => format!(
                "{} steht zweimal da, zum Stichtag {one} in Zeile {line} und zum Stichtag {other}. Bitte nur einen Stichtag je Jahr behalten.",
                key.german()
            ),
            Self::NoSum { key, line } => format!(
                "{} steht zweimal da, hier und in Zeile {line}, und Werte dieser Art lassen sich nicht addieren. Bitte eine der Zeilen entfernen.",
                key.german()
            ),
            Self::Twice { key, line } => format!(
                "{} steht zweimal da, hier und in Zeile {line}. Sind die Zeilen Teile, etwa eine je Träger, addiert sie equal_rows = 'sum' in der Zuordnung.",
                key.german()
            ),
            Self::OtherValue { key, line } => format!(
                "{} steht zweimal da, hier und in Zeile {line}, mit verschiedenen Werten. Bitte den falschen entfernen.",
                key.german()
            ),
        }
    }
}

impl NoFigure {
    /// The sentence in German.
    pub(super) fn german(&self) -> String {
        match self {
            Self::Empty => {
                "Die Zelle ist leer. In einer Tabelle steht - für nichts und . für unbekannt.".to_owned()
            }
            Self::NoNumber { text, is_grouped } => {
                let hint = if *is_grouped {
                    " Sind die Ziffern gruppiert, bitte das Zeichen dazwischen in einer Zuordnung mit thousands angeben."
                } else {
                    ""
                };
                format!("„{text}“ ist weder eine Zahl noch eines der Zeichen - 0 . ... / x ( ).{hint}")
            }
        }
    }
}

impl Days {
    /// The days in German: `am 31.12. ungerader Jahre`
    pub(super) fn german(&self) -> String {
        let days = self.joined(" oder am ");
        match (days.is_empty(), self.odd_years) {
            (true, _) => "nur in ungeraden Jahren".to_owned(),
            (false, true) => format!("am {days} ungerader Jahre"),
            (false, false) => format!("am {days}"),
        }
    }
}

impl FactKey {
    /// What the figure is about, in German.
    pub fn german(&self) -> String {
        let mut text = format!("{} von {} im Jahr {}", self.measure, self.area, self.year);
        let mut add = |part: &str| {
            text.push_str(", ");
            text.push_str(part);
        };
        if let Some(kind) = &self.kind {
            add(kind);
        }
        if let Some(sex) = self.sex {
            add(if sex == Sex::Male { "Männer" } else { "Frauen" });
        }
        match self.ages {
            Some(Ages { from, to: Some(to) }) => add(&format!("{from} bis {to} Jahre")),
            Some(Ages { from, to: None }) => add(&format!("ab {from} Jahren")),
            None => {}
        }
        if let Some(grade) = self.grade {
            add(&format!("Pflegegrad {grade}"));
        }
        text
    }
}
