pub struct Pages;
impl Pages {
    pub fn new() -> Result<Self, std::io::Error> {
        Ok(Self)
    }
}
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
pub async fn not_found_page(_: actix_web::HttpRequest) -> actix_web::HttpResponse {
    actix_web::HttpResponse::NotFound().finish()
}
