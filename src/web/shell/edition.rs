//! In which language a page is read, where, and at which address it stands: German at the root, English
//! below `/en`, and each once more below `eingebettet`, within the page of somebody else. The address alone decides, so that a link shows everybody the same page and no cookie is needed.

use actix_web::HttpRequest;

use crate::units::Lang;
use crate::web::text::words::tag;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edition {
    pub lang: Lang,
    /// Within the page of somebody else.
    pub embedded: bool,
}

impl Edition {
    /// Those that stand alone.
    pub const ALL: [Self; 2] =
        [Self { lang: Lang::De, embedded: false }, Self { lang: Lang::En, embedded: false }];
    pub const EMBEDDED: [Self; 2] =
        [Self { lang: Lang::De, embedded: true }, Self { lang: Lang::En, embedded: true }];

    /// What stands before the path of each of its pages.
    pub fn base(self) -> &'static str {
        match (self.lang, self.embedded) {
            (Lang::De, false) => "",
            (Lang::En, false) => "/en",
            (Lang::De, true) => "/eingebettet",
            (Lang::En, true) => "/en/eingebettet",
        }
    }

    pub fn tag(self) -> &'static str {
        tag(self.lang)
    }

    pub fn other(self) -> Self {
        let lang = match self.lang {
            Lang::De => Lang::En,
            Lang::En => Lang::De,
        };
        Self { lang, ..self }
    }

    /// The same language, standing alone.
    pub fn alone(self) -> Self {
        Self { embedded: false, ..self }
    }

    /// The edition of a request, and its path within the edition.
    pub fn of(request: &HttpRequest) -> (Self, &str) {
        let path = request.path();
        // The longer beginnings first.
        let [german, english] = Self::ALL;
        let [framed_german, framed_english] = Self::EMBEDDED;
        for edition in [framed_english, framed_german, english, german] {
            match path.strip_prefix(edition.base()) {
                Some(rest) if rest.starts_with('/') => return (edition, rest),
                _ => {}
            }
        }
        (Self { lang: Lang::De, embedded: false }, path)
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
            (edition.tag(), rest.to_owned())
        };
        assert_eq!(of("/"), ("de", "/".to_owned()));
        assert_eq!(of("/en/"), ("en", "/".to_owned()));
        assert_eq!(of("/en/einrichtung/a"), ("en", "/einrichtung/a".to_owned()));
        assert_eq!(of("/en/eingebettet/"), ("en", "/".to_owned()));
        assert_eq!(of("/eingebettet/einrichtung/a"), ("de", "/einrichtung/a".to_owned()));
        assert_eq!(of("/entlassung"), ("de", "/entlassung".to_owned()));
    }
}
