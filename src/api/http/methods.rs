//! Which methods a path takes, for `OPTIONS`, CORS preflights and the header `Allow` of 405.

use actix_web::HttpRequest;
use actix_web::web::Data;

/// The methods of one path. `HEAD` goes with `GET`, and `OPTIONS` is answered everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Methods {
    /// Whether the path is read with `GET`.
    pub get: bool,
    /// Whether the path takes a body with `POST`.
    pub post: bool,
}

impl Methods {
    /// A list for the headers `Allow` and `Access-Control-Allow-Methods`.
    pub fn list(self) -> &'static str {
        match (self.get, self.post) {
            (true, true) => "GET, HEAD, POST, OPTIONS",
            (false, true) => "POST, OPTIONS",
            (_, false) => "GET, HEAD, OPTIONS",
        }
    }
}

/// The methods of each path that takes more than `GET` or is documented, in the templates of OpenAPI such as
/// `/api/v1/facilities/{id}`.
#[derive(Debug, Default)]
pub struct DocumentedMethods(pub Vec<(String, Methods)>);

impl DocumentedMethods {
    /// The methods of a path. A concrete path goes before a template, as in OpenAPI.
    pub fn of(&self, path: &str) -> Option<Methods> {
        let concrete = self.0.iter().find(|(template, _)| template == path);
        let found = concrete.or_else(|| self.0.iter().find(|(template, _)| fits(template, path)));
        found.map(|(_, methods)| *methods)
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

/// The methods of the path of a request that has something at it.
pub fn of_request(request: &HttpRequest) -> &'static str {
    let documented = request.app_data::<Data<DocumentedMethods>>();
    let documented = documented.and_then(|documented| documented.of(request.path()));
    documented.unwrap_or(Methods { get: true, post: false }).list()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concrete_path_goes_before_a_template() {
        let get = Methods { get: true, post: false };
        let post = Methods { get: false, post: true };
        let documented = DocumentedMethods(vec![
            ("/forecasts/{area}".into(), get),
            ("/forecasts/explain".into(), post),
            ("/forecasts/{area}/explain".into(), get),
        ]);
        assert_eq!(documented.of("/forecasts/13076"), Some(get));
        assert_eq!(documented.of("/forecasts/explain"), Some(post));
        assert_eq!(documented.of("/forecasts/13/explain"), Some(get));
        for path in ["/forecasts", "/forecasts/", "/forecasts/13/rows", "/forecasts/13/explain/", ""] {
            assert_eq!(documented.of(path), None, "{path}");
        }
    }
}
