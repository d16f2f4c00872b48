//! In which language a page is read, and at which address it stands: German at the root, English below
//! `/en`. The address alone decides, so that a link shows everybody the same page and no cookie is needed.

use actix_web::HttpRequest;

use super::words::tag;
use crate::api::query::Lang;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edition {
    pub lang: Lang,
}

impl Edition {
    pub const ALL: [Self; 2] = [Self { lang: Lang::De }, Self { lang: Lang::En }];

    /// What stands before the path of each of its pages.
    pub fn base(self) -> &'static str {
        match self.lang {
            Lang::De => "",
            Lang::En => "/en",
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
        Self { lang }
    }

    /// The edition of a request, and its path within the edition.
    pub fn of(request: &HttpRequest) -> (Self, &str) {
        let path = request.path();
        for edition in Self::ALL.into_iter().rev() {
            match path.strip_prefix(edition.base()) {
                Some(rest) if rest.starts_with('/') => return (edition, rest),
                _ => {}
            }
        }
        (Self { lang: Lang::De }, path)
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
        assert_eq!(of("/entlassung"), ("de", "/entlassung".to_owned()));
    }
}
