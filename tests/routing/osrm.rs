//! Real OSRM processes and false ones, each on a free port of loopback and gone when the test ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use pflegeplan::routing::Mode;
use pflegeplan::routing::osrm_client::{BaseUrl, OsrmClient, Timeouts};

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The road network of our own.
pub fn own_roads() -> PathBuf {
    house().join("tests/data/roads.osm")
}

/// An extract of a small town, beside the repository.
#[cfg(feature = "shared-data")]
pub fn lauf() -> PathBuf {
    house().join("../shared/data/roads/lauf.osm.pbf")
}

/// `scripts/osrm`; what it prints.
pub fn script(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(house().join("scripts/osrm"))
        .args(arguments)
        .env("OSRM_DIR", folder)
        .output()
        .expect("scripts/osrm runs");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "scripts/osrm {arguments:?} failed: {error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Roads prepared by the script, once a run for each mode and extract.
fn prepared(extract: &Path, mode: Mode) -> PathBuf {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let stem = extract.file_stem().unwrap().to_string_lossy().replace('.', "-");
    let folder = house().join("target/osrm-tests").join(stem);
    script(&folder, &["prepare", extract.to_str().unwrap(), "--modes", mode.word()]);
    folder.join(mode.word()).join("roads.osrm")
}

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        Path::new(script(&house().join("target/osrm-tests"), &["programs"]).trim()).join("osrm-routed")
    })
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// One process of OSRM.
pub struct Osrm {
    child: Child,
    pub port: u16,
    data: PathBuf,
    options: Vec<String>,
    /// All it wrote.
    pub log: PathBuf,
}

impl Osrm {
    pub fn start(extract: &Path, mode: Mode) -> Self {
        Self::with_options(extract, mode, &[])
    }

    pub fn with_options(extract: &Path, mode: Mode, options: &[&str]) -> Self {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let (data, port) = (prepared(extract, mode), free_port());
        let log = std::env::temp_dir().join(format!("pflegeplan-osrm-{}-{port}.log", std::process::id()));
        let child = spawn(&data, port, &options, &log);
        Self { child, port, data, options, log }
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts again on the same port.
    pub fn restart(&mut self) {
        self.child = spawn(&self.data, self.port, &self.options, &self.log);
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn base(&self) -> BaseUrl {
        BaseUrl::parse(&self.url()).unwrap()
    }

    pub fn client(&self) -> OsrmClient {
        OsrmClient::new(self.base(), Timeouts { total: Duration::from_secs(20), ..Timeouts::default() })
    }
}

fn spawn(data: &Path, port: u16, options: &[String], log: &Path) -> Child {
    let file = std::fs::File::options().append(true).create(true).open(log).unwrap();
    let mut child = Command::new(program())
        .args(["--algorithm", "mld", "--ip", "127.0.0.1", "--mmap=on", "--verbosity", "WARNING"])
        .args(["--port", &port.to_string()])
        .args(if options.is_empty() {
            vec!["--max-table-size".to_owned(), "300".to_owned()]
        } else {
            options.to_vec()
        })
        .arg(data)
        .stdout(file.try_clone().unwrap())
        .stderr(file)
        .spawn()
        .unwrap();
    let end = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            child.try_wait().unwrap().is_none(),
            "osrm-routed ended: {}",
            std::fs::read_to_string(log).unwrap()
        );
        assert!(Instant::now() < end, "osrm-routed does not listen");
        std::thread::sleep(Duration::from_millis(10));
    }
    child
}

impl Drop for Osrm {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_file(&self.log);
    }
}

/// What a false OSRM does with a call.
#[derive(Clone, Copy)]
pub enum Manner {
    /// Answers with these bytes.
    Says(&'static str),
    /// Takes the call and says nothing.
    KeepsSilent,
    /// Closes the connection.
    HangsUp,
}

/// Something that listens where OSRM should. It keeps what it was told: request lines, headers and bodies.
pub struct FalseOsrm {
    port: u16,
    pub heard: Heard,
}

/// Head and body of each call.
type Heard = Arc<Mutex<Vec<[String; 2]>>>;

impl FalseOsrm {
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Heard::default();
        let kept = heard.clone();
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = kept.clone();
                std::thread::spawn(move || serve(stream, manner, &kept));
            }
        });
        Self { port, heard }
    }

    pub fn base(&self) -> BaseUrl {
        BaseUrl::parse(&format!("http://127.0.0.1:{}", self.port)).unwrap()
    }
}

fn serve(mut stream: TcpStream, manner: Manner, heard: &Mutex<Vec<[String; 2]>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    heard.lock().unwrap().push([head, String::from_utf8_lossy(&body).into_owned()]);
    match manner {
        Manner::HangsUp => {}
        Manner::KeepsSilent => std::thread::sleep(Duration::from_secs(30)),
        Manner::Says(text) => {
            let _ = stream.write_all(text.as_bytes());
        }
    }
}
