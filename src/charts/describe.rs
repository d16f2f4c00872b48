//! The description of a drawing in sentences: first, last, turning point and band.

use super::data::{Break, Point, Series};
use super::numbers::{Basis, Unit};
use super::words::Words;
use crate::units::Lang;

pub(super) fn series(lang: Lang, all: &[Series], unit: Unit, breaks: &[Break]) -> String {
    if all.is_empty() {
        return Words::of(lang).nothing.to_owned();
    }
    let mut sentences: Vec<String> = all.iter().map(|series| one(lang, series, unit)).collect();
    for gap in breaks {
        let (year, note) = (gap.from.0, &gap.note);
        sentences.push(match lang {
            Lang::De => format!("Bruch ab {year}: {note}."),
            Lang::En => format!("Break in the series from {year}: {note}."),
        });
    }
    sentences.join(" ")
}

fn one(lang: Lang, series: &Series, unit: Unit) -> String {
    let words = Words::of(lang);
    let points: Vec<(&Point, f64)> = series.points.iter().filter_map(|it| Some((it, it.drawn()?))).collect();
    let name = &series.name;
    let (Some((first, start)), Some((last, end))) = (points.first(), points.last()) else {
        return format!("{name}: {}.", words.missing);
    };
    let said = |point: &Point, value: f64| {
        let basis = if point.basis == Basis::Computed { words.computed } else { words.counted };
        let mark = if lang == Lang::De { "" } else { ":" };
        let figure = unit.text_in(lang, value, series.rounding(point));
        format!("{}{mark} {figure} ({basis})", point.year.0)
    };
    let mut text = format!("{name}: {}", said(first, *start));
    if points.len() > 1 {
        if let Some((point, value, word)) = turning_point(&points, words) {
            text.push_str(&format!(", {word} {}", said(point, value)));
        }
        text.push_str(&format!(", {}", said(last, *end)));
    }
    if let Some(band) = last.drawn_band() {
        let range = unit.range_in(lang, band.low, band.high, last.basis);
        text.push_str(&format!("; in {} {range}", words.fan));
    }
    let gaps = series.points.len() - points.len();
    if gaps > 0 {
        let missing: Vec<String> =
            series.points.iter().filter(|it| it.drawn().is_none()).map(|it| it.year.0.to_string()).collect();
        let of = if lang == Lang::De { "für" } else { "for" };
        text.push_str(&format!("; {} {of} {}", words.missing, missing.join(", ")));
    }
    text + "."
}

/// The highest or lowest point between the first and the last, if the line turns there.
fn turning_point<'a>(
    points: &[(&'a Point, f64)],
    words: &'static Words,
) -> Option<(&'a Point, f64, &'static str)> {
    let (inner, ends) = (points.get(1..points.len() - 1)?, [points.first()?.1, points.last()?.1]);
    let by_value = |a: &&(&Point, f64), b: &&(&Point, f64)| a.1.total_cmp(&b.1);
    let (top, foot) = (inner.iter().max_by(by_value)?, inner.iter().min_by(by_value)?);
    let over = top.1 - ends[0].max(ends[1]);
    let under = ends[0].min(ends[1]) - foot.1;
    if over <= 0.0 && under <= 0.0 {
        None
    } else if over >= under {
        Some((top.0, top.1, words.highest))
    } else {
        Some((foot.0, foot.1, words.lowest))
    }
}

#[cfg(test)]
mod tests {
    use super::super::data::{Stroke, Tone};
    use super::*;
    use crate::units::Year;

    #[test]
    fn a_description_has_first_last_turning_point_band_and_gap() {
        let points = vec![
            Point::counted(2019, 2_399.0),
            Point::missing(2021),
            Point::computed(2025, 2_343.0),
            Point::computed(2040, 2_788.0).with_band(2_592.0, 2_984.0),
        ];
        let need = Series::new("Bedarf", Tone::Need, Stroke::Main, points);
        let gap = Break { from: Year(2021), note: "neue Zählung".to_owned() };
        assert_eq!(
            series(Lang::De, std::slice::from_ref(&need), Unit::Count, std::slice::from_ref(&gap)),
            "Bedarf: 2019 2.399 (gezählt), niedrigster Wert 2025 2.340 (gerechnet), 2040 2.790 (gerechnet); in 8 von 10 \
             Zukünften 2.590 bis 2.980; keine Angabe für 2021. Bruch ab 2021: neue Zählung."
        );
        assert_eq!(
            series(Lang::En, &[need], Unit::Count, &[gap]),
            "Bedarf: 2019: 2,399 (counted), lowest value 2025: 2,340 (projected), 2040: 2,790 (projected); in 8 in 10 simulations \
             2,590 to 2,980; no figure for 2021. Break in the series from 2021: neue Zählung."
        );
    }

    #[test]
    fn a_series_without_figures_says_so() {
        let empty = Series::new("Bedarf", Tone::Need, Stroke::Main, vec![Point::missing(2021)]);
        assert_eq!(series(Lang::De, &[empty], Unit::Count, &[]), "Bedarf: keine Angabe.");
    }
}
