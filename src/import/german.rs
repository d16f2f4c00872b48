//! What an import says in German: why a row is rejected, why a file does not fit, and the headings under which notes and
//! rejections stand.

use super::columns::ColumnsError;
use super::layout::Unrecognised;
use super::notes::{NoteKind, Rejection, RejectionKind};

impl Rejection {
    /// The sentence in German.
    pub(super) fn german(&self) -> String {
        match self {
            Self::Ragged { found, expected } => format!(
                "Die Zeile hat {found} Zellen, die Kopfzeile {expected} Spalten. Ein Trennzeichen oder Zeilenumbruch in einer Zelle gehört in Anführungszeichen."
            ),
            Self::Empty { column } => {
                format!("Die Spalte {column} ist leer; jede Zeile braucht dort einen Wert.")
            }
            Self::UnknownCategory { word, meant, layout } => {
                let hint = match meant {
                    Some(meant) => format!("Ist „{meant}“ gemeint?"),
                    None => format!(
                        "Bitte unter [category.words] der Zuordnung „{layout}“ eintragen, notfalls als \"ignore\"."
                    ),
                };
                format!("„{word}“ ist in dieser Liste keine bekannte Art von Angebot. {hint}")
            }
            Self::Value { column, text, expected } => {
                format!("{column} „{text}“ ist nicht lesbar; erwartet wird {}.", expected.de)
            }
            Self::ValidityEndsFirst { from, to } => {
                let (from, to) = (from.format("%d.%m.%Y"), to.format("%d.%m.%Y"));
                format!("Gültig von {from} bis {to}: Das Ende liegt vor dem Anfang.")
            }
            _ => self.german_of_position(),
        }
    }

    /// Faults of the position, and of rows that contradict others.
    fn german_of_position(&self) -> String {
        match self {
            Self::HalfPosition => "Nur eine der beiden Koordinaten ist angegeben.".to_owned(),
            Self::NoPoint { crs, .. } => format!("Die Koordinaten sind in {crs} kein Punkt auf der Erde."),
            Self::Geometry(what) => format!("Die Geometrie ist kein Punkt und keine Fläche ({what})."),
            Self::NowhereNear { x, y, crs } => {
                format!("Die Koordinaten {x} und {y} bezeichnen in {crs} keinen Ort in Deutschland.")
            }
            Self::FarAway { lat, lon, crs } => format!(
                "Der Punkt {lat:.5} N {lon:.5} O liegt weit außerhalb von Mecklenburg-Vorpommern. Vielleicht sind die Achsen vertauscht, oder das Koordinatensystem ist nicht {crs}."
            ),
            Self::OutsideTheState { lat, lon } => format!(
                "Der Punkt {lat:.5} N {lon:.5} O liegt mehr als 1 km außerhalb von Mecklenburg-Vorpommern."
            ),
            Self::NoPlace => {
                "Weder Koordinaten noch ein Ort sind angegeben. Bitte Postleitzahl und Ort ergänzen."
                    .to_owned()
            }
            Self::UnknownPlace(place) => format!(
                "Ohne Koordinaten, und das Ortsverzeichnis kennt „{place}“ nicht. Bitte Ort und Postleitzahl prüfen oder Koordinaten ergänzen."
            ),
            Self::PlaceOutsidePostcode { address, candidates } => format!(
                "Ohne Koordinaten, und „{address}“ widerspricht sich: Unter dieser Postleitzahl gibt es keinen solchen Ort. Gemeint sein kann: {candidates}. Bitte Ort oder Postleitzahl berichtigen."
            ),
            Self::AmbiguousPlace { place, candidates } => format!(
                "Ohne Koordinaten, und mehrere Orte heißen „{place}“: {candidates}. Bitte Postleitzahl oder Koordinaten ergänzen."
            ),
            Self::DoubleId { id, line } => format!("Die Kennung „{id}“ steht schon in Zeile {line}."),
            Self::SameContent { line } => format!(
                "Zeile {line} hat denselben Namen, dieselbe Anschrift und dieselbe Art, und beide haben keine Kennung. Bitte jeder Zeile eine Kennung geben."
            ),
            Self::SecondOffer { category, line, differs } => format!(
                "Zeile {line} nennt für dieselbe Einrichtung schon ein Angebot {category}, das sich unterscheidet in: {differs}. Bitte beide Zeilen zusammenfassen oder die Einrichtungen verschieden benennen."
            ),
            // The others stand in `german`.
            other => other.to_string(),
        }
    }
}

impl ColumnsError {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Missing { layout, missing, header } => format!(
                "Der Datei fehlen Spalten der Zuordnung „{layout}“: {missing}. Sie hat: {header}. Bitte die Kopfzeile prüfen oder eine andere Zuordnung nennen."
            ),
            Self::Crs { name, known } => format!(
                "Die Koordinaten der Datei stehen im System {name}, das hier nicht bekannt ist. Gelesen werden {known}. Ein Befehl von GDAL rechnet um: ogr2ogr -t_srs EPSG:25833 liste.gpkg DATEI"
            ),
            Self::Double(column) => {
                format!(
                    "Die Spalte „{column}“ gibt es in der Datei zweimal. Bitte eine umbenennen oder entfernen."
                )
            }
            Self::NoPosition(layout) => format!(
                "Die Zuordnung „{layout}“ nennt weder Koordinaten noch Ort oder Postleitzahl, die in der Datei stehen. Bitte x und y oder place zuordnen."
            ),
        }
    }
}

impl Unrecognised {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::None { closest, missing, header } => format!(
                "Keine bekannte Zuordnung passt. „{closest}“ kommt am nächsten, aber es fehlen die Spalten {missing}. Die Datei hat: {header}. --suggest schreibt eine Zuordnung für diese Datei; mit --mapping wird eine genannt."
            ),
            Self::Loose { layout, missing, found } => format!(
                "Die Zuordnung „{layout}“ passt nur ungefähr: Der Datei fehlen ihre Spalten {missing}, sie hat aber {found}. Alle Zeilen kämen in die Ortsmitte. --suggest schreibt eine Zuordnung für diese Datei; mit --mapping wird eine genannt."
            ),
            Self::NoLayouts => "Es gibt keine Zuordnung zur Auswahl.".to_owned(),
            Self::Ambiguous(names) => {
                format!(
                    "Die Datei passt zu mehreren Zuordnungen gleich gut: {names}. Bitte eine mit --mapping nennen."
                )
            }
        }
    }
}

impl RejectionKind {
    /// What the German report calls it.
    pub fn german(self) -> &'static str {
        match self {
            Self::Ragged => "falsche Zahl von Zellen",
            Self::Empty => "Pflichtangabe fehlt",
            Self::UnknownCategory => "unbekannte Art von Angebot",
            Self::Value => "Wert nicht lesbar",
            Self::Validity => "Ende vor dem Anfang",
            Self::Coordinates => "Koordinaten nicht brauchbar",
            Self::Outside => "Punkt außerhalb des Landes",
            Self::UnknownPlace => "Ort nicht bekannt",
            Self::PlaceOutsidePostcode => "Ort und Postleitzahl widersprechen sich",
            Self::AmbiguousPlace => "mehrere Orte dieses Namens",
            Self::Double => "Zeile steht doppelt",
            Self::SecondOffer => "zweites Angebot derselben Art",
        }
    }
}

impl NoteKind {
    /// What the German report calls it.
    pub fn german(self) -> &'static str {
        match self {
            Self::Blanks => "Leerzeichen geordnet",
            Self::InvisibleCharacters => "unsichtbare Zeichen entfernt",
            Self::OtherColumn => "aus einer anderen Spalte übernommen",
            Self::JoinedColumns => "aus mehreren Spalten zusammengefügt",
            Self::NotUsed => "Wert einer weiteren Spalte nicht verwendet",
            Self::TakenApart => "Zelle zerlegt",
            Self::SharedNumber => "eine Zahl für mehrere Angebote",
            Self::NotACapacity => "Zahl ist keine Platzzahl",
            Self::Placeholder => "Platzhalter als „nicht bekannt“ gelesen",
            Self::WebsiteScheme => "Internetadresse ergänzt",
            Self::LeftOut => "Wert weggelassen",
            Self::Suspicious => "auffälliger Wert beibehalten",
            Self::ReadFromText => "Wert aus einem längeren Text gelesen",
            Self::NoValue => "Wort für „nicht bekannt“",
            Self::PhoneRestored => "Telefonnummer wiederhergestellt",
            Self::HtmlEntities => "HTML-Zeichen ersetzt",
            Self::Garbled => "ZEICHEN SEHEN FALSCH AUS",
            Self::Formula => "Text beginnt wie eine Formel",
            Self::PointOfShape => "Punkt in einer Fläche",
            Self::AxesSwapped => "Achsen der Koordinaten vertauscht",
            Self::SystemByValues => "Koordinatensystem an den Werten erkannt",
            Self::Gazetteer => "Lage nach dem Ortsverzeichnis",
            Self::Geocoded => "Lage nach der Anschrift (© OpenStreetMap-Mitwirkende, ODbL)",
            Self::PlaceInPart => "Ort nur zum Teil bekannt",
            Self::AmbiguousPlace => "Ortsname kommt mehrfach vor",
            Self::AddressContradictsPoint => "Anschrift und Punkt widersprechen sich",
            Self::NearBorder => "Punkt knapp außerhalb der Grenzen",
            Self::OldMunicipality => "Gemeindeschlüssel nach dem Punkt bestimmt",
            Self::OtherMunicipality => "Gemeindeschlüssel widerspricht dem Punkt",
            Self::OtherDistrict => "Kreis widerspricht dem Punkt",
            Self::WordsToNote => "Wörter als Bemerkung beibehalten",
            Self::UnknownProviderKind => "unbekannte Trägerart",
            Self::MadeId => "Kennung aus dem Inhalt gebildet",
            Self::Matched => "nach dem Inhalt im Verzeichnis gefunden",
            Self::LikelySame => "vielleicht schon im Verzeichnis",
            Self::Doublet => "zwei Zeilen, wahrscheinlich dasselbe Haus",
            Self::Joined => "Zeilen einer Einrichtung unterscheiden sich",
            Self::Repeated => "wiederholte Zeile",
            Self::Kept => "Angabe des Verzeichnisses beibehalten",
            Self::Reopened => "wieder geöffnet",
        }
    }
}
