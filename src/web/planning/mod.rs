//! The planner's workspace below `/planung`: how many, where, in which form, with which staff, how sure, and what if.
//!
//! Each folder holds the handler, view and templates of one subject. All pages work by links and forms, so that a link
//! shows everybody the same. Only public figures are shown, from the same use cases as those of the API.

mod address;
mod basket;
mod choice;
mod compare;
mod data;
mod drawing;
mod explain;
mod faults;
mod files;
mod findings;
mod indicator_cell;
mod indicators;
mod labels;
mod nav;
mod numbers;
mod overview;
pub(super) mod plan;
pub(super) mod problem;
mod scenarios;
mod sites;
mod start;
mod table;

use actix_web::guard::{Guard, fn_guard};
use actix_web::web::{Data, ServiceConfig, scope};

use super::shell::pages::Pages;
use super::text::languages::LANGUAGES;

/// Registers the workspace, where the settings open it to the public: its key pages in every language, the others in German.
pub(super) fn mount(config: &mut ServiceConfig) {
    basket::mount_embed(config, is_open());
    for language in LANGUAGES.iter().filter(|language| !language.is_german()) {
        let scope = scope(&format!("{}/planung", language.prefix)).guard(is_open());
        config.service(scope.configure(start::mount).configure(overview::mount));
    }
    config.service(
        scope("/planung")
            .guard(is_open())
            .configure(start::mount)
            .configure(overview::mount)
            .configure(overview::mount_once)
            .configure(scenarios::mount)
            .configure(explain::mount)
            .configure(sites::mount)
            .configure(indicators::mount)
            .configure(compare::mount)
            .configure(basket::mount)
            .configure(data::mount)
            .configure(plan::mount),
    );
}

/// Lets requests through while the workspace is open; others find nothing here.
fn is_open() -> impl Guard {
    fn_guard(|context| context.app_data::<Data<Pages>>().is_some_and(|pages| pages.site().planning_open))
}
