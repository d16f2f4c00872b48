//! The draft of a mapping as a file for people: each guess with its reason.

use super::offers::{CategoryGuess, Word};
use super::profile::Profile;
use super::{Certainty, Guess, MappingGuess, Sentence};
use crate::import::preamble::TITLE_CHARS;
use crate::import::report_text::german_rows;
use crate::import::text::word_key;
use crate::import::vocabulary;
use crate::register::Field;
use crate::units::Lang;

/// The columns by which the file is known again are not more than this.
const MOST_RECOGNISED: usize = 6;

struct Writer {
    text: String,
    german: bool,
}

impl Writer {
    fn say(&self, en: &str, de: &str) -> String {
        if self.german { de.to_owned() } else { en.to_owned() }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, en: &str, de: &str) {
        let text = self.say(en, de);
        self.line(&format!("# {text}"));
    }

    /// A key with its value, and behind it how sure it is and why.
    fn entry(&mut self, key: &str, value: &str, certainty: Certainty, why: &Sentence) {
        let (en, de) = match certainty {
            Certainty::Sure => ("sure", "sicher"),
            Certainty::Likely => ("likely", "wahrscheinlich"),
            Certainty::Guess => ("a guess", "geraten"),
        };
        let word = self.say(en, de);
        let why = self.say(&why.en, why.de.as_deref().unwrap_or(&why.en));
        self.line(&format!("{key} = {value}  # {word}: {why}"));
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn mapping(draft: &MappingGuess, file_name: &str, lang: Lang) -> String {
    let mut out = Writer { text: String::new(), german: lang == Lang::De };
    out.comment(
        "A first mapping, made from the names of the columns and from what stands in them. Check each line; what stands behind a # is a remark.",
        "Ein erster Vorschlag für die Zuordnung, gewonnen aus Spaltennamen und Inhalten. Bitte jede Zeile prüfen; was hinter # steht, ist eine Bemerkung.",
    );
    head(&mut out, draft, file_name);
    constants(&mut out, draft);
    columns(&mut out, draft);
    if let Some(column) = draft.address {
        out.line("\n[address]");
        let why = Sentence::from(("the name of the column", "Name der Spalte"));
        out.entry("columns", &quoted(name(draft, column)), Certainty::Sure, &why);
    }
    category(&mut out, draft);
    offers(&mut out, draft);
    place_text(&mut out, draft);
    closed(&mut out, draft);
    unused(&mut out, draft);
    out.text
}

fn name<'a>(draft: &'a MappingGuess, column: usize) -> &'a str {
    draft.table.header.get(column).map_or("", |name| name.trim())
}

fn head(out: &mut Writer, draft: &MappingGuess, file_name: &str) {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let letters = vocabulary::key(stem);
    let source: String = letters.chars().filter(char::is_ascii_lowercase).take(20).collect();
    let source = if source.is_empty() { "list".to_owned() } else { source };
    out.line(&format!("name = {}", quoted(&source)));
    let titles: String =
        draft.table.preamble.first().map_or(stem, String::as_str).chars().take(TITLE_CHARS).collect();
    out.line(&format!("title = {}", quoted(&titles)));
    out.comment(
        "The name of the list in the register. It must stay the same from file to file.",
        "Der Name der Liste im Verzeichnis. Er muss von Datei zu Datei gleich bleiben.",
    );
    out.line(&format!("source = {}", quoted(&source)));
    let recognised: Vec<String> = recognised(draft).iter().map(|column| quoted(column)).collect();
    out.comment(
        "The file is known again by these columns.",
        "An diesen Spalten wird die Datei wiedererkannt.",
    );
    out.line(&format!("recognise = [{}]", recognised.join(", ")));
    sheets(out, draft);
    if let Some(found) = &draft.crs {
        let why = Sentence::from((
            "the system in which the points lie in the state",
            "in diesem System liegen die Punkte im Land",
        ));
        out.entry("crs", &quoted(&found.crs), Certainty::Sure, &why);
    }
}

/// Names the sheets where others are no part of the list, so that the list counts as wholly read.
fn sheets(out: &mut Writer, draft: &MappingGuess) {
    let recognised: Vec<String> = recognised(draft).iter().map(|name| word_key(name)).collect();
    let has_all = |header: &Vec<String>| {
        let keys: Vec<String> = header.iter().map(|name| word_key(name)).collect();
        recognised.iter().all(|name| keys.contains(name))
    };
    if draft.table.sheets.is_empty() || draft.table.unread_headers.is_empty() {
        return;
    }
    let names: Vec<String> = draft.table.sheets.iter().map(|sheet| quoted(sheet)).collect();
    let why = Sentence::from(if draft.table.unread_headers.iter().any(has_all) {
        (
            "another sheet has these columns too, but is none of them",
            "ein weiteres Blatt hat diese Spalten auch, gehört aber nicht dazu",
        )
    } else {
        (
            "the sheets with these columns; the others are lists of their own, for a file and a mapping each",
            "die Blätter mit diesen Spalten; die anderen sind eigene Listen, für die es je eine Datei und eine Zuordnung braucht",
        )
    });
    out.entry("sheet", &format!("[{}]", names.join(", ")), Certainty::Likely, &why);
}

/// Columns that the mapping uses, without those that appear twice.
fn recognised<'a>(draft: &'a MappingGuess) -> Vec<&'a str> {
    let used = draft.used.iter().map(|column| name(draft, *column));
    let is_single =
        |wanted: &&str| draft.table.header.iter().filter(|name| name.trim() == *wanted).count() == 1;
    let in_all_sheets = |wanted: &&str| {
        let at = draft.table.header.iter().position(|name| name.trim() == *wanted);
        at.is_some_and(|at| !draft.table.partial_columns.contains(&at))
    };
    used.filter(is_single).filter(in_all_sheets).take(MOST_RECOGNISED).collect()
}

fn constants(out: &mut Writer, draft: &MappingGuess) {
    let constant = match &draft.category {
        CategoryGuess::Constant { slug, certainty, why } => Some((slug, *certainty, why)),
        _ => None,
    };
    if constant.is_none() && draft.constants.is_empty() {
        return;
    }
    out.line("\n[constants]");
    if let Some((slug, certainty, why)) = constant {
        out.entry("category", &quoted(slug), certainty, why);
    }
    for (field, value, certainty, why) in &draft.constants {
        out.entry(field.info().name, &quoted(value), *certainty, why);
    }
}

fn columns(out: &mut Writer, draft: &MappingGuess) {
    out.line("\n[columns]");
    for (field, guess) in &draft.fields {
        let Guess { columns, join, further, certainty, why } = guess;
        let all = |columns: &[usize]| -> Vec<String> {
            columns.iter().map(|column| quoted(name(draft, *column))).collect()
        };
        let (names, further) = (all(columns), all(further).join(", "));
        let value = match (&names[..], join) {
            ([one], _) => one.clone(),
            (several, Some(with)) if further.is_empty() => {
                format!("{{ join = [{}], with = {} }}", several.join(", "), quoted(with))
            }
            (several, Some(with)) => {
                format!("{{ join = [{}], with = {}, and = [{further}] }}", several.join(", "), quoted(with))
            }
            (several, None) => format!("[{}]", several.join(", ")),
        };
        out.entry(field.info().name, &value, *certainty, why);
    }
    if !draft.fields.contains_key(&Field::Name) {
        out.comment(
            "No column looks like the name of the facility: write it here.",
            "Keine Spalte sieht nach dem Namen der Einrichtung aus: bitte hier eintragen.",
        );
    }
}

fn category(out: &mut Writer, draft: &MappingGuess) {
    let words = match &draft.category {
        CategoryGuess::Column { column, words } => {
            out.line("\n[category]");
            let why = Sentence::from(("words of care stand in it", "enthält Arten von Angeboten"));
            out.entry("columns", &quoted(name(draft, *column)), Certainty::Likely, &why);
            words
        }
        CategoryGuess::Sheet { words } => {
            out.line("\n[category]");
            let why = Sentence::from((
                "the sheets are named by kinds of care",
                "die Blätter heißen nach Angeboten",
            ));
            out.entry("from_sheet", "true", Certainty::Likely, &why);
            words
        }
        CategoryGuess::Constant { .. } | CategoryGuess::Nothing => return,
    };
    out.comment(
        "Their word = our category (models/categories.toml), or \"ignore\" for rows that are left out.",
        "Ihr Wort = unsere Kategorie (models/categories.toml), oder \"ignore\" für Zeilen, die wegbleiben.",
    );
    out.line("[category.words]");
    let mut words: Vec<&Word> = words.iter().collect();
    words.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.word.cmp(&b.word)));
    let mut written = std::collections::BTreeSet::new();
    for word in words {
        if !written.insert(word_key(&word.word)) {
            continue;
        }
        // A sheet that is part of the list is not left out by a guess.
        let is_sheet = matches!(draft.category, CategoryGuess::Sheet { .. });
        if word.category.is_none() && (is_sheet || vocabulary::may_be_care(&word.word)) {
            let word_text = quoted(&word.word);
            let rows = german_rows(word.rows);
            out.comment(
                &format!("{word_text} = \"\"  # {} rows with a word that may be a kind of care: write its category, or \"ignore\"; until then the rows are refused", word.rows),
                &format!("{word_text} = \"\"  # {rows} mit einem Wort, das eine Art von Angebot sein kann: bitte Kategorie oder \"ignore\" eintragen; bis dahin werden sie abgelehnt"),
            );
            continue;
        }
        let target = word.category.as_deref().unwrap_or("ignore");
        let mut why = Sentence::from((format!("{} rows", word.rows), german_rows(word.rows)));
        if word.category.is_none() && word.certainty == Certainty::Guess {
            why = Sentence::from((
                format!("{} rows with a word that is not known: please check", word.rows),
                format!("{} mit einem unbekannten Wort: bitte prüfen", german_rows(word.rows)),
            ));
        }
        out.entry(&quoted(&word.word), &quoted(target), word.certainty, &why);
    }
}

fn offers(out: &mut Writer, draft: &MappingGuess) {
    for offer in &draft.offers {
        out.line("\n[[offers]]");
        let why = Sentence::from(("the name of the column", "Name der Spalte"));
        out.entry("category", &quoted(offer.slug), offer.certainty, &why);
        let key = if offer.is_mark { "when" } else { "places" };
        let why = if offer.is_mark {
            ("marks stand in it", "enthält Kreuze oder ja und nein")
        } else {
            ("numbers stand in it", "enthält Zahlen")
        };
        out.entry(key, &quoted(name(draft, offer.column)), Certainty::Sure, &Sentence::from(why));
    }
}

fn place_text(out: &mut Writer, draft: &MappingGuess) {
    let Some(text) = &draft.place_text else { return };
    out.line("\n[places_in_text]");
    let why = Sentence::from((
        "numbers of places of several kinds stand in it",
        "enthält Platzzahlen mehrerer Arten",
    ));
    out.entry("columns", &quoted(name(draft, text.column)), Certainty::Likely, &why);
    if !text.order.is_empty() {
        let order: Vec<String> = text.order.iter().map(|slug| quoted(slug)).collect();
        let why = Sentence::from(("the order in the name of the column", "Reihenfolge im Namen der Spalte"));
        out.entry("order", &format!("[{}]", order.join(", ")), Certainty::Likely, &why);
    }
    if !text.words.is_empty() {
        out.line("[places_in_text.words]");
        let why = Sentence::from(("stands beside numbers", "steht neben Zahlen"));
        let mut written = std::collections::BTreeSet::new();
        for (word, slug) in &text.words {
            if written.insert(word_key(word)) {
                out.entry(&quoted(word), &quoted(slug), Certainty::Sure, &why);
            }
        }
    }
}

fn closed(out: &mut Writer, draft: &MappingGuess) {
    let Some((column, words)) = &draft.closed else { return };
    out.line("\n[[ignore]]");
    let why = Sentence::from((
        "says what is closed or only planned",
        "sagt, was geschlossen oder erst geplant ist",
    ));
    out.entry("column", &quoted(name(draft, *column)), Certainty::Likely, &why);
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let why = Sentence::from(("rows with these words are left out", "Zeilen mit diesen Wörtern bleiben weg"));
    out.entry("words", &format!("[{}]", words.join(", ")), Certainty::Likely, &why);
}

fn unused(out: &mut Writer, draft: &MappingGuess) {
    let is_open = |profile: &&Profile| !draft.used.contains(&profile.index) && !profile.cells.is_empty();
    let open = draft.profiles.iter().filter(is_open);
    let names: Vec<&str> = open.map(|profile| profile.name.as_str()).collect();
    if !names.is_empty() {
        out.line("");
        let list = names.join(", ");
        out.comment(
            &format!("Columns that are not used: {list}"),
            &format!("Spalten, die nicht verwendet werden: {list}"),
        );
    }
}
