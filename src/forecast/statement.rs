//! Statements of probability that can be read out in a committee.

use super::question::{Direction, MeasureQuestion, grouped};
use crate::projection::Question;
use crate::units::{Sex, Year};

/// The share of the draws for which the answer to a question is yes.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The question.
    pub asked: Asked,
    /// The area as it is named in the sentence.
    pub area: String,
    /// From 0 to 1.
    pub share: f64,
    /// The scenario, where statements of several stand together.
    pub scenario: Option<String>,
    /// Whether rates of need were drawn too, and not only births, deaths and migration.
    pub rates_drawn: bool,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Whether more residents of a group live in an area than a number.
    Residents(Question),
    /// Whether a measure exceeds, or falls below, a number or another measure.
    Measure(MeasureQuestion),
}

impl Asked {
    /// The year that the question is about.
    pub fn year(&self) -> Year {
        match self {
            Self::Residents(question) => question.year,
            Self::Measure(question) => question.year,
        }
    }
}

impl Statement {
    /// The statement as a sentence. A statement about a measure also says what was not drawn, so that nobody takes its
    /// share for the whole uncertainty.
    pub fn text(&self) -> String {
        let (share, area) = (of_hundred(self.share), &self.area);
        let scenario = self.scenario.as_ref().map(|id| format!("{id}: ")).unwrap_or_default();
        match &self.asked {
            Asked::Residents(question) => {
                let (who, year) = (residents(question), question.year.0);
                let number = grouped(question.exceeds);
                format!(
                    "{scenario}in {share} of 100 draws more than {number} {who} live in {area} at the end of {year}"
                )
            }
            Asked::Measure(question) => {
                let side = match question.direction {
                    Direction::Above => "above",
                    Direction::Below => "below",
                };
                let (measure, limit) = (question.measure.text(), question.limit.text());
                let year = question.year.0;
                let drawn = match self.rates_drawn {
                    true => "births, deaths, migration and rates of need are drawn, staff and places are not",
                    false => {
                        "only births, deaths and migration are drawn, not rates of need, staff or places"
                    }
                };
                format!(
                    "{scenario}in {share} of 100 draws {measure} is {side} {limit} in {area} at the end of {year}; {drawn}"
                )
            }
        }
    }
}

/// Whom a question is about.
fn residents(question: &Question) -> String {
    let who = match question.group.sex {
        None => "people",
        Some(Sex::Male) => "men",
        Some(Sex::Female) => "women",
    };
    match super::rows::named_ages(&question.group) {
        (None, _) => who.to_owned(),
        (Some(from), None) => format!("{who} aged {from} and over"),
        (Some(from), Some(to)) => format!("{who} aged {from} to {to}"),
    }
}

/// A share as a number out of a hundred. A share above 0 is never rounded to 0, and one below 1 never to 100.
fn of_hundred(share: f64) -> String {
    match (100.0 * share).round() {
        0.0 if share > 0.0 => "fewer than 1".to_owned(),
        100.0 if share < 1.0 => "more than 99".to_owned(),
        rounded => format!("{rounded}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::Group;

    #[test]
    fn a_statement_names_all_it_depends_on() {
        let question = Question {
            area: None,
            year: Year(2040),
            group: Group::new(Some(Sex::Female), 75..=100),
            exceeds: 45_000.0,
        };
        let statement = Statement {
            asked: Asked::Residents(question),
            area: "Ludwigslust-Parchim".to_owned(),
            share: 0.874,
            scenario: None,
            rates_drawn: true,
        };
        assert_eq!(
            statement.text(),
            "in 87 of 100 draws more than 45,000 women aged 75 and over live in Ludwigslust-Parchim at the end of 2040"
        );
    }

    #[test]
    fn a_rare_thing_is_not_called_impossible() {
        let texts = [0.0, 0.001, 0.004, 0.5, 0.997, 1.0].map(of_hundred);
        assert_eq!(texts, ["0", "fewer than 1", "fewer than 1", "50", "more than 99", "100"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0.0, 999.0, 1_000.0, 1_234_567.0].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }
}
