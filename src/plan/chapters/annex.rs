//! A: the register, words, gaps and what is withheld.

use super::REGISTER;
use crate::plan::arms::CoverArms;
use crate::plan::document::{Cell, Chapter, Gap, Table};
use crate::plan::inputs::{Inputs, STATE};

/// Word and meaning.
const GLOSSARY: [(&str, &str); 12] = [
    ("Dauerpflege", "Wohnen und Pflege im Heim auf Dauer (vollstationär)."),
    (
        "eingestreute Plätze",
        "Plätze der Kurzzeitpflege in einem Heim, die auch für Dauerpflege genutzt werden können. Sie sind in den Heimplätzen enthalten.",
    ),
    ("Hilfe zur Pflege", "Leistung der Sozialhilfe, wenn Geld und Pflegeversicherung nicht reichen."),
    ("Köpfe", "Zahl der Beschäftigten, gleich mit welcher Arbeitszeit."),
    ("Kurzzeitpflege", "Pflege im Heim für einige Wochen, etwa nach einem Krankenhausaufenthalt."),
    ("Pflegebedürftige", "Menschen mit einem Pflegegrad nach dem SGB XI."),
    ("Pflegegrad", "Stufe von 1 bis 5; je höher, desto mehr Hilfe wird gebraucht."),
    ("Pflegequote", "Pflegebedürftige je 100 Menschen."),
    ("Planungsraum", "Teil eines Kreises, für den geplant wird, meist ein Amt oder eine amtsfreie Stadt."),
    ("Saldo", "Plätze minus Bedarf. Unter null fehlt etwas."),
    ("Tagespflege", "Betreuung am Tag in einer Einrichtung; abends und nachts ist man zu Hause."),
    (
        "8 von 10 Zukünften",
        "Bereich, in dem der Wert in 80 Prozent der durchgerechneten zufälligen Verläufe liegt.",
    ),
];

pub(super) fn chapter(inputs: &Inputs, gaps: &[(String, Gap)]) -> Chapter {
    let mut chapter = Chapter::new("A", "Anhang");
    chapter.heading("A.1", "Verzeichnis der Angebote");
    register(&mut chapter, inputs);
    chapter.heading("A.2", "Was fehlt und was es füllen würde");
    missing(&mut chapter, inputs, gaps);
    chapter.heading("A.3", "Geheim gehaltene Werte");
    withheld(&mut chapter, inputs);
    chapter.heading("A.4", "Wörter");
    let mut words = Table::new("Erklärte Wörter", &["Wort", "Bedeutung"], "").of_words();
    for (word, meaning) in GLOSSARY {
        words.row(word, [Cell::text(meaning)]);
    }
    chapter.table(words);
    chapter.heading("A.5", "Quellen");
    sources(&mut chapter, inputs);
    chapter
}

/// A thing that would fill gaps: what it would fill and in which chapters, and why that is missing.
struct Fill<'a> {
    fill: &'a str,
    whats: Vec<(&'a str, Vec<&'a str>)>,
    whys: Vec<&'a str>,
}

/// All gaps by what would fill them: whoever can supply something finds in one row what it is good for.
fn missing(chapter: &mut Chapter, inputs: &Inputs, gaps: &[(String, Gap)]) {
    let headings = ["Was es füllen würde", "Was fehlt (Kapitel)", "Warum"];
    let mut table = Table::new("Fehlende Angaben", &headings, "").of_words();
    if let Some(CoverArms::Missing(why)) = &inputs.arms {
        let fill = "ein Wappen als SVG, PNG oder JPEG von höchstens 1 MB";
        table.row(fill, [Cell::text("Wappen (Titelseite)"), Cell::text(why)]);
    }
    let mut fills: Vec<Fill> = Vec::new();
    for (number, gap) in gaps {
        let at = fills.iter().position(|known| known.fill == gap.fill).unwrap_or_else(|| {
            fills.push(Fill { fill: &gap.fill, whats: Vec::new(), whys: Vec::new() });
            fills.len() - 1
        });
        let Some(fill) = fills.get_mut(at) else { continue };
        match fill.whats.iter_mut().find(|(what, _)| *what == gap.what) {
            Some((_, chapters)) => chapters.push(number),
            None => fill.whats.push((&gap.what, vec![number])),
        }
        if !fill.whys.contains(&gap.why.as_str()) {
            fill.whys.push(&gap.why);
        }
    }
    for Fill { fill, whats, whys } in fills {
        let whats: Vec<String> =
            whats.iter().map(|(what, chapters)| format!("{what} ({})", chapters.join(", "))).collect();
        table.row(fill, [Cell::text(whats.join("; ")), Cell::text(whys.join(" "))]);
    }
    chapter.table(table);
}

fn register(chapter: &mut Chapter, inputs: &Inputs) {
    if inputs.is_state() {
        chapter.paragraph("Die Angebote stehen in den Plänen der Kreise.");
        return;
    }
    if inputs.offers.is_empty() {
        chapter.paragraph("Für dieses Gebiet enthält das Verzeichnis keine Einrichtung.");
        return;
    }
    let source = format!("Quelle: {REGISTER}, Stand {}.", inputs.today.format("%d.%m.%Y"));
    let headings = ["Einrichtung", "Angebot", "Ort", "Träger", "Plätze"];
    let mut table = Table::new("Angebote im Kreis", &headings, &source);
    table.numeric = vec![false, false, false, false, true];
    let mut offers: Vec<_> = inputs.offers.iter().collect();
    offers.sort_by(|a, b| {
        (&a.category_name, &a.town, &a.facility).cmp(&(&b.category_name, &b.town, &b.facility))
    });
    for offer in offers {
        let places = offer.places.map_or_else(Cell::missing, |places| Cell {
            text: crate::charts::numbers::counted(f64::from(places)),
            value: Some(f64::from(places)),
            of: None,
        });
        table.row(
            offer.facility.clone(),
            [
                Cell::text(offer.category_name.clone()),
                Cell::text(offer.town.clone()),
                Cell::text(offer.provider.clone()),
                places,
            ],
        );
    }
    chapter.table(table);
}

fn sources(chapter: &mut Chapter, inputs: &Inputs) {
    if inputs.sources.is_empty() {
        chapter.paragraph("Das Modell nennt keine Quellen.");
        return;
    }
    let headings = ["Titel", "Herausgeber", "Stand", "Lizenz"];
    let model = format!("Modell {}, Prüfsumme {}.", inputs.model.0, inputs.model.1);
    let mut table = Table::new("Quellen des Modells", &headings, &model).of_words();
    for [title, publisher, date, licence] in &inputs.sources {
        table.row(title, [publisher, date, licence].map(Cell::text));
    }
    chapter.table(table);
}

/// Values that must not be shown, by themselves: without a number, and without saying how large.
fn withheld(chapter: &mut Chapter, inputs: &Inputs) {
    let areas = |key: &str| {
        if key == STATE {
            return "Land".to_owned();
        }
        let district = inputs.districts.iter().find(|(known, _)| known == key);
        district.map_or_else(|| key.to_owned(), |(_, name)| name.clone())
    };
    let mut table = Table::new("Geheim gehaltene Werte", &["Indikator", "Jahr", "Gebiet"], "").of_words();
    for indicator in &inputs.indicators {
        for value in indicator.values.iter().filter(|value| value.status == "suppressed") {
            table.row(
                format!("{} {}", indicator.id, indicator.name),
                [Cell::text(indicator.year.to_string()), Cell::text(areas(&value.area))],
            );
        }
    }
    if table.rows.is_empty() {
        chapter.paragraph("Unter den gezeigten Indikatoren ist kein Wert geheim gehalten.");
    }
    chapter.table(table);
}
