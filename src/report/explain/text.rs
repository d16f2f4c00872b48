//! An explanation as a text: a figure a line, what it is made of below it.

use std::fmt::Write;

use super::figure::REGISTER;
use super::{Explanation, Figure, How, See, Unit};
use crate::params::care::REQUEST;
use crate::report::rows::sex_word;
use crate::units::CareType;

/// Columns of a figure and its unit.
const WIDTH: usize = 16;
/// Above so many districts their own terms are left to questions of their own.
const SHOWN_WHOLE: usize = 1;

impl Explanation {
    /// For a person at a terminal.
    pub fn text(&self) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!("{} ", self.name) };
        let mut text = format!("{name}({})\n", self.area);
        let run = &self.provenance;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "scenario {}, model {} ({})\n", self.scenario, run.model, run.checksum);
        write_figure(&mut text, &self.figure, 0, self.is_of_districts());
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

fn write_figure(text: &mut String, figure: &Figure, depth: usize, of_districts: bool) {
    let margin = "  ".repeat(depth);
    let mut line = format!("{margin}{:>WIDTH$}  {}", shown(figure), figure.what);
    if !figure.of.is_empty() {
        line += match figure.how {
            How::Given | How::Sum => "",
            How::Difference => " = the first less the others",
            How::Product => " = product",
            How::Quotient => " = the first over the second",
            How::Odds => " = the first, its odds times the second",
            How::Power => " = the first to the power of the second",
            How::Method => ", from",
        };
    }
    match &figure.see {
        Some(see) => line += &format!(" ({})", question(see)),
        None if !figure.sources.is_empty() => line += &format!(" [{}]", figure.sources.join(" ")),
        None => {}
    }
    text.push_str(&line);
    text.push('\n');
    // Of several districts only their figures are shown.
    if of_districts && depth > 0 && figure.how == How::Sum && figure.of.len() > 1 {
        return;
    }
    for part in &figure.of {
        write_figure(text, part, depth + 1, of_districts);
    }
}

/// How to ask for a figure that is taken apart elsewhere.
fn question(see: &See) -> String {
    let cell = &see.cell;
    let mut text = format!("--area {} --measure {}", see.area, cell.measure.word());
    if let Some(sex) = cell.sex {
        let _ = write!(text, " --sex {}", sex_word(sex));
    }
    if let Some(from) = cell.age_from {
        let to = cell.age_to.map(|age| age.to_string()).unwrap_or_default();
        let _ = write!(text, " --ages {from}..{to}");
    }
    if let Some(kind) = cell.care_type {
        let _ = write!(text, " --care-type {}", CareType::word(kind));
    }
    text
}

/// The value as precise as its unit asks for.
fn shown(figure: &Figure) -> String {
    match figure.unit {
        Unit::Share | Unit::Ratio | Unit::Factor if figure.value.abs() < 100.0 => {
            format!("{:.5}", figure.value)
        }
        Unit::Euro => format!("{:.0} euro", figure.value),
        _ => format!("{:.1}", figure.value),
    }
}
