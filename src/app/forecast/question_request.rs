//! Questions about the draws, in full and in short.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{Errors, district_or_state, group, keep};
use crate::app::error::FieldError;
use crate::app::parameters::request;
use crate::app::words::{MeasureWord, SexWord};
use crate::forecast::{Direction, ForecastSpec, Limit, Measure, MeasureQuestion, Question, can_be_asked};
use crate::model::OPEN_AGE;
use crate::units::{Sex, Year};

/// In what share of the draws is it so? About residents, or with `measure` about any measure that the draws know, compared
/// with a number or with another measure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuestionRequest {
    /// A district, or 13 for the state; the area of the forecast if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The last year of the forecast if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// m or f; both if left out. Of residents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SexWord>)]
    pub sex: Option<Sex>,
    /// All ages if left out. Of residents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_from: Option<usize>,
    /// An open group if left out. Of residents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_to: Option<usize>,
    /// Residents if left out.
    #[schema(value_type = Option<MeasureWord>, example = "people_in_need")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// More than this number. One of the four limits is given.
    #[schema(example = 45000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_than: Option<f64>,
    /// Fewer than this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less_than: Option<f64>,
    /// More than another measure.
    #[schema(value_type = Option<MeasureWord>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_than_measure: Option<String>,
    /// Less than another measure.
    #[schema(value_type = Option<MeasureWord>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less_than_measure: Option<String>,
}

/// Questions about residents, and those about measures.
pub(super) fn read(
    questions: &[QuestionRequest],
    request: &ForecastSpec,
    errors: &mut Errors,
) -> (Vec<Question>, Vec<MeasureQuestion>) {
    let (mut of_residents, mut of_measures) = (Vec::new(), Vec::new());
    for (at, question) in questions.iter().enumerate() {
        match question.measure {
            None => of_residents.extend(question.of_residents(at, request, errors)),
            Some(_) => of_measures.extend(question.of_measure(at, request, errors)),
        }
    }
    (of_residents, of_measures)
}

impl QuestionRequest {
    fn of_residents(&self, at: usize, request: &ForecastSpec, errors: &mut Errors) -> Option<Question> {
        let field = |name: &str| format!("questions[{at}].{name}");
        let others = [
            ("less_than", self.less_than.is_some()),
            ("more_than_measure", self.more_than_measure.is_some()),
            ("less_than_measure", self.less_than_measure.is_some()),
        ];
        if let Some((name, _)) = others.iter().find(|(_, is_given)| *is_given) {
            let sentence = "goes only with measure; hint: measure = \"population\" for all residents";
            errors.push(FieldError::rule(&field(name), sentence));
            return None;
        }
        let area = self.area.as_deref().unwrap_or(request.area.as_str());
        let area = keep(district_or_state(area), &field("area"), errors)?;
        let ages = (self.age_from, self.age_to);
        let group = group(self.sex, ages, &format!("questions[{at}]"), errors)?;
        let exceeds = self.number(self.more_than, &field("more_than"), errors)?;
        Some(Question { area, year: self.year.map_or(request.to, Year), group, exceeds })
    }

    fn number(&self, number: Option<f64>, field: &str, errors: &mut Errors) -> Option<f64> {
        let Some(number) = number else {
            errors.push(FieldError::rule(field, "is missing; hint: a number of persons"));
            return None;
        };
        let is_good = number.is_finite() && number >= 0.0;
        if !is_good {
            errors.push(FieldError::rule(field, format!("{number} is not a number of persons")));
        }
        is_good.then_some(number)
    }

    fn of_measure(&self, at: usize, request: &ForecastSpec, errors: &mut Errors) -> Option<MeasureQuestion> {
        let field = |name: &str| format!("questions[{at}].{name}");
        if self.sex.is_some() || self.age_from.is_some() || self.age_to.is_some() {
            let sentence = "sex and ages go with questions about residents only; hint: leave measure out";
            errors.push(FieldError::rule(&field("measure"), sentence));
            return None;
        }
        let measure = keep(measure(self.measure.as_deref().unwrap_or_default()), &field("measure"), errors)?;
        let area = self.area.as_deref().unwrap_or(request.area.as_str());
        let area = keep(district_or_state(area), &field("area"), errors)?;
        let other = |word: &Option<String>| word.as_deref().map(self::measure).transpose();
        let more = keep(other(&self.more_than_measure), &field("more_than_measure"), errors)?;
        let less = keep(other(&self.less_than_measure), &field("less_than_measure"), errors)?;
        let limits = [
            self.more_than.map(|number| (Direction::Above, Limit::Number(number))),
            self.less_than.map(|number| (Direction::Below, Limit::Number(number))),
            more.map(|measure| (Direction::Above, Limit::Measure(measure))),
            less.map(|measure| (Direction::Below, Limit::Measure(measure))),
        ];
        let [(direction, limit)] = limits.into_iter().flatten().collect::<Vec<_>>()[..] else {
            let sentence = "needs one of more_than, less_than, more_than_measure and less_than_measure";
            errors.push(FieldError::rule(&format!("questions[{at}]"), sentence));
            return None;
        };
        if matches!(limit, Limit::Number(number) if !number.is_finite()) {
            errors.push(FieldError::rule(&format!("questions[{at}]"), "its limit is not a number"));
            return None;
        }
        Some(MeasureQuestion {
            at,
            area,
            year: self.year.map_or(request.to, Year),
            measure,
            direction,
            limit,
        })
    }
}

/// A measure that the draws say something about.
fn measure(word: &str) -> Result<Measure, String> {
    let known = || {
        let words: Vec<&str> =
            Measure::ALL.into_iter().filter(|one| can_be_asked(*one)).map(Measure::word).collect();
        words.join(", ")
    };
    let shown: String = word.chars().take(60).collect();
    match Measure::from_word(word) {
        Some(measure) if can_be_asked(measure) => Ok(measure),
        Some(_) => {
            Err(format!("the draws keep no distribution of {shown}; hint: ask about one of {}", known()))
        }
        None => Err(format!("\"{shown}\" is not a measure; expected one of {}", known())),
    }
}

/// More than the country has; the contract says so too.
const MOST_PEOPLE: f64 = 100_000_000.0;

request! {
    /// A question in short, about the area of the forecast in its last year.
    #[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
    #[serde(default)]
    pub struct ShortQuestion {
        /// In what share of the draws do more people than this live in the area in the last year?
        #[schema(minimum = 0, maximum = 100000000, example = 45000)]
        pub more_than: Option<f64>,
        /// The ages that more_than is about, such as 75.. or 65..79
        #[schema(pattern = "^[0-9]+[.][.]([0-9]+)?$", example = "75..")]
        pub aged: Option<String>,
        /// In what share of the draws is it so? A measure, > or <, a number or another measure, and a year if it is not the last
        #[schema(example = json!(["residential_places_needed > residential_places_supply in 2035"]))]
        pub question: Vec<String>,
    }
}

impl ShortQuestion {
    /// The questions that are asked.
    ///
    /// # Errors
    /// Ages without a number of persons, ages that are none, or a question of another form.
    pub fn questions(&self) -> Result<Vec<QuestionRequest>, FieldError> {
        let mut questions: Vec<QuestionRequest> = self.about_residents()?.into_iter().collect();
        for text in &self.question {
            questions.push(in_words(text).map_err(|sentence| FieldError::rule("question", sentence))?);
        }
        Ok(questions)
    }

    fn about_residents(&self) -> Result<Option<QuestionRequest>, FieldError> {
        let Some(more_than) = self.more_than else {
            return match self.aged {
                Some(_) => Err(FieldError::rule("aged", "goes only with more_than")),
                None => Ok(None),
            };
        };
        if !(0.0..=MOST_PEOPLE).contains(&more_than) {
            let sentence = format!("is {more_than}; expected a number of people from 0 to {MOST_PEOPLE}");
            return Err(FieldError::rule("more_than", sentence));
        }
        let ages = self.aged.as_deref().map(ages).transpose();
        let (age_from, age_to) =
            ages.map_err(|sentence| FieldError::rule("aged", sentence))?.unwrap_or_default();
        Ok(Some(QuestionRequest {
            age_from,
            age_to,
            more_than: Some(more_than),
            ..QuestionRequest::default()
        }))
    }
}

/// A question such as `people_in_need > 15000` or `residential_places_needed > residential_places_supply in 2035`.
fn in_words(text: &str) -> Result<QuestionRequest, String> {
    let shown: String = text.chars().take(100).collect();
    let expected = || {
        format!(
            "\"{shown}\" is not a question; expected a measure, > or <, a number or a measure, and perhaps a year: people_in_need > 15000 in 2035"
        )
    };
    let (said, year) = match text.split_once(" in ") {
        Some((said, year)) => (said, Some(year.trim().parse::<i32>().map_err(|_| expected())?)),
        None => (text, None),
    };
    let (measure, limit, is_more) = match (said.split_once('>'), said.split_once('<')) {
        (Some((measure, limit)), None) => (measure.trim(), limit.trim(), true),
        (None, Some((measure, limit))) => (measure.trim(), limit.trim(), false),
        _ => return Err(expected()),
    };
    if measure.is_empty() || limit.is_empty() {
        return Err(expected());
    }
    let mut question =
        QuestionRequest { year, measure: Some(measure.to_owned()), ..QuestionRequest::default() };
    match (limit.parse::<f64>().ok().filter(|number| number.is_finite()), is_more) {
        (Some(number), true) => question.more_than = Some(number),
        (Some(number), false) => question.less_than = Some(number),
        (None, true) => question.more_than_measure = Some(limit.to_owned()),
        (None, false) => question.less_than_measure = Some(limit.to_owned()),
    }
    Ok(question)
}

/// Ages such as `75..` (75 and older) or `65..79`.
pub fn ages(text: &str) -> Result<(Option<usize>, Option<usize>), String> {
    let read = |text: &str| text.parse().ok().filter(|age| *age <= OPEN_AGE);
    let range = text.split_once("..").and_then(|(from, to)| {
        let to = if to.is_empty() { None } else { Some(read(to)?) };
        Some((Some(read(from)?), to))
    });
    let shown: String = text.chars().take(20).collect();
    range.ok_or_else(|| format!("\"{shown}\" is not a range of ages such as 75.. or 65..79"))
}
