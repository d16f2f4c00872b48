//! The pages for citizens and their advisers, one folder for each subject.

pub mod about;
pub mod advice;
pub mod costs;
pub mod facility;
pub mod free_state;
pub mod print_map;
pub mod saved;
pub mod search;
pub mod style_guide;
pub mod symbols;
pub mod town;
pub mod view;

use actix_web::web::ServiceConfig;

use super::shell::edition::Edition;
use super::shell::forms::FormAddress;

/// Registers the pages of every edition. Those for frames of other sites are the search and the facility.
pub(super) fn mount(config: &mut ServiceConfig) {
    for edition in Edition::all() {
        let base = edition.base();
        search::mount(config, &base);
        facility::mount(config, &base);
        if !edition.embedded {
            saved::mount(config, &base);
            advice::mount(config, &base);
            town::mount(config, &base);
            about::mount(config, &base);
        }
    }
    about::mount_once(config);
    saved::mount_once(config);
    search::mount_once(config);
    style_guide::mount(config);
}

/// What takes a body in every edition.
pub(super) fn forms() -> Vec<FormAddress> {
    let of_edition = |edition: Edition| {
        let base = edition.base();
        let mut forms = search::forms(&base);
        forms.extend(facility::forms(&base));
        if !edition.embedded {
            forms.extend(advice::forms(&base));
        }
        forms
    };
    Edition::all().flat_map(of_edition).collect()
}
