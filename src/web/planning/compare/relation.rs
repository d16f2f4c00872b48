//! Two indicators over the areas of a level, and what may be said about their relation.

use super::cards::{card, source, unit};
use super::question::Question;
use crate::app::planning::compare::Relation;
use crate::charts::numbers::grouped;
use crate::charts::{Basis, ScatterAxis, ScatterChart, ScatterPoint, Size};
use crate::units::Lang;
use crate::web::planning::address;
use crate::web::planning::drawing::{Drawing, head};
use crate::web::planning::table::{Card, Cell, Figure, Line, Table};
use crate::web::shell::query_string::QueryString;

/// Over fewer areas nothing is said about a relation.
pub(super) const LEAST_AREAS: usize = 8;
const NO_CAUSE: &str = "Ein Zusammenhang ist keine Ursache: Beides kann von etwas Drittem abhängen, zum Beispiel vom Alter der Menschen.";
const WIDE: Size = Size { width: 720.0, height: 460.0 };
const NARROW: Size = Size { width: 302.0, height: 330.0 };

pub(super) fn cards(question: &Question, relation: &Relation) -> Vec<Card> {
    let found = &relation.found;
    if found.points.is_empty() {
        return Vec::new();
    }
    let subtitle = format!(
        "{} und {}, {} {}, {}",
        relation.x.name.de,
        relation.y.name.de,
        found.n,
        if found.n == 1 { "Gebiet" } else { question.level_name() },
        relation.year
    );
    let mut scatter =
        card("zusammenhang", finding(relation), subtitle, source([&relation.x, &relation.y].into_iter()));
    scatter.tables = vec![table(relation)];
    let axis = |of: &crate::app::indicators::response::IndicatorResponse| ScatterAxis {
        name: of.name.de.clone(),
        unit: unit(of),
    };
    let points: Vec<ScatterPoint> = found
        .points
        .iter()
        .map(|point| ScatterPoint {
            name: point.name.clone(),
            x: point.x,
            y: point.y,
            is_own: question.own() == Some(point.area.as_str()),
        })
        .collect();
    let said = finding(relation);
    let scatter = scatter.with_drawing(|words| {
        Drawing::sized("zusammenhang", [WIDE, NARROW], |id, size| {
            ScatterChart {
                head: head(Lang::De, id, size, words),
                x: axis(&relation.x),
                y: axis(&relation.y),
                points: points.clone(),
                relation: format!("{said}."),
            }
            .draw()
        })
    });
    vec![scatter, strength(question, relation)]
}

/// What the coefficients allow to say; nothing below [`LEAST_AREAS`].
fn finding(relation: &Relation) -> String {
    let found = &relation.found;
    let (x, y) = (&relation.x.name.de, &relation.y.name.de);
    if found.n < LEAST_AREAS {
        return format!("Nur {} Gebiete mit beiden Werten: zu wenige für eine Aussage", found.n);
    }
    match (found.coefficient, found.interval) {
        (Some(r), Some([low, _])) if r > 0.0 && low > 0.0 => {
            format!("Wo „{x}“ höher ist, ist auch „{y}“ eher höher")
        }
        (Some(r), Some([_, high])) if r < 0.0 && high < 0.0 => {
            format!("Wo „{x}“ höher ist, ist „{y}“ eher niedriger")
        }
        (Some(_), _) => format!("Kein klarer Zusammenhang zwischen „{x}“ und „{y}“"),
        (None, _) => "Kein Zusammenhang zu berechnen: Ein Wert ist überall gleich".to_owned(),
    }
}

/// The coefficients with the number of areas and the warnings.
fn strength(question: &Question, relation: &Relation) -> Card {
    let found = &relation.found;
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| grouped(value, 2));
    let mut lines = vec![Line::new(
        "Gebiete mit beiden Werten (n)",
        vec![Cell::text(format!("{} von {}", found.n, relation.areas))],
    )];
    let mut title = "Zu wenige Gebiete für eine Maßzahl".to_owned();
    if found.n >= LEAST_AREAS {
        title = match found.coefficient {
            Some(r) => format!("Korrelation {} bei {} {}", grouped(r, 2), found.n, question.level_dative()),
            None => "Keine Maßzahl".to_owned(),
        };
        let interval = found.interval.map_or_else(
            || "–".to_owned(),
            |[low, high]| format!("{} bis {}", grouped(low, 2), grouped(high, 2)),
        );
        let of =
            |head: &str, note: &str, text: String| Line::new(head, vec![Cell::text(text)]).with_note(note);
        lines.push(of("Pearson", "der Werte, −1 bis 1", number(found.coefficient)));
        lines.push(of("95-Prozent-Bereich", "Unsicherheit von Pearson", interval));
        lines.push(of("Spearman", "der Ränge; Ausreißer wiegen weniger", number(found.rank_coefficient)));
    }
    let few = found.warning_de.clone().filter(|_| found.n >= LEAST_AREAS);
    let subtitle = match few {
        Some(_) => format!("Wenige Gebiete: Ein Zusammenhang kann leicht Zufall sein. {NO_CAUSE}"),
        None => NO_CAUSE.to_owned(),
    };
    let mut strength = card(
        "staerke",
        title,
        subtitle,
        format!("Eigene Berechnung aus {} und {}.", relation.x.id, relation.y.id),
    );
    strength.tables = vec![Table::new("Stärke des Zusammenhangs", &["Maß", "Wert"], lines)];
    strength
}

fn table(relation: &Relation) -> Table {
    let (x, y) = (&relation.x, &relation.y);
    let line = |point: &crate::app::indicators::response::CorrelationPointResponse| {
        let cell = |of: &crate::app::indicators::response::IndicatorResponse, value: f64| Cell {
            figure: Some(Figure {
                text: unit(of).text(value, Basis::Counted),
                ..Figure::sum(Lang::De, value, (&point.area, &of.id, relation.year))
            }),
            text: None,
        };
        let line = Line::new(&point.name, vec![cell(x, point.x), cell(y, point.y)]);
        line.with_link(address::area(&point.area, &QueryString::default()))
    };
    let lines = relation.found.points.iter().map(line).collect();
    Table::new("Werte der Gebiete", &["Gebiet", &x.name.de, &y.name.de], lines)
}
