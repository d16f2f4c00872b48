//! Settings: a file, overridden by environment variables, overridden by flags. An unknown setting is an error, so that a
//! typing mistake does not silently leave a default in place.
//!
//! A setting is declared once, in the call of `settings!` below. The declaration gives the field of [`Config`], the key
//! in the file, the environment variable, the flag with its help, and the lines of
//! `scripts/operate/pflegeplan.example.toml`.

mod declaration;
mod flags;

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

use declaration::{Declaration, Flag, Scope, Setting, settings};
pub use declaration::{Milliseconds, Secret};
pub use flags::{GlobalFlags, ServeFlags};

/// The settings file in the current folder that is read if no other is named.
pub const FILE_NAME: &str = "pflegeplan.toml";
const PREFIX: &str = "PFLEGEPLAN_";

settings! {
    /// Address and port to listen on
    bind: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080)), flag Serve "bind" "ADDRESS:PORT";

    /// Folder of the database
    data_dir: PathBuf = PathBuf::from("data"), flag Global "data-dir" "FOLDER";

    /// PostgreSQL database that keeps everything instead of a file in data_dir; a password belongs into database_password_file
    database_url: Option<Secret> = None, example "\"postgres://pflegeplan@db.example.org/pflegeplan\"", flag Global "database-url" "URL";

    /// File with the password of the database, without any other text
    database_password_file: Option<PathBuf> = None, example "\"/etc/pflegeplan/database-password\"";

    /// Certificates (PEM) that sign the one of the database server; those that this machine trusts if not set
    database_ca_file: Option<PathBuf> = None, example "\"/etc/pflegeplan/database-ca.pem\"";

    /// Whether an empty register is filled with fictional facilities
    examples: bool = true;

    /// The seed of the fictional facilities; the same seed gives the same facilities
    example_seed: u64 = 1;

    /// Whether the planner's workspace at /planung is open to the public; it shows public figures only
    planning_open: bool = true;

    /// Whether the register can be kept in the browser at /amt, as soon as there is an account (pflegeplan account create)
    office_open: bool = true;

    /// Folder with the texts of care plans as files, a folder for each area key; if set, pages show them and do not write them
    plan_texts: Option<PathBuf> = None, example "\"/srv/pflegeplan/plan\"";

    /// Folder with coats of arms for the covers of care plans, a picture for each area key such as 13076.svg: SVG, PNG or JPEG of up to 1 MB
    plan_arms: Option<PathBuf> = None, example "\"/srv/pflegeplan/arms\"";

    /// The program that lays out care plans as PDF and draws the pictures of those as DOCX; pflegeplan-pdf beside this program if not set
    plan_pdf: Option<PathBuf> = None, example "\"/usr/local/bin/pflegeplan-pdf\"";

    /// Address and port at which the service gives figures of itself to Prometheus; not to be reached from outside
    metrics_bind: Option<SocketAddr> = None, example "\"127.0.0.1:9091\"";

    /// Whether each request is logged: method, path, status, size and time, never a query string or an address
    access_log: bool = false;

    /// Threads that answer requests; one for each core if not set
    workers: Option<usize> = None, example "2";

    /// Connections in all; the service keeps two file handles for each, and takes fewer if the system allows fewer
    max_connections: usize = 1000;

    /// How long a connection may take for the head of a request, and wait between two requests, in milliseconds
    idle_timeout_ms: Milliseconds = Milliseconds(15_000);

    /// How long the body of a request may take, in milliseconds
    body_timeout_ms: Milliseconds = Milliseconds(10_000);

    /// How long an answer may take to be computed, and again to be sent, in milliseconds
    answer_timeout_ms: Milliseconds = Milliseconds(60_000);

    /// Room for calls that cost more than a search: a quarter of it is the number of large calls (up to 64 MB each) at the same
    /// time, half of it the number of small ones beside them
    gate_permits: usize = 8;

    /// Small calls that wait for room, and large ones; further ones are answered with 503 and Retry-After
    gate_queue: usize = 32;

    /// How long a call waits for room, in milliseconds; a sixteenth of it once somebody has waited in vain, until nobody waits
    gate_wait_ms: Milliseconds = Milliseconds(2_000);

    /// Address of the OSRM process for cars; without it travel times by car are estimates
    osrm_car_url: Option<String> = None, example "\"http://127.0.0.1:5001\"";

    /// Address of the OSRM process for bicycles; without it travel times by bicycle are estimates
    osrm_bicycle_url: Option<String> = None, example "\"http://127.0.0.1:5002\"";

    /// Address of the OSRM process for walking; without it travel times on foot are estimates
    osrm_foot_url: Option<String> = None, example "\"http://127.0.0.1:5003\"";

    /// How long a search waits for OSRM before it uses an estimate, in milliseconds, from 50 to 60000
    osrm_timeout_ms: Milliseconds = Milliseconds(1_500);

    /// Base map: a PMTiles archive with raster tiles
    tiles_file: Option<PathBuf> = None, example "\"/srv/maps/mv.pmtiles\"";

    /// Base map: instead of a file, the address of a map server's tiles with {z}, {x} and {y}
    tiles_url: Option<String> = None, example "\"https://tiles.example.org/{z}/{x}/{y}.png\"";

    /// Publisher and licence of the base map, in the words that the publisher requires; required with a base map
    tiles_attribution: Option<String> = None, example "\"© OpenStreetMap-Mitwirkende (ODbL)\"";

    /// The public address of the service, without a path
    public_url: Option<String> = None, example "\"https://pflege.example.org\"";

    /// Name of the site in its header, in titles and on the screen of a phone; "Pflegekarte" if not set
    site_name: Option<String> = None, example "\"Pflege im Kreis Beispiel\"";

    /// Region below the name; "Mecklenburg-Vorpommern" if not set
    site_region: Option<String> = None, example "\"Landkreis Beispiel\"";

    /// A sentence or two below the question of the German first page, instead of the built-in one
    site_start_text: Option<String> = None, example "\"Angebote im Landkreis Beispiel und um ihn herum.\"";

    /// Colour of links and buttons; refused at the start if text of this colour could not be read on the pages
    site_colour: Option<String> = None, example "\"#0e4c6b\"";

    /// The same in dark mode; if not set, site_colour as much lighter as it takes to be read
    site_colour_dark: Option<String> = None, example "\"#8fcbea\"";

    /// Logo in the header instead of the mark: an SVG, PNG or WebP file of up to 200 kB
    site_logo: Option<PathBuf> = None, example "\"/srv/pflegeplan/logo.svg\"";

    /// Operator named in the imprint; without a name the imprint says that it is missing
    operator_name: Option<String> = None, example "\"Landkreis Beispiel\"";

    /// Address of the operator, lines separated by ";"
    operator_address: Option<String> = None, example "\"Musterstraße 1; 19053 Schwerin\"";

    /// Person who represents the operator
    operator_represented_by: Option<String> = None, example "\"Erika Mustermann, Landrätin\"";

    /// E-mail address of the operator
    operator_email: Option<String> = None, example "\"pflege@example.org\"";

    /// Telephone number of the operator
    operator_phone: Option<String> = None, example "\"0385 0000\"";

    /// Address of the licence under which the register and the figures computed here are published, for the open data catalogue
    data_licence: Option<String> = None, example "\"http://dcat-ap.de/def/licenses/dl-by-de/2.0\"";

    /// Address of the operator in the list of contributors to GovData, for the open data catalogue
    dcat_contributor: Option<String> = None, example "\"http://dcat-ap.de/def/contributors/beispiel\"";

    /// Address of a public transport planner with {destination} for the address of a facility
    transit_planner_url: Option<String> = None, example "\"https://fahrplan.example.org/?ziel={destination}\"";
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ConfigError {
    #[error("{path} cannot be used: {cause}")]
    File { path: String, cause: String },
    #[error("{name}=\"{value}\": {expected}")]
    Variable { name: String, value: String, expected: &'static str },
    #[error("{0} is set, but no such setting is known; hint: known are {known}", known = variables().join(", "))]
    UnknownVariable(String),
    #[error(
        "DATABASE_URL is set, which is no setting of this program; hint: unset it, and name a PostgreSQL database by PFLEGEPLAN_DATABASE_URL"
    )]
    DatabaseUrl,
    #[error("{0} is set, but no database on a server; hint: set database_url, or remove {0}")]
    NoDatabaseUrl(&'static str),
    #[error("workers must be at least 1")]
    NoWorkers,
    #[error("{name} is {value}; expected {least} to {most}")]
    Limit { name: &'static str, value: u64, least: u64, most: u64 },
    #[error("osrm_timeout_ms is {0}; expected 50 to 60000 milliseconds")]
    OsrmTimeout(u64),
    #[error("tiles_file and tiles_url are both set; hint: keep one of them, the file asks nobody")]
    TwoBaseMaps,
    #[error("tiles_attribution is set, but there is no base map; hint: set tiles_file or tiles_url")]
    NoBaseMap,
    #[error(
        "a base map is set up without tiles_attribution; hint: say whose map it is and its licence, such as \"© OpenStreetMap contributors (ODbL)\""
    )]
    NoAttribution,
    #[error("public_url is \"{0}\"; expected an address such as https://pflege.example.org, without a path")]
    PublicUrl(String),
    #[error("operator_email is \"{0}\"; expected an address such as pflege@example.org")]
    OperatorEmail(String),
    #[error("{name} is \"{value}\"; expected an address that begins with http:// or https://")]
    Address { name: &'static str, value: String },
    #[error(
        "transit_planner_url is \"{0}\"; expected an address such as https://fahrplan.example.org/?ziel={{destination}}, with {{destination}} once behind the host and nothing else in braces"
    )]
    TransitPlannerUrl(String),
}

impl Declaration {
    /// The environment variable of the setting.
    fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.to_uppercase())
    }
}

/// All environment variables.
fn variables() -> Vec<String> {
    DECLARATIONS.iter().map(Declaration::variable).collect()
}

/// A settings file with a comment on every setting, in which all are commented out.
pub fn example_file() -> String {
    let mut text = String::from(
        "# Settings of pflegeplan. A flag overrides an environment variable, which overrides this file.\n\
         # Lines show the default, or an example where a setting has none. Generated from src/config.rs.\n",
    );
    for setting in DECLARATIONS {
        let value = (setting.default)().or(setting.example.map(str::to_owned)).unwrap_or_default();
        let note = if (setting.default)().is_none() { "not set by default; " } else { "" };
        text.push('\n');
        setting.description.iter().for_each(|line| text.push_str(&format!("#{line}\n")));
        text.push_str(&format!("# ({note}{})\n#{} = {value}\n", setting.variable(), setting.key));
    }
    text
}

/// A text with the passwords of its addresses left out: errors of a file show its lines.
fn without_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (address, rest) = part.split_at(part.find(['"', '\'', '\n']).unwrap_or(part.len()));
        let hidden = address.rsplit_once('@').and_then(|(user, host)| Some((user.split_once(':')?.0, host)));
        match hidden {
            Some((user, host)) => shown.push_str(&format!("://{user}:…@{host}{rest}")),
            None => shown.push_str(&format!("://{part}")),
        }
    }
    shown
}

impl Partial {
    /// Reads the text of a settings file; `path` is for the error.
    pub fn from_toml(path: &str, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::File {
            path: path.to_owned(),
            cause: without_passwords(&error.to_string()),
        })
    }

    /// Reads `PFLEGEPLAN_*` from an environment.
    pub fn from_env(variables: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut partial = Self::default();
        for (name, value) in variables {
            if name == "DATABASE_URL" {
                return Err(ConfigError::DatabaseUrl);
            }
            if name.starts_with(PREFIX) {
                partial.set(name, value)?;
            }
        }
        Ok(partial)
    }

    fn set(&mut self, name: String, value: String) -> Result<(), ConfigError> {
        let Some(setting) = DECLARATIONS.iter().find(|setting| setting.variable() == name) else {
            return Err(ConfigError::UnknownVariable(name));
        };
        (setting.read)(self, &value).ok_or(ConfigError::Variable { name, value, expected: setting.expected })
    }
}

impl Config {
    /// Applies sources in order, the later over the earlier, and checks the result.
    pub fn from(sources: impl IntoIterator<Item = Partial>) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        sources.into_iter().for_each(|source| config.apply(source));
        if config.workers == Some(0) {
            return Err(ConfigError::NoWorkers);
        }
        let Milliseconds(timeout) = config.osrm_timeout_ms;
        if !(50..=60_000).contains(&timeout) {
            return Err(ConfigError::OsrmTimeout(timeout));
        }
        config.check_database()?;
        config.check_limits()?;
        config.check_tiles()?;
        config.check_operator()?;
        config.check_transit_planner()?;
        Ok(config)
    }

    /// What belongs to a server without one is a mistake that would leave the register in a file.
    fn check_database(&self) -> Result<(), ConfigError> {
        let files = [
            ("database_password_file", &self.database_password_file),
            ("database_ca_file", &self.database_ca_file),
        ];
        match files.into_iter().find(|(_, file)| self.database_url.is_none() && file.is_some()) {
            Some((name, _)) => Err(ConfigError::NoDatabaseUrl(name)),
            None => Ok(()),
        }
    }

    /// A limit of nothing would shut everybody out, and one without end would be none.
    fn check_limits(&self) -> Result<(), ConfigError> {
        let limits = [
            ("max_connections", self.max_connections as u64, 8, 100_000),
            ("idle_timeout_ms", self.idle_timeout_ms.0, 1_000, 600_000),
            ("body_timeout_ms", self.body_timeout_ms.0, 1_000, 600_000),
            ("answer_timeout_ms", self.answer_timeout_ms.0, 5_000, 600_000),
            ("gate_permits", self.gate_permits as u64, 4, 1_000),
            ("gate_queue", self.gate_queue as u64, 0, 10_000),
            ("gate_wait_ms", self.gate_wait_ms.0, 0, 60_000),
        ];
        match limits.into_iter().find(|(_, value, least, most)| !(*least..=*most).contains(value)) {
            Some((name, value, least, most)) => Err(ConfigError::Limit { name, value, least, most }),
            None => Ok(()),
        }
    }

    /// Map data without the name of their publisher would violate their licence.
    fn check_tiles(&self) -> Result<(), ConfigError> {
        let attribution = self.tiles_attribution.as_deref().map(str::trim);
        match (&self.tiles_file, &self.tiles_url, attribution) {
            (Some(_), Some(_), _) => Err(ConfigError::TwoBaseMaps),
            (None, None, Some(_)) => Err(ConfigError::NoBaseMap),
            (Some(_), _, None | Some("")) | (_, Some(_), None | Some("")) => Err(ConfigError::NoAttribution),
            _ => Ok(()),
        }
    }

    /// Values that appear in links must have the right form.
    fn check_operator(&self) -> Result<(), ConfigError> {
        let is_origin = |url: &&String| {
            let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            let belongs = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
            host.is_some_and(|host| !host.is_empty() && host.chars().all(belongs))
        };
        if let Some(url) = self.public_url.as_ref().filter(|url| !is_origin(url)) {
            return Err(ConfigError::PublicUrl(url.clone()));
        }
        let is_email = |text: &&String| {
            let belongs = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
            let parts: Vec<&str> = text.split('@').collect();
            parts.len() == 2 && parts.iter().all(|part| !part.is_empty()) && text.chars().all(belongs)
        };
        match self.operator_email.as_ref().filter(|text| !is_email(text)) {
            Some(text) => Err(ConfigError::OperatorEmail(text.clone())),
            None => self.check_open_data(),
        }
    }

    /// Addresses that stand in the catalogue of open data.
    fn check_open_data(&self) -> Result<(), ConfigError> {
        let is_address = |text: &str| {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            let belongs = |c: char| c.is_ascii_graphic() && !"<>\"'`\\^{|}".contains(c);
            rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(belongs))
        };
        let given = [("data_licence", &self.data_licence), ("dcat_contributor", &self.dcat_contributor)];
        let wrong = given
            .into_iter()
            .find_map(|(name, value)| Some((name, value.as_ref().filter(|value| !is_address(value))?)));
        match wrong {
            Some((name, value)) => Err(ConfigError::Address { name, value: value.clone() }),
            None => Ok(()),
        }
    }

    /// The template of a link; it discloses nothing but the destination.
    fn check_transit_planner(&self) -> Result<(), ConfigError> {
        let is_template = |url: &&String| {
            let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            let (before, after) = rest.and_then(|rest| rest.split_once("{destination}")).unwrap_or_default();
            let belongs = |c: char| c.is_ascii_graphic() && !"{}<>\"'`\\".contains(c);
            let host = before.split_once('/').map_or("", |(host, _)| host);
            let of_host = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
            let is_host = !host.is_empty() && host.chars().all(of_host);
            is_host && before.chars().chain(after.chars()).all(belongs)
        };
        match self.transit_planner_url.as_ref().filter(|url| !is_template(url)) {
            Some(url) => Err(ConfigError::TransitPlannerUrl(url.clone())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Result<Partial, ConfigError> {
        Partial::from_env(pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())))
    }

    #[test]
    fn flags_override_the_environment_which_overrides_the_file() {
        let file = Partial::from_toml("f", "bind = \"127.0.0.1:1\"\nexamples = false\nworkers = 3").unwrap();
        let env =
            env(&[("PFLEGEPLAN_BIND", "127.0.0.1:2"), ("PFLEGEPLAN_DATA_DIR", "/e"), ("HOME", "/")]).unwrap();
        let flags = Partial { bind: Some("127.0.0.1:3".parse().unwrap()), ..Partial::default() };
        let config = Config::from([file, env, flags]).unwrap();
        assert_eq!(config.bind.port(), 3);
        assert_eq!(config.data_dir, PathBuf::from("/e"));
        assert!(!config.examples);
        assert_eq!(config.workers, Some(3));
    }

    #[test]
    fn errors_name_the_wrong_setting() {
        let text = |error: ConfigError| error.to_string();
        let error = text(Partial::from_toml("x.toml", "bnd = 1").unwrap_err());
        assert!(error.contains("x.toml") && error.contains("bnd"), "{error}");
        let error = text(env(&[("PFLEGEPLAN_BIND", "8080")]).unwrap_err());
        assert!(error.contains("\"8080\"") && error.contains("address:port"), "{error}");
        let error = text(env(&[("PFLEGEPLAN_BIN", "x")]).unwrap_err());
        assert!(error.contains("PFLEGEPLAN_BIN ") && error.contains("PFLEGEPLAN_BIND"), "{error}");
        assert!(text(env(&[("DATABASE_URL", "postgres://")]).unwrap_err()).contains("DATABASE_URL"));
        let alone = Partial { database_ca_file: Some("ca.pem".into()), ..Partial::default() };
        assert!(text(Config::from([alone]).unwrap_err()).contains("database_ca_file is set"));
        let none = Partial { workers: Some(0), ..Partial::default() };
        assert!(Config::from([none]).is_err());
        let hasty = Partial { osrm_timeout_ms: Some(Milliseconds(1)), ..Partial::default() };
        assert!(text(Config::from([hasty]).unwrap_err()).contains("50 to 60000"));
        let tiles = |file: Option<&str>, url: Option<&str>, attribution: Option<&str>| {
            let partial = Partial {
                tiles_file: file.map(PathBuf::from),
                tiles_url: url.map(str::to_owned),
                tiles_attribution: attribution.map(str::to_owned),
                ..Partial::default()
            };
            Config::from([partial]).map_or_else(text, |_| "good".to_owned())
        };
        assert!(tiles(Some("a"), Some("b"), Some("c")).contains("both set"));
        assert!(tiles(None, None, Some("c")).contains("there is no base map"));
        assert!(tiles(Some("a"), None, None).contains("without tiles_attribution"));
        assert!(tiles(None, Some("b"), Some(" ")).contains("without tiles_attribution"));
        assert_eq!([tiles(Some("a"), None, Some("c")), tiles(None, Some("b"), Some("c"))], ["good", "good"]);
        for url in ["pflege.example.org", "https://", "https://example.org/pflege", "https://example.org/"] {
            let wrong = Partial { public_url: Some(url.to_owned()), ..Partial::default() };
            assert!(text(Config::from([wrong]).unwrap_err()).contains(url));
        }
        let right = Partial { public_url: Some("http://127.0.0.1:8080".into()), ..Partial::default() };
        assert!(Config::from([right]).is_ok());
        for url in [
            "https://fahrplan.example.org/",
            "fahrplan.example.org/{destination}",
            "https://{destination}.example.org/",
            "https://example.org/{destination}/{destination}",
            "https://example.org/?von={origin}&ziel={destination}",
            "https://example.org/?ziel={destination}\"",
        ] {
            let wrong = Partial { transit_planner_url: Some(url.to_owned()), ..Partial::default() };
            assert!(text(Config::from([wrong]).unwrap_err()).contains(url), "{url}");
        }
        let planner = "https://example.org/fahrplan?ziel={destination}&lang=de";
        let right = Partial { transit_planner_url: Some(planner.into()), ..Partial::default() };
        assert_eq!(Config::from([right]).unwrap().transit_planner_url.as_deref(), Some(planner));
        for email in ["example.org", "a@b@c", "a@example.org?cc=b", "@example.org"] {
            let wrong = Partial { operator_email: Some(email.to_owned()), ..Partial::default() };
            assert!(text(Config::from([wrong]).unwrap_err()).contains(email));
        }
    }

    #[test]
    fn a_password_is_shown_neither_with_the_settings_nor_in_an_error() {
        let url = "postgres://name:hu@sh@db.example.org/d";
        let given = env(&[("PFLEGEPLAN_DATABASE_URL", url)]).unwrap();
        let config = Config::from([given.clone()]).unwrap();
        assert_eq!(config.database_url.as_ref().map(Secret::reveal), Some(url));
        assert!(!format!("{config:?} {given:?}").contains("sh@"));
        for line in
            [format!("databse_url = \"{url}\""), format!("database_url = \"{url}"), format!("x = '{url}'\n[")]
        {
            let error = Partial::from_toml("f", &line).unwrap_err().to_string();
            assert!(!error.contains("hu@") && !error.contains("sh@"), "{error}");
        }
    }

    /// The example file is generated: this test rewrites it when a declaration has changed, and fails until the new
    /// file is committed.
    #[test]
    fn the_example_file_is_generated_from_the_declarations() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/operate/pflegeplan.example.toml");
        let text = example_file();
        if std::fs::read_to_string(path).ok().as_deref() != Some(text.as_str()) {
            std::fs::write(path, &text).unwrap();
            panic!("{path} was out of date and has been rewritten: commit it");
        }
    }

    #[test]
    fn each_line_of_the_example_file_is_a_valid_setting() {
        for setting in DECLARATIONS {
            let start = format!("#{} = ", setting.key);
            let text = example_file();
            let line = text.lines().find(|line| line.starts_with(&start)).unwrap();
            let partial = Partial::from_toml("example", line.trim_start_matches('#')).unwrap();
            assert_ne!(partial, Partial::default(), "{line}");
        }
    }
}
