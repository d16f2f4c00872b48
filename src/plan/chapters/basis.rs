//! 1 and 2: why there is a plan, and what it rests on.

use super::{POPULATION, chapter, computed_from, own_text};
use crate::charts::{AreaFigure, Basis, ChoroplethChart, MapArea, MapFrame, Method, Size, Unit};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{InnerArea, Inputs};
use crate::plan::law::{due_date, is_reference_date};

/// Norm and what it asks for.
const NORMS: [(&str, &str); 6] = [
    (
        "§ 5 Abs. 2 LPflegeG M-V",
        "Landkreise und kreisfreie Städte stellen alle fünf Jahre Pflegepläne auf und schreiben sie fort: Bestand, Defizite, Entwicklung bedarfsgerechter Angebote; Grundlage ist die Landesprognose der Bevölkerung.",
    ),
    (
        "§ 5 Abs. 3 LPflegeG M-V",
        "Das Land erstellt auf Grundlage der Pläne einen Landesplan mit Empfehlungen.",
    ),
    (
        "§ 8 und § 9 SGB XI",
        "Die pflegerische Versorgung ist eine gesamtgesellschaftliche Aufgabe; die Länder sind für eine leistungsfähige, ausreichende und wirtschaftliche Versorgungsstruktur verantwortlich.",
    ),
    ("§ 7c SGB XI", "Pflegestützpunkte beraten und vernetzen vor Ort."),
    ("§ 45a SGB XI", "Angebote zur Unterstützung im Alltag werden nach Landesrecht anerkannt."),
    (
        "§ 71 SGB XII",
        "Alte Menschen erhalten Hilfe, um Schwierigkeiten des Alters zu verhüten, zu überwinden oder zu mildern.",
    ),
];

/// 1: the occasion and the law.
pub(super) fn law(inputs: &Inputs) -> Chapter {
    let mut chapter = chapter("1");
    let date = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
    let reference = inputs.reference_date;
    chapter.paragraph(format!(
        "Dieser Plan hat den Stichtag {}. Nach § 5 Abs. 2 LPflegeG M-V liegt er dem Ministerium spätestens zwölf Monate \
         danach vor, also bis zum {}.",
        date(reference),
        date(due_date(reference))
    ));
    if !is_reference_date(reference) {
        chapter.paragraph(
            "Das Gesetz nennt als Stichtag den 31. Dezember jedes fünften Jahres seit 2018. Dieser Plan ist eine \
             Fortschreibung dazwischen.",
        );
    }
    chapter.paragraph(
        "Er beschreibt den Bestand der pflegerischen Versorgung, benennt Defizite und zeigt, wie sich der Bedarf \
         entwickelt. Er ist ein Angebot an Bürgerinnen und Bürger, Träger und Kommunen, an der Entwicklung mitzuwirken.",
    );
    let mut table =
        Table::new("Rechtliche Grundlagen", &["Norm", "Was sie verlangt"], "Quelle: die genannten Gesetze.")
            .of_words();
    for (norm, text) in NORMS {
        table.row(norm, [Cell::text(text)]);
    }
    chapter.table(table);
    own_text(&mut chapter, inputs, "1");
    chapter
}

/// 2: method, data and planning areas.
pub(super) fn method(inputs: &Inputs) -> Chapter {
    let mut chapter = chapter("2");
    chapter.paragraph(format!(
        "Die Bevölkerung wird nach einzelnen Altersjahren und Geschlecht vorausberechnet: Wer lebt, wird ein Jahr älter, \
         Kinder kommen hinzu, Menschen sterben und ziehen um. Aus der Bevölkerung ergibt sich mit den Pflegequoten nach \
         Alter und Geschlecht die Zahl der Pflegebedürftigen, daraus der Bedarf an Plätzen und Personal. Ausgangspunkt ist \
         der 31.12.{}.",
        inputs.base_year
    ));
    chapter.paragraph(
        "Die Spannen („8 von 10 Zukünften“) entstehen, weil die Rechnung viele Male mit zufällig veränderten Annahmen \
         wiederholt wird, so weit, wie frühere Rechnungen dieser Art von den späteren Zählungen abwichen. Sie sind keine Garantie: \
         Ereignisse, mit denen die Annahmen nicht rechnen, sind nicht enthalten.",
    );
    chapter.heading("2.1", "Annahmen");
    chapter.list(inputs.assumptions.clone());
    chapter.heading("2.2", "Daten");
    chapter.paragraph(
        "Die Pflegebedürftigen, Plätze und Beschäftigten stammen aus der Pflegestatistik, die alle zwei Jahre zum \
         15. Dezember erhoben wird, die Menschen nach Alter und Geschlecht aus der Fortschreibung des \
         Bevölkerungsstandes, die Angebote aus dem Verzeichnis der Einrichtungen. Alle Quellen mit Stand und Lizenz stehen im \
         Anhang.",
    );
    chapter.heading("2.3", if inputs.is_state() { "Kreise" } else { "Planungsräume" });
    areas(&mut chapter, inputs);
    own_text(&mut chapter, inputs, "2");
    chapter
}

fn areas(chapter: &mut Chapter, inputs: &Inputs) {
    if inputs.inside.len() < 2 {
        chapter.gap(
            "Planungsräume innerhalb der Stadt",
            "Für dieses Gebiet sind keine eigenen Planungsräume hinterlegt.",
            "eine Datei mit Planungsräumen (Stadtteilen) und den Einwohnerzahlen der Stadt",
        );
        return;
    }
    chapter.paragraph(if inputs.is_state() {
        "Verglichen werden die sechs Landkreise und zwei kreisfreien Städte."
    } else {
        "Planungsräume sind die Ämter und die amtsfreien Städte und Gemeinden. Zahlen für sie sind Schätzungen: Die \
         Menschen des Kreises sind nach Alter und Geschlecht auf sie verteilt und haben die Pflegequoten des ganzen Kreises. \
         Einen Unsicherheitsbereich haben sie nicht, weil zu wenig bekannt ist, wie weit solche Zahlen danebenliegen können."
    });
    if let Some(chart) = map_of_the_old(inputs) {
        chapter.figure(inputs.ground.as_ref().map_or_else(|| chart.draw(), |ground| chart.draw_on(ground)));
    }
}

/// Where the map of chapter 2 lies, so that what is around its areas can be drawn for it; `None` where there is no map.
pub fn map_frame(inputs: &Inputs) -> Option<MapFrame> {
    map_of_the_old(inputs)?.frame()
}

/// The share of people from 65 on in each area; `None` where it is not known of any, or there are no areas.
fn map_of_the_old(inputs: &Inputs) -> Option<ChoroplethChart> {
    if inputs.inside.len() < 2 {
        return None;
    }
    let base = inputs.base_year;
    let share = |area: &InnerArea| {
        let old = inputs.residents(&area.key, None, (65, 200), base)?;
        let all = inputs.of(&area.key, "population", base).filter(|row| row.value > 0.0)?;
        Some(100.0 * old / all.value)
    };
    let shares: Vec<(&InnerArea, Option<f64>)> =
        inputs.inside.iter().map(|area| (area, share(area))).collect();
    let known = || shares.iter().filter_map(|(area, share)| Some((area.name.as_str(), (*share)?)));
    let low = known().reduce(|best, one| if one.1 < best.1 { one } else { best });
    let high = known().reduce(|best, one| if one.1 > best.1 { one } else { best });
    let ((low, least), (high, most)) = low.zip(high)?;
    let text = crate::charts::numbers::share;
    let title = format!("Ab 65 Jahre: von {} ({low}) bis {} ({high})", text(least), text(most));
    let areas = shares.iter().map(|(area, share)| MapArea {
        name: area.name.clone(),
        rings: area.rings.clone(),
        figure: share.map_or(AreaFigure::Missing, AreaFigure::Value),
        is_estimate: false,
        is_own: false,
    });
    let subtitle = format!("Anteil der Menschen ab 65 an allen, Ende {base}, Prozent");
    let source = format!(
        "{} Karte: © GeoBasis-DE / BKG (VG250, dl-de/by-2-0), GSHHG (LGPL), GeoNames (CC BY 4.0); Daten verändert.",
        computed_from(inputs, POPULATION)
    );
    Some(ChoroplethChart {
        head: super::head("k2-karte", title, &subtitle, &source, Size::SHEET.with_height(430.0)),
        unit: Unit::Share,
        basis: Basis::Computed,
        areas: areas.collect(),
        method: Method::Natural,
    })
}
