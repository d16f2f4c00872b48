//! What the page about the data shows.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::indicators::overview::OverviewResponse;
use crate::app::planning::area::STATE;
use crate::app::planning::data::{DataState, Move, SourceState};
use crate::charts::{Basis, Unit};
use crate::units::Lang;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Cell, Figure, Line, Link, Table};
use crate::web::planning::{address, numbers};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// Indicators that one source would fill, and why they have no figures.
#[derive(Debug, Serialize)]
struct Gap {
    source: String,
    reason: String,
    indicators: Vec<Link>,
}

#[derive(Debug, Serialize)]
pub(super) struct DataPage {
    nav: Nav,
    headline: String,
    lead: String,
    cards: Vec<Card>,
    gaps: Vec<Gap>,
    missing: usize,
    actions: Vec<Link>,
}

impl View for DataPage {
    fn template(&self) -> &'static str {
        "planning_data.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.headline.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

pub(super) fn view(found: &DataState) -> DataPage {
    DataPage {
        nav: Nav::new(Some(Tab::Data), None, &QueryString::default()),
        headline: format!(
            "{} von {} Indikatoren haben Zahlen der Kreise",
            found.with_districts, found.indicators
        ),
        lead: format!(
            "Worauf die Zahlen der Planung beruhen, am {}: Modell {}, {}",
            day(found.today),
            found.model,
            register(found)
        ),
        cards: cards(found),
        gaps: gaps(&found.gaps),
        missing: found.gaps.len(),
        actions: Link::to_files(|ending| format!("/planung/daten/indikatoren.{ending}"))
            .into_iter()
            .chain([Link::new("API", "/api/v1/indicators/overview")])
            .collect(),
    }
}

/// The cards of the page, each of which may be put into a basket.
pub(in crate::web::planning) fn cards(found: &DataState) -> Vec<Card> {
    let all = [Some(due(found)), Some(imports(found)), moves(found), shares(found), Some(sources(found))];
    let mut cards: Vec<Card> = all.into_iter().flatten().collect();
    for card in &mut cards {
        let href = address::basket_of_page("daten", card.id, &QueryString::default());
        card.links.push(Link::new("In den Korb", href));
    }
    cards
}

fn day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

fn register(found: &DataState) -> String {
    let count = numbers::counted(found.facilities as f64);
    let kind = if found.has_examples { "erfundene Einrichtungen" } else { "Einrichtungen" };
    format!("{count} {kind} im Register")
}

fn card(id: &'static str, title: String, subtitle: &str, table: Table, source: String) -> Card {
    let subtitle = subtitle.to_owned();
    Card { id, title, subtitle, drawing: None, tables: vec![table], source, links: Vec::new() }
}

/// What is due: the care plan by law, and figures of a later date.
fn due(found: &DataState) -> Card {
    let plan = |(date, due): (NaiveDate, NaiveDate)| {
        let state = if due < found.today { "Frist ist vorbei" } else { "Frist läuft" };
        let state = if date > found.today { "Stichtag steht bevor" } else { state };
        let cells = [day(date), state.to_owned()].map(Cell::text);
        Line::new("Pflegeplan", cells.into()).with_note(&format!("§ 5 LPflegeG M-V, Abgabe bis {}", day(due)))
    };
    let figures = found.due().map(|source| {
        let next = source.next.map_or_else(String::new, day);
        let cells = [next, format!("hier steht {}", source.year)].map(Cell::text);
        Line::new(&source.name, cells.into()).with_note(&source.rhythm)
    });
    let count = found.due().count();
    let title = match count {
        0 => "Keine Statistik ist überfällig".to_owned(),
        1 => "Für eine Quelle können neue Zahlen veröffentlicht sein".to_owned(),
        more => format!("Für {more} Quellen können neue Zahlen veröffentlicht sein"),
    };
    let lines: Vec<Line> = found.plans.into_iter().map(plan).chain(figures).collect();
    let table = Table::new("Was fällig ist", &["Was", "Stichtag", "Stand"], lines);
    card(
        "faellig",
        title,
        "Pläne mit ihrer Frist beim Ministerium; Quellen, deren nächster Stichtag vorbei ist",
        table,
        "Quelle: § 5 Absatz 2 LPflegeG M-V; Stichtage der Statistiken aus dem Katalog der Indikatoren."
            .to_owned(),
    )
}

/// What was imported last.
fn imports(found: &DataState) -> Card {
    let line = |import: &crate::store::StatisticsImport| {
        let of = &import.manifest;
        let cells = vec![
            Cell::text(day(of.imported_at.date())),
            Cell::text(numbers::counted(f64::from(of.facts))),
            Cell::text(of.licence.clone()),
        ];
        Line::new(&of.title, cells).with_note(&format!("{}, Import {}", of.publisher, import.id))
    };
    let title = match found.imports.first() {
        None => "Es gelten die mitgelieferten Zahlen".to_owned(),
        Some(last) => format!("Zuletzt eingespielt: {}", last.manifest.title),
    };
    let subtitle = if found.imports.is_empty() {
        "Noch keine Statistik ist eingespielt und freigegeben"
    } else {
        "Eingespielte Statistiken, die gelten; die neueste zuerst"
    };
    let headings = ["Statistik", "eingespielt am", "Zahlen", "Lizenz"];
    let table = Table::new("Eingespielte Statistiken", &headings, found.imports.iter().map(line).collect());
    let source = format!("Darunter liegen die amtlichen Zahlen des Modells {}.", found.model);
    card("importe", title, subtitle, table, source)
}

/// The figures of the state that moved most, in relation to where they began.
fn moves(found: &DataState) -> Option<Card> {
    moved(
        "bewegung",
        ("Am stärksten bewegt", "Anzahlen und Quoten des Landes, Änderung in Prozent"),
        &found.moves,
    )
}

/// The shares of the state that moved most, in percentage points.
fn shares(found: &DataState) -> Option<Card> {
    moved(
        "anteile",
        ("Anteil mit der größten Änderung", "Anteile des Landes, Änderung in Prozentpunkten"),
        &found.moved_shares,
    )
}

fn moved(id: &'static str, (finding, what): (&str, &str), moves: &[Move]) -> Option<Card> {
    let first = moves.first()?;
    let line = |of: &Move| {
        let unit = Unit::of_indicator(&of.unit);
        let value = |(year, number): (i32, f64)| Cell {
            figure: Some(Figure {
                text: unit.text(number, Basis::Counted),
                ..Figure::sum(Lang::De, number, (STATE, &of.id, year))
            }),
            text: None,
        };
        let years = format!("{} und {}", of.before.0, of.now.0);
        let cells = vec![value(of.before), value(of.now), Cell::text(changed(of))];
        Line::new(&of.name_de, cells).with_note(&years).with_link(indicator(&of.id))
    };
    let title = format!("{finding}: {}, {}", first.name_de, changed(first));
    let headings = ["Indikator", "davor", "zuletzt", "Änderung"];
    let caption = if first.is_of_shares() { "Anteile, die sich bewegt haben" } else { "Was sich bewegt hat" };
    let table = Table::new(caption, &headings, moves.iter().map(line).collect());
    let subtitle = format!("{what} zwischen den letzten beiden Stichtagen, ohne Brüche der Reihe dazwischen");
    let source =
        "Quelle: wie beim Indikator angegeben; eigene Berechnung. Änderungen sind vor dem Runden gerechnet."
            .to_owned();
    Some(card(id, title, &subtitle, table, source))
}

/// "+12 %", of two shares "+1,4 Prozentpunkte"
fn changed(of: &Move) -> String {
    if of.is_of_shares() {
        return Unit::Share.difference(of.difference(), Basis::Counted);
    }
    let percent = numbers::percent(of.share());
    if of.share() > 0.0 { format!("+{percent}\u{202f}%") } else { format!("{percent}\u{202f}%") }
}

fn indicator(id: &str) -> String {
    format!("/planung/indikatoren/{id}")
}

/// Which source fills what, and until when.
fn sources(found: &DataState) -> Card {
    let line = |of: &SourceState| {
        let cells = vec![
            Cell::text(format!("{} von {}", of.filled, of.indicators)),
            Cell::text(of.year.to_string()),
            Cell::text(of.next.map_or_else(|| "–".to_owned(), day)),
        ];
        Line::new(&of.name, cells).with_note(&format!("{}, {}", of.rhythm, of.licence))
    };
    let title = match found.sources.first() {
        Some(first) => format!("Am meisten kommt aus: {}", first.name),
        None => "Noch keine Quelle hat Zahlen".to_owned(),
    };
    let headings = ["Quelle", "Indikatoren", "Stand", "Nächster Stichtag"];
    let table =
        Table::new("Woher die Indikatoren kommen", &headings, found.sources.iter().map(line).collect());
    card(
        "quellen",
        title,
        "Quellen mit Zahlen des Landes oder eines Kreises: wie viele ihrer Indikatoren gefüllt sind und bis wann",
        table,
        "Alle Ebenen mit Gründen gibt die Schnittstelle als Übersicht der Indikatoren.".to_owned(),
    )
}

/// Indicators without figures by what would fill them, the source that would fill most first.
fn gaps(rows: &[OverviewResponse]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for row in rows {
        let source = row.filled_by_de.clone().unwrap_or_default();
        let reason = row.reason_de.clone().unwrap_or_default();
        let link = Link::new(&row.name_de, indicator(&row.id));
        match gaps.iter_mut().find(|gap| gap.source == source && gap.reason == reason) {
            Some(gap) => gap.indicators.push(link),
            None => gaps.push(Gap { source, reason, indicators: vec![link] }),
        }
    }
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.indicators.len()));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_changes_by_points_and_a_count_by_percent() {
        let of = |unit: &str, before, now| {
            let (id, unit) = ("X".to_owned(), unit.to_owned());
            changed(&Move { name_de: id.clone(), id, unit, before: (2021, before), now: (2023, now) })
        };
        assert_eq!(of("percent", 27.4, 28.8), "+1,4\u{a0}Prozentpunkte");
        assert_eq!(of("persons", 274.0, 288.0), "+5\u{202f}%");
        assert_eq!(of("persons per 100 persons", 28.8, 27.4), "−5\u{202f}%");
    }
}
