//! A piece of a basket: which chart of which page, as a short text in an address.

use crate::web::planning::address;
use crate::web::planning::drawing::Drawing;
use crate::web::planning::table::Card;
use crate::web::shell::query_string::QueryString;

/// The cards of an overview that fit into a basket, with their names.
pub(super) const OF_AREA: [(&str, &str); 7] = [
    ("kennzahlen", "Kennzahlen"),
    ("bedarf", "Pflegebedürftige nach Form"),
    ("plaetze", "Heimplätze und Bedarf"),
    ("personal", "Pflegepersonal"),
    ("alter", "Menschen nach Alter"),
    ("gebiete", "Zuwachs nach Gebieten"),
    ("profil", "Profil im Vergleich"),
];
/// The cards of an area under the usual scenarios side by side.
pub(super) const OF_SCENARIOS: [(&str, &str); 4] = [
    ("verlauf-bedarf", "Pflegebedürftige in Szenarien"),
    ("verlauf-plaetze", "Heimplätze in Szenarien"),
    ("verlauf-personal", "Pflegepersonal in Szenarien"),
    ("sicherheit", "Wie sicher Heimplätze fehlen"),
];
/// The cards of an indicator.
pub(super) const OF_INDICATOR: [(&str, &str); 3] =
    [("rang", "Rangfolge der Kreise"), ("karte", "Karte der Kreise"), ("reihe", "Land nach Jahren")];
/// The pages whose cards are pieces with the fields of the page: the word in a piece.
pub(super) const PAGES: [(&str, Page); 6] = [
    ("anfang", Page::Start),
    ("szenarien", Page::Scenarios),
    ("standorte", Page::Sites),
    ("indikator", Page::Indicator),
    ("vergleich", Page::Compare),
    ("daten", Page::Data),
];

/// A page whose cards are pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Page {
    Start,
    Scenarios,
    Sites,
    Indicator,
    Compare,
    Data,
}

/// A table of more lines takes half of a page of paper.
const QUARTER_LINES: usize = 8;
/// Texts of pieces are not longer, without their run.
const MOST_LETTERS: usize = 40;
/// Nor are the runs of scenarios: the fields of a form and four named runs.
const MOST_RUN_BYTES: usize = 8_000;

/// What a piece shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A card of the overview of an area, or its profile.
    OfArea { card: &'static str, area: String },
    /// A card of the scenarios of an area, with the fields of the page that it was taken from; none for the usual
    /// scenarios.
    OfScenarios { card: &'static str, area: String, run: String },
    /// A card of an indicator over districts.
    OfIndicator { card: &'static str, id: String },
    /// Two indicators over districts.
    Relation { x: String, y: String },
    /// All districts side by side; the word says what is shown.
    Districts { word: String },
    /// A card of a page with the fields of the page.
    OfPage { page: Page, card: String, fields: String },
}

impl Piece {
    /// Reads "bedarf:13076", "rang:V04", "zusammenhang:P02:V04", "kreise:form",
    /// "verlauf-plaetze:13076?new_places=60&new_places_in=13076" or "standorte:ohne?area=13076&minutes=15". The order of fields
    /// makes no other piece.
    pub fn read(text: &str) -> Option<Self> {
        let (text, run) = text.split_once('?').unwrap_or((text, ""));
        let piece = Self::read_plain(text)?;
        match piece {
            Self::OfPage { page, card, .. } if run.len() <= MOST_RUN_BYTES => {
                Some(Self::OfPage { page, card, fields: in_order(run) })
            }
            _ if run.is_empty() => Some(piece),
            Self::OfScenarios { card, area, .. } if run.len() <= MOST_RUN_BYTES => {
                Some(Self::OfScenarios { card, area, run: in_order(run) })
            }
            _ => None,
        }
    }

    fn read_plain(text: &str) -> Option<Self> {
        let is_known = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, ':' | '-' | '_');
        if text.len() > MOST_LETTERS || !text.chars().all(is_known) {
            return None;
        }
        let parts: Vec<&str> = text.split(':').collect();
        let known = |list: &[(&'static str, &str)], card: &str| {
            list.iter().find(|(word, _)| *word == card).map(|(word, _)| *word)
        };
        match parts[..] {
            ["zusammenhang", x, y] => Some(Self::Relation { x: x.to_owned(), y: y.to_owned() }),
            ["kreise", word] => Some(Self::Districts { word: word.to_owned() }),
            [page, card] if !card.is_empty() && page_of(page).is_some() => {
                page_of(page).map(|page| Self::OfPage { page, card: card.to_owned(), fields: String::new() })
            }
            [card, of] if !of.is_empty() => known(&OF_AREA, card)
                .map(|card| Self::OfArea { card, area: of.to_owned() })
                .or_else(|| {
                    let card = known(&OF_SCENARIOS, card)?;
                    Some(Self::OfScenarios { card, area: of.to_owned(), run: String::new() })
                })
                .or_else(|| Some(Self::OfIndicator { card: known(&OF_INDICATOR, card)?, id: of.to_owned() })),
            _ => None,
        }
    }

    /// How much of a page of paper its card takes, in quarters; key figures stand above the charts.
    pub fn quarters(&self, card: &Card) -> usize {
        let lines = || card.tables.iter().map(|table| table.lines.len()).sum::<usize>();
        match self {
            Self::OfArea { card: "kennzahlen", .. } => 0,
            Self::OfArea { card: "profil", .. } => 4,
            Self::OfPage { .. } if card.id == "profil" => 4,
            Self::OfPage { .. } if card.drawing.as_ref().is_some_and(Drawing::is_wide) => 2,
            Self::OfPage { .. } if card.drawing.is_none() && lines() > QUARTER_LINES => 2,
            Self::Districts { .. } => 2,
            _ => 1,
        }
    }
}

fn page_of(word: &str) -> Option<Page> {
    PAGES.iter().find(|(known, _)| *known == word).map(|(_, page)| *page)
}

/// Fields in the order of their names, so that the same ones are the same text. Those of one name keep theirs.
fn in_order(fields: &str) -> String {
    let fields = QueryString::read(fields);
    let mut pairs: Vec<(&str, &str)> = fields.pairs().collect();
    pairs.sort_by_key(|(name, _)| *name);
    pairs.iter().fold(QueryString::default(), |all, (name, value)| all.and(name, value)).to_string()
}

/// The pieces of an address.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// Each once, with its text.
    pub known: Vec<(String, Piece)>,
    /// Texts that are none.
    pub unknown: Vec<String>,
    /// How many stand there again.
    pub again: usize,
}

/// The pieces of an address, each once, and those that are none.
pub(super) fn read_all(fields: &QueryString) -> Pieces {
    let Pieces { mut known, mut unknown, mut again } = Pieces::default();
    for (_, text) in fields.pairs().filter(|(field, _)| *field == address::PIECE) {
        match Piece::read(text) {
            Some(piece) if known.iter().any(|(_, other)| *other == piece) => again += 1,
            Some(piece) => known.push((text.to_owned(), piece)),
            None => unknown.push(text.chars().take(MOST_LETTERS).collect()),
        }
    }
    Pieces { known, unknown, again }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_read_and_others_are_none() {
        assert_eq!(
            Piece::read("bedarf:13076"),
            Some(Piece::OfArea { card: "bedarf", area: "13076".to_owned() })
        );
        assert_eq!(Piece::read("rang:V04"), Some(Piece::OfIndicator { card: "rang", id: "V04".to_owned() }));
        assert_eq!(
            Piece::read("sicherheit:13076"),
            Some(Piece::OfScenarios { card: "sicherheit", area: "13076".to_owned(), run: String::new() })
        );
        let run = "lauf=name%3DAusbau&new_places=60&new_places_in=13076";
        assert_eq!(
            Piece::read(&format!("verlauf-plaetze:13076?{run}")),
            Some(Piece::OfScenarios {
                card: "verlauf-plaetze",
                area: "13076".to_owned(),
                run: run.to_owned()
            })
        );
        let page = Piece::read("standorte:ohne?minutes=15&area=13076");
        let fields = "area=13076&minutes=15".to_owned();
        assert_eq!(page, Some(Piece::OfPage { page: Page::Sites, card: "ohne".to_owned(), fields }));
        assert_eq!(Piece::read("bedarf:13076?tfr=1.5"), None, "only scenarios have runs of their own");
        assert_eq!(Piece::read(&format!("sicherheit:13076?{}", "x".repeat(9_000))), None);
        assert!(Piece::read("zusammenhang:P02:V04").is_some() && Piece::read("kreise:form").is_some());
        for none in ["", "bedarf", "bedarf:", "nichts:13076", "bedarf:13076:2", "rang:<b>", "rang:ä"] {
            assert_eq!(Piece::read(none), None, "{none}");
        }
    }

    #[test]
    fn pieces_keep_their_order_and_stand_once() {
        let fields =
            QueryString::read("stueck=rang:V04&stueck=bedarf:13&stueck=rang:V04&stueck=x&scenario=low");
        let found = read_all(&fields);
        let texts: Vec<&str> = found.known.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["rang:V04", "bedarf:13"]);
        assert_eq!((found.unknown, found.again), (vec!["x".to_owned()], 1));
        // The same fields in another order are the same piece.
        let again = QueryString::default()
            .and(address::PIECE, "standorte:ohne?area=13076&minutes=15")
            .and(address::PIECE, "standorte:ohne?minutes=15&area=13076");
        assert_eq!((read_all(&again).known.len(), read_all(&again).again), (1, 1));
    }
}
