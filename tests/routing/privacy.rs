//! Where a family lives stands in no log line and no URL, at whatever level anybody logs.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pflegeplan::routing::Mode;

use super::osrm::{FalseOsrm, Manner, Osrm, free_port, own_roads};

/// A service of its own folder, with everything logged.
struct Service {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Service {
    fn start(settings: &[(&str, String)]) -> Self {
        let port = free_port();
        let folder = std::env::temp_dir().join(format!("pflegeplan-privacy-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let log = std::fs::File::create(folder.join("serve.log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pflegeplan"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PFLEGEPLAN_")) {
            command.env_remove(name);
        }
        let child = command
            .args(["serve", "--bind", &format!("127.0.0.1:{port}")])
            .current_dir(&folder)
            .env("RUST_LOG", "trace")
            .env("PFLEGEPLAN_ACCESS_LOG", "true")
            .env_remove("DATABASE_URL")
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let service = Self { child, port, folder };
        let end = Instant::now() + Duration::from_secs(60);
        while !service.send("GET /health/ready", "").is_some_and(|answer| answer.contains("\"ready\"")) {
            assert!(Instant::now() < end, "{}", service.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        service
    }

    fn send(&self, what: &str, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let length = body.len();
        write!(
            stream,
            "{what} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("serve.log")).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What tells where somebody lives, as digits and as words.
const SECRETS: [&str; 5] = ["53.5012", "12.0456", "535012", "120456", "bischofswerder"];

#[track_caller]
fn assert_silent(what: &str, text: &str) {
    let lower = text.to_lowercase();
    for secret in SECRETS {
        let line = lower.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{what} tells where somebody lives: {line:?}");
    }
}

#[test]
fn no_log_and_no_url_tells_where_somebody_lives() {
    const HTML: &str = "HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
    let osrm = Osrm::start(&own_roads(), Mode::Car);
    let gone = FalseOsrm::start(Manner::Says(HTML));
    let service = Service::start(&[
        ("PFLEGEPLAN_OSRM_CAR_URL", osrm.url()),
        ("PFLEGEPLAN_OSRM_BICYCLE_URL", gone.base().as_str().to_owned()),
        ("PFLEGEPLAN_OSRM_TIMEOUT_MS", "5000".into()),
    ]);
    let here = "lat=53.501234&lon=12.045678";
    let pairs = r#"{"origins":[{"lat":53.501234,"lon":12.045678}],"destinations":[{"lat":53.5,"lon":12.0}],"mode":"MODE"}"#;
    for mode in ["car", "bicycle", "foot"] {
        for path in [
            format!("GET /api/v1/facilities?{here}&sort=travel_time&mode={mode}"),
            format!("GET /?{here}&sort=travel_time&mode={mode}"),
            format!("GET /api/v1/facilities?near=Bischofswerder&mode={mode}&max_minutes=30"),
            format!("GET /api/v1/facilities?{here}&mode={mode}&wrong=1"),
        ] {
            assert!(service.send(&path, "").unwrap().starts_with("HTTP/1.1"), "{path}");
        }
        let answer = service.send("POST /api/v1/travel-times", &pairs.replace("MODE", mode)).unwrap();
        let source = if mode == "car" { "\"source\":\"osrm\"" } else { "\"source\":\"estimate\"" };
        assert!(answer.contains(source), "{answer}");
    }
    let ends = r#"{"from":{"lat":53.501234,"lon":12.045678},"to":{"lat":53.5,"lon":12.0},"mode":"MODE"}"#;
    let line = |mode: &str| service.send("POST /api/v1/route", &ends.replace("MODE", mode)).unwrap();
    assert!(line("car").contains("\"LineString\"") && line("car").contains("\"source\":\"osrm\""));
    assert!(line("bicycle").starts_with("HTTP/1.1 503") && line("foot").starts_with("HTTP/1.1 503"));
    assert!(line("train").starts_with("HTTP/1.1 400"));
    let broken = service.send("POST /api/v1/travel-times", "{\"origins\":[{\"lat\":53.501234}]}").unwrap();
    assert!(broken.starts_with("HTTP/1.1 400"), "{broken}");

    let log = service.log();
    assert!(
        log.contains("/api/v1/facilities") && log.contains("travel times by bicycle are estimates"),
        "{log}"
    );
    assert_silent("the service's log", &log);
    assert_silent("OSRM's log", &std::fs::read_to_string(&osrm.log).unwrap());
    let heard = gone.heard.lock().unwrap();
    assert!(heard.iter().any(|[_, body]| body.contains("53.501234")), "nothing was asked");
    for [head, _] in heard.iter() {
        assert!(head.starts_with("POST "), "{head}");
        assert_silent("a request to OSRM", head);
    }
}

/// A tile of the base map shows a stretch of land of little more than a kilometre.
#[test]
fn no_log_tells_which_stretch_of_land_is_looked_at() {
    const HTML: &str = "HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>";
    let map_server = FalseOsrm::start(Manner::Says(HTML));
    let service = Service::start(&[
        ("PFLEGEPLAN_TILES_URL", format!("{}/{{z}}/{{x}}/{{y}}.png", map_server.base().as_str())),
        ("PFLEGEPLAN_TILES_ATTRIBUTION", "© nobody".to_owned()),
    ]);
    for row in 5_280..5_285 {
        let answer = service.send(&format!("GET /kacheln/14/8711/{row}"), "").unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    }
    // The built-in base layer is asked for by tiles as well.
    let answer = service.send("GET /grundkarte/13/4355/2644/2/2", "").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let log = service.log();
    assert!(log.contains("GET /grundkarte/… 200"), "{log}");
    assert!(log.contains("GET /kacheln/… 503") && log.contains("the base map from"), "{log}");
    for secret in ["/8711", "/528", "14/8", "/4355", "/2644"] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "the log tells which tile was asked for: {line:?}");
    }
    let heard = map_server.heard.lock().unwrap();
    assert!(
        heard.len() == 3 && heard.iter().all(|[head, _]| head.starts_with("GET /14/8711/528")),
        "{heard:?}"
    );
}
