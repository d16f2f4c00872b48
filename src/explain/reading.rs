//! The formulas of `care` read as figures: what each input is called, and which sources give it.

use super::Explainer;
use super::figure::{Figure, Unit, keys};
use crate::care::{Input, Inputs, Reading};
use crate::model::care::parameters::Definition;
use crate::model::care::{ASSISTANCE_YEAR, CountKind, PlacesKind, REQUEST};
use crate::units::{CareType, Year};

/// Positions in the sources of the model's figures of staff.
const HOMES: usize = 0;
const PER_CLIENT: usize = 1;
const SERVICES: usize = 2;

impl Reading for Explainer<'_> {
    type Value = Figure;

    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            model: self.model,
            survey: &self.survey,
            places: &self.forecast.places_of_survey,
            parameters: &self.forecast.parameters,
            own: &self.request.care.own,
        }
    }

    fn input(&self, input: Input) -> Figure {
        let (what, unit, sources) = match input {
            Input::ShortTermPlaces(district) => return self.short_term_places(district),
            Input::StaffYears(_) => return self.staff_years(input),
            Input::Retired(year) => return self.retired(year),
            Input::Parameter(of) => (of.what.to_owned(), of.unit, self.parameter(of.name)),
            Input::OfModel(of) => (of.what.to_owned(), of.unit, self.by_model(of.name)),
            Input::DayCareTarget | Input::PlacesCounted(..) | Input::ResidentsFrom75(_) => {
                self.describe_places(input)
            }
            Input::CountOfType(..)
            | Input::HeadsInHomes(_)
            | Input::HeadsPerClient(_)
            | Input::HeadsPer100Clients(_)
            | Input::HeadsOfServices
            | Input::YearsSinceSurvey(_) => self.describe_staff(input),
            Input::CountyRecipients(_) | Input::CountyCost(_) | Input::YearsOfPrices(_) => {
                self.describe_assistance(input)
            }
        };
        Figure::given(what, self.inputs().value(input), unit, sources)
    }
}

/// What an input is called, its unit, and the keys of its sources.
type Description = (String, Unit, Vec<String>);

impl Explainer<'_> {
    fn describe_places(&self, input: Input) -> Description {
        let year = self.survey.year.0;
        match input {
            Input::PlacesCounted(district, kind) => {
                let key = &self.survey.districts[district].key;
                let what = match kind {
                    PlacesKind::Residential => "places for residents of homes",
                    PlacesKind::All => "all places in homes",
                };
                let count = self.model.care.places_count(key, self.survey.year, kind);
                (
                    format!("{what} in {key} in {year}"),
                    Unit::Places,
                    keys(count.map_or("", |one| &one.source)),
                )
            }
            Input::ResidentsFrom75(_) => {
                (format!("residents of 75 and older in {year}"), Unit::Persons, self.cited("observed.csv"))
            }
            _ => ("places for each of them, the target".to_owned(), Unit::Ratio, vec![REQUEST.to_owned()]),
        }
    }

    fn describe_staff(&self, input: Input) -> Description {
        let year = self.survey.year.0;
        match input {
            Input::CountOfType(district, kind) => {
                // The smallest care type is what the others leave of all.
                let key = &self.survey.districts[district].key;
                let count = |kind| self.model.care.count(key, self.survey.year, kind);
                let count = count(CountKind::Of(kind)).or_else(|| count(CountKind::All));
                let what = format!("{} counted in {key} in {year}", kind.word());
                (what, Unit::Persons, keys(count.map_or("", |count| &count.source)))
            }
            Input::HeadsInHomes(district) => {
                let key = &self.model.districts[district].key;
                (format!("heads in homes of {key} in {year}"), Unit::Heads, self.staff_sources(HOMES))
            }
            Input::HeadsPerClient(_) => {
                let what = "heads for each client, survey before".to_owned();
                (what, Unit::Ratio, self.staff_sources(PER_CLIENT))
            }
            Input::HeadsPer100Clients(_) => {
                let what = "heads of services for each client, survey before".to_owned();
                (what, Unit::Ratio, self.staff_sources(PER_CLIENT))
            }
            Input::YearsSinceSurvey(_) => {
                (format!("years since {year}"), Unit::Years, self.staff_sources(HOMES))
            }
            _ => ("heads of services in the state".to_owned(), Unit::Heads, self.staff_sources(SERVICES)),
        }
    }

    fn describe_assistance(&self, input: Input) -> Description {
        let (year, request) = (ASSISTANCE_YEAR.0, || vec![REQUEST.to_owned()]);
        let key = |district: usize| &self.model.districts[district].key;
        match input {
            Input::CountyRecipients(at) => {
                (format!("recipients in {} in {year}", key(at)), Unit::Persons, request())
            }
            Input::CountyCost(at) => (format!("cost in {}", key(at)), Unit::Euro, request()),
            _ => (format!("years since {year}"), Unit::Years, self.by_model("assistance_cost_euro")),
        }
    }

    /// Keys of the sources of one of the model's figures of staff.
    fn staff_sources(&self, of: usize) -> Vec<String> {
        keys(self.model.care.staff.sources.get(of).map_or("", String::as_str))
    }

    /// Keys of the model's own value of a parameter.
    fn by_model(&self, name: &str) -> Vec<String> {
        keys(self.model.care.parameters.source.get(name).map_or("", String::as_str))
    }

    /// The derived short-term places of the survey, from the counts they are derived from.
    fn short_term_places(&self, district: usize) -> Figure {
        let counted = |kind| self.input(Input::PlacesCounted(district, kind));
        let rest = vec![counted(PlacesKind::All), counted(PlacesKind::Residential)];
        let rest = Figure::difference("places that are not for residents", Unit::Places, rest);
        let at_home = [CareType::AllowanceOnly, CareType::HomeCare];
        let at_home = at_home.map(|kind| self.input(Input::CountOfType(district, kind)));
        let mut sources = self.by_model("short_term_guests_per_1000_at_home");
        sources.extend(self.by_model("occupancy_short_term"));
        let what = "dedicated short-term places: those that people at home need at the state's rate, and no more than there are";
        let value = self.inputs().value(Input::ShortTermPlaces(district));
        Figure::method(what, value, Unit::Places, [vec![rest], at_home.to_vec()].concat(), sources)
    }

    fn staff_years(&self, input: Input) -> Figure {
        let sources = [self.parameter("staff_entries"), self.parameter("staff_early_exit")].concat();
        let what = "years that staff was there, for each head of the survey";
        Figure::method(what, self.inputs().value(input), Unit::Years, Vec::new(), sources)
    }

    fn retired(&self, year: Year) -> Figure {
        let parameter = |definition| self.input(Input::Parameter(definition));
        let of = vec![
            parameter(Definition::staff_retirement_start()),
            parameter(Definition::staff_retirement_end()),
            self.input(Input::StaffYears(year)),
        ];
        let what = "share that has retired since, for each head of the survey";
        let value = self.inputs().value(Input::Retired(year));
        Figure::method(what, value, Unit::Share, of, self.parameter("staff_retirement_start"))
    }
}
