//! The report as text in a language: what was read, the counts, then the rows under each kind of finding.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::compare::german_name;
use super::notes::NoteKind;
use super::report::{
    CategoryTotals, FacilityTotals, LeftOutRow, MatchReport, MatchedEntry, Missing, MissingOffer, NoteTotals,
    Outcome, Report, RowReport, Totals,
};
use super::row_place::listed;
use crate::units::Lang;

impl Report {
    /// The whole report: what was read, the counts, then each kind of finding with its rows. Each rejected row stands
    /// with all its findings under the first of them.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = Writer { text: self.summary_in(lang), report: self, lang };
        out.rejected();
        out.missing();
        out.changed();
        out.notes();
        // Behind many rows the counts at the top are out of sight.
        if out.text.lines().count() > LINES_OF_A_SCREEN {
            out.text.push('\n');
            out.totals();
        }
        out.text
    }

    /// What was read and the counts, in English.
    pub fn summary(&self) -> String {
        self.summary_in(Lang::En)
    }

    /// The rows that were found, or may be found, in the register by their contents, side by side with what the register
    /// has: certain ones first, then those that a person should look at.
    pub fn matches_text(&self, lang: Lang) -> String {
        let mut out = Writer { text: String::new(), report: self, lang };
        let certain: Vec<&MatchReport> = self.matches.iter().filter(|found| found.certain).collect();
        let likely: Vec<&MatchReport> = self.matches.iter().filter(|found| !found.certain).collect();
        if self.matches.is_empty() {
            out.line(
                "No row was found in the register by its contents.",
                "Keine Zeile gleicht einem anderen Eintrag des Verzeichnisses.",
            );
        }
        out.side_by_side(
            &certain,
            ("The same facility; joined", "Dieselbe Einrichtung; wird zusammengeführt"),
        );
        out.side_by_side(
            &likely,
            ("Perhaps the same facility; not joined", "Vielleicht dieselbe Einrichtung; bleibt getrennt"),
        );
        if !likely.is_empty() {
            out.line(
                "Where two are one, put the id of the register into a column of the list that the mapping calls facility_id, and import again.",
                "Sind zwei dieselbe, bitte die Kennung aus dem Verzeichnis in eine Spalte der Liste schreiben, die in der Zuordnung facility_id heißt, und noch einmal importieren.",
            );
        }
        if likely.iter().any(|found| found.missing) {
            out.line(
                "Where the list lacks the entry of the register, this stays open; if the two are not one, --close with its id closes it.",
                "Fehlt der Eintrag des Verzeichnisses in der Liste, bleibt er geöffnet; sind es zwei, schließt ihn --close mit seiner Kennung.",
            );
        }
        out.doublets();
        out.text
    }

    fn summary_in(&self, lang: Lang) -> String {
        let mut out = Writer { text: String::new(), report: self, lang };
        out.file();
        out.categories();
        out.counts_of_findings();
        out.totals();
        out.text
    }
}

/// A terminal shows about so many.
const LINES_OF_A_SCREEN: usize = 40;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// "307 rows: 290 accepted, 17 merged, …"
fn totals(totals: &Totals, lang: Lang) -> String {
    let Totals { accepted, merged, changed, unchanged, rejected, ignored } = totals;
    let rows = totals.rows();
    let mut text = match lang {
        Lang::En => format!(
            "{rows} rows: {accepted} accepted, {merged} merged, {changed} changed, {unchanged} unchanged, {rejected} rejected"
        ),
        Lang::De => format!(
            "{}: {accepted} neu, {merged} zusammengeführt, {changed} geändert, {unchanged} unverändert, {rejected} abgelehnt",
            german_rows(rows)
        ),
    };
    match (*ignored, lang) {
        (0, _) => {}
        (ignored, Lang::En) => text.push_str(&format!(", {ignored} ignored")),
        (ignored, Lang::De) => text.push_str(&format!(", {ignored} absichtlich weggelassen")),
    }
    text
}

/// "1 Zeile", "2 Zeilen"
pub(super) fn german_rows(rows: usize) -> String {
    if rows == 1 { "1 Zeile".to_owned() } else { format!("{rows} Zeilen") }
}

struct Writer<'a> {
    text: String,
    report: &'a Report,
    lang: Lang,
}

impl Writer<'_> {
    fn say<'t>(&self, en: &'t str, de: &'t str) -> &'t str {
        match self.lang {
            Lang::De => de,
            Lang::En => en,
        }
    }

    fn line(&mut self, en: &str, de: &str) {
        let line = self.say(en, de);
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// A label and what it is of.
    fn labelled(&mut self, en: &str, de: &str, value: &str) {
        self.line(&format!("{en}: {value}"), &format!("{de}: {value}"));
    }

    fn file(&mut self) {
        let file = &self.report.file;
        self.line(
            &format!("Read as {} ({}), layout {}", file.format, file.details, file.layout),
            &format!("Gelesen als {} ({}), Zuordnung {}", file.format_de, file.details_de, file.layout),
        );
        if file.blank_rows > 0 {
            self.labelled("Blank rows passed over", "Übergangene leere Zeilen", &file.blank_rows.to_string());
        }
        let sums = listed(file.sum_rows.iter().map(|row| row.in_language(self.lang)), self.lang);
        match file.sum_rows.len() {
            0 => {}
            1 => self.line(
                &format!("1 row of sums left out: line {sums}"),
                &format!("1 Summenzeile ausgelassen: Zeile {sums}"),
            ),
            count => self.line(
                &format!("{count} rows of sums left out: lines {sums}"),
                &format!("{count} Summenzeilen ausgelassen: Zeilen {sums}"),
            ),
        }
        let remarks = match self.lang {
            Lang::De => &file.remarks_de,
            Lang::En => &file.remarks,
        };
        for remark in remarks {
            self.labelled("Note on the file", "Zur Datei", remark);
        }
        if !file.unread_columns.is_empty() {
            self.labelled("Columns not used", "Nicht verwendete Spalten", &file.unread_columns.join(", "));
        }
        if !file.absent_columns.is_empty() {
            let names = file.absent_columns.join(", ");
            self.labelled("Columns the file does not have", "Spalten, die der Datei fehlen", &names);
        }
    }

    fn category<'t>(&'t self, slug: &'t str) -> &'t str {
        match self.lang {
            Lang::De => self.report.german_names.get(slug).map_or(slug, String::as_str),
            Lang::En => slug,
        }
    }

    fn categories(&mut self) {
        for CategoryTotals { category, totals: of_category } in &self.report.by_category {
            let unknown = self.say("unknown category", "unbekannte Art");
            let name = category.as_deref().map_or(unknown, |slug| self.category(slug)).to_owned();
            let counts = totals(of_category, self.lang);
            self.labelled(&name, &name, &counts);
        }
        let ignored = &self.report.ignored;
        if !ignored.is_empty() {
            let words: Vec<String> =
                ignored.iter().map(|one| format!("{} ({})", one.word, one.rows)).collect();
            let (words, rows) = (words.join(", "), self.report.totals.ignored);
            self.line(
                &format!("Ignored on purpose: {rows} rows: {words}"),
                &format!("Absichtlich weggelassen: {}: {words}", german_rows(rows)),
            );
        }
    }

    /// What somebody has to decide comes first, and what is normal for a list without coordinates last.
    fn notes_in_order(&self) -> Vec<NoteTotals> {
        let mut notes = self.report.notes.clone();
        notes.sort_by_key(|totals| match totals.kind {
            NoteKind::LikelySame | NoteKind::Doublet => 0,
            NoteKind::Garbled | NoteKind::Suspicious | NoteKind::AddressContradictsPoint => 1,
            NoteKind::Gazetteer | NoteKind::Geocoded => 3,
            _ => 2,
        });
        notes
    }

    /// How many rows there are of each kind of finding.
    fn counts_of_findings(&mut self) {
        let mut rejected: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in self.report.rows.iter().flat_map(|row| &row.reasons) {
            *rejected.entry(self.say(reason.kind.word(), reason.kind.german())).or_default() += 1;
        }
        for (heading, count) in rejected {
            self.labelled("Rejected", "Abgelehnt", &format!("{count} {heading}"));
        }
        let report = self.report;
        for missing in report.missing.iter().filter(|missing| missing.closed.is_none()).take(1) {
            let count = report.missing.iter().filter(|other| other.closed == missing.closed).count();
            let words =
                self.say("in the register, but not in the file", "im Verzeichnis, aber nicht in der Datei");
            self.labelled("Missing", "Es fehlen", &format!("{count} {words}"));
        }
        let lacking = self.say("that the complete list lacks", "die in der vollständigen Liste fehlen");
        let named = self.say("named with --close", "mit --close genannt");
        for (decided, words) in [(false, lacking), (true, named)] {
            let is_such = |one: &&Missing| one.closed.is_some() && one.decided == decided;
            let closed = report.missing.iter().filter(is_such).count();
            if closed > 0 {
                self.labelled("Closed", "Geschlossen", &format!("{closed} {words}"));
            }
        }
        let left_out =
            report.missing.iter().filter(|one| one.left_out.as_ref().is_some_and(|row| row.listed)).count();
        if left_out > 0 {
            let words = self.say(
                "open in the register so far, though their rows are left out on purpose",
                "bisher im Verzeichnis geöffnet, obwohl ihre Zeilen absichtlich weggelassen werden",
            );
            self.labelled("Affected", "Betroffen", &format!("{left_out} {words}"));
        }
        let changed = report.rows.iter().filter(|row| !row.changes.is_empty()).count();
        if changed > 0 {
            let rows = match self.lang {
                Lang::De => german_rows(changed),
                Lang::En => format!("{changed} rows"),
            };
            self.labelled("Changed", "Geändert", &rows);
        }
        for note in self.notes_in_order() {
            let heading = self.say(note.kind.word(), note.kind.german());
            self.labelled("Notes", "Hinweise", &format!("{} × {heading}", note.rows));
        }
    }

    fn totals(&mut self) {
        let FacilityTotals { new, changed, unchanged } = self.report.facilities;
        let missing = self.report.missing.iter().filter(|missing| missing.whole).count();
        self.line(
            &format!("Facilities: {new} new, {changed} changed, {unchanged} unchanged, {missing} missing"),
            &format!(
                "Einrichtungen: {new} neu, {changed} geändert, {unchanged} unverändert, {missing} fehlen"
            ),
        );
        let counts = totals(&self.report.totals, self.lang);
        self.labelled("Total", "Insgesamt", &counts);
    }

    /// "sheet A, line 5, id in the list 17, in the register lup-17, day_care"
    fn place(&self, row: &RowReport) -> String {
        let mut parts = Vec::new();
        parts.extend(row.sheet.as_ref().map(|sheet| format!("{} {sheet}", self.say("sheet", "Blatt"))));
        parts.push(format!("{} {}", self.say("line", "Zeile"), row.line));
        let of_row = row.source_id.as_ref();
        parts.extend(of_row.map(|id| format!("{} {id}", self.say("id in the list", "Kennung in der Liste"))));
        let known = row.facility.as_ref();
        parts.extend(known.map(|id| format!("{} {id}", self.say("in the register", "im Verzeichnis"))));
        parts.extend(row.category.as_deref().map(|slug| self.category(slug).to_owned()));
        parts.join(", ")
    }

    fn heading(&mut self, en: &str, de: &str, rows: usize) {
        let heading = self.say(en, de);
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "\n{heading} ({rows})");
    }

    fn rejected(&mut self) {
        let mut groups: BTreeMap<&str, Vec<&RowReport>> = BTreeMap::new();
        let rows = self.report.rows.iter().filter(|row| row.outcome == Outcome::Rejected);
        for row in rows {
            let Some(first) = row.reasons.first() else { continue };
            groups.entry(self.say(first.kind.word(), first.kind.german())).or_default().push(row);
        }
        for (heading, rows) in groups {
            self.heading(&format!("Rejected: {heading}"), &format!("Abgelehnt: {heading}"), rows.len());
            for row in rows {
                let place = self.place(row);
                for (at, reason) in row.reasons.iter().enumerate() {
                    let text = self.say(&reason.text, &reason.text_de);
                    let _ = match at {
                        0 => writeln!(self.text, "  {place}: {text}"),
                        _ => writeln!(self.text, "    {}: {text}", self.say("also", "außerdem")),
                    };
                }
                for note in &row.notes {
                    let text = self.say(&note.text, note.text_de.as_ref().unwrap_or(&note.text));
                    let _ = writeln!(self.text, "    {}: {text}", self.say("note", "Hinweis"));
                }
            }
        }
    }

    fn changed(&mut self) {
        let rows: Vec<&RowReport> = self.report.rows.iter().filter(|row| !row.changes.is_empty()).collect();
        if rows.is_empty() {
            return;
        }
        self.heading("Changed", "Geändert", rows.len());
        let nothing = self.say("nothing", "nichts");
        let quoted = |value: &Option<String>| {
            value.as_ref().map_or(nothing.to_owned(), |value| format!("\"{value}\""))
        };
        for row in rows {
            let _ = writeln!(self.text, "  {}", self.place(row));
            for change in &row.changes {
                let field = self.say(&change.field, german_name(&change.field));
                let (from, to) = (quoted(&change.from), quoted(&change.to));
                let _ = writeln!(self.text, "    {field}: {from} -> {to}");
            }
        }
    }

    /// Rows by the kind of what was noted; notes on rejected rows stand with those.
    fn notes(&mut self) {
        for kind in self.notes_in_order().into_iter().map(|totals| totals.kind) {
            let rows = self.report.rows.iter().filter(|row| row.outcome != Outcome::Rejected);
            let notes = |row: &'_ RowReport| row.notes.iter().any(|note| note.kind == kind);
            let rows: Vec<&RowReport> = rows.filter(|row| notes(row)).collect();
            if rows.is_empty() {
                continue;
            }
            let (en, de) = (format!("Note: {}", kind.word()), format!("Hinweis: {}", kind.german()));
            self.heading(&en, &de, rows.len());
            for row in rows {
                for note in row.notes.iter().filter(|note| note.kind == kind) {
                    let text = self.say(&note.text, note.text_de.as_ref().unwrap_or(&note.text));
                    let _ = writeln!(self.text, "  {}: {text}", self.place(row));
                }
            }
        }
    }

    fn missing(&mut self) {
        let (closed, open): (Vec<&Missing>, Vec<&Missing>) =
            self.report.missing.iter().partition(|missing| missing.closed.is_some());
        let (decided, closed): (Vec<&Missing>, Vec<&Missing>) =
            closed.into_iter().partition(|missing| missing.decided);
        let (renamed, open): (Vec<&Missing>, Vec<&Missing>) =
            open.into_iter().partition(|missing| missing.successor.is_some());
        let (unread, open): (Vec<&Missing>, Vec<&Missing>) =
            open.into_iter().partition(|missing| missing.is_unread());
        let kept = self.report.kept_open.as_ref().map(|kept| self.say(&kept.text, &kept.text_de).to_owned());
        let (open_en, open_de) = match kept {
            None => (
                "Missing: in the register, but not in the file",
                "Es fehlen: im Verzeichnis, aber nicht in der Datei",
            ),
            Some(_) => (
                "Missing, but kept open: the list was not read as a whole",
                "Es fehlen, bleiben aber geöffnet: Die Liste wurde nicht ganz gelesen",
            ),
        };
        let headings = [
            (
                renamed,
                "Missing: perhaps in the file under another name or address, so not closed",
                "Es fehlen: vielleicht unter neuem Namen oder neuer Anschrift in der Datei, deshalb nicht geschlossen",
                None,
            ),
            (
                unread,
                "Missing, but kept open: a row of the file speaks of it with a word that the mapping does not list",
                "Es fehlen, bleiben aber geöffnet: Eine Zeile der Datei nennt sie mit einem Wort, das nicht in der Zuordnung steht",
                None,
            ),
            (open, open_en, open_de, kept),
            (
                closed,
                "Closed: the complete list lacks it",
                "Geschlossen: fehlt in der vollständigen Liste",
                None,
            ),
            (decided, "Closed: named with --close", "Geschlossen: mit --close genannt", None),
        ];
        for (rows, en, de, kept) in headings.into_iter().filter(|(rows, ..)| !rows.is_empty()) {
            self.heading(en, de, rows.len());
            if let Some(kept) = &kept {
                let _ = writeln!(self.text, "  {kept}");
            }
            for missing in rows {
                let line = self.missing_line(missing);
                let _ = writeln!(self.text, "  {line}");
            }
        }
    }

    fn missing_line(&self, missing: &Missing) -> String {
        let moved = self.say(", now at another facility", ", jetzt bei einer anderen Einrichtung");
        let offer = |offer: &MissingOffer| {
            let suffix = if offer.moved { moved } else { "" };
            let (name, id) = (self.category(&offer.category), self.say("id", "Kennung"));
            format!("{name} ({id} {}){suffix}", offer.source_id)
        };
        let offers: Vec<String> = missing.offers.iter().map(offer).collect();
        let what =
            match missing.whole {
                true if missing.left_out.is_some() => {
                    self.say("its row is left out; the register has", "Zeile weggelassen; im Verzeichnis mit")
                }
                true => self
                    .say("not in the file any more; it has", "nicht mehr in der Datei; im Verzeichnis mit"),
                false => self
                    .say("in the file, but without", "steht weiter im Verzeichnis, in der Datei aber ohne"),
            };
        let closed = missing.closed.map(|day| match self.lang {
            Lang::En => format!("; closed with {day}: still shown today, no longer from tomorrow"),
            Lang::De => {
                format!(
                    "; geschlossen zum {}: heute noch zu sehen, ab morgen nicht mehr",
                    day.format("%d.%m.%Y")
                )
            }
        });
        let (id, name) = (&missing.facility, &missing.name);
        let successor = missing.successor.as_ref().map(|other| match self.lang {
            Lang::En => format!("; may be {other}; hint: --review shows both, --close {id} closes it"),
            Lang::De => {
                format!("; vielleicht {other}. --review zeigt beide nebeneinander, --close {id} schließt sie")
            }
        });
        let end = closed.or(successor).unwrap_or_default();
        let left_out = missing.left_out.as_ref().map(|row| self.left_out(row)).unwrap_or_default();
        format!("{id}, {name}: {what} {}{left_out}{end}", offers.join(", "))
    }

    /// "; siehe Zeile 5: „Pflegehiem“ steht nicht in der Zuordnung"
    fn left_out(&self, LeftOutRow { row, word, listed }: &LeftOutRow) -> String {
        let line = row.in_language(self.lang);
        match (self.lang, listed) {
            (Lang::En, true) => format!("; see line {line}: \"{word}\" is left out on purpose"),
            (Lang::En, false) => {
                format!(
                    "; see line {line}: \"{word}\" is not listed; hint: correct it, or list it in the mapping"
                )
            }
            (Lang::De, true) => format!("; siehe Zeile {line}: „{word}“ wird absichtlich weggelassen"),
            (Lang::De, false) => format!(
                "; siehe Zeile {line}: „{word}“ steht nicht in der Zuordnung. Bitte berichtigen oder dort eintragen"
            ),
        }
    }

    fn side_by_side(&mut self, matches: &[&MatchReport], (en, de): (&str, &str)) {
        if matches.is_empty() {
            return;
        }
        self.heading(en, de, matches.len());
        for found in matches {
            let agrees: Vec<&str> = found.agrees.iter().map(|one| one.in_language(self.lang)).collect();
            let (line, score, agrees) = (found.line, found.score, agrees.join(", "));
            let head = match self.lang {
                Lang::En => format!("line {line}: score {score} of 100, the same {agrees}"),
                Lang::De => format!("Zeile {line}: Übereinstimmung {score} von 100, gleich: {agrees}"),
            };
            let list = self.say("list    ", "Liste      ").to_owned();
            let register = self.say("register", "Verzeichnis").to_owned();
            let _ = writeln!(self.text, "  {head}");
            let _ = writeln!(self.text, "    {list} {}", entry(&found.listed));
            let _ = writeln!(self.text, "    {register} {}", entry(&found.known));
        }
    }
    /// Rows of the list that are likely one facility, side by side.
    fn doublets(&mut self) {
        let report = self.report;
        if report.doublets.is_empty() {
            return;
        }
        self.heading(
            "Likely one facility in two rows of the list; not joined",
            "Wahrscheinlich dasselbe Haus in zwei Zeilen der Liste; bleiben getrennt",
            report.doublets.len(),
        );
        for found in &report.doublets {
            let text = self.say(&found.text, &found.text_de);
            let _ = writeln!(self.text, "  {text}");
            for (row, listed) in found.rows.iter().zip(&found.entries) {
                let (line, row) = (self.say("line", "Zeile"), row.in_language(self.lang));
                let _ = writeln!(self.text, "    {line} {row}: {}", entry(listed));
            }
        }
    }
}

/// "lup-17 (lup): Haus am See · Weg 3, 19370 Parchim · 03871 1234"
fn entry(entry: &MatchedEntry) -> String {
    let parts = [Some(entry.name.as_str()), Some(entry.address.as_str()), entry.phone.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{} ({}): {}", entry.id, entry.source, parts.join(" · "))
}
