//! What the figures of the workspace rest on: which source fills which indicators and until when, what is due next, what
//! was imported last, and what moved most.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::download::Download;
use crate::app::State;
use crate::app::error::{Error, Unavailable};
use crate::app::indicators::overview::{OverviewResponse, at_levels, document_for_people};
use crate::charts::Unit;
use crate::indicators::{AreaLevel, Base, Cell, Indicator};
use crate::plan::{due_date, reference_dates};
use crate::store::StatisticsImport;
use crate::tables::{Introduction, TableFormat};
use crate::units::{Lang, Stop};

/// The levels whose figures the page counts: municipalities have too many to be looked through while somebody waits.
const SHOWN: [AreaLevel; 2] = [AreaLevel::State, AreaLevel::District];
/// So many moves are named.
const MOST_MOVES: usize = 8;

/// What the figures rest on.
#[derive(Debug)]
pub struct DataState {
    /// The day on which it is asked.
    pub today: NaiveDate,
    /// How many indicators the catalogue has.
    pub indicators: usize,
    /// How many of them have a figure of at least one district, also one that must not be shown.
    pub with_districts: usize,
    /// Sources that fill at least one indicator, the one that fills most first.
    pub sources: Vec<SourceState>,
    /// Indicators without any figure of the state and its districts, in the order of the catalogue.
    pub gaps: Vec<OverviewResponse>,
    /// Reference dates of the care plan that the law asks for: the last one and the next one, each with the day on which
    /// the ministry must have it.
    pub plans: [(NaiveDate, NaiveDate); 2],
    /// Imports of statistics that count, the last one first.
    pub imports: Vec<StatisticsImport>,
    /// Counted figures of the state that changed most between their last two dates, in relation to the earlier one. Shares are
    /// none of them.
    pub moves: Vec<Move>,
    /// Shares of the state that changed most between their last two dates, by the difference in percentage points.
    pub moved_shares: Vec<Move>,
    /// Facilities of the register.
    pub facilities: usize,
    /// Whether they are invented.
    pub has_examples: bool,
    /// The id of the model set.
    pub model: String,
}

/// A source as the catalogue names it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceState {
    /// "Pflegestatistik"
    pub name: String,
    /// How often its figures appear, in German.
    pub rhythm: String,
    /// Licence of its figures.
    pub licence: String,
    /// Indicators that name it.
    pub indicators: usize,
    /// Those of them with a figure of the state or a district.
    pub filled: usize,
    /// The last year of a figure.
    pub year: i32,
    /// The day to which the figures refer that its indicators wait for; `None` where the source has no fixed days.
    pub next: Option<NaiveDate>,
}

/// A counted figure of the state on its last two dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Id of the indicator.
    pub id: String,
    /// Its name in German.
    pub name_de: String,
    /// The words of its unit.
    pub unit: String,
    /// The earlier year and its value.
    pub before: (i32, f64),
    /// The later year and its value.
    pub now: (i32, f64),
}

impl Move {
    /// The change as a share of the earlier value.
    pub fn share(&self) -> f64 {
        self.now.1 / self.before.1 - 1.0
    }

    /// The later value less the earlier one: of shares in percentage points.
    pub fn difference(&self) -> f64 {
        self.now.1 - self.before.1
    }

    /// Whether both values are in percent, so that their relation is not read as their difference.
    pub fn is_of_shares(&self) -> bool {
        Unit::of_indicator(&self.unit) == Unit::Share
    }
}

/// What the figures rest on, as of a day.
///
/// # Errors
///
/// [`Error::Unavailable`] until the figures have been put together, or if the database does not answer.
pub fn data_state(state: &State, today: NaiveDate, stop: &Stop) -> Result<DataState, Error> {
    let loaded = state.indicators()?;
    let base = &loaded.base;
    let rows = at_levels(base, &SHOWN);
    if stop.is_requested() {
        return Err(Error::Unavailable(Unavailable::Stopped));
    }
    let by_id = rows.iter().fold(BTreeMap::<&str, Vec<&OverviewResponse>>::new(), |mut by_id, row| {
        by_id.entry(&row.id).or_default().push(row);
        by_id
    });
    let found = |id: &str| by_id.get(id).map_or(&[][..], Vec::as_slice);
    let all = &base.frame.catalogue.indicators;
    let has_districts = |of: &&Indicator| {
        found(&of.id).iter().any(|row| row.level == AreaLevel::District.word() && has_figures(row))
    };
    let is_gap = |of: &&Indicator| !found(&of.id).iter().any(|row| has_figures(row));
    let gap =
        |of: &Indicator| found(&of.id).iter().find(|row| row.reason_de.is_some()).map(|row| (*row).clone());
    let (passed, coming) = reference_dates(today);
    let (moved_shares, moves) = moves(base);
    let mut imports = state.database.statistics_imports().map_err(Error::store)?;
    imports.retain(|import| import.is_released);
    imports.reverse();
    let snapshot = state.snapshot();
    Ok(DataState {
        today,
        indicators: all.len(),
        with_districts: all.iter().filter(has_districts).count(),
        sources: sources(base, &found),
        gaps: all.iter().filter(is_gap).filter_map(gap).collect(),
        plans: [passed, coming].map(|date| (date, due_date(date))),
        imports,
        moves,
        moved_shares,
        facilities: snapshot.facilities().len(),
        has_examples: snapshot.has_examples(),
        model: state.model().id.clone(),
    })
}

/// Which indicators have figures of the state and its districts, and why not, as a file.
///
/// # Errors
///
/// [`Error::Unavailable`] until the figures have been put together.
pub fn file(state: &State, (form, introduction): (TableFormat, Introduction)) -> Result<Download, Error> {
    let rows = at_levels(&state.indicators()?.base, &SHOWN);
    let document = document_for_people(&rows).with_introduction(introduction);
    let bytes = document.write_for_people(form, Lang::De).map_err(Error::internal)?;
    Ok(Download { media_type: form.media_type(), bytes })
}

fn has_figures(row: &OverviewResponse) -> bool {
    row.counted + row.estimated + row.withheld > 0
}

/// The place of an indicator in the catalogue, and the last year in which it has a figure.
type LastYear = (usize, i32);

/// The sources that fill something, with all that names them.
fn sources<'a>(base: &'a Base, found: &dyn Fn(&str) -> &'a [&'a OverviewResponse]) -> Vec<SourceState> {
    let mut sources: BTreeMap<&str, (SourceState, Vec<LastYear>)> = BTreeMap::new();
    for (at, of) in base.frame.catalogue.indicators.iter().enumerate() {
        let empty = || SourceState {
            name: of.source.clone(),
            rhythm: of.rhythm.clone(),
            licence: of.licence.clone(),
            indicators: 0,
            filled: 0,
            year: i32::MIN,
            next: None,
        };
        let (source, indicators) = sources.entry(&of.source).or_insert_with(|| (empty(), Vec::new()));
        source.indicators += 1;
        let filled: Vec<i32> =
            found(&of.id).iter().filter(|row| has_figures(row)).map(|row| row.year).collect();
        if let Some(year) = filled.iter().max() {
            source.filled += 1;
            source.year = source.year.max(*year);
            indicators.push((at, *year));
        }
    }
    // What the indicators wait for that are up to date; others lack something else.
    let next = |indicators: &[LastYear], last: i32| {
        let current = indicators.iter().filter(|(_, year)| *year == last);
        current.filter_map(|(at, year)| base.next_reference_date(*at, *year)).min()
    };
    let mut sources: Vec<SourceState> = sources
        .into_values()
        .filter(|(source, _)| source.filled > 0)
        .map(|(source, indicators)| SourceState { next: next(&indicators, source.year), ..source })
        .collect();
    sources.sort_by(|a, b| b.filled.cmp(&a.filled).then_with(|| a.name.cmp(&b.name)));
    sources
}

/// What changed most, where the series does not break in between: shares by their difference, and all others by their relation,
/// since neither says how far the other moved.
fn moves(base: &Base) -> (Vec<Move>, Vec<Move>) {
    let Some(state) = base.frame.tree.level(AreaLevel::State).next() else { return Default::default() };
    let all = base.frame.catalogue.indicators.iter().enumerate();
    let moves = all.filter_map(|(at, of)| last_move(base, (at, of), state));
    let (shares, others): (Vec<Move>, Vec<Move>) = moves.partition(Move::is_of_shares);
    (furthest(shares, Move::difference), furthest(others, Move::share))
}

/// The moves that are largest by a measure, the largest first.
fn furthest(mut moves: Vec<Move>, measure: fn(&Move) -> f64) -> Vec<Move> {
    let size = |of: &Move| measure(of).abs();
    moves.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id)));
    moves.truncate(MOST_MOVES);
    moves
}

/// The last two counted values of an area.
fn last_move(base: &Base, (at, of): (usize, &Indicator), area: usize) -> Option<Move> {
    let evaluator = base.evaluator();
    let mut counted = base.years(at).into_iter().rev().filter_map(|year| {
        match evaluator.cells(at, &[area], year).first() {
            Some(Cell::Value(number)) => Some((year, *number)),
            _ => None,
        }
    });
    let (now, before) = (counted.next()?, counted.next()?);
    let breaks = base.breaks(at, before.0, now.0).next().is_some();
    (!breaks && before.1 > 0.0).then(|| Move {
        id: of.id.clone(),
        name_de: of.name_de.clone(),
        unit: of.unit.text.clone(),
        before,
        now,
    })
}

impl SourceState {
    /// Whether figures of a later date than those at hand may have been published.
    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.next.is_some_and(|next| next < today)
    }
}

impl DataState {
    /// Sources of which later figures may have been published.
    pub fn due(&self) -> impl Iterator<Item = &SourceState> {
        self.sources.iter().filter(|source| source.is_due(self.today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(id: &str, unit: &str, before: f64, now: f64) -> Move {
        let (id, unit) = (id.to_owned(), unit.to_owned());
        Move { name_de: id.clone(), id, unit, before: (2021, before), now: (2023, now) }
    }

    #[test]
    fn shares_are_ranked_by_points_and_others_by_their_relation() {
        // In relation to where they began, the order of these shares is the other way round.
        let shares = vec![moved("small", "percent", 2.0, 3.0), moved("large", "percent", 50.0, 54.0)];
        assert!(shares.iter().all(Move::is_of_shares));
        let ids = |moves: Vec<Move>| moves.into_iter().map(|of| of.id).collect::<Vec<_>>();
        assert_eq!(ids(furthest(shares, Move::difference)), ["large", "small"]);
        let counts = vec![moved("many", "persons", 1_000.0, 1_100.0), moved("few", "places", 10.0, 8.0)];
        assert!(!counts.iter().any(Move::is_of_shares));
        assert_eq!(ids(furthest(counts, Move::share)), ["few", "many"]);
    }
}
