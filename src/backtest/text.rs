//! The back-test as a text that a committee reads, in German: `models/BACKTEST.md`.

mod lessons;
mod official;
mod tables;

use super::compare::Comparison;
use super::history::History;
use super::numbers::{decimal, mape, percent_of};
use super::run::{Run, Started};
use super::{BackTest, main_variant};
use crate::units::Year;

/// A table with a head; all columns but the first are numbers.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(head.iter().map(|cell| (*cell).to_owned()).collect());
    text.push_str(&line((0..head.len()).map(|at| if at == 0 { "---" } else { "--:" }.to_owned()).collect()));
    rows.iter().for_each(|row| text.push_str(&line(row.clone())));
    text
}

/// The words of a run in tables.
pub(crate) fn title(run: &Run) -> String {
    match run.variant {
        None => "niemand ändert sich".to_owned(),
        Some(variant) if variant.hindsight => format!("{} *", variant.title),
        Some(variant) => variant.title.clone(),
    }
}

impl BackTest<'_> {
    fn history(&self) -> History<'_> {
        History { model: &self.set.model, state: &self.state }
    }

    fn comparison<'b>(&'b self, started: &'b Started<'b>) -> Comparison<'b> {
        Comparison { history: self.history(), started }
    }

    /// The run of the start's main variant.
    fn main_run<'b>(&self, started: &'b Started<'b>) -> &'b Run<'b> {
        let main = main_variant(started.start).map(|variant| &variant.id);
        let found = started.runs.iter().find(|run| run.variant.map(|variant| &variant.id) == main);
        found.unwrap_or(&started.runs[0])
    }

    /// The last date on the census of the start for which people aged 80 and older are known.
    fn last_compared(&self, started: &Started) -> Option<Year> {
        let comparison = self.comparison(started);
        let run = self.main_run(started);
        let known = |year: &Year| comparison.line(run, *year).is_some_and(|line| line.from_80.is_some());
        comparison.dates(true).into_iter().rev().find(known)
    }

    /// The whole text.
    pub fn markdown(&self) -> String {
        let mut parts = vec![self.head(), self.summary(), self.method()];
        parts.extend(self.starts.iter().map(|started| self.of_start(started)));
        parts.extend([
            self.by_horizon(),
            self.by_age(),
            self.by_district(),
            self.components(),
            self.bands(),
            self.across_the_break(),
            self.official_run(),
            self.base_shares(),
        ]);
        parts.join("\n")
    }

    fn head(&self) -> String {
        format!(
            "# Wie gut hat das Verfahren in der Vergangenheit getroffen?\n\n\
             Rückrechnungen (Back-Tests) des Modells {}: Wir stellen uns in ein vergangenes Jahr, rechnen mit dem, was man damals wissen \
             konnte, und legen daneben, was kam. Diesen Text schreibt `pflegeplan back-test --out models/BACKTEST.md`. Ein Test \
             vergleicht ihn Byte für Byte, damit jede bewegte Zahl auffällt.\n",
            self.set.model.id
        )
    }

    fn summary(&self) -> String {
        let mut rows = Vec::new();
        for started in &self.starts {
            let Some(year) = self.last_compared(started) else { continue };
            let comparison = self.comparison(started);
            let run = self.main_run(started);
            let constant = &started.runs[0];
            let (Some(line), Some(still)) = (comparison.line(run, year), comparison.line(constant, year))
            else {
                continue;
            };
            rows.push(vec![
                format!("{} → {}, {}", started.start.year.0, year.0, title(run)),
                percent_of(Some(line.all)),
                percent_of(line.from_65),
                percent_of(line.from_80),
                mape(line.districts),
                mape(line.districts_from_80),
                percent_of(Some(still.all)),
                percent_of(still.from_80),
            ]);
        }
        let head = [
            "Fehler in Prozent",
            "Land",
            "ab 65",
            "ab 80",
            "Kreise",
            "Kreise ab 80",
            "Stillstand: Land",
            "Stillstand: ab 80",
        ];
        format!("## Kurz gesagt\n\n{}\n{}", table(&head, &rows), self.lessons())
    }

    fn method(&self) -> String {
        format!(
            "## Wie gerechnet wurde\n\n\
             * **Fehler** heißt gerechnet minus gezählt, in Prozent des Gezählten. \"Betrag\" ist das Mittel ohne Vorzeichen (MAPE), \"im Mittel\" \
             das mit Vorzeichen (MPE): die Schieflage. Altersgruppen sind die gröbsten, in die sich die Zahlen beider Stichtage fassen lassen; ihre \
             Zahl steht in Klammern. Wo ein Strich steht, gibt es keine Zählung in diesen Grenzen.\n\
             * **Was als bekannt gilt:** Bevölkerung, Geburtenziffer, Lebenserwartung und Wanderungen aus Jahren bis zum Start, auch wenn sie erst später \
             veröffentlicht wurden; danach bleibt alles so. Die \
             Regeln in `check-models` weisen jede Zahl von später ab. Drei Dinge sind trotzdem von später: die Form der Sterbetafel nach Alter (2018/20, an die \
             Lebenserwartung von damals angepasst), der Anteil der Jungen (2018 und 2020) und die Streuung der zufälligen Zukünfte.\n\
             * **Altersjahre aus Altersgruppen:** im Verhältnis der letzten davor bekannten feineren Bevölkerung, Jahrgang für Jahrgang weitergerückt (Siegel und \
             Swanson 2004). Gibt es keine, dann durch monotone kubische Interpolation der aufsummierten Zahlen (Fritsch und Carlson 1980, Fritsch und Butland 1984), \
             die offene Gruppe nach der Sterbetafel. Jede amtliche Gruppe bleibt, wie sie ist.{}\n\
             * **Wanderungen** sind Reste: was ein Jahrgang am Ende eines Zeitraums mehr oder weniger hat als Überlebende, durch die Jahre geteilt, über \
             Nachbarjahre geglättet, ab 90 null. Darin stecken auch Fehler der Sterbetafel, der Aufteilung und der Melderegister.\n",
            self.cost_of_the_split()
        )
    }

    fn cost_of_the_split(&self) -> String {
        let Some((year, share)) = self.split_miss else { return String::new() };
        format!(
            " Gegenprobe: Aus den Fünfjahresgruppen von {} trifft die Interpolation die bekannten Altersjahre unter 90 so, dass {} von 100 Menschen im \
             falschen Jahr stehen.",
            year.0,
            // Whoever stands in a wrong year is missing in another.
            decimal(100.0 * share / 2.0, 1)
        )
    }
}
