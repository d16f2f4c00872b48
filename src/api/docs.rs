//! The contract in machine form, and pages to read it, without any third-party host.

use actix_web::dev::HttpServiceFactory;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::middleware::DefaultHeaders;
use actix_web::web::Data;
use actix_web::{App, HttpRequest, HttpResponse, get, web};
use utoipa::OpenApi;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Content, RefOr};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::http::Validator;
use super::http::methods::{DocumentedMethods, Methods};
use crate::api::facilities;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, Problem};
use crate::app::reach::reach_header;
use crate::app::words::{FormatWord, LangWord, ROWS_FORMATS, RowsFormatWord, TableFormatWord};
use crate::forecast::HEADER as FORECAST_HEADER;
use crate::indicators::table::INDICATOR_HEADER;
use crate::tables::{Document, Format, Sheet, TableFormat};

/// Swagger UI sets styles in the page; nothing else is loosened.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "pflegeplan",
        description = "Finds and plans care in Mecklenburg-Vorpommern. Coordinates are WGS 84, distances \
            geodesic metres, dates ISO 8601; every error is application/problem+json (RFC 9457). No key is \
            needed. Pages of any website may call the API, POST included (CORS): `Access-Control-Allow-Origin` \
            is `*`, and `OPTIONS` at a path of the API answers a preflight. Cookies are neither set nor read.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    // Schemas that parameters and shared answers alone name.
    components(schemas(FormatWord, LangWord, Problem, RowsFormatWord, TableFormatWord)),
    servers((url = "/", description = "The service that this document comes from")),
    tags(
        (name = "find", description = "The register of care offers"),
        (name = "plan", description = "Areas and figures for planners"),
        (name = "around", description = "Health of the service"),
    ),
)]
struct Contract;

/// The contract as it follows from the registered routes.
pub fn contract() -> utoipa::openapi::OpenApi {
    let (_, mut contract) = App::new()
        .into_utoipa_app()
        .openapi(Contract::openapi())
        .configure(super::configure)
        .split_for_parts();
    contract.info.version = env!("CARGO_PKG_VERSION").to_owned();
    // Said expressly: no call needs a key.
    contract.security = Some(Vec::new());
    describe_tables(&mut contract);
    contract
}

/// Adds the forms of a table to the answers of the resources that have them, from the list of forms.
fn describe_tables(contract: &mut utoipa::openapi::OpenApi) {
    let all = Format::with_tables(&[]);
    let tables: [(&str, Vec<&'static str>, &[Format]); 5] = [
        ("/api/v1/facilities", facilities::columns().collect(), &all),
        ("/api/v1/indicators/{id}/values", INDICATOR_HEADER.into(), &all),
        ("/api/v1/reach", reach_header().into(), &ROWS_FORMATS),
        ("/api/v1/forecasts", FORECAST_HEADER.into(), &all),
        ("/api/v1/forecasts/{area}", FORECAST_HEADER.into(), &all),
    ];
    for (path, columns, forms) in tables {
        let item = contract.paths.paths.get_mut(path);
        let operation = item.and_then(|item| item.get.as_mut().or(item.post.as_mut()));
        let response = operation.and_then(|operation| operation.responses.responses.get_mut("200"));
        let Some(RefOr::T(response)) = response else { continue };
        for format in forms {
            let Format::Table(form) = format else { continue };
            let kind = format.accepted_type().to_owned();
            response.content.insert(kind, table_content(*form, &columns).into());
        }
    }
}

/// A workbook is described as bytes, any other form by an example, which is its header as its writer writes it.
fn table_content(form: TableFormat, columns: &[&'static str]) -> Content {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    if form.has_sheets() {
        return Content::new(Some(schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))));
    }
    let header = Document::new(Sheet::new("", columns.iter().copied(), std::iter::empty())).write(form);
    let mut content = Content::new(Some(schema));
    content.example = header.ok().and_then(|bytes| String::from_utf8(bytes).ok()).map(Into::into);
    content
}

/// The contract as text, and the methods of its paths, written once.
#[derive(Debug, Clone)]
pub struct ContractText {
    text: String,
    methods: Data<DocumentedMethods>,
}

impl ContractText {
    /// Writes the contract. Fails only if a schema cannot be written as JSON.
    pub fn new() -> Result<Self, serde_json::Error> {
        let contract = contract();
        let methods = contract.paths.paths.iter().map(|(path, item)| {
            (path.clone(), Methods { get: item.get.is_some(), post: item.post.is_some() })
        });
        let methods = Data::new(DocumentedMethods(methods.collect()));
        Ok(Self { text: contract.to_pretty_json()? + "\n", methods })
    }

    /// The contract as JSON.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// For the service, which answers `OPTIONS` with them.
    pub fn methods(&self) -> Data<DocumentedMethods> {
        self.methods.clone()
    }
}

#[get("/openapi.json")]
pub(super) async fn get_contract(
    request: HttpRequest,
    text: Data<ContractText>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let validator = Validator::new(0, "openapi");
    if validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    Ok(validator.answer("application/json", text.as_str().to_owned()))
}

#[get("/api/docs")]
pub(super) async fn to_pages() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/api/docs/")).finish()
}

/// Swagger UI from inside the binary.
pub(super) fn pages() -> impl HttpServiceFactory {
    let config = Config::from("/openapi.json").validator_url("none").try_it_out_enabled(true);
    web::scope("/api/docs")
        .wrap(DefaultHeaders::new().add((CONTENT_SECURITY_POLICY, POLICY)))
        .service(SwaggerUi::new("/{_:.*}").config(config))
}
