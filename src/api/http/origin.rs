//! The address by which callers reach the service, for links that must be whole.

use actix_web::HttpRequest;

/// Scheme and host: the setting `public_url`, or else what this caller used.
pub fn of(request: &HttpRequest, public_url: Option<&str>) -> String {
    if let Some(url) = public_url {
        return url.to_owned();
    }
    let connection = request.connection_info();
    let scheme = if connection.scheme() == "https" { "https" } else { "http" };
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let host = connection.host();
    let host = if !host.is_empty() && host.chars().all(is_host) { host } else { "localhost" };
    format!("{scheme}://{host}")
}
