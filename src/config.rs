//! Settings: a file, over it the environment, over it the flags of the command line. A key that nobody
//! knows is an error, so that a typing mistake is not a silent default.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

/// The file that is read from the current folder if no other is named.
pub const FILE_NAME: &str = "pflegeplan.toml";
const PREFIX: &str = "PFLEGEPLAN_";

/// Settings that count.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where the service listens. Loopback, unless somebody decides otherwise.
    pub bind: SocketAddr,
    /// Where the database lies.
    pub data_dir: PathBuf,
    /// Whether an empty register is filled with invented facilities.
    pub examples: bool,
    pub example_seed: u64,
    /// Whether each request is logged: method, path, status, size and time, never a query or an address.
    pub access_log: bool,
    /// Threads that answer requests; one a core if it is not set.
    pub workers: Option<usize>,
    /// Where OSRM answers for each mode. Without an address its travel times are estimates.
    pub osrm_car_url: Option<String>,
    pub osrm_bicycle_url: Option<String>,
    pub osrm_foot_url: Option<String>,
    /// How long a search waits for OSRM before it takes an estimate, in milliseconds.
    pub osrm_timeout_ms: u64,
    /// A PMTiles archive with raster tiles for the map.
    pub tiles_file: Option<PathBuf>,
    /// Or the address of a map server's tiles, with {z}, {x} and {y} in it.
    pub tiles_url: Option<String>,
    /// Whose map it is and under which licence, as the publisher asks for it.
    pub tiles_attribution: Option<String>,
    /// The address at which people reach the service, such as "https://pflege.example.org".
    pub public_url: Option<String>,
    /// Who answers for the pages; without a name the imprint says that it is missing.
    pub operator_name: Option<String>,
    /// Street and town, the lines parted by ";".
    pub operator_address: Option<String>,
    pub operator_represented_by: Option<String>,
    pub operator_email: Option<String>,
    pub operator_phone: Option<String>,
    /// A public transport planner, with `{destination}` where the address of a facility goes.
    pub transit_planner_url: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data_dir: PathBuf::from("data"),
            examples: true,
            example_seed: 1,
            access_log: false,
            workers: None,
            osrm_car_url: None,
            osrm_bicycle_url: None,
            osrm_foot_url: None,
            osrm_timeout_ms: 1_500,
            tiles_file: None,
            tiles_url: None,
            tiles_attribution: None,
            public_url: None,
            operator_name: None,
            operator_address: None,
            operator_represented_by: None,
            operator_email: None,
            operator_phone: None,
            transit_planner_url: None,
        }
    }
}

/// One source's settings; what it does not say is `None`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partial {
    pub bind: Option<SocketAddr>,
    pub data_dir: Option<PathBuf>,
    pub examples: Option<bool>,
    pub example_seed: Option<u64>,
    pub access_log: Option<bool>,
    pub workers: Option<usize>,
    pub osrm_car_url: Option<String>,
    pub osrm_bicycle_url: Option<String>,
    pub osrm_foot_url: Option<String>,
    pub osrm_timeout_ms: Option<u64>,
    pub tiles_file: Option<PathBuf>,
    pub tiles_url: Option<String>,
    pub tiles_attribution: Option<String>,
    pub public_url: Option<String>,
    pub operator_name: Option<String>,
    pub operator_address: Option<String>,
    pub operator_represented_by: Option<String>,
    pub operator_email: Option<String>,
    pub operator_phone: Option<String>,
    pub transit_planner_url: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path} cannot be used: {cause}")]
    File { path: String, cause: String },
    #[error("{name}=\"{value}\": {expected}")]
    Variable { name: String, value: String, expected: &'static str },
    #[error("{0} is set, but no such setting is known; hint: known are {known}", known = VARIABLES.join(", "))]
    UnknownVariable(String),
    #[error(
        "DATABASE_URL is set, but this version keeps the register in an embedded database only; hint: unset it and use PFLEGEPLAN_DATA_DIR"
    )]
    DatabaseUrl,
    #[error("workers must be at least 1")]
    NoWorkers,
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
    #[error(
        "transit_planner_url is \"{0}\"; expected an address such as https://fahrplan.example.org/?ziel={{destination}}, with {{destination}} once behind the host and nothing else in braces"
    )]
    TransitPlannerUrl(String),
}

const VARIABLES: [&str; 20] = [
    "PFLEGEPLAN_BIND",
    "PFLEGEPLAN_DATA_DIR",
    "PFLEGEPLAN_EXAMPLES",
    "PFLEGEPLAN_EXAMPLE_SEED",
    "PFLEGEPLAN_ACCESS_LOG",
    "PFLEGEPLAN_WORKERS",
    "PFLEGEPLAN_OSRM_CAR_URL",
    "PFLEGEPLAN_OSRM_BICYCLE_URL",
    "PFLEGEPLAN_OSRM_FOOT_URL",
    "PFLEGEPLAN_OSRM_TIMEOUT_MS",
    "PFLEGEPLAN_TILES_FILE",
    "PFLEGEPLAN_TILES_URL",
    "PFLEGEPLAN_TILES_ATTRIBUTION",
    "PFLEGEPLAN_PUBLIC_URL",
    "PFLEGEPLAN_OPERATOR_NAME",
    "PFLEGEPLAN_OPERATOR_ADDRESS",
    "PFLEGEPLAN_OPERATOR_REPRESENTED_BY",
    "PFLEGEPLAN_OPERATOR_EMAIL",
    "PFLEGEPLAN_OPERATOR_PHONE",
    "PFLEGEPLAN_TRANSIT_PLANNER_URL",
];

impl Partial {
    /// Reads the text of a settings file.
    pub fn from_toml(path: &str, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text)
            .map_err(|error| ConfigError::File { path: path.to_owned(), cause: error.to_string() })
    }

    /// Reads `PFLEGEPLAN_*` from an environment.
    pub fn from_env(variables: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut partial = Self::default();
        for (name, value) in variables {
            if name == "DATABASE_URL" {
                return Err(ConfigError::DatabaseUrl);
            }
            if let Some(key) = name.strip_prefix(PREFIX) {
                partial.set(key, &name, &value)?;
            }
        }
        Ok(partial)
    }

    fn set(&mut self, key: &str, name: &str, value: &str) -> Result<(), ConfigError> {
        fn read<T: std::str::FromStr>(
            name: &str,
            value: &str,
            expected: &'static str,
        ) -> Result<Option<T>, ConfigError> {
            let wrong =
                |_| ConfigError::Variable { name: name.to_owned(), value: value.to_owned(), expected };
            value.parse().map(Some).map_err(wrong)
        }
        match key {
            "BIND" => self.bind = read(name, value, "expected address:port such as 127.0.0.1:8080")?,
            "DATA_DIR" => self.data_dir = Some(PathBuf::from(value)),
            "EXAMPLES" => self.examples = read(name, value, "expected true or false")?,
            "EXAMPLE_SEED" => self.example_seed = read(name, value, "expected a whole number")?,
            "ACCESS_LOG" => self.access_log = read(name, value, "expected true or false")?,
            "WORKERS" => self.workers = read(name, value, "expected a whole number")?,
            "OSRM_CAR_URL" => self.osrm_car_url = Some(value.to_owned()),
            "OSRM_BICYCLE_URL" => self.osrm_bicycle_url = Some(value.to_owned()),
            "OSRM_FOOT_URL" => self.osrm_foot_url = Some(value.to_owned()),
            "OSRM_TIMEOUT_MS" => {
                self.osrm_timeout_ms = read(name, value, "expected a whole number of milliseconds")?;
            }
            "TILES_FILE" => self.tiles_file = Some(PathBuf::from(value)),
            "TILES_URL" => self.tiles_url = Some(value.to_owned()),
            "TILES_ATTRIBUTION" => self.tiles_attribution = Some(value.to_owned()),
            "PUBLIC_URL" => self.public_url = Some(value.to_owned()),
            "OPERATOR_NAME" => self.operator_name = Some(value.to_owned()),
            "OPERATOR_ADDRESS" => self.operator_address = Some(value.to_owned()),
            "OPERATOR_REPRESENTED_BY" => self.operator_represented_by = Some(value.to_owned()),
            "OPERATOR_EMAIL" => self.operator_email = Some(value.to_owned()),
            "OPERATOR_PHONE" => self.operator_phone = Some(value.to_owned()),
            "TRANSIT_PLANNER_URL" => self.transit_planner_url = Some(value.to_owned()),
            _ => return Err(ConfigError::UnknownVariable(name.to_owned())),
        }
        Ok(())
    }
}

impl Config {
    /// Puts sources over each other, the later over the earlier.
    pub fn from(sources: impl IntoIterator<Item = Partial>) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        for source in sources {
            config.bind = source.bind.unwrap_or(config.bind);
            config.data_dir = source.data_dir.unwrap_or(config.data_dir);
            config.examples = source.examples.unwrap_or(config.examples);
            config.example_seed = source.example_seed.unwrap_or(config.example_seed);
            config.access_log = source.access_log.unwrap_or(config.access_log);
            config.workers = source.workers.or(config.workers);
            config.osrm_car_url = source.osrm_car_url.or(config.osrm_car_url);
            config.osrm_bicycle_url = source.osrm_bicycle_url.or(config.osrm_bicycle_url);
            config.osrm_foot_url = source.osrm_foot_url.or(config.osrm_foot_url);
            config.osrm_timeout_ms = source.osrm_timeout_ms.unwrap_or(config.osrm_timeout_ms);
            config.tiles_file = source.tiles_file.or(config.tiles_file);
            config.tiles_url = source.tiles_url.or(config.tiles_url);
            config.tiles_attribution = source.tiles_attribution.or(config.tiles_attribution);
            config.public_url = source.public_url.or(config.public_url);
            config.operator_name = source.operator_name.or(config.operator_name);
            config.operator_address = source.operator_address.or(config.operator_address);
            config.operator_represented_by =
                source.operator_represented_by.or(config.operator_represented_by);
            config.operator_email = source.operator_email.or(config.operator_email);
            config.operator_phone = source.operator_phone.or(config.operator_phone);
            config.transit_planner_url = source.transit_planner_url.or(config.transit_planner_url);
        }
        if config.workers == Some(0) {
            return Err(ConfigError::NoWorkers);
        }
        if !(50..=60_000).contains(&config.osrm_timeout_ms) {
            return Err(ConfigError::OsrmTimeout(config.osrm_timeout_ms));
        }
        config.check_tiles()?;
        config.check_operator()?;
        config.check_transit_planner()?;
        Ok(config)
    }
}

impl Config {
    /// A map without its publisher's name would break its licence.
    fn check_tiles(&self) -> Result<(), ConfigError> {
        let attribution = self.tiles_attribution.as_deref().map(str::trim);
        match (&self.tiles_file, &self.tiles_url, attribution) {
            (Some(_), Some(_), _) => Err(ConfigError::TwoBaseMaps),
            (None, None, Some(_)) => Err(ConfigError::NoBaseMap),
            (Some(_), _, None | Some("")) | (_, Some(_), None | Some("")) => Err(ConfigError::NoAttribution),
            _ => Ok(()),
        }
    }

    /// What stands in links must be what it is said to be.
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
            None => Ok(()),
        }
    }

    /// A link is made of it, so it must be one, and must tell a planner no more than the destination.
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
    fn flags_win_over_the_environment_and_it_wins_over_the_file() {
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
    fn wrong_settings_are_sentences_that_name_them() {
        let text = |error: ConfigError| error.to_string();
        let error = text(Partial::from_toml("x.toml", "bnd = 1").unwrap_err());
        assert!(error.contains("x.toml") && error.contains("bnd"), "{error}");
        let error = text(env(&[("PFLEGEPLAN_BIND", "8080")]).unwrap_err());
        assert!(error.contains("\"8080\"") && error.contains("address:port"), "{error}");
        let error = text(env(&[("PFLEGEPLAN_BIN", "x")]).unwrap_err());
        assert!(error.contains("PFLEGEPLAN_BIN ") && error.contains("PFLEGEPLAN_BIND"), "{error}");
        assert!(text(env(&[("DATABASE_URL", "postgres://")]).unwrap_err()).contains("DATABASE_URL"));
        let none = Partial { workers: Some(0), ..Partial::default() };
        assert!(Config::from([none]).is_err());
        let hasty = Partial { osrm_timeout_ms: Some(1), ..Partial::default() };
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
}
