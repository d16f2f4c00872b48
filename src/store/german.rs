//! What the database says in German. What a library reports is quoted, because it speaks English.

use super::{ReleaseError, StoreError};
use crate::units::Lang;

impl StoreError {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match lang {
            Lang::De => self.german(),
            Lang::En => self.to_string(),
        }
    }

    fn german(&self) -> String {
        match self {
            Self::Folder { path, cause } => format!(
                "Der Datenordner {} lässt sich nicht anlegen; das System meldet „{cause}“. Bitte mit PFLEGEPLAN_DATA_DIR einen Ordner nennen, in den geschrieben werden darf.",
                path.display()
            ),
            Self::Open { path, cause } => format!(
                "Die Datenbank {} lässt sich nicht öffnen; gemeldet wird „{cause}“. Bitte Pfad und Rechte prüfen.",
                path.display()
            ),
            Self::Damaged { path, report } => format!(
                "Die Datenbank {} ist beschädigt; gemeldet wird „{report}“. Bitte die letzte Sicherung einspielen.",
                path.display()
            ),
            Self::Removed { path } => format!(
                "Die Datenbank {} wurde gelöscht, während sie benutzt wurde. Bitte den Dienst anhalten, die letzte Sicherung einspielen und ihn neu starten.",
                path.display()
            ),
            Self::Replaced { path } => format!(
                "Die Datenbank {} wurde durch eine andere Datei ersetzt, während sie benutzt wurde. Bitte den Dienst neu starten, damit die neue Datei gilt.",
                path.display()
            ),
            Self::Lost { path, marker } => format!(
                "Die Datenbank {} fehlt, aber ihr Ordner enthielt schon einmal ein echtes Verzeichnis. Bitte die letzte Sicherung einspielen oder {} löschen, um mit einem leeren Verzeichnis anzufangen.",
                path.display(),
                marker.display()
            ),
            _ => self.german_of_server(),
        }
    }

    /// What a database server may answer.
    fn german_of_server(&self) -> String {
        match self {
            Self::Emptied { place, marker } => format!(
                "Die Datenbank {place} enthält kein Verzeichnis, obwohl diese Installation nach {} schon eines hatte. Bitte database_url prüfen, die letzte Sicherung einspielen oder die Datei löschen, um mit einem leeren Verzeichnis anzufangen.",
                marker.display()
            ),
            Self::Address { cause } => format!(
                "database_url ist nicht zu gebrauchen; gemeldet wird „{cause}“. Erwartet wird eine Adresse wie postgres://pflegeplan@db.example.org/pflegeplan."
            ),
            Self::Connect { place, cause } => format!(
                "Die Datenbank {place} ist nicht zu benutzen; gemeldet wird „{cause}“. Bitte Adresse und Zugang prüfen."
            ),
            Self::Exchanged { place } => format!(
                "Die Datenbank {place} wurde gegen eine andere ausgetauscht, während sie benutzt wurde. Bitte den Dienst neu starten, damit die neue gilt."
            ),
            Self::Away { cause } => format!(
                "Die Datenbank antwortet nicht; gemeldet wird „{cause}“. Bitte später prüfen, ob die letzte Änderung geschrieben wurde."
            ),
            Self::ReadOnly => {
                "Die Datenbank lässt sich zurzeit nur lesen; es wurde nichts geschrieben. Bitte später noch einmal versuchen.".to_owned()
            }
            Self::Newer(migration) => format!(
                "Die Datenbank stammt aus einer neueren Ausgabe von pflegeplan (Migration {migration}). Bitte diese Ausgabe benutzen."
            ),
            Self::Migration(cause) => format!(
                "Die Datenbank ließ sich nicht auf den neuen Stand bringen; gemeldet wird „{cause}“. Bitte die letzte Sicherung aufheben und um Hilfe bitten."
            ),
            _ => self.german_of_writing(),
        }
    }

    /// What may go wrong while something is written or read.
    fn german_of_writing(&self) -> String {
        match self {
            Self::Busy => {
                "Die Datenbank wird gerade von einem anderen Vorgang benutzt; es wurde nichts geschrieben. Bitte danach noch einmal versuchen.".to_owned()
            }
            Self::DiskFull => {
                "Der Datenträger ist voll; es wurde nichts geschrieben. Bitte Platz schaffen und noch einmal versuchen.".to_owned()
            }
            Self::DiskFailed => {
                "Der Datenträger ließ sich nicht lesen oder beschreiben; es wurde nichts geschrieben. Bitte freien Platz und Zustand prüfen.".to_owned()
            }
            Self::BadRow { facility, what } => format!(
                "Die Einrichtung {facility} hat in der Datenbank einen ungültigen Wert; gemeldet wird „{what}“. Bitte die letzte Sicherung einspielen."
            ),
            Self::BadProvider { provider, what } => format!(
                "Der Träger {provider} hat in der Datenbank einen ungültigen Wert; gemeldet wird „{what}“. Bitte die letzte Sicherung einspielen."
            ),
            Self::BadFigure { import, what } => format!(
                "Ein Wert des Imports {import} ist in der Datenbank ungültig; gemeldet wird „{what}“. Bitte die letzte Sicherung einspielen."
            ),
            Self::BadAccount { account, what } => format!(
                "Das Konto {account} hat in der Datenbank einen ungültigen Wert; gemeldet wird „{what}“. Bitte die letzte Sicherung einspielen."
            ),
            Self::CountTooLarge(count) => {
                format!("{count} Plätze sind mehr, als ein Verzeichnis aufnehmen kann. Bitte die Zahl prüfen.")
            }
            Self::Query(cause) => format!(
                "Die Datenbank hat die Änderung abgelehnt; es wurde nichts geschrieben. Gemeldet wird „{cause}“."
            ),
            // The others stand above.
            other => other.to_string(),
        }
    }
}

impl ReleaseError {
    /// The sentence in a language.
    pub fn in_language(&self, lang: Lang) -> String {
        match (lang, self) {
            (_, Self::Database(error)) => error.in_language(lang),
            (Lang::En, error) => error.to_string(),
            (Lang::De, Self::NoImport(id)) => {
                format!("Einen Import {id} gibt es nicht. pflegeplan statistics list zeigt alle.")
            }
            (Lang::De, Self::Released(id)) => format!("Der Import {id} ist schon freigegeben."),
            (Lang::De, Self::NotReleased(id)) => {
                format!("Der Import {id} ist nicht freigegeben; es gibt also nichts zurückzunehmen.")
            }
            (Lang::De, Self::NothingReleased(statistic)) => format!(
                "Von der Statistik {statistic} ist nichts freigegeben; es gibt also nichts zurückzunehmen."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// One of each variant. A new one does not compile before it has a place here.
    fn number(error: &StoreError) -> usize {
        match error {
            StoreError::Folder { .. } => 0,
            StoreError::Open { .. } => 1,
            StoreError::Damaged { .. } => 2,
            StoreError::Removed { .. } => 3,
            StoreError::Replaced { .. } => 4,
            StoreError::Lost { .. } => 5,
            StoreError::Emptied { .. } => 6,
            StoreError::Address { .. } => 7,
            StoreError::Connect { .. } => 8,
            StoreError::Exchanged { .. } => 9,
            StoreError::Away { .. } => 10,
            StoreError::ReadOnly => 11,
            StoreError::Newer(_) => 12,
            StoreError::Migration(_) => 13,
            StoreError::Busy => 14,
            StoreError::DiskFull => 15,
            StoreError::DiskFailed => 16,
            StoreError::BadRow { .. } => 17,
            StoreError::BadProvider { .. } => 18,
            StoreError::BadFigure { .. } => 19,
            StoreError::BadAccount { .. } => 20,
            StoreError::CountTooLarge(_) => 21,
            StoreError::Query(_) => 22,
        }
    }

    fn errors() -> Vec<StoreError> {
        let (path, place, what) = (PathBuf::from("r.sqlite"), "db".to_owned(), "x".to_owned());
        let cause = || what.clone();
        vec![
            StoreError::Folder { path: path.clone(), cause: std::io::Error::other("x") },
            StoreError::Open { path: path.clone(), cause: cause() },
            StoreError::Damaged { path: path.clone(), report: cause() },
            StoreError::Removed { path: path.clone() },
            StoreError::Replaced { path: path.clone() },
            StoreError::Lost { path: path.clone(), marker: path.clone() },
            StoreError::Emptied { place: place.clone(), marker: path },
            StoreError::Address { cause: cause() },
            StoreError::Connect { place: place.clone(), cause: cause() },
            StoreError::Exchanged { place },
            StoreError::Away { cause: cause() },
            StoreError::ReadOnly,
            StoreError::Newer(cause()),
            StoreError::Migration(cause()),
            StoreError::Busy,
            StoreError::DiskFull,
            StoreError::DiskFailed,
            StoreError::BadRow { facility: "a".into(), what: cause() },
            StoreError::BadProvider { provider: "a".into(), what: cause() },
            StoreError::BadFigure { import: 3, what: cause() },
            StoreError::BadAccount { account: 3, what: cause() },
            StoreError::CountTooLarge(3),
            StoreError::Query(cause()),
        ]
    }

    #[test]
    fn every_error_of_the_database_is_said_in_german() {
        let errors = errors();
        let numbers: Vec<usize> = errors.iter().map(number).collect();
        assert_eq!(numbers, (0..errors.len()).collect::<Vec<_>>());
        for error in errors {
            let (german, english) = (error.in_language(Lang::De), error.in_language(Lang::En));
            assert!(german.ends_with('.') && german != english, "{german}");
            for word in [" the ", " is ", "hint:", " was ", " with ", " of "] {
                assert!(!german.contains(word), "\"{word}\" in {german}");
            }
        }
        let released = [
            ReleaseError::NoImport(3),
            ReleaseError::Released(3),
            ReleaseError::NotReleased(3),
            ReleaseError::NothingReleased("12411".to_owned()),
            ReleaseError::Database(StoreError::Busy),
        ];
        for error in released {
            let german = error.in_language(Lang::De);
            assert!(german.ends_with('.') && german != error.to_string(), "{german}");
        }
    }
}
