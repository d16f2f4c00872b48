//! Titles that say what a chart shows: a sentence with a figure or a comparison, true for the drawn data. Where the data
//! show no clear finding, the title says so. No title advises.

use super::data::{Band, Series};
use super::numbers::{Basis, Unit, percent_in_words};
use crate::units::Year;

/// A change below this share of the start is none; a difference below this share of the need is none.
const NO_CHANGE: f64 = 0.01;
/// A difference of fewer places or people is less than a forecast can tell.
pub const NOTHING: f64 = 5.0;

/// Where a figure goes, judged once by its band: title, sentence and summary say the same of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It is higher at the end.
    Rises,
    /// It is lower at the end.
    Falls,
    /// It changes by less than one percent.
    Alike,
    /// The band of the end holds the start: it may rise or fall.
    Open,
}

/// Where a figure goes from `start` to `end`.
pub fn course(start: f64, end: f64, band: Option<Band>) -> Course {
    if band.is_some_and(|band| band.low < start && start < band.high) {
        Course::Open
    } else if (end - start).abs() < NO_CHANGE * start.abs() || end == start {
        Course::Alike
    } else if end > start {
        Course::Rises
    } else {
        Course::Falls
    }
}

/// Whether what there is meets the need, judged once by the band of what lacks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Adequacy {
    /// So many lack.
    Lacks(f64),
    /// There are so many more than needed.
    Spare(f64),
    /// The difference is less than a forecast can tell.
    Alike,
    /// The band holds both: some may lack, or none.
    Open,
}

impl Adequacy {
    /// The judgement of a need and what is missing of it, below zero where there is more than needed; `lack` is the band of what
    /// is missing.
    pub fn of(needed: f64, missing: f64, lack: Option<Band>) -> Self {
        if lack.is_some_and(|band| band.low < 0.0 && 0.0 < band.high) {
            Self::Open
        } else if missing.abs() < NOTHING.max(NO_CHANGE * needed.abs()) {
            Self::Alike
        } else if missing > 0.0 {
            Self::Lacks(missing)
        } else {
            Self::Spare(-missing)
        }
    }

    /// Whether some lack.
    pub fn is_lack(self) -> bool {
        matches!(self, Self::Lacks(_))
    }
}

/// "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025". Where the change is below one percent: "Bis 2040 etwa gleich
/// viele Pflegebedürftige". Where the band holds both rise and fall, its ends: what may become a third more is not about
/// equal. `subject` in the plural; `None` if a year has no figure.
pub fn change(subject: &str, series: &Series, from: Year, to: Year) -> Option<String> {
    let ((first, start), (point, end)) = (series.at(from)?, series.at(to)?);
    let band = point.drawn_band();
    let word = match (course(start, end, band), band) {
        (Course::Open, Some(band)) => {
            let range = Unit::Count.range(band.low, band.high, point.basis);
            let before = Unit::Count.text(start, first.basis);
            return Some(format!(
                "{}: wahrscheinlich {range} {subject} nach {before} im Jahr {}",
                to.0, from.0
            ));
        }
        (Course::Open | Course::Alike, _) => {
            return Some(format!("Bis {} etwa gleich viele {subject}", to.0));
        }
        (Course::Rises, _) => "mehr",
        (Course::Falls, _) => "weniger",
    };
    let figure = Unit::Count.text(end, point.basis);
    let percent = (end - start).abs() / start.abs() * 100.0;
    if start <= 0.0 || percent > 900.0 {
        let before = Unit::Count.text(start, first.basis);
        return Some(format!("{}: {figure} {subject}, {word} als {} ({before})", to.0, from.0));
    }
    Some(format!("{}: {figure} {subject}, {} {word} als {}", to.0, percent_in_words(percent), from.0))
}

/// How the last of some years is judged, and since when the years are judged so without a break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Since {
    /// The last year.
    pub last: i32,
    /// Its judgement.
    pub judged: Adequacy,
    /// The first year of those that are judged so up to the last.
    pub first: i32,
    /// The judgement of the year before that; `None` where all years are judged alike.
    pub before: Option<Adequacy>,
}

impl Since {
    /// Since when it is as in the last year; `None` without a year.
    pub fn of(years: &[(i32, Adequacy)]) -> Option<Self> {
        let (last, judged) = *years.last()?;
        let is_same =
            |(_, one): &&(i32, Adequacy)| std::mem::discriminant(one) == std::mem::discriminant(&judged);
        let run = years.iter().rev().take_while(is_same).count();
        let (first, _) = *years.get(years.len().checked_sub(run)?)?;
        let before = years.iter().rev().nth(run).map(|(_, one)| *one);
        Some(Self { last, judged, first, before })
    }

    /// Whether the first year is only the first in which the band leaves no doubt: before, it is open.
    pub fn is_open_before(self) -> bool {
        self.before == Some(Adequacy::Open)
    }
}

/// "Ab 2026 übersteigt der Bedarf die Heimplätze", or "Ob die Heimplätze 2040 reichen, ist offen" where that is how the last year
/// is judged. `what` is in the accusative plural: "die Heimplätze". `None` without a year.
pub fn exceeds(years: &[(i32, Adequacy)], what: &str) -> Option<String> {
    let since = Since::of(years)?;
    let Since { last, judged, first, before } = since;
    Some(match (judged, before) {
        (Adequacy::Open, _) => format!("Ob {what} {last} reichen, ist offen"),
        (Adequacy::Alike, _) => format!("{last} decken {what} etwa den Bedarf"),
        (Adequacy::Lacks(_), None) => format!("Schon {first} und bis {last} übersteigt der Bedarf {what}"),
        (Adequacy::Lacks(_), Some(_)) if since.is_open_before() => {
            format!("Spätestens ab {first} übersteigt der Bedarf {what}")
        }
        (Adequacy::Lacks(_), Some(_)) => format!("Ab {first} übersteigt der Bedarf {what}"),
        (Adequacy::Spare(_), None) => format!("Bis {last} übersteigt der Bedarf {what} nicht"),
        (Adequacy::Spare(_), Some(_)) if years.iter().any(|(_, one)| one.is_lack()) => {
            format!("Ab {first} übersteigt der Bedarf {what} nicht mehr")
        }
        (Adequacy::Spare(_), Some(_)) => format!("{last} übersteigt der Bedarf {what} nicht"),
    })
}

/// "2040 fehlen 1.440 Pflegekräfte, 32 Prozent des Bedarfs"; `subject` in the plural.
pub fn lack(subject: &str, year: Year, judged: Adequacy, needed: f64) -> String {
    let figure = |value: f64| Unit::Count.text(value, Basis::Computed);
    match judged {
        Adequacy::Open => format!("Ob {} {subject} fehlen, ist offen", year.0),
        Adequacy::Alike => format!("{} etwa so viele {subject} wie gebraucht", year.0),
        Adequacy::Spare(more) => {
            format!("{} gibt es {} {subject} mehr als gebraucht", year.0, figure(more))
        }
        Adequacy::Lacks(missing) => {
            let percent = percent_in_words(missing / needed * 100.0);
            format!("{} fehlen {} {subject}, {percent} des Bedarfs", year.0, figure(missing))
        }
    }
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
            "2030: wahrscheinlich 990 bis 1.210 Plätze nach 1.000 im Jahr 2025"
        );
        assert!(said(Point::computed(2030, 1_011.0)).unwrap().contains("mehr"));
        assert_eq!(said(Point::missing(2030)), None);
        let from_zero = change("Plätze", &computed(&[(2025, 0.0), (2030, 60.0)]), Year(2025), Year(2030));
        assert_eq!(from_zero.unwrap(), "2030: 60 Plätze, mehr als 2025 (0)");
    }

    fn judged(missing: &[f64]) -> Vec<(i32, Adequacy)> {
        let of = |missing: &f64| Adequacy::of(1_000.0 + missing, *missing, None);
        (2025..).zip(missing.iter().map(of)).collect()
    }

    #[test]
    fn a_need_exceeds_places_from_the_first_year_after_which_it_always_does() {
        let said = |missing: &[f64; 4]| exceeds(&judged(missing), "die Heimplätze").unwrap();
        assert_eq!(said(&[-90.0, 101.0, 102.0, 103.0]), "Ab 2026 übersteigt der Bedarf die Heimplätze");
        assert_eq!(said(&[101.0, -99.0, 102.0, 103.0]), "Ab 2027 übersteigt der Bedarf die Heimplätze");
        assert_eq!(
            said(&[101.0, 102.0, 102.0, 103.0]),
            "Schon 2025 und bis 2028 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(
            said(&[-90.0, -91.0, -92.0, -93.0]),
            "Bis 2028 übersteigt der Bedarf die Heimplätze nicht"
        );
        assert_eq!(
            said(&[101.0, 102.0, -99.0, -98.0]),
            "Ab 2027 übersteigt der Bedarf die Heimplätze nicht mehr"
        );
        assert_eq!(said(&[1.0, 2.0, -99.0, -98.0]), "2028 übersteigt der Bedarf die Heimplätze nicht");
        assert_eq!(said(&[101.0, 102.0, 99.0, 4.0]), "2028 decken die Heimplätze etwa den Bedarf");
        let open = Adequacy::of(105.0, 5.0, Some(Band { low: -5.0, high: 15.0 }));
        assert_eq!(
            exceeds(&[(2027, Adequacy::Lacks(20.0)), (2028, open)], "die Heimplätze").unwrap(),
            "Ob die Heimplätze 2028 reichen, ist offen"
        );
        assert_eq!(
            exceeds(&[(2027, open), (2028, Adequacy::Lacks(20.0))], "die Heimplätze").unwrap(),
            "Spätestens ab 2028 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(exceeds(&[], "die Heimplätze"), None);
    }

    #[test]
    fn a_lack_has_its_share_of_the_need() {
        let said = |need: f64, supply: f64| {
            lack("Pflegekräfte", Year(2040), Adequacy::of(need, need - supply, None), need)
        };
        assert_eq!(said(4_460.0, 3_020.0), "2040 fehlen 1.440 Pflegekräfte, 32\u{a0}Prozent des Bedarfs");
        assert_eq!(said(4_460.0, 4_450.0), "2040 etwa so viele Pflegekräfte wie gebraucht");
        assert_eq!(said(20.0, 16.0), "2040 etwa so viele Pflegekräfte wie gebraucht");
        assert_eq!(said(4_000.0, 4_450.0), "2040 gibt es 450 Pflegekräfte mehr als gebraucht");
        let open = Adequacy::of(4_460.0, 1_440.0, Some(Band { low: -20.0, high: 2_900.0 }));
        assert_eq!(lack("Pflegekräfte", Year(2040), open, 4_460.0), "Ob 2040 Pflegekräfte fehlen, ist offen");
    }

    #[test]
    fn a_band_that_holds_the_start_leaves_the_course_open_and_one_that_touches_it_does_not() {
        let of = |low, high| course(100.0, 110.0, Some(Band { low, high }));
        assert_eq!(
            [of(90.0, 130.0), of(100.0, 130.0), of(105.0, 130.0)],
            [Course::Open, Course::Rises, Course::Rises]
        );
        assert_eq!([course(100.0, 90.0, None), course(100.0, 100.5, None)], [Course::Falls, Course::Alike]);
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
