//! Editions: each language stands alone, and once more for frames in pages of other sites. The beginning of
//! the path alone decides, so that a link shows everybody the same page and no cookie is needed.

use actix_web::HttpRequest;

use crate::web::text::languages::{LANGUAGES, Language};

/// The path segment of pages for frames.
const EMBEDDED: &str = "/eingebettet";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edition {
    pub language: &'static Language,
    /// For the frame of another site.
    pub embedded: bool,
}

impl Edition {
    /// Those that stand alone, one for each language.
    pub fn standing_alone() -> impl Iterator<Item = Self> {
        LANGUAGES.iter().map(|language| Self { language, embedded: false })
    }

    pub fn all() -> impl Iterator<Item = Self> {
        Self::standing_alone().flat_map(|edition| [edition, Self { embedded: true, ..edition }])
    }

    /// What stands before the path of each of its pages.
    pub fn base(self) -> String {
        format!("{}{}", self.language.prefix, if self.embedded { EMBEDDED } else { "" })
    }

    pub fn tag(self) -> &'static str {
        self.language.tag
    }

    /// The same in the other languages.
    pub fn others(self) -> impl Iterator<Item = Self> {
        LANGUAGES
            .iter()
            .filter(move |language| **language != self.language)
            .map(move |language| Self { language, ..self })
    }

    /// The same language, standing alone.
    pub fn alone(self) -> Self {
        Self { embedded: false, ..self }
    }

    /// The edition of a request, and its path within the edition.
    pub fn of(request: &HttpRequest) -> (Self, &str) {
        let path = request.path();
        let [first, ..] = LANGUAGES;
        let prefixed = LANGUAGES.iter().filter(|language| !language.prefix.is_empty());
        let found = prefixed.filter_map(|language| Some((*language, below(path, language.prefix)?))).next();
        let (language, path) = found.unwrap_or((first, path));
        match below(path, EMBEDDED) {
            Some(rest) => (Self { language, embedded: true }, rest),
            None => (Self { language, embedded: false }, path),
        }
    }
}

/// The rest of a path below a folder; the folder without a slash behind it is its start page.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    match path.strip_prefix(folder)? {
        "" => Some("/"),
        rest => rest.starts_with('/').then_some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_beginning_of_the_path_is_the_edition() {
        let of = |path: &str| {
            let request = TestRequest::with_uri(path).to_http_request();
            let (edition, rest) = Edition::of(&request);
            (edition.tag(), edition.embedded, rest.to_owned())
        };
        assert_eq!(of("/"), ("de", false, "/".to_owned()));
        assert_eq!(of("/en/"), ("en", false, "/".to_owned()));
        assert_eq!(of("/en"), ("en", false, "/".to_owned()));
        assert_eq!(of("/en/eingebettet"), ("en", true, "/".to_owned()));
        assert_eq!(of("/en/einrichtung/a"), ("en", false, "/einrichtung/a".to_owned()));
        assert_eq!(of("/en/eingebettet/"), ("en", true, "/".to_owned()));
        assert_eq!(of("/eingebettet/einrichtung/a"), ("de", true, "/einrichtung/a".to_owned()));
        assert_eq!(of("/entlassung"), ("de", false, "/entlassung".to_owned()));
    }
}
