//! Statements of probability that can be read out in a committee.

use crate::projection::Question;
use crate::units::Sex;

/// In what share of the draws more people live in an area than asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub question: Question,
    /// The area as it is named in the sentence.
    pub area: String,
    /// From 0 to 1.
    pub share: f64,
}

impl Statement {
    /// The statement as a sentence.
    pub fn text(&self) -> String {
        let Question { group, year, exceeds, .. } = &self.question;
        let who = match group.sex {
            None => "people",
            Some(Sex::Male) => "men",
            Some(Sex::Female) => "women",
        };
        let ages = match super::rows::named_ages(group) {
            (None, _) => String::new(),
            (Some(from), None) => format!(" aged {from} and over"),
            (Some(from), Some(to)) => format!(" aged {from} to {to}"),
        };
        format!(
            "in {} of 100 futures more than {} {who}{ages} live in {} at the end of {}",
            of_hundred(self.share),
            grouped(*exceeds),
            self.area,
            year.0
        )
    }
}

/// A share as so many of a hundred. What happens at times is neither never nor always.
fn of_hundred(share: f64) -> String {
    match (100.0 * share).round() {
        0.0 if share > 0.0 => "fewer than 1".to_owned(),
        100.0 if share < 1.0 => "more than 99".to_owned(),
        rounded => format!("{rounded}"),
    }
}

/// A number of persons with its thousands set apart.
fn grouped(persons: f64) -> String {
    let digits = format!("{persons:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 && text != "-" {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::Group;
    use crate::units::Year;

    #[test]
    fn a_statement_names_all_it_depends_on() {
        let question = Question {
            area: None,
            year: Year(2040),
            group: Group::new(Some(Sex::Female), 75..=100),
            exceeds: 45_000.0,
        };
        let statement = Statement { question, area: "Ludwigslust-Parchim".to_owned(), share: 0.874 };
        assert_eq!(
            statement.text(),
            "in 87 of 100 futures more than 45,000 women aged 75 and over live in Ludwigslust-Parchim at the end of 2040"
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
