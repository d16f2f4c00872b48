//! The back-tests as pages: the words are in the templates `population.md` and `care.md`, the figures in
//! [`super::figures`] and [`super::care_page`].

use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::BackTestError;
use super::numbers::{self, or_unknown};

/// Fills a template with figures.
///
/// # Errors
/// [`BackTestError::Page`] for a fault in the template.
pub fn render(template: &str, figures: impl Serialize) -> Result<String, BackTestError> {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("persons", |value: Option<f64>| or_unknown(value, numbers::persons));
    environment.add_filter("signed", |value: Option<f64>| or_unknown(value, numbers::signed));
    environment.add_filter("percent", |value: Option<f64>| or_unknown(value, numbers::percent));
    environment.add_filter("decimal", |value: Option<f64>, decimals: usize| {
        or_unknown(value, |value| numbers::decimal(value, decimals))
    });
    // English numbers of the page on care.
    environment.add_filter("whole", |value: f64| format!("{value:.0}"));
    environment.add_filter("signed_whole", |value: f64| format!("{value:+.0}"));
    environment.add_filter("tenths", |value: f64| format!("{value:.1}"));
    environment.add_filter("signed_tenths", |value: f64| format!("{value:+.1}"));
    environment.render_str(template, figures).map_err(|error| BackTestError::Page(format!("{error:#}")))
}
