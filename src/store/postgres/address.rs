//! Where the server is, and how it is reached.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::StoreError;

/// How long a server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// How long sent data may stay without an answer of the other machine.
const UNANSWERED: Duration = Duration::from_secs(5);
const KEEPALIVE_IDLE: Duration = Duration::from_secs(10);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(3);
const KEEPALIVES: u32 = 3;

/// A database on a PostgreSQL server, as the settings name it.
#[derive(Clone)]
pub struct Server {
    /// `postgres://user@host/database`
    pub url: String,
    /// The password, if it does not stand in the address.
    pub password: Option<String>,
    /// Certificates that sign that of the server; those of the machine if there is none.
    pub ca_file: Option<PathBuf>,
}

/// Without the address, which may hold a password.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("ca_file", &self.ca_file).finish_non_exhaustive()
    }
}

/// What a connection is made from.
#[derive(Clone)]
pub(super) struct Address {
    pub config: Config,
    pub tls: MakeRustlsConnect,
    /// The server and the database in words, without a password.
    pub place: String,
}

impl Address {
    /// Reads the settings.
    pub fn of(server: &Server) -> Result<Self, StoreError> {
        let bad = |cause: String| StoreError::Address { cause };
        if !["postgres://", "postgresql://"].iter().any(|scheme| server.url.starts_with(scheme)) {
            return Err(bad("it does not begin with postgres://".to_owned()));
        }
        // The certificate is always verified, which other programs call so.
        let url = server.url.replace("sslmode=verify-full", "sslmode=require");
        let mut config: Config = url.parse().map_err(|error| bad(causes(&error)))?;
        if config.get_dbname().is_none() {
            return Err(bad("it names no database".to_owned()));
        }
        if config.get_password().is_none()
            && let Some(password) = &server.password
        {
            config.password(password);
        }
        if !url.contains("sslmode=") {
            config.ssl_mode(if is_local(&config) { SslMode::Disable } else { SslMode::Require });
        }
        if config.get_application_name().is_none() {
            config.application_name("pflegeplan");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config
            .tcp_user_timeout(UNANSWERED)
            .keepalives_idle(KEEPALIVE_IDLE)
            .keepalives_interval(KEEPALIVE_INTERVAL)
            .keepalives_retries(KEEPALIVES);
        let tls = MakeRustlsConnect::new(tls(server.ca_file.as_deref())?);
        Ok(Self { place: place(&config), config, tls })
    }
}

/// Whether a connection stays on this machine, where nobody listens in.
fn is_local(config: &Config) -> bool {
    let is_here = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
    };
    config.get_hosts().iter().all(is_here) && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
}

fn place(config: &Config) -> String {
    let mut ports = config.get_ports().iter().cycle();
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .map(|host| {
            let port = ports.next().unwrap_or(&5432);
            match host {
                Host::Tcp(name) => format!("{name}:{port}"),
                Host::Unix(folder) => format!("{}:{port}", folder.display()),
            }
        })
        .collect();
    format!("postgres://{}/{}", hosts.join(","), config.get_dbname().unwrap_or_default())
}

fn tls(ca_file: Option<&Path>) -> Result<ClientConfig, StoreError> {
    let bad = |cause: String| StoreError::Address { cause };
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| bad(error.to_string()))?;
    let Some(path) = ca_file else {
        let builder = builder.with_platform_verifier().map_err(|error| bad(error.to_string()))?;
        return Ok(builder.with_no_client_auth());
    };
    let unreadable =
        |cause: String| bad(format!("the certificates {} cannot be read: {cause}", path.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(error.to_string()))? {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unreadable("there is none in the file".to_owned()));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// An error of the driver with its causes in one line.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
