//! The two cookies of the office: that of the session, and one for the forms of those who are not signed in.

use actix_web::HttpRequest;
use actix_web::http::header::COOKIE;

use crate::accounts::Token;

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cookie {
    /// The session.
    Session,
    /// Ties a form to the browser before anybody is signed in.
    Guest,
}

impl Cookie {
    /// With `__Host-` a browser takes it over https only, from this host alone and for all its paths.
    fn name(self, is_secure: bool) -> &'static str {
        match (self, is_secure) {
            (Self::Session, true) => "__Host-pflegeplan-amt",
            (Self::Session, false) => "pflegeplan-amt",
            (Self::Guest, true) => "__Host-pflegeplan-formular",
            (Self::Guest, false) => "pflegeplan-formular",
        }
    }

    /// The value that a browser sends.
    pub fn read(self, request: &HttpRequest, is_secure: bool) -> Option<Token> {
        let name = self.name(is_secure);
        let headers = request.headers().get_all(COOKIE).filter_map(|value| value.to_str().ok());
        let mut pairs = headers.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(key, _)| key.trim() == name)?;
        Token::read(found.1.trim())
    }

    /// The header that sets it, until the browser is closed.
    pub fn set(self, token: &Token, is_secure: bool) -> String {
        let secure = if is_secure { "; Secure" } else { "" };
        format!("{}={}; Path=/; HttpOnly; SameSite=Lax{secure}", self.name(is_secure), token.reveal())
    }

    /// The header that removes it.
    pub fn unset(self, is_secure: bool) -> String {
        let secure = if is_secure { "; Secure" } else { "" };
        format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", self.name(is_secure))
    }
}
