//! The tables of what was run beside what came.

use super::super::BackTest;
use super::super::band::{self, AGE_GROUPS, Hits};
use super::super::compare::{Comparison, Line};
use super::super::numbers::{UNKNOWN, decimal, mape, mpe, or_unknown, percent, percent_of, persons, signed};
use super::super::run::{ALL, DRAWS, FROM_65, FROM_80, Run, SEED, Started};
use super::{table, title};
use crate::model::OPEN_AGE;
use crate::model::past::VitalYear;
use crate::projection::Components;
use crate::units::{Ags, Year};

/// Births, deaths and net moves.
pub(crate) const PARTS: [fn(&Components) -> f64; 3] =
    [|part| part.births.iter().sum(), |part| part.deaths.iter().sum(), |part| part.internal + part.external];

impl BackTest<'_> {
    /// One start: what was known, and all runs beside all dates on its census.
    pub(crate) fn of_start(&self, started: &Started) -> String {
        let comparison = self.comparison(started);
        let mut rows = Vec::new();
        for year in comparison.dates(true) {
            for run in &started.runs {
                // What hindsight would have changed shows in old age, so only where that is known.
                let hindsight = run.variant.is_some_and(|variant| variant.hindsight);
                let line = comparison.line(run, year).filter(|line| !hindsight || line.from_80.is_some());
                rows.extend(line.map(|line| row(started, run, &line)));
            }
        }
        let head = [
            "Ende des Jahres, Annahme",
            "Jahre",
            "Land: Personen",
            "Land: %",
            "ab 65: %",
            "ab 80: %",
            "Kreise: Betrag %",
            "Kreise: im Mittel %",
            "Kreise ab 80: Betrag %",
            "Altersgruppen: Betrag %",
            "Altersgruppen: im Mittel %",
        ];
        format!(
            "## Start 31. Dezember {}\n\n{}\n\n{}{}",
            started.start.year.0,
            started.start.text,
            table(&head, &rows),
            hindsight_note(started)
        )
    }

    /// The state by years since the start.
    pub(crate) fn by_horizon(&self) -> String {
        let lines = |started: &Started, years: i32| {
            let year = Year(started.start.year.0 + years);
            let comparison = self.comparison(started);
            let dates = comparison.dates(true);
            dates.contains(&year).then(|| comparison.line(self.main_run(started), year)).flatten()
        };
        let longest = self.starts.iter().filter_map(|started| {
            Some(self.comparison(started).dates(true).last()?.0 - started.start.year.0)
        });
        let rows = (1..=longest.max().unwrap_or(0)).map(|years| {
            let lines: Vec<Option<Line>> = self.starts.iter().map(|started| lines(started, years)).collect();
            let mut cells = vec![years.to_string()];
            cells.extend(lines.iter().map(|line| percent_of(line.map(|line| line.all))));
            cells.extend(lines.iter().map(|line| percent_of(line.and_then(|line| line.from_65))));
            cells.extend(lines.iter().map(|line| percent_of(line.and_then(|line| line.from_80))));
            cells
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let mut head = vec!["Jahre".to_owned()];
        for what in ["alle", "ab 65", "ab 80"] {
            head.extend(self.starts.iter().map(|started| format!("{what}, Start {}", started.start.year.0)));
        }
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        format!(
            "## Nach Jahren seit dem Start\n\nLand, Fehler in Prozent, letzte Annahme jedes Starts ohne Stern, auf dem Zensus des Starts.\n\n{}",
            table(&head, &rows)
        )
    }

    /// The last date of each start by age, in the state.
    pub(crate) fn by_age(&self) -> String {
        let columns = self.last_dates();
        let mut head = vec!["Alter".to_owned()];
        for (started, year) in &columns {
            head.push(format!("{} → {}: Personen", started.start.year.0, year.0));
            head.push("%".to_owned());
        }
        let ages = AGE_GROUPS.into_iter().chain([FROM_65, FROM_80, ALL]);
        let rows = ages.map(|ages| {
            let mut cells = vec![age_words(&ages)];
            for (started, year) in &columns {
                let run = self.main_run(started);
                let miss = self.comparison(started).miss(run, &self.state, *year, &ages);
                cells.push(or_unknown(miss, |miss| signed(miss.persons())));
                cells.push(percent_of(miss));
            }
            cells
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        format!("## Nach Alter\n\nLand, letzte Annahme jedes Starts ohne Stern.\n\n{}", table(&head, &rows))
    }

    /// The starts with their last date for which people aged 80 and older are known.
    fn last_dates(&self) -> Vec<(&Started<'_>, Year)> {
        let dates = self.starts.iter().map(|started| (started, self.last_compared(started)));
        dates.filter_map(|(started, year)| Some((started, year?))).collect()
    }

    pub(crate) fn by_district(&self) -> String {
        let with_districts = |started: &Started| self.comparison(started).has_districts();
        let columns: Vec<(&Started, Year)> =
            self.last_dates().into_iter().filter(|(started, _)| with_districts(started)).collect();
        let mut head = vec!["Kreis".to_owned()];
        for (started, year) in &columns {
            head.push(format!("{} → {}: Personen", started.start.year.0, year.0));
            head.extend(["%", "ab 65: %", "ab 80: %"].map(str::to_owned));
        }
        let districts =
            self.set.model.districts.iter().map(|district| (&district.key, district.name.as_str()));
        let rows = districts.chain([(&self.state, "Land")]).map(|(key, name)| {
            let mut cells = vec![name.to_owned()];
            for (started, year) in &columns {
                cells.extend(self.district_cells(started, key, *year));
            }
            cells
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        format!("## Nach Kreisen\n\nLetzte Annahme jedes Starts ohne Stern.\n\n{}", table(&head, &rows))
    }

    fn district_cells(&self, started: &Started, area: &Ags, year: Year) -> [String; 4] {
        let (comparison, run) = (self.comparison(started), self.main_run(started));
        let miss = |ages| comparison.miss(run, area, year, ages);
        [
            or_unknown(miss(&ALL), |miss| signed(miss.persons())),
            percent_of(miss(&ALL)),
            percent_of(miss(&FROM_65)),
            percent_of(miss(&FROM_80)),
        ]
    }

    pub(crate) fn components(&self) -> String {
        let columns = self.with_vital_years();
        let mut head = vec!["Jahr".to_owned()];
        for what in ["Geborene", "Gestorbene", "Wanderung"] {
            head.push(what.to_owned());
            head.extend(columns.iter().map(|started| format!("Start {}", started.start.year.0)));
        }
        let rows: Vec<Vec<String>> = self
            .set
            .past
            .vital
            .iter()
            .map(|vital| {
                let published = [vital.births, vital.deaths, self.balance(vital)];
                let mut cells = vec![vital.year.0.to_string()];
                for (part, published) in PARTS.iter().zip(published) {
                    cells.push(or_unknown(published, persons));
                    let runs = columns.iter().map(|started| self.events(started, vital.year, *part));
                    cells.extend(runs.map(|events| or_unknown(events, persons)));
                }
                cells
            })
            .collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        format!(
            "## Geborene, Gestorbene und Wanderungen\n\n\
             Land: veröffentlicht, daneben die letzte Annahme jedes Starts. Die Wanderung ist ein Rest: Veränderung der Einwohnerzahl minus Geborene plus \
             Gestorbene. Darin stecken auch Korrekturen der Statistik.\n\n{}",
            table(&head, &rows)
        )
    }

    /// Starts with districts after which births and deaths were published.
    pub(crate) fn with_vital_years(&self) -> Vec<&Started<'_>> {
        let last = self.set.past.vital.last().map(|vital| vital.year);
        let later = |started: &&Started| last.is_some_and(|last| last > started.start.year);
        self.starts.iter().filter(later).filter(|one| self.comparison(one).has_districts()).collect()
    }

    /// Net moves of a year as what births and deaths leave of the change, on one census.
    pub(in crate::backtest) fn balance(&self, vital: &VitalYear) -> Option<f64> {
        let history = self.history();
        let before = Year(vital.year.0 - 1);
        if history.census(before) != history.census(vital.year) {
            return None;
        }
        let persons = |year| history.persons(&self.state, year, &ALL);
        Some(persons(vital.year)? - persons(before)? - vital.births? + vital.deaths?)
    }

    /// What happened in a year of the main run of a start.
    pub(crate) fn events(&self, started: &Started, year: Year, part: fn(&Components) -> f64) -> Option<f64> {
        let projection = self.main_run(started).projection.as_ref()?;
        let result = projection.years.iter().find(|result| result.year == year)?;
        Some(result.components.iter().map(part).sum())
    }

    pub(crate) fn bands(&self) -> String {
        let head = ["Start", "Land", "Kreise", "Kreise ab 65", "Kreise ab 80", "Kreise nach Alter"];
        let cell = |hits: Hits| match hits.percent() {
            Some(percent) => format!("{} von {} ({} %)", hits.inside, hits.of, decimal(percent, 0)),
            None => UNKNOWN.to_owned(),
        };
        let rows: Vec<Vec<String>> = self
            .starts
            .iter()
            .zip(&self.coverage)
            .filter_map(|(started, coverage)| {
                let coverage = (*coverage)?;
                let dates = self.comparison(started).dates(true);
                let (first, last) = (dates.first()?, dates.last()?);
                Some(vec![
                    format!("{}, Ende {} bis {}", started.start.year.0, first.0, last.0),
                    cell(coverage.state),
                    cell(coverage.districts),
                    cell(coverage.districts_from_65),
                    cell(coverage.districts_from_80),
                    cell(coverage.districts_by_age),
                ])
            })
            .collect();
        format!(
            "## Wie oft lag die Wirklichkeit im Band?\n\n\
             {} zufällige Zukünfte je Start (Saat {SEED}). In der Mitte liegen {} von 100 von ihnen. So oft sollte auch die Wirklichkeit \
             dort liegen. Die Streuung im Modell ist zum Teil aus Jahren nach dem Start geschätzt, also keine ganz unabhängige Probe. Kreise und \
             Jahre hängen zusammen: Es sind viel weniger unabhängige Fälle, als die Zahlen aussehen lassen.\n\n{}",
            persons(DRAWS as f64),
            decimal(band::nominal_percent(), 0),
            table(&head, &rows)
        )
    }

    /// Figures on another census than the start's.
    pub(crate) fn across_the_break(&self) -> String {
        let mut rows = Vec::new();
        for started in &self.starts {
            let comparison = self.comparison(started);
            let dates = comparison.dates(false);
            let (Some(first), Some(last)) = (dates.first(), dates.last()) else { continue };
            rows.push(self.break_row(&comparison, self.main_run(started), *first, *last));
        }
        let head = [
            "Start, Annahme",
            "Fehler im ersten Jahr",
            "%",
            "im letzten Jahr",
            "%",
            "ab 80: %",
            "dazwischen gerechnet",
            "dazwischen gezählt",
        ];
        format!(
            "## Über den Zensus 2022 hinweg\n\n\
             Zahlen ab 2022 stehen auf einer anderen Basis. Was sich zwischen den beiden Stichtagen ändert, ist zum größten Teil die Korrektur des Zensus, dazu ein \
             Jahr mit Corona, Sterbeüberschuss und der Flucht aus der Ukraine. Beides lässt sich aus diesen Zahlen nicht trennen, also wird nichts herausgerechnet.\n\n{}\n\
             Die Rechnungen von davor gegen die Zahlen von danach, im Land. \"Dazwischen\" ist die Veränderung vom ersten bis zum letzten Stichtag danach, also \
             ohne den Schritt.\n\n{}",
            self.census_step(),
            table(&head, &rows)
        )
    }

    fn break_row(&self, comparison: &Comparison, run: &Run, first: Year, last: Year) -> Vec<String> {
        let miss = |year| comparison.miss(run, &self.state, year, &ALL);
        let change = |of: fn(super::super::compare::Miss) -> f64| {
            or_unknown(miss(first).zip(miss(last)), |(before, after)| signed(of(after) - of(before)))
        };
        vec![
            format!("{}, {}", comparison.started.start.year.0, title(run)),
            or_unknown(miss(first), |miss| format!("{}: {}", first.0, signed(miss.persons()))),
            percent_of(miss(first)),
            or_unknown(miss(last), |miss| format!("{}: {}", last.0, signed(miss.persons()))),
            percent_of(miss(last)),
            percent_of(comparison.miss(run, &self.state, last, &FROM_80)),
            change(|miss| miss.projected),
            change(|miss| miss.observed),
        ]
    }

    /// The years on either side of the break.
    pub(crate) fn census_years(&self) -> Option<(Year, Year)> {
        let history = self.history();
        let years: Vec<Year> = history.years().into_iter().collect();
        let step = years.windows(2).find(|two| history.census(two[0]) != history.census(two[1]))?;
        Some((step[0], step[1]))
    }

    /// The official totals on either side of the break.
    fn census_step(&self) -> String {
        let history = self.history();
        let Some((before, after)) = self.census_years() else { return String::new() };
        let districts =
            self.set.model.districts.iter().map(|district| (&district.key, district.name.as_str()));
        let rows: Vec<Vec<String>> = districts
            .chain([(&self.state, "Land")])
            .filter_map(|(key, name)| {
                let (old, new) = (history.persons(key, before, &ALL)?, history.persons(key, after, &ALL)?);
                Some(vec![
                    name.to_owned(),
                    persons(old),
                    persons(new),
                    signed(new - old),
                    percent(100.0 * (new - old) / old),
                ])
            })
            .collect();
        let head = [
            "Kreis".to_owned(),
            format!("{} (Zensus 2011)", before.0),
            format!("{} (Zensus 2022)", after.0),
            "Schritt".to_owned(),
            "%".to_owned(),
        ];
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        table(&head, &rows)
    }
}

fn row(started: &Started, run: &Run, line: &Line) -> Vec<String> {
    vec![
        format!("{}, {}", line.year.0, title(run)),
        (line.year.0 - started.start.year.0).to_string(),
        signed(line.all.persons()),
        percent(line.all.percent()),
        percent_of(line.from_65),
        percent_of(line.from_80),
        mape(line.districts),
        mpe(line.districts),
        mape(line.districts_from_80),
        or_unknown(line.groups, |groups| format!("{} ({})", decimal(groups.mape, 1), groups.count)),
        mpe(line.groups),
    ]
}

fn hindsight_note(started: &Started) -> &'static str {
    let hindsight = started.start.variants.iter().any(|variant| variant.hindsight);
    if hindsight { "\n\\* Mit Wissen von später, nur zum Vergleich.\n" } else { "" }
}

fn age_words(ages: &std::ops::RangeInclusive<usize>) -> String {
    match (*ages.start(), *ages.end()) {
        (0, OPEN_AGE) => "alle".to_owned(),
        (from, OPEN_AGE) if from == 65 || from == 80 => format!("darunter ab {from}"),
        (from, OPEN_AGE) => format!("ab {from}"),
        (from, to) => format!("{from} bis {to}"),
    }
}
