//! The rules that a model set must keep, one function each. They look at the set as a whole; faults of a single line
//! are refused earlier, by [`load`](super::load).

mod assumptions;
mod care;
mod cells;
mod files;
mod municipal_ages;
mod municipalities;
mod past;
mod rates;
mod stocks;

use std::fmt;

use super::load::ModelSet;

/// What breaks a rule, and in which file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file of the model set.
    pub file: String,
    /// What is wrong with it.
    pub sentence: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.sentence)
    }
}

/// A rule gives nothing for a set that keeps it.
pub type Rule = fn(&ModelSet) -> Vec<Finding>;

/// All rules of a model set, each of which gives its findings.
pub const RULES: [Rule; 50] = [
    files::tables_match_their_checksums,
    files::citations_name_a_source,
    files::sources_are_cited,
    files::sources_are_described,
    files::parameters_have_a_note,
    files::guard_turns_grey_before_it_stops_to_warn,
    stocks::base_population_sums_to_the_official_groups,
    stocks::base_population_sums_to_the_official_ages_of_the_state,
    stocks::observed_groups_cover_every_age_once,
    stocks::observed_years_lie_not_behind_the_base,
    stocks::observed_districts_sum_to_the_state,
    rates::fertility_pattern_sums_to_one,
    rates::levels_of_fertility_average_one,
    rates::levels_of_mortality_average_one,
    rates::life_table_ends_at_the_open_age,
    rates::risk_of_dying_rises_in_old_age,
    rates::life_table_is_near_its_target,
    rates::internal_moves_sum_to_zero,
    rates::moves_leave_people_behind,
    municipalities::municipalities_are_near_their_district,
    municipal_ages::municipal_ages_are_of_the_municipalities_of_the_set,
    municipal_ages::municipal_ages_sum_to_the_official_groups_of_districts,
    municipal_ages::not_everybody_leaves_a_municipality,
    cells::cells_are_of_municipalities_of_the_set,
    cells::no_cell_stands_twice,
    cells::cells_sum_to_what_is_stated,
    cells::cells_are_near_the_official_population,
    assumptions::scenario_values_are_plausible,
    assumptions::scenario_years_lie_in_the_horizon,
    assumptions::scenario_texts_name_their_assumptions,
    assumptions::scenario_texts_name_no_other_figures,
    assumptions::control_totals_are_near_the_base,
    past::back_tests_know_nothing_of_the_future,
    past::back_tests_count_the_pace_forward,
    past::deaths_of_districts_sum_to_the_state,
    past::back_tests_start_from_an_official_population,
    past::back_test_moves_lie_within_one_census,
    past::back_tests_are_described,
    past::official_run_names_what_exists,
    past::deviations_are_those_of_the_sets_own_back_tests,
    care::care_counts_of_the_survey_are_complete,
    care::care_types_are_no_more_than_all,
    care::care_counts_of_districts_sum_to_the_state,
    care::care_rates_rise_with_age,
    care::care_grades_sum_to_one,
    care::care_populations_keep_the_official_groups,
    care::care_texts_name_their_assumptions,
    care::care_axes_have_a_status_quo,
    care::care_types_by_age_sum_to_the_state,
    care::care_parameters_have_a_note,
];

/// What all rules find.
pub fn check(set: &ModelSet) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(set)).collect()
}

fn finding(set: &ModelSet, file: &str, sentence: impl fmt::Display) -> Finding {
    Finding { file: format!("models/{}/{file}", set.model.id), sentence: sentence.to_string() }
}
