//! An explanation as text: one figure per line, its operands indented below it.

use std::fmt::Write;

use super::band::{DrawSum, RULE};
use super::figure::REGISTER;
use super::{Band, Cell, Draw, Explanation, Figure, Operation, PropagatesTo, Quantile, Reference, Unit};
use crate::model::care::REQUEST;
use crate::units::{AreaKey, CareType, Year};

/// Columns of a figure and its unit.
const WIDTH: usize = 16;
/// With more districts than this, the terms of each are left to an explanation of that district.
const SHOWN_WHOLE: usize = 1;

impl Explanation {
    /// For a person at a terminal.
    pub fn text(&self) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!("{} ", self.name) };
        let mut text = format!("{name}({})\n", self.area);
        let run = &self.provenance;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "scenario {}, model {} ({})\n", self.scenario, run.model, run.checksum);
        let page =
            Page { of_districts: self.is_of_districts(), by_counts: self.by_counts, year: self.cell.year };
        page.write(&mut text, &self.figure, 0);
        if let Some(band) = &self.band {
            write_band(&mut text, &self.cell, band);
        }
        for note in &self.notes {
            let _ = writeln!(text, "\nnote: {note}");
        }
        text.push_str("\nsources\n");
        let width = self.sources.iter().map(|source| source.key.len()).max().unwrap_or(0);
        for source in &self.sources {
            let _ = writeln!(
                text,
                "  {:<width$}  {}: {}. {} ({})",
                source.key, source.publisher, source.title, source.table, source.date
            );
        }
        for (word, meaning) in
            [(REQUEST, "what this run was asked to assume"), (REGISTER, "the register of offers")]
        {
            if self.figure.all_sources().contains(&word) {
                let _ = writeln!(text, "  {word:<width$}  {meaning}");
            }
        }
        text.push_str("\nother measures of this year, to be explained by --measure\n");
        for (measure, other) in &self.others {
            let _ = writeln!(text, "  {:<33} {:>WIDTH$}", measure.word(), shown(other));
        }
        text
    }

    /// Whether the figure is a sum of districts.
    fn is_of_districts(&self) -> bool {
        self.districts > SHOWN_WHOLE
    }
}

/// What all lines of a text have in common.
struct Page {
    of_districts: bool,
    by_counts: bool,
    /// The year of the figure; a reference to another year names that one.
    year: Year,
}

impl Page {
    fn write(&self, text: &mut String, figure: &Figure, depth: usize) {
        let margin = "  ".repeat(depth);
        let mut line = format!("{margin}{:>WIDTH$}  {}", shown(figure), figure.what);
        if !figure.of.is_empty() {
            line += rule(figure.operation);
        }
        match &figure.reference {
            Some(reference) => line += &format!(" ({})", self.question(reference)),
            None if !figure.sources.is_empty() => line += &cited(figure),
            None => {}
        }
        text.push_str(&line);
        text.push('\n');
        // Of several districts only their figures are shown.
        let is_account =
            matches!(figure.operation, Operation::Sum | Operation::Difference) && figure.of.len() > 1;
        if self.of_districts && depth > 0 && is_account {
            return;
        }
        for part in &figure.of {
            self.write(text, part, depth + 1);
        }
    }

    /// The options of the command that explains this figure.
    fn question(&self, reference: &Reference) -> String {
        let cell = &reference.cell;
        let mut text = format!("--area {} --measure {}", reference.area, cell.measure.word());
        if let Some(sex) = cell.sex {
            let _ = write!(text, " --sex {}", sex.word());
        }
        if let Some(from) = cell.age_from {
            let to = cell.age_to.map(|age| age.to_string()).unwrap_or_default();
            let _ = write!(text, " --ages {from}..{to}");
        }
        if let Some(kind) = cell.care_type {
            let _ = write!(text, " --care-type {}", CareType::word(kind));
        }
        if cell.year != self.year {
            let _ = write!(text, " --explain {}", cell.year.0);
        }
        if self.by_counts && !matches!(reference.area, AreaKey::State(_) | AreaKey::District(_)) {
            text += " --counts FILE";
        }
        text
    }
}

fn cited(figure: &Figure) -> String {
    format!(" [{}]", figure.sources.join(" "))
}

fn rule(operation: Operation) -> &'static str {
    match operation {
        Operation::Given | Operation::Sum => "",
        Operation::Difference => " = the first minus the others",
        Operation::Product => " = product",
        Operation::Quotient => " = the first divided by the second",
        Operation::Odds => " = the first with its odds times the second",
        Operation::Power => " = the first to the power of the second",
        Operation::Method => ", from",
    }
}

fn write_band(text: &mut String, cell: &Cell, band: &Band) {
    let Band { draws, seed, .. } = band;
    let _ = writeln!(
        text,
        "\nband of {draws} draws, numbered from 0, of seed {seed}; without draws {:.1}",
        band.baseline
    );
    write_quantiles(text, band);
    let _ = writeln!(text, "  drawn in every draw, year by year from the base");
    for component in &band.components {
        let _ = writeln!(text, "    {}: {}", component.what, component.process);
        for one in &component.parameters {
            let _ = writeln!(text, "      {:>10}  {}{}", one.value, one.what, cited(one));
        }
    }
    let _ = writeln!(text, "  values for {} in the draws above", cell.year.0);
    band.neighbours.iter().for_each(|draw| write_draw(text, draw));
}

fn write_quantiles(text: &mut String, band: &Band) {
    let word = band.summed.word();
    let propagates_to = match band.propagates_to {
        PropagatesTo::Itself => String::new(),
        PropagatesTo::Less(supply) => format!(
            "\n  a quantile of it is {supply:.1}, which is not drawn, minus that of {word} at one minus its probability"
        ),
        PropagatesTo::Over(available) => {
            format!("\n  a quantile of it is that of {word} minus {available:.1}, which is not drawn")
        }
    };
    let _ = writeln!(text, "  {RULE}{propagates_to}");
    let head = format!("{word} in the neighbouring draws");
    let _ = writeln!(text, "  {:>11} {:>WIDTH$} {:>10}  {head}", "probability", "quantile", "rank");
    for one in &band.quantiles {
        let [below, above] = one.neighbours.map(|DrawSum { draw, sum }| format!("draw {draw}: {sum:.3}"));
        let neighbours =
            if one.neighbours[0] == one.neighbours[1] { below } else { format!("{below}, {above}") };
        let Quantile { probability, value, rank, .. } = one;
        let _ = writeln!(text, "  {probability:>11} {value:>WIDTH$.3} {rank:>10.3}  {neighbours}");
    }
}

fn write_draw(text: &mut String, draw: &Draw) {
    let mut parts = Vec::new();
    if let Some(drawn) = &draw.drawn {
        let [men, women] = drawn.e0;
        parts.push(format!(
            "{:.3} children per woman, life expectancy {men:.2} and {women:.2} years",
            drawn.tfr
        ));
    }
    let moves = draw.migration.iter().map(|(area, share)| format!("{area} {:+.3} %", 100.0 * share));
    parts.push(format!("net moves in addition to those assumed {}", moves.collect::<Vec<_>>().join(", ")));
    for (area, by_age) in draw.ages.iter().filter(|(_, by_age)| !by_age.is_empty()) {
        let changes: Vec<String> = by_age.iter().map(|change| format!("{:+.3}", 100.0 * change)).collect();
        parts.push(format!("{area} by age {} % a year", changes.join(" ")));
    }
    parts.extend(draw.need.iter().map(|(area, shift)| format!("{area} log-odds of need {shift:+.4}")));
    let _ = writeln!(text, "    draw {}: {}", draw.draw, parts.join(", "));
}

/// The value with the decimals that its unit needs.
fn shown(figure: &Figure) -> String {
    match figure.unit {
        Unit::Share | Unit::Ratio | Unit::Factor if figure.value.abs() < 100.0 => {
            format!("{:.5}", figure.value)
        }
        Unit::Euro => format!("{:.0} euro", figure.value),
        _ => format!("{:.1}", figure.value),
    }
}
