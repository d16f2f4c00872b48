//! The pages behind a sign-in: below `/amt` the county's office keeps the register, and beside each plan planners write its
//! texts.
//!
//! `routes.rs` is the one list of what there is and who may do it. `dispatch.rs` holds every request to it: cookie,
//! permission, origin, the token of the form, and which fields a form may have. The handlers come after that: each takes
//! a [`Call`](call::Call), runs on a thread that may wait, and gives a [`Reply`](call::Reply). The pages are in German only
//! and complete without JavaScript.

mod call;
mod cookies;
mod dispatch;
mod facilities;
mod facility_form;
mod history;
mod input;
mod invitation;
mod lists;
mod manage_accounts;
mod multipart;
mod own_account;
mod places;
mod plan;
mod routes;
mod sign_in;
mod words;

use actix_web::guard::{Guard, fn_guard};
use actix_web::web::{self, Data, ServiceConfig, scope};

use super::shell::forms::FormAddress;
use super::shell::pages::Pages;
use crate::app::State;

/// Registers the pages of the office, where the settings allow them and there is an account.
pub(super) fn mount(config: &mut ServiceConfig) {
    let mut office = scope("/amt").guard(is_open());
    for route in routes::ROUTES {
        office = office.route(
            route.path,
            web::method(route.method.method())
                .to(move |request, body| dispatch::dispatch(route, request, body)),
        );
    }
    config.service(office);
}

/// Registers the pages on which plans are written, where the office is open and the workspace too. They stand before those
/// of the workspace, which has the paths around them.
pub(super) fn mount_plans(config: &mut ServiceConfig) {
    for route in routes::PLAN_ROUTES {
        let answer = web::method(route.method.method())
            .guard(is_open())
            .guard(is_planning_open())
            .to(move |request, body| dispatch::dispatch(route, request, body));
        config.route(&format!("/planung/plan/{{key}}{}", route.path), answer);
    }
}

/// What takes a body.
pub(super) fn forms() -> Vec<FormAddress> {
    let groups = [("/amt", routes::ROUTES), ("/planung/plan/{key}", routes::PLAN_ROUTES)];
    let of_group = |(base, routes): (&str, &'static [routes::Route])| {
        let posts = routes.iter().filter(|route| route.method == routes::Method::Post);
        let is_page =
            |path| routes.iter().any(|route| route.method == routes::Method::Get && route.path == path);
        let form = |route: &routes::Route| FormAddress {
            path: format!("{base}{}", route.path),
            is_page: is_page(route.path),
            most_bytes: route.most_bytes,
        };
        posts.map(form).collect::<Vec<_>>()
    };
    groups.into_iter().flat_map(of_group).collect()
}

fn is_planning_open() -> impl Guard {
    fn_guard(|context| context.app_data::<Data<Pages>>().is_some_and(|pages| pages.site().planning_open))
}

fn is_open() -> impl Guard {
    fn_guard(|context| {
        let allowed = context.app_data::<Data<Pages>>().is_some_and(|pages| pages.site().office_open);
        allowed && context.app_data::<Data<State>>().is_some_and(|state| state.office.is_open())
    })
}

#[cfg(test)]
mod tests;
