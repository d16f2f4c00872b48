//! What an import says in German of a file that cannot be read and of a mapping that cannot be used.

use super::layout::LayoutError;
use super::read::{Fault, ReadError};
use crate::crs::Crs;
use crate::units::Lang;

impl ReadError {
    /// The sentence in a language, with the file's name.
    pub fn in_language(&self, lang: Lang) -> String {
        match lang {
            Lang::De => format!("{}: {}", self.file, self.fault.german()),
            Lang::En => self.to_string(),
        }
    }
}

impl Fault {
    /// The sentence in German.
    pub fn german(&self) -> String {
        let text = match self {
            Self::NotFound => "Diese Datei gibt es nicht. Bitte den Pfad prüfen.",
            Self::Permission => "Dieser Benutzer darf die Datei nicht lesen. Bitte ihre Rechte prüfen.",
            Self::NoFile => {
                "Das ist keine gewöhnliche Datei, sondern ein Ordner, eine Pipe oder ein Gerät. Bitte eine Datei nennen."
            }
            Self::Empty => "Die Datei ist leer. Erwartet werden eine Kopfzeile und Zeilen darunter.",
            Self::OldWorkbook => {
                "Das ist eine Datei eines alten Office-Programms, aber keine lesbare Arbeitsmappe von Excel 97-2003. Bitte als XLSX oder CSV speichern oder umwandeln: libreoffice --headless --convert-to xlsx DATEI"
            }
            Self::BinaryWorkbook => {
                "Das ist eine binäre Arbeitsmappe (XLSB). Bitte als XLSX oder CSV speichern."
            }
            Self::OtherArchive => {
                "Das ist ein ZIP-Archiv, aber weder XLSX noch ODS noch ein Shapefile noch eine einzelne lesbare Datei. Bitte auspacken und die Datei darin einlesen."
            }
            Self::OtherDatabase => {
                "Das ist eine SQLite-Datenbank, aber kein GeoPackage. Bitte die Tabelle als CSV oder GeoPackage speichern."
            }
            Self::OtherXml => {
                "Das ist XML, aber weder GML noch KML. Bitte die Liste als CSV, XLSX oder GeoJSON speichern."
            }
            Self::Locked => "Die Tabelle ist mit einem Passwort geschützt. Bitte ohne Passwort speichern.",
            Self::NoText => {
                "Das ist keine Textdatei: Sie enthält NUL-Bytes. CSV wird in UTF-8, in Windows-1252 oder in UTF-16 mit Byte-Order-Mark gelesen."
            }
            other => return other.german_with_values(),
        };
        text.to_owned()
    }

    /// The sentences that name what was found.
    fn german_with_values(&self) -> String {
        match self {
            Self::Io(cause) => format!("Die Datei lässt sich nicht lesen; das System meldet „{cause}“."),
            Self::Ending { ending, promised: (_, promised), found } => format!(
                "Die Endung .{ending} verspricht: {promised}. Der Inhalt ist: {}. Bitte die Endung des Inhalts geben oder noch einmal im versprochenen Format speichern.",
                found.german_label()
            ),
            Self::Gis((_, what)) => format!(
                "Das ist {what} und wird hier nicht gelesen. Ein Befehl von GDAL macht GeoJSON daraus: ogr2ogr -f GeoJSON -t_srs EPSG:4326 liste.geojson DATEI"
            ),
            Self::Encoding(sentence) => sentence.in_language(Lang::De).to_owned(),
            Self::UnclosedQuote { line } => format!(
                "Das Anführungszeichen in Zeile {line} wird nie geschlossen. Innerhalb einer Zelle in Anführungszeichen wird es doppelt geschrieben."
            ),
            Self::Archive(cause) => format!(
                "Das Archiv ist beschädigt: {}. Bitte die Tabelle neu speichern.",
                cause.in_language(Lang::De)
            ),
            Self::Damaged { part, cause } => format!(
                "Der Teil {part} der Datei ist beschädigt: {}. Bitte die Datei neu speichern.",
                cause.in_language(Lang::De)
            ),
            Self::NoSheet { wanted, found } => {
                format!("Ein Blatt „{wanted}“ gibt es in der Tabelle nicht; es gibt: {found}.")
            }
            Self::NoHeaderRow { line } => format!(
                "Die Kopfzeile soll in Zeile {line} stehen, die aber leer ist oder fehlt. Gezählt wird ab 1."
            ),
            Self::GeoJson(cause) => {
                format!("Das GeoJSON lässt sich nicht lesen: {}.", cause.in_language(Lang::De))
            }
            other => other.german_of_limits(),
        }
    }

    /// What is larger than an import takes.
    fn german_of_limits(&self) -> String {
        match self {
            Self::TooLarge { limit } => {
                format!("Die Datei ist größer als die erlaubten {limit} Byte. Bitte in Teilen einlesen.")
            }
            Self::Bomb { limit, ratio } => format!(
                "Das Archiv ergäbe ausgepackt mehr als {limit} Byte oder mehr als das {ratio}-Fache seiner Größe. Bitte nur das Blatt mit der Liste speichern."
            ),
            Self::Columns { line, limit } => format!(
                "Zeile {line}: mehr als {limit} Spalten. Bitte das Trennzeichen prüfen oder Spalten weglassen."
            ),
            Self::Rows { limit } => format!("Mehr als {limit} Zeilen. Bitte die Datei in Teilen einlesen."),
            Self::Cells { limit } => format!(
                "Mehr als {limit} Zellen. Bitte Spalten weglassen, die nicht eingelesen werden, oder die Datei in Teilen einlesen."
            ),
            Self::CellTooLong { line, limit } => format!(
                "Zeile {line}: eine Zelle mit mehr als {limit} Zeichen. Bitte die Anführungszeichen davor prüfen."
            ),
            Self::TooMuchText { limit } => {
                format!("Die Tabelle enthält mehr als {limit} Byte Text. Bitte in Teilen einlesen.")
            }
            // The others stand above.
            other => other.to_string(),
        }
    }
}

impl LayoutError {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Syntax(cause) => {
                format!("Die Zuordnung lässt sich nicht lesen; das Leseprogramm meldet „{cause}“.")
            }
            Self::Source(name) => format!(
                "Der Name der Liste „{name}“ ist kein Kurzname. Erlaubt sind Kleinbuchstaben und Ziffern, zum Beispiel „lup“."
            ),
            Self::Missing((_, what)) => {
                format!(
                    "Die Zuordnung nennt nicht {what}. Ein ganzes Beispiel steht in models/import/README.md."
                )
            }
            Self::HeaderRow { first, last, max } => format!(
                "header_row nennt die Zeilen {first} bis {last}. Erwartet werden höchstens {max} Zeilen, gezählt ab 1, die erste vor der letzten."
            ),
            Self::Pair(one, other) => {
                format!("{one} und {other} gehören zusammen, aber nur eins davon ist zugeordnet.")
            }
            Self::Crs(name) => {
                format!(
                    "„{name}“ ist hier kein bekanntes Koordinatensystem. Gelesen werden {}.",
                    Crs::known()
                )
            }
            Self::Target { section, word, target, expected, meant } => {
                let hint = meant.as_ref().map(|meant| format!(" Ist „{meant}“ gemeint?")).unwrap_or_default();
                format!("[{section}] „{word}“ steht für „{target}“; erwartet wird {}.{hint}", expected.de)
            }
            Self::Key { section, key, expected } => {
                let expected = expected.replace(" or ", " oder ");
                format!("[{section}] kennt „{key}“ nicht. Möglich sind: {expected}.")
            }
            Self::Constant { field, value, expected } => {
                format!("[constants] {field} „{value}“ ist nicht lesbar; erwartet wird {}.", expected.de)
            }
            Self::DoubleWord { section, word } => format!(
                "[{section}] „{word}“ steht zweimal da; Groß- und Kleinschreibung und Leerzeichen zählen nicht."
            ),
            Self::Parts { word, found, expected } => format!(
                "[category] „{word}“ hat {found} Teile, genannt sind aber {expected} Spalten. Bitte die Wörter der Spalten mit \" / \" verbinden."
            ),
        }
    }
}
