//! Whether a list that is complete for its source was read as a whole. What a part of it lacks may stand in the rest, so
//! nothing is closed then, and the report says why.

use super::read::Table;
use super::report::{KeptOpen, Missing};
use super::row_place::{RowPlace, listed};
use crate::units::Lang;

/// What of a file was not read.
pub(super) struct Unread {
    rejected_rows: Vec<RowPlace>,
    sheets: Vec<String>,
    /// The sheets are layers of a geographic format.
    are_layers: bool,
}

impl Unread {
    /// What was not read of a table of which rows were rejected; `None` if it was read as a whole.
    pub fn of(table: &Table, rejected_rows: Vec<RowPlace>) -> Option<Self> {
        let (sheets, are_layers) = (table.unread_sheets.clone(), table.kind.has_geometry());
        let unread = Self { rejected_rows, sheets, are_layers };
        (!unread.rejected_rows.is_empty() || !unread.sheets.is_empty()).then_some(unread)
    }

    /// What stays open for it of all that a complete list lacks; `None` if it lacks nothing. What may stand in the list
    /// under another name is asked about elsewhere, and what a row speaks of with an unknown word is named elsewhere.
    pub fn kept_open(self, missing: &[Missing]) -> Option<KeptOpen> {
        let is_kept = |one: &&Missing| one.closed.is_none() && one.successor.is_none() && !one.is_unread();
        let kept = missing.iter().filter(is_kept);
        let (whole, parts): (Vec<&Missing>, Vec<&Missing>) = kept.partition(|one| one.whole);
        if whole.is_empty() && parts.is_empty() {
            return None;
        }
        let (way_out, way_out_de) = match self.sheets.is_empty() {
            true => ("", ""),
            false => (
                ", or name under \"sheet\" of the mapping what belongs to the list",
                " Gehört etwas davon nicht zur Liste, nennen Sie in der Zuordnung unter sheet, was dazugehört.",
            ),
        };
        let (subject, reason) = (english_subject(whole.len(), parts.len()), self.reason(Lang::En));
        let text =
            format!("{subject}, because {reason}; hint: correct that and import the list again{way_out}");
        let (subject, reason) = (german_subject(whole.len(), parts.len()), self.reason(Lang::De));
        let text_de = format!(
            "{subject}, weil {reason}. Berichtigen Sie das und lesen Sie die Liste noch einmal ein.{way_out_de}"
        );
        let facilities = whole.iter().chain(&parts).map(|one| one.facility.clone()).collect();
        let Self { rejected_rows, sheets: unread_sheets, .. } = self;
        Some(KeptOpen { facilities, rejected_rows, unread_sheets, text, text_de })
    }

    /// "line 9 was rejected and the sheet "B" was not read".
    fn reason(&self, lang: Lang) -> String {
        let rows = listed(self.rejected_rows.iter().map(|row| row.in_language(lang)), lang);
        let quoted = |name: &String| match lang {
            Lang::En => format!("\"{name}\""),
            Lang::De => format!("„{name}“"),
        };
        let sheets = listed(self.sheets.iter().map(quoted), lang);
        let of_rows = match (self.rejected_rows.len(), lang) {
            (0, _) => None,
            (1, Lang::En) => Some(format!("line {rows} was rejected")),
            (_, Lang::En) => Some(format!("lines {rows} were rejected")),
            (1, Lang::De) => Some(format!("Zeile {rows} abgelehnt wurde")),
            (_, Lang::De) => Some(format!("die Zeilen {rows} abgelehnt wurden")),
        };
        let of_sheets = match (self.sheets.len(), self.are_layers, lang) {
            (0, ..) => None,
            (1, false, Lang::En) => Some(format!("the sheet {sheets} was not read")),
            (1, true, Lang::En) => Some(format!("the layer {sheets} was not read")),
            (_, false, Lang::En) => Some(format!("the sheets {sheets} were not read")),
            (_, true, Lang::En) => Some(format!("the layers {sheets} were not read")),
            (1, false, Lang::De) => Some(format!("das Blatt {sheets} nicht gelesen wurde")),
            (1, true, Lang::De) => Some(format!("die Ebene {sheets} nicht gelesen wurde")),
            (_, false, Lang::De) => Some(format!("die Blätter {sheets} nicht gelesen wurden")),
            (_, true, Lang::De) => Some(format!("die Ebenen {sheets} nicht gelesen wurden")),
        };
        let and = if lang == Lang::De { " und " } else { " and " };
        of_rows.into_iter().chain(of_sheets).collect::<Vec<_>>().join(and)
    }
}

fn english_subject(whole: usize, parts: usize) -> String {
    match (whole, parts) {
        (1, 0) => "1 facility is missing in the list, but stays open".to_owned(),
        (_, 0) => format!("{whole} facilities are missing in the list, but stay open"),
        (0, 1) => "offers of 1 facility are missing in the list, but stay open".to_owned(),
        (0, _) => format!("offers of {parts} facilities are missing in the list, but stay open"),
        (1, _) => format!("1 facility and offers of {parts} more are missing in the list, but stay open"),
        _ => format!("{whole} facilities and offers of {parts} more are missing in the list, but stay open"),
    }
}

fn german_subject(whole: usize, parts: usize) -> String {
    let facilities = |count| match count {
        1 => "1 Einrichtung".to_owned(),
        count => format!("{count} Einrichtungen"),
    };
    let further = if parts == 1 { "einer weiteren".to_owned() } else { format!("{parts} weiteren") };
    match (whole, parts) {
        (1, 0) => "1 Einrichtung fehlt in der Liste, bleibt aber geöffnet".to_owned(),
        (_, 0) => format!("{} fehlen in der Liste, bleiben aber geöffnet", facilities(whole)),
        (0, _) => {
            format!("Angebote von {} fehlen in der Liste, bleiben aber geöffnet", facilities(parts))
        }
        _ => format!(
            "{} und Angebote von {further} fehlen in der Liste, bleiben aber geöffnet",
            facilities(whole)
        ),
    }
}
