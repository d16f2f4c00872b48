//! 7: what there is.

use std::collections::BTreeMap;

use super::{
    CARE, REGISTER, Reading, cell, cell_with_band, computed_from, derived, head, indicators, judged, line,
    own_text, places_by_year, year_headings,
};
use crate::charts::{AreaValue, Basis, RankingChart, Size, Stroke, TimeChart, Tone, Unit, finding};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{Inputs, OfferLine, STATE};
use crate::plan::sentences;
use crate::plan::texts::title_of;

/// A section: its number and its indicators. Which offers belong to it, the category tree says.
struct Section {
    number: &'static str,
    indicators: &'static [&'static str],
    /// The kind of places that forecasts know, with its German name.
    places: Option<(&'static str, &'static str)>,
}

const SECTIONS: [Section; 8] = [
    Section { number: "7.1", indicators: &["B01", "B02", "B03", "B04", "B05"], places: None },
    Section { number: "7.2", indicators: &["N01", "N02", "N03", "N04", "N06"], places: None },
    Section { number: "7.3", indicators: &["W01", "W02", "W03", "W04", "W05", "W06", "W07"], places: None },
    Section {
        number: "7.4",
        indicators: &["A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08"],
        places: None,
    },
    Section {
        number: "7.5",
        indicators: &["T01", "T02", "T03", "T04", "T05", "T06", "T07"],
        places: Some(("day_care", "Tagespflegeplätze")),
    },
    Section {
        number: "7.6",
        indicators: &["K01", "K02", "K03", "K04"],
        places: Some(("short_term", "Kurzzeitpflegeplätze")),
    },
    Section {
        number: "7.7",
        indicators: &["V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "V10", "V11", "V13"],
        places: Some(("residential", "Heimplätze")),
    },
    Section { number: "7.8", indicators: &["G02", "G03", "G04", "G05", "G06"], places: None },
];

/// The numbers of the sections in which offers of the register are counted.
pub fn supply_sections() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|section| section.number)
}

/// German names of the kinds of providers.
fn provider_kind(kind: &str) -> &'static str {
    match kind {
        "public" => "öffentlich",
        "non_profit" => "freigemeinnützig",
        "private" => "privat",
        _ => "ohne Angabe",
    }
}

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("7");
    if inputs.offers.is_empty() {
        chapter.gap(
            "Verzeichnis der Angebote",
            "Für dieses Gebiet enthält das Verzeichnis keine Einrichtung.",
            "die Liste der Einrichtungen des Kreises",
        );
    } else if inputs.has_examples {
        chapter.paragraph(
            "Achtung: Das Verzeichnis enthält erfundene Beispiele. Vor der Abgabe des Plans ist die eigene Liste der \
             Einrichtungen einzulesen.",
        );
    }
    for section in &SECTIONS {
        chapter.heading(section.number, title_of(section.number));
        offers(&mut chapter, inputs, section);
        if let Some((kind, name)) = section.places {
            places(&mut chapter, inputs, kind, name);
        }
        indicators::table(&mut chapter, inputs, "Indikatoren", section.indicators);
        own_text(&mut chapter, inputs, section.number);
    }
    chapter.heading("7.9", title_of("7.9"));
    comparison(&mut chapter, inputs);
    own_text(&mut chapter, inputs, "7.9");
    own_text(&mut chapter, inputs, "7");
    chapter
}

/// Offers of the section in the register by category, and by who runs them.
fn offers(chapter: &mut Chapter, inputs: &Inputs, section: &Section) {
    let own: Vec<&OfferLine> = inputs.offers.iter().filter(|offer| offer.section == section.number).collect();
    if own.is_empty() {
        return;
    }
    let source = format!("Quelle: {REGISTER}, Stand {}.", inputs.today.format("%d.%m.%Y"));
    let places =
        if own.iter().any(|offer| offer.counts_dwellings) { "Plätze, Wohnungen" } else { "Plätze" };
    let headings = ["Angebot", "Anzahl", places, "öffentlich", "freigemeinnützig", "privat", "ohne Angabe"];
    let mut table = Table::new(&format!("{} im Verzeichnis", title_of(section.number)), &headings, &source);
    let mut by_category: BTreeMap<&str, Vec<&OfferLine>> = BTreeMap::new();
    for offer in &own {
        by_category.entry(&offer.category_name).or_default().push(offer);
    }
    for (name, offers) in by_category {
        let known: Vec<u32> = offers.iter().filter_map(|offer| offer.places).collect();
        let sum: u32 = known.iter().sum();
        let sum = (!known.is_empty()).then_some(f64::from(sum));
        let mut cells = vec![count(offers.len()), derived(sum, Reading::Counted)];
        cells.extend(["public", "non_profit", "private", "unknown"].map(|kind| {
            count(
                offers
                    .iter()
                    .filter(|offer| provider_kind(offer.provider_kind) == provider_kind(kind))
                    .count(),
            )
        }));
        table.row(name, cells);
    }
    let without = own.iter().filter(|offer| offer.places.is_none()).count();
    if without > 0 && without < own.len() {
        table.note =
            Some(format!("Bei {without} von {} Angeboten ist keine Zahl der Plätze bekannt.", own.len()));
    }
    chapter.table(table);
}

fn count(count: usize) -> Cell {
    let value = u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    derived(Some(value), Reading::Counted)
}

/// Need and supply of a kind of places.
fn places(chapter: &mut Chapter, inputs: &Inputs, kind: &str, name: &str) {
    let [needed, supply, balance] = ["needed", "supply", "balance"].map(|of| format!("{kind}_places_{of}"));
    let years = places_by_year(inputs, kind);
    let Some(last) = years.last().copied() else {
        chapter.gap(
            &format!("{name}: Bedarf und Bestand"),
            "Für dieses Gebiet ist keine Zahl der Plätze bekannt.",
            "Pflegestatistik der Statistischen Ämter oder das Verzeichnis der Einrichtungen",
        );
        return;
    };
    chapter.finding(sentences::lacking_since(name, &judged(&years)));
    chapter.finding(sentences::places(name, last));
    if kind == "residential" {
        let need = line(inputs, "Bedarf", (Tone::Need, Stroke::Main), &needed);
        let there = line(inputs, "Plätze", (Tone::Supply, Stroke::Main), &supply).exact();
        if let Some(title) = finding::exceeds(&judged(&years), "die Heimplätze") {
            let subtitle = "Plätze am Jahresende und Bedarf bei planmäßiger Belegung";
            let head = head("k7-heim", title, subtitle, &computed_from(inputs, CARE), Size::SHEET);
            chapter.figure(TimeChart::new(head, Unit::Count, vec![need, there]).with_shortage(0, 1).draw());
        }
    }
    let headings = year_headings(inputs, "Jahresende");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table =
        Table::new(&format!("{name}: Bedarf und Bestand"), &headings, &computed_from(inputs, CARE));
    table.note = last
        .band
        .map(|_| "In Klammern: Grenzen, zwischen denen der Wert in 8 von 10 Zukünften liegt.".to_owned());
    for (label, measure, reading) in [
        ("Bedarf", &needed, Reading::Computed),
        ("Bestand und angekündigte Plätze", &supply, Reading::Counted),
        ("Saldo", &balance, Reading::Balance),
    ] {
        let of_year = |year: i32| {
            let row = inputs.total(measure, year);
            if year == inputs.last_year { cell_with_band(row, reading) } else { cell(row, reading) }
        };
        table.row(label, inputs.shown_years().into_iter().map(of_year).collect::<Vec<Cell>>());
    }
    chapter.table(table);
}

/// Densities beside the state and the other districts.
fn comparison(chapter: &mut Chapter, inputs: &Inputs) {
    indicators::findings(chapter, inputs, &["V04", "T03", "K02", "A05"]);
    if let Some(density) = inputs.indicator("V04") {
        let areas: Vec<AreaValue> = inputs
            .districts
            .iter()
            .map(|(key, name)| AreaValue {
                name: name.clone(),
                value: density.of(key).and_then(|value| value.value),
                is_own: *key == inputs.area.key,
            })
            .collect();
        let known = areas.iter().filter_map(|area| Some((area.name.as_str(), area.value?)));
        if let Some((highest, value)) = known.reduce(|best, one| if one.1 > best.1 { one } else { best }) {
            let number = crate::charts::numbers::rate(value);
            let title =
                format!("Die meisten Dauerpflegeplätze je 100 Menschen ab 80 hat {highest}: {number}");
            let subtitle = format!("{}, {}", density.name, density.year);
            let source = format!("Quelle: {}.", density.source);
            let chart = RankingChart {
                head: head("k7-dichte", title, &subtitle, &source, Size::SHEET.with_height(270.0)),
                unit: Unit::Rate,
                basis: Basis::Counted,
                areas,
                whole: density
                    .of(STATE)
                    .and_then(|value| value.value)
                    .map(|value| ("Land".to_owned(), value)),
            };
            chapter.figure(chart.draw());
        }
    }
    indicators::table(
        chapter,
        inputs,
        "Versorgung im Vergleich",
        &["V12", "V04", "V05", "T03", "K02", "A04", "A05"],
    );
}
