//! Titles that say what a chart shows: a sentence with a figure or a comparison, true for the drawn data. Where the data
//! show no clear finding, the title says so. No title advises.

use super::data::Series;
use super::numbers::{Basis, Unit, percent_in_words};
use crate::units::Year;

/// A change below this share of the start is none.
const NO_CHANGE: f64 = 0.01;

/// "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025". Where the change is below one percent: "Bis 2040 etwa gleich
/// viele Pflegebedürftige". Where the band holds both rise and fall, its ends: what may become a third more is not about
/// equal. `subject` in the plural; `None` if a year has no figure.
pub fn change(subject: &str, series: &Series, from: Year, to: Year) -> Option<String> {
    let ((first, start), (point, end)) = (series.at(from)?, series.at(to)?);
    if let Some(band) = point.drawn_band().filter(|band| band.low < start && start < band.high) {
        let range = Unit::Count.range(band.low, band.high, point.basis);
        let before = Unit::Count.text(start, first.basis);
        return Some(format!("{}: wahrscheinlich {range} {subject}; {}: {before}", to.0, from.0));
    }
    if is_small(start, end) {
        return Some(format!("Bis {} etwa gleich viele {subject}", to.0));
    }
    let figure = Unit::Count.text(end, point.basis);
    let word = if end > start { "mehr" } else { "weniger" };
    let percent = (end - start).abs() / start.abs() * 100.0;
    if start <= 0.0 || percent > 900.0 {
        let before = Unit::Count.text(start, first.basis);
        return Some(format!("{}: {figure} {subject}, {word} als {} ({before})", to.0, from.0));
    }
    Some(format!("{}: {figure} {subject}, {} {word} als {}", to.0, percent_in_words(percent), from.0))
}

fn is_small(start: f64, end: f64) -> bool {
    (end - start).abs() < NO_CHANGE * start.abs() || end == start
}

/// "Ab 2026 übersteigt der Bedarf die Heimplätze", or "Ob die Heimplätze 2040 reichen, ist offen" where the band of the last
/// year holds the supply. `what` is in the accusative plural: "die Heimplätze". `None` if no year has both figures.
pub fn exceeds(need: &Series, supply: &Series, what: &str) -> Option<String> {
    let years: Vec<(i32, bool, bool)> = need
        .points
        .iter()
        .filter(|point| point.basis == Basis::Computed)
        .filter_map(|point| {
            let (value, (_, places)) = (point.drawn()?, supply.at(point.year)?);
            let open = point.drawn_band().is_some_and(|band| band.low <= places && places <= band.high);
            Some((point.year.0, value > places, open))
        })
        .collect();
    let (last, lacks, is_open) = *years.last()?;
    if is_open {
        return Some(format!("Ob {what} {last} reichen, ist offen"));
    }
    let run = years.iter().rev().take_while(|(_, exceeds, _)| *exceeds == lacks).count();
    let since = years[years.len() - run].0;
    Some(match (lacks, run == years.len()) {
        (true, true) => format!("Schon {since} und bis {last} übersteigt der Bedarf {what}"),
        (true, false) => format!("Ab {since} übersteigt der Bedarf {what}"),
        (false, true) => format!("Bis {last} übersteigt der Bedarf {what} nicht"),
        (false, false) => format!("Ab {since} übersteigt der Bedarf {what} nicht mehr"),
    })
}

/// "2040 fehlen 1.440 Pflegekräfte, 32 Prozent des Bedarfs"; `subject` in the plural. Where the band of the need holds the
/// supply, it is open whether any are missing.
pub fn lack(subject: &str, need: &Series, supply: &Series, year: Year) -> Option<String> {
    let ((point, need), (_, supply)) = (need.at(year)?, supply.at(year)?);
    let open = point.drawn_band().is_some_and(|band| band.low <= supply && supply <= band.high);
    let lack = need - supply;
    if open {
        return Some(format!("Ob {} {subject} fehlen, ist offen", year.0));
    }
    if lack.abs() < NO_CHANGE * need.abs() || need <= 0.0 {
        return Some(format!("{} etwa so viele {subject} wie gebraucht", year.0));
    }
    let percent = percent_in_words(lack.abs() / need * 100.0);
    let figure = Unit::Count.text(lack.abs(), point.basis);
    Some(if lack > 0.0 {
        format!("{} fehlen {figure} {subject}, {percent} des Bedarfs", year.0)
    } else {
        format!("{} gibt es {figure} {subject} mehr als gebraucht", year.0)
    })
}

/// "2035 fehlen in 93 % der Zukünfte Plätze"; `subject` in the plural.
pub fn probability(subject: &str, series: &Series, year: Year) -> Option<String> {
    let (point, percent) = series.at(year)?;
    let share = Unit::Probability.text(percent, point.basis);
    Some(format!("{} fehlen in {share} der Zukünfte {subject}", year.0))
}

/// "Bedarf 2040: 2.690 bis 3.310 Plätze", from the lowest to the highest of several options.
pub fn spread(subject: &str, options: &[Series], year: Year, things: &str) -> Option<String> {
    let ends: Vec<(Basis, f64)> = options
        .iter()
        .filter_map(|option| option.at(year))
        .map(|(point, value)| (point.basis, value))
        .collect();
    let basis = ends.first()?.0;
    let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, value)| {
        (low.min(*value), high.max(*value))
    });
    if high - low < NO_CHANGE * high.abs() {
        return Some(format!(
            "{subject} {}: bei allen Annahmen etwa {} {things}",
            year.0,
            Unit::Count.text(high, basis)
        ));
    }
    Some(format!("{subject} {}: {} {things}", year.0, Unit::Count.range(low, high, basis)))
}

#[cfg(test)]
mod tests {
    use super::super::data::{Point, Stroke, Tone};
    use super::*;

    fn series(points: Vec<Point>) -> Series {
        Series::new("Bedarf", Tone::Need, Stroke::Main, points)
    }

    fn computed(values: &[(i32, f64)]) -> Series {
        series(values.iter().map(|(year, value)| Point::computed(*year, *value)).collect())
    }

    #[test]
    fn a_change_has_its_figure_and_its_percent() {
        let said = |end: Point| {
            change(
                "Pflegebedürftige",
                &series(vec![Point::computed(2025, 17_890.0), end]),
                Year(2025),
                end.year,
            )
        };
        assert_eq!(
            said(Point::computed(2040, 20_220.0)).unwrap(),
            "2040: 20.220 Pflegebedürftige, 13\u{a0}Prozent mehr als 2025"
        );
        assert_eq!(
            said(Point::computed(2040, 16_000.0).with_band(15_000.0, 17_000.0)).unwrap(),
            "2040: 16.000 Pflegebedürftige, 11\u{a0}Prozent weniger als 2025"
        );
    }

    #[test]
    fn a_change_that_is_small_is_none_and_one_that_is_open_has_the_ends_of_its_band() {
        let said = |end: Point| {
            change("Plätze", &series(vec![Point::computed(2025, 1_000.0), end]), Year(2025), Year(2030))
        };
        assert_eq!(said(Point::computed(2030, 1_009.0)).unwrap(), "Bis 2030 etwa gleich viele Plätze");
        assert_eq!(said(Point::computed(2030, 991.0)).unwrap(), "Bis 2030 etwa gleich viele Plätze");
        assert_eq!(
            said(Point::computed(2030, 1_100.0).with_band(990.0, 1_210.0)).unwrap(),
            "2030: wahrscheinlich 990 bis 1.210 Plätze; 2025: 1.000"
        );
        assert!(said(Point::computed(2030, 1_011.0)).unwrap().contains("mehr"));
        assert_eq!(said(Point::missing(2030)), None);
        let from_zero = change("Plätze", &computed(&[(2025, 0.0), (2030, 60.0)]), Year(2025), Year(2030));
        assert_eq!(from_zero.unwrap(), "2030: 60 Plätze, mehr als 2025 (0)");
    }

    #[test]
    fn a_need_exceeds_places_from_the_first_year_after_which_it_always_does() {
        let places = computed(&[(2025, 100.0), (2026, 100.0), (2027, 100.0), (2028, 100.0)]);
        let said = |need: &[f64; 4]| {
            let need: Vec<(i32, f64)> = (2025..).zip(need.iter().copied()).collect();
            exceeds(&computed(&need), &places, "die Heimplätze").unwrap()
        };
        assert_eq!(said(&[90.0, 101.0, 102.0, 103.0]), "Ab 2026 übersteigt der Bedarf die Heimplätze");
        assert_eq!(said(&[101.0, 99.0, 102.0, 103.0]), "Ab 2027 übersteigt der Bedarf die Heimplätze");
        assert_eq!(
            said(&[101.0, 102.0, 102.0, 103.0]),
            "Schon 2025 und bis 2028 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(said(&[90.0, 91.0, 92.0, 93.0]), "Bis 2028 übersteigt der Bedarf die Heimplätze nicht");
        assert_eq!(
            said(&[101.0, 102.0, 99.0, 98.0]),
            "Ab 2027 übersteigt der Bedarf die Heimplätze nicht mehr"
        );
        let open = series(vec![Point::computed(2028, 105.0).with_band(95.0, 115.0)]);
        assert_eq!(
            exceeds(&open, &places, "die Heimplätze").unwrap(),
            "Ob die Heimplätze 2028 reichen, ist offen"
        );
        assert_eq!(exceeds(&open, &computed(&[]), "die Heimplätze"), None);
    }

    #[test]
    fn a_lack_has_its_share_of_the_need() {
        let said = |need: f64, supply: f64| {
            lack("Pflegekräfte", &computed(&[(2040, need)]), &computed(&[(2040, supply)]), Year(2040))
                .unwrap()
        };
        assert_eq!(said(4_460.0, 3_020.0), "2040 fehlen 1.440 Pflegekräfte, 32\u{a0}Prozent des Bedarfs");
        assert_eq!(said(4_460.0, 4_450.0), "2040 etwa so viele Pflegekräfte wie gebraucht");
        assert_eq!(said(4_000.0, 4_450.0), "2040 gibt es 450 Pflegekräfte mehr als gebraucht");
        let open = series(vec![Point::computed(2040, 4_460.0).with_band(3_000.0, 6_000.0)]);
        let there = computed(&[(2040, 3_020.0)]);
        assert_eq!(
            lack("Pflegekräfte", &open, &there, Year(2040)).unwrap(),
            "Ob 2040 Pflegekräfte fehlen, ist offen"
        );
    }

    #[test]
    fn other_findings_round_as_the_chart_does() {
        let percent = computed(&[(2035, 92.6)]);
        assert_eq!(
            probability("Plätze", &percent, Year(2035)).unwrap(),
            "2035 fehlen in 93\u{a0}% der Zukünfte Plätze"
        );
        let options = [computed(&[(2040, 2_688.0)]), computed(&[(2040, 3_312.0)])];
        assert_eq!(
            spread("Bedarf", &options, Year(2040), "Plätze").unwrap(),
            "Bedarf 2040: 2.690 bis 3.310 Plätze"
        );
    }
}
