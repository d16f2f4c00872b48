//! What the tables show, in plain words. Each figure is taken from the runs, and a test holds the words
//! around them to the figures.

use super::super::BackTest;
use super::super::compare::Line;
use super::super::numbers::{decimal, percent, persons, signed};
use super::super::run::{ALL, Run, Started};
use super::tables::PARTS;
use crate::model::past::Variant;
use crate::units::Year;

impl BackTest<'_> {
    pub(crate) fn lessons(&self) -> String {
        format!(
            "Plus heißt: zu viel gerechnet. \"Kreise\" ist der mittlere Betrag der Fehler der acht Kreise. \"Stillstand\" ist der Maßstab: \
             Die Bevölkerung bleibt in jedem Alter, wie sie war.\n\n\
             * **Ältere Menschen trifft das Verfahren, weil sie schon hier wohnen.** {}\n\
             * **Die Einwohnerzahl hängt an den Wanderungen.** {}\n\
             * **Alte Wanderungen können schaden.** {}\n\
             * **Einzelne Kreise weichen weiter ab.** {}\n\
             * **Das Band der zufälligen Zukünfte ist zu schmal.** {}\n\
             * **Ein Zensus verschiebt alles auf einen Schlag.** {}\n\
             * **Die amtliche Prognose von 2019.** {}\n",
            self.on_the_old(),
            self.on_moves(),
            self.on_moves_that_harm(),
            self.on_districts(),
            self.on_the_band(),
            self.on_the_census(),
            self.on_the_official_run(),
        )
    }

    /// The main run and the yardstick at the last date of a start.
    pub(in crate::backtest) fn main_and_still(&self, started: &Started) -> Option<(Year, Line, Line)> {
        let year = self.last_compared(started)?;
        let comparison = self.comparison(started);
        let main = comparison.line(self.main_run(started), year)?;
        Some((year, main, comparison.line(&started.runs[0], year)?))
    }

    fn on_the_old(&self) -> String {
        let cases = self.starts.iter().filter_map(|started| {
            let (year, main, still) = self.main_and_still(started)?;
            Some(format!(
                "{} → {}: {} % statt {} %",
                started.start.year.0,
                year.0,
                decimal(main.from_80?.percent().abs(), 1),
                decimal(still.from_80?.percent().abs(), 1)
            ))
        });
        let cases: Vec<String> = cases.collect();
        format!(
            "Bei den Menschen ab 80, auf die es in der Pflege ankommt, war die Rechnung in jedem Fall besser als der Stillstand ({}).",
            cases.join("; ")
        )
    }

    fn on_moves(&self) -> String {
        let lines: Vec<(Line, Line)> = self
            .starts
            .iter()
            .filter_map(|started| self.main_and_still(started))
            .map(|(_, main, still)| (main, still))
            .collect();
        let nearer =
            lines.iter().filter(|(main, still)| still.all.percent().abs() < main.all.percent().abs()).count();
        let without: Vec<String> =
            self.starts.iter().filter_map(|started| self.without_moves(started)).collect();
        format!(
            "Ohne sie fehlen im Land schnell Zehntausende ({}). Wer kommt und geht, folgt Kriegen und Konjunktur. Für die Einwohnerzahl allein lag der \
             Stillstand in {nearer} von {} Fällen näher, weil sich Sterbeüberschuss und Zuzug fast aufhoben.{}",
            without.join("; "),
            lines.len(),
            self.moves_that_came()
        )
    }

    /// The moves of the newest start beside those that came.
    fn moves_that_came(&self) -> String {
        let Some(started) = self.with_vital_years().pop() else { return String::new() };
        let [_, _, moves] = PARTS;
        let came: Vec<(Year, f64, f64)> = self
            .set
            .past
            .vital
            .iter()
            .filter_map(|vital| {
                let assumed = self.events(started, vital.year, moves)?;
                Some((vital.year, assumed, self.balance(vital)?))
            })
            .collect();
        let years: Vec<String> = came
            .iter()
            .map(|(year, assumed, came)| {
                format!("{}: {} statt {}", year.0, persons(*came), persons(*assumed))
            })
            .collect();
        format!(
            " Seit dem Start {} kamen unter dem Strich mehr Menschen als angenommen ({}).",
            started.start.year.0,
            years.join("; ")
        )
    }

    fn without_moves(&self, started: &Started) -> Option<String> {
        let year = self.last_compared(started)?;
        let run = started
            .runs
            .iter()
            .find(|run| run.variant.is_some_and(|variant| variant.moves.is_none() && !variant.hindsight))?;
        let miss = self.comparison(started).miss(run, &self.state, year, &ALL)?;
        Some(format!("{} → {}: {}", started.start.year.0, year.0, signed(miss.persons())))
    }

    /// Starts at which the run without moves was nearer to the people aged 80 and older.
    fn on_moves_that_harm(&self) -> String {
        let cases: Vec<String> = self
            .starts
            .iter()
            .filter_map(|started| {
                let (year, main, _) = self.main_and_still(started)?;
                let without = run_without_moves(started)?;
                let without = self.comparison(started).line(without, year)?.from_80?.percent();
                let with = main.from_80?.percent();
                (without.abs() < with.abs()).then(|| {
                    format!(
                        "{} → {} wären es ohne Wanderungen {} % statt {} % bei den Menschen ab 80 gewesen",
                        started.start.year.0,
                        year.0,
                        percent(without),
                        percent(with)
                    )
                })
            })
            .collect();
        if cases.is_empty() {
            return "In diesen Läufen war die Rechnung mit Wanderungen auch bei den Menschen ab 80 näher als die ohne.".to_owned();
        }
        format!(
            "{}. Wanderungen sind hier Reste. Auch die Fehler von Sterbetafel und Aufteilung stehen darin und werden fortgeschrieben.",
            cases.join("; ")
        )
    }

    fn on_districts(&self) -> String {
        let cases = self.starts.iter().filter_map(|started| {
            let year = self.last_compared(started)?;
            let (comparison, run) = (self.comparison(started), self.main_run(started));
            let misses = comparison.of_districts(run, year, &ALL)?;
            let worst = self.set.model.districts.iter().zip(misses);
            let (district, miss) =
                worst.max_by(|(_, a), (_, b)| a.percent().abs().total_cmp(&b.percent().abs()))?;
            let years = (started.start.year.0, year.0);
            Some(format!("{} → {}: {} mit {} %", years.0, years.1, district.name, percent(miss.percent())))
        });
        let cases: Vec<String> = cases.collect();
        format!("Am weitesten daneben lagen {}.", cases.join("; "))
    }

    fn on_the_band(&self) -> String {
        let cases = self.starts.iter().zip(&self.coverage).filter_map(|(started, coverage)| {
            let coverage = (*coverage)?;
            Some(format!(
                "Start {}: Kreise {} %, Kreise ab 80 {} %, Kreise nach Alter {} %",
                started.start.year.0,
                decimal(coverage.districts.percent()?, 0),
                decimal(coverage.districts_from_80.percent()?, 0),
                decimal(coverage.districts_by_age.percent()?, 0)
            ))
        });
        let cases: Vec<String> = cases.collect();
        format!(
            "Acht von zehn amtlichen Zahlen sollten darin liegen. Es waren weniger, am wenigsten nach Alter und ab 80 ({}). Das Band kennt die Streuung von Geburtenziffer, \
             Lebenserwartung und Wanderungssumme, nicht die Fehler der Ausgangszahlen, der Altersmuster und der Annahmen selbst.",
            cases.join("; ")
        )
    }

    fn on_the_census(&self) -> String {
        let history = self.history();
        let Some((before, after)) = self.census_years() else { return String::new() };
        let step = |key| {
            let (old, new) = (history.persons(key, before, &ALL)?, history.persons(key, after, &ALL)?);
            Some((new - old, 100.0 * (new - old) / old))
        };
        let districts = self.set.model.districts.iter();
        let steps = districts.filter_map(|district| Some((&district.name, step(&district.key)?.1)));
        let deepest = steps.min_by(|(_, a), (_, b)| a.total_cmp(b));
        let (Some((state, share)), Some((name, least))) = (step(&self.state), deepest) else {
            return String::new();
        };
        format!(
            "Von {} auf {} sank die amtliche Zahl im Land um {} ({} %), in {name} um {} %. Das ist keine Entwicklung, und keine Rechnung konnte es wissen.",
            before.0,
            after.0,
            persons(-state),
            decimal(-share, 1),
            decimal(-least, 1)
        )
    }

    fn on_the_official_run(&self) -> String {
        let official = &self.official;
        let [published, benchmarked, _] = official.from_65;
        let [births, deaths, moves] = official.split.parts();
        let free: f64 = official.districts.iter().map(|run| run.free - run.published).sum();
        format!(
            "Mit ihren Annahmen und auf ihre Kreiszahlen abgestimmt rechnet unser Modell {} Menschen ab 65 im Jahr {}, veröffentlicht sind {} ({} %). Nicht abgestimmt \
             liegt das Land bei {} Personen Unterschied: Geborene {}, Gestorbene {}, Wanderungen {}, Ausgangszahl {}.",
            persons(benchmarked),
            official.last_year.0,
            persons(published),
            percent(100.0 * (benchmarked - published) / published),
            signed(free),
            signed(births),
            signed(deaths),
            signed(moves),
            signed(official.split.start)
        )
    }
}

fn run_without_moves<'a>(started: &'a Started) -> Option<&'a Run<'a>> {
    let is = |variant: &Variant| variant.moves.is_none() && !variant.hindsight;
    started.runs.iter().find(|run| run.variant.is_some_and(is))
}
