//! What is said of a row that is, or may be, a facility of the register by its contents.

use super::identity::FacilityGroup;
use super::notes::{Note, NoteKind};
use super::report::{MatchReport, MatchedEntry};
use super::row::ParsedOffer;
use crate::register::Facility;

/// Says that a row may be a facility that the list lacks.
pub(super) fn successor_note(old: &Facility, score: u32) -> Note {
    let (id, name) = (&old.id, &old.name);
    let en = format!(
        "may be {id} \"{name}\" of the register under another name or address (score {score} of 100), which the list lacks and which stays open; hint: if it is, put {id} into a column mapped as facility_id; if not, --close {id} closes the old one"
    );
    let de = format!(
        "Vielleicht {id} „{name}“ aus dem Verzeichnis unter neuem Namen oder neuer Anschrift (Übereinstimmung {score} von 100); die alte fehlt in der Liste und bleibt geöffnet. Wenn ja: {id} in eine Spalte für facility_id eintragen. Wenn nein: --close {id} schließt die alte."
    );
    Note::new(NoteKind::LikelySame, (en, de))
}

/// Says that the contents of a group, and no id, make it a facility of the register, or that they may.
pub(super) fn match_note(group: &FacilityGroup, facilities: &[Facility]) -> Option<(usize, Note)> {
    let (row, found) = (*group.rows.first()?, group.matched.as_ref()?);
    let facility = facilities.get(found.facility)?;
    let (id, name, score) = (&facility.id, &facility.name, found.score);
    if found.is_certain {
        let en = format!("joined to {id} \"{name}\" of the register by its contents (score {score} of 100)");
        let de = format!(
            "Nach dem Inhalt dieselbe Einrichtung wie {id} „{name}“ im Verzeichnis (Übereinstimmung {score} von 100)."
        );
        return Some((row, Note::new(NoteKind::Matched, (en, de))));
    }
    let en = format!(
        "may be {id} \"{name}\" of the register (score {score} of 100); hint: if it is, put {id} into a column mapped as facility_id"
    );
    let de = format!(
        "Vielleicht dieselbe Einrichtung wie {id} „{name}“ im Verzeichnis (Übereinstimmung {score} von 100). Wenn ja: {id} in eine Spalte für facility_id eintragen."
    );
    Some((row, Note::new(NoteKind::LikelySame, (en, de))))
}

/// The two entries of a match side by side, for a person who decides.
pub(super) fn proposal(
    group: &FacilityGroup,
    parsed_offers: &[ParsedOffer],
    facilities: &[Facility],
) -> Option<MatchReport> {
    let found = group.matched.as_ref()?;
    let parsed = parsed_offers.get(*group.rows.first()?)?;
    let facility = facilities.get(found.facility)?;
    Some(MatchReport {
        line: parsed.line,
        certain: found.is_certain,
        score: found.score,
        missing: false,
        agrees: found.agrees.clone(),
        listed: MatchedEntry::new(&parsed.facility, parsed.row().id.to_string()),
        known: MatchedEntry::new(facility, facility.id.clone()),
    })
}
