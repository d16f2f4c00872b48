//! 13: the advice landscape after the WoftG M-V: what there is by kind and area, who reaches it, what need there is, and what
//! the district aims at.

use std::collections::BTreeMap;

use super::{POPULATION, REGISTER, Reading, computed_from, derived, indicators, own_text};
use crate::charts::numbers::share;
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{Inputs, OfferLine, ReachLine};
use crate::plan::sentences;
use crate::plan::texts::{ADVICE_CENTRES, TargetMethod, TargetValue};

/// The section of the plan whose offers are advice.
const SECTION: &str = "7.1";

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("13");
    chapter.paragraph(
        "Für die soziale und die gesundheitliche Beratung in den Kreisen gelten seit dem 1. Januar 2022 die §§ 8 bis 11 des \
         Wohlfahrtsfinanzierungs- und -transparenzgesetzes (WoftG M-V); nach § 11 berichten die Kreise über sie. Dieses Kapitel \
         stellt Bestand, Erreichbarkeit und Bedarf nebeneinander.",
    );
    chapter.heading("13.1", "Bestand nach Art und Gebiet");
    stock(&mut chapter, inputs);
    chapter.heading("13.2", "Wer Beratung erreicht");
    reach(&mut chapter, inputs);
    chapter.heading("13.3", "Indikatoren des Bedarfs");
    indicators::table(
        &mut chapter,
        inputs,
        "Beratung und Bedarf an Beratung",
        &["B02", "B03", "B04", "B05", "D04", "P01", "G01", "S01"],
    );
    chapter.heading("13.4", "Zielwert");
    targets(&mut chapter, inputs);
    own_text(&mut chapter, inputs, "13");
    chapter
}

fn stock(chapter: &mut Chapter, inputs: &Inputs) {
    let offers: Vec<&OfferLine> = inputs.offers.iter().filter(|offer| offer.section == SECTION).collect();
    chapter.gap(
        "Soziale und gesundheitliche Beratung anderer Art",
        "Das Verzeichnis kennt nur Pflegestützpunkte und Wohnberatung, keine anderen Beratungsstellen und keine Stellen in \
         Vollzeit.",
        "Berichte nach § 11 WoftG M-V: Standorte und Vollzeitstellen je Art der Beratung",
    );
    if offers.is_empty() {
        chapter.gap(
            "Pflegestützpunkte und Wohnberatung",
            "Für dieses Gebiet enthält das Verzeichnis keine Beratungsstelle.",
            "die Liste der Beratungsstellen des Kreises",
        );
        return;
    }
    let kinds: BTreeMap<&str, &str> =
        offers.iter().map(|offer| (offer.category.as_str(), offer.category_name.as_str())).collect();
    let headings: Vec<&str> = std::iter::once("Gebiet").chain(kinds.values().copied()).collect();
    let source = format!("Quelle: {REGISTER}, Stand {}.", inputs.today.format("%d.%m.%Y"));
    let mut table = Table::new("Beratungsstellen nach Art und Gebiet", &headings, &source);
    let count = |kind: &str, area: Option<&str>| {
        let of = |offer: &&&OfferLine| offer.category == kind && area.is_none_or(|area| offer.inside == area);
        let found = u32::try_from(offers.iter().filter(of).count()).unwrap_or(u32::MAX);
        derived(Some(f64::from(found)), Reading::Counted)
    };
    for area in inputs.inside.iter().filter(|_| inputs.inside.len() > 1) {
        let has_any = offers.iter().any(|offer| offer.inside == area.key);
        if has_any {
            table.row(area.name.clone(), kinds.keys().map(|kind| count(kind, Some(&area.key))));
        }
    }
    table.row("zusammen", kinds.keys().map(|kind| count(kind, None)));
    if inputs.inside.len() > 1 {
        table.note = Some("Gebiete ohne Zeile haben keine Beratungsstelle.".to_owned());
    }
    chapter.table(table);
}

fn reach(chapter: &mut Chapter, inputs: &Inputs) {
    let lines = &inputs.advice.lines;
    let minutes: Vec<u32> = inputs.advice.minutes.clone();
    if lines.is_empty() {
        chapter.gap(
            "Erreichbarkeit der Pflegestützpunkte",
            "Ohne Pflegestützpunkt im Verzeichnis lässt sich nicht rechnen, wer einen erreicht.",
            "die Liste der Beratungsstellen des Kreises",
        );
        return;
    }
    let mut headings = vec!["Gebiet".to_owned(), format!("Menschen {}", inputs.base_year)];
    headings.extend(
        minutes.iter().flat_map(|limit| [format!("bis {limit} Minuten"), format!("Anteil bis {limit}")]),
    );
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let source = format!(
        "{} {}",
        computed_from(inputs, &format!("{REGISTER}; {POPULATION}; Zensus 2011 (1-km-Gitter)")),
        inputs.advice.travel
    );
    let mut table =
        Table::new("Menschen, die einen Pflegestützpunkt mit dem Auto erreichen", &headings, &source)
            .with_note("Gezählt ist jeder nächste Pflegestützpunkt, auch einer im Nachbarkreis.");
    let areas = areas_of(lines);
    let row = |key: Option<&str>| {
        let of = |limit: u32| {
            let found =
                lines.iter().filter(|line| line.minutes == limit && key.is_none_or(|key| line.area == key));
            found.fold((0.0, 0.0), |(all, reached), line| (all + line.persons, reached + line.reached))
        };
        let persons = minutes.first().map(|limit| of(*limit).0);
        let cells = minutes.iter().flat_map(|limit| {
            let (all, reached) = of(*limit);
            let part = (all > 0.0).then(|| 100.0 * reached / all);
            let part = part.map_or_else(Cell::missing, |part| Cell {
                text: share(part),
                value: Some(part),
                of: None,
            });
            [derived(Some(reached), Reading::Computed), part]
        });
        std::iter::once(derived(persons, Reading::Computed)).chain(cells).collect::<Vec<Cell>>()
    };
    let total = row(None);
    let parts: Vec<f64> = (1..=minutes.len()).filter_map(|at| total.get(2 * at)?.value).collect();
    if let ([short, long], [near, far]) = (minutes.as_slice(), parts.as_slice()) {
        chapter.finding(Some(sentences::reached("einen Pflegestützpunkt", (*short, *near), (*long, *far))));
    }
    if areas.len() > 1 {
        for area in areas {
            table.row(area.name.clone(), row(Some(&area.area)));
        }
    }
    table.row("zusammen", total);
    chapter.table(table);
}

/// The first line of each area, in their order.
fn areas_of(lines: &[ReachLine]) -> Vec<&ReachLine> {
    let mut areas: Vec<&ReachLine> = Vec::new();
    for line in lines {
        if !areas.iter().any(|known| known.area == line.area) {
            areas.push(line);
        }
    }
    areas
}

fn targets(chapter: &mut Chapter, inputs: &Inputs) {
    let all = inputs.texts.settings.targets.iter().filter(|target| target.kind == ADVICE_CENTRES.0);
    let all: Vec<&TargetValue> = all.collect();
    if all.is_empty() {
        chapter.gap(
            "Zielwert der Beratung",
            "Der Kreis hat für die Beratung noch keinen Zielwert festgelegt.",
            "ein Zielwert des Kreises für Pflegestützpunkte mit Methode, Quelle und Beschluss",
        );
        return;
    }
    let headings = ["Methode", "Zielwert", "Standorte nach Zielwert", "Bestand", "Quelle"];
    let source = format!("Quelle: Festlegungen des Kreises; {REGISTER}; {POPULATION}.");
    let mut table = Table::new("Zielwerte der Beratung", &headings, &source);
    for at in [1, 4] {
        table.numeric[at] = false;
    }
    let stock = inputs.offers.iter().filter(|offer| offer.category == ADVICE_CENTRES.0).count();
    let stock = f64::from(u32::try_from(stock).unwrap_or(u32::MAX));
    for target in all {
        let needed = match (target.method, target.age) {
            (TargetMethod::Ratio, Some(age)) => inputs
                .residents(&inputs.area.key, None, (age, 200), inputs.base_year)
                .map(|old| (old * target.value / 100.0).ceil()),
            (TargetMethod::Catchment, _) => None,
            _ => Some(target.value),
        };
        let decision = target.decision.as_ref().map(|text| format!("; {text}")).unwrap_or_default();
        table.row(
            target.method.german(),
            [
                Cell::text(target.german_value()),
                derived(needed, Reading::Counted),
                derived(Some(stock), Reading::Counted),
                Cell::text(format!("{}, {}{decision}", target.source, super::head_date(target.date))),
            ],
        );
    }
    chapter.table(table);
}
