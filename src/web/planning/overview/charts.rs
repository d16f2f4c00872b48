//! The charts of an overview.

use super::shown::Shown;
use crate::app::forecast::RowResponse;
use crate::app::planning::run::LAST_YEAR;
use crate::charts::{
    Ages, Band, Basis, Break, Layer, Pattern, Point, PyramidChart, Series, StackedChart, Stroke, TimeChart,
    Tone, Unit,
};
use crate::units::Year;
use crate::web::planning::drawing::{Drawing, head, line, point};

/// Title, subtitle and source of a card.
pub(super) type Words<'a> = (&'a str, &'a str, &'a str);

/// Forms of care from the foot to the top. Those of grade 1 in day care are too few to be seen; the table has them.
const LAYERS: [(&str, Tone, Option<Pattern>); 4] = [
    ("residential", Tone::Home, Some(Pattern::Dots)),
    ("home_care", Tone::Service, Some(Pattern::Diagonals)),
    ("allowance_only", Tone::Allowance, None),
    ("grade1_without_services", Tone::Grade1, Some(Pattern::Horizontals)),
];
/// The care statistics are taken every second year.
const SURVEY_STEP: usize = 2;

/// Need by form of care: surveys as bars, computed years as areas.
pub(super) fn need(shown: Shown<'_>, words: Words<'_>) -> Drawing {
    let counted: Vec<&RowResponse> = shown.found.types.of_type(None, true).collect();
    let surveys = counted.first().zip(counted.last()).map(|(first, last)| (first.year, last.year));
    let surveys: Vec<i32> =
        surveys.map(|(first, last)| (first..=last).step_by(SURVEY_STEP).collect()).unwrap_or_default();
    let points = |care_type: Option<&str>, computed: Vec<Point>| -> Vec<Point> {
        let of_survey = |year: &i32| {
            let found = shown.found.types.of_type(care_type, true).find(|row| row.year == *year);
            found.map_or(Point::missing(*year), |row| Point::counted(*year, row.value))
        };
        surveys.iter().map(of_survey).chain(computed).collect()
    };
    let messages = shown.messages;
    let layer = |(id, tone, pattern): (&str, Tone, Option<Pattern>)| {
        let name = messages.text(&format!("planning-layer-{id}"));
        let computed = shown.found.types.of_type(Some(id), false).map(point).collect();
        Layer { series: Series::new(&name, tone, Stroke::Main, points(Some(id), computed)), pattern }
    };
    let total = shown.found.totals.series("people_in_need").map(point).collect();
    let total =
        Series::new(&messages.text("planning-together"), Tone::Ink, Stroke::Main, points(None, total));
    let breaks = [(2017, "planning-break-need"), (2019, "planning-break-grade1")];
    let breaks: Vec<Break> = breaks
        .into_iter()
        .filter(|(year, _)| surveys.first().is_some_and(|first| first < year))
        .map(|(year, note)| Break { from: Year(year), note: messages.text(note) })
        .collect();
    Drawing::new("bedarf", |id, size| {
        let head = head(shown.lang(), id, size, words);
        let layers = LAYERS.map(layer).into();
        StackedChart { head, unit: Unit::Count, layers, total: total.clone(), breaks: breaks.clone() }.draw()
    })
}

/// Places needed and there.
pub(super) fn places(shown: Shown<'_>, words: Words<'_>) -> Drawing {
    let of = |measure| shown.found.totals.series(measure);
    let need = line(
        &shown.messages.text("planning-need-heading"),
        (Tone::Need, Stroke::Main),
        of("residential_places_needed"),
    );
    let supply = line(
        &shown.messages.text("planning-places-heading"),
        (Tone::Supply, Stroke::Main),
        of("residential_places_supply"),
    );
    Drawing::new("plaetze", |id, size| {
        let series = vec![need.clone(), supply.clone()];
        TimeChart::new(head(shown.lang(), id, size, words), Unit::Count, series).with_shortage(0, 1).draw()
    })
}

/// Staff needed and available.
pub(super) fn staff(shown: Shown<'_>, words: Words<'_>) -> Drawing {
    let of = |measure| shown.found.totals.series(measure);
    let needed =
        line(&shown.messages.text("planning-needed"), (Tone::Need, Stroke::Main), of("staff_needed_heads"));
    let available = line(
        &shown.messages.text("planning-available"),
        (Tone::Supply, Stroke::Main),
        of("staff_available_heads"),
    );
    Drawing::new("personal", |id, size| {
        let series = vec![needed.clone(), available.clone()];
        TimeChart::new(head(shown.lang(), id, size, words), Unit::Count, series)
            .with_shortage(0, 1)
            .from_zero()
            .draw()
    })
}

/// Residents by single age, then and now.
pub(super) fn ages(shown: Shown<'_>, words: Words<'_>) -> Drawing {
    let of = |year: i32, basis: Basis| {
        let sides = ["m", "f"].map(|sex| shown.found.residents.by_age(sex, year));
        let values = |side: &[&RowResponse]| side.iter().map(|row| row.value).collect();
        let band = |row: &&RowResponse| row.quantiles.map(|it| Band { low: it.q10, high: it.q90 });
        let bands = |side: &[&RowResponse]| side.iter().filter_map(band).collect();
        let [men, women] = &sides;
        Ages {
            year: Year(year),
            basis,
            men: values(men),
            women: values(women),
            bands: [bands(men), bands(women)],
        }
    };
    let is_whole = shown.found.area.is_whole();
    let base = of(shown.found.base_year, if is_whole { Basis::Counted } else { Basis::Computed });
    let target = of(LAST_YEAR, Basis::Computed);
    Drawing::new("alter", |id, size| {
        PyramidChart {
            head: head(shown.lang(), id, size, words),
            base: base.clone(),
            target: Some(target.clone()),
        }
        .draw()
    })
}
