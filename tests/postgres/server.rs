//! A PostgreSQL server of a test's own, from the programs of the system: in a scratch folder, on a socket and a free port,
//! as another user where the test runs as root. It ends with the process of the test, however that ends.
//!
//! The tests of `src/store` and those of the command line share this file.

use std::fs::{self, File};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server that runs.
pub struct Server {
    folder: PathBuf,
    port: u16,
    process: Mutex<Option<Child>>,
    databases: AtomicU32,
    /// Cleans up when its standard input closes, which the end of this process does.
    _keeper: Child,
}

static SERVERS: AtomicU32 = AtomicU32::new(0);

/// Where the programs of the server are.
fn programs() -> PathBuf {
    let asked = Command::new("pg_config").arg("--bindir").output();
    let named = asked.ok().map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    let found =
        named.into_iter().chain(folders.into_iter().rev()).find(|folder| folder.join("initdb").exists());
    found.expect(
        "these tests need the programs of PostgreSQL 15 or newer; hint: install the Debian package postgresql, as scripts/test does",
    )
}

/// A command as a user who may run a server: never root.
fn command(program: &Path) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !is_root {
        return Command::new(program);
    }
    let user = user();
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={user}")).arg("--regid=nogroup").arg("--clear-groups").arg(program);
    command
}

fn user() -> &'static str {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    if users.lines().any(|line| line.starts_with("postgres:")) { "postgres" } else { "nobody" }
}

impl Server {
    /// Makes a server and waits until it answers.
    pub fn start() -> Self {
        let number = SERVERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("pflegeplan-pg-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        let keeper = Command::new("sh")
            .args(["-c", "cat >/dev/null; kill -QUIT $(head -n 1 \"$1/data/postmaster.pid\"); sleep 0.3; rm -rf \"$1\"", "sh"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self {
            folder,
            port,
            process: Mutex::default(),
            databases: AtomicU32::default(),
            _keeper: keeper,
        };
        let made = command(&programs().join("initdb"))
            .args(["--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256"])
            .args(["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--pgdata"])
            .arg(server.folder.join("data"))
            .current_dir(&server.folder)
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        server.make_certificates();
        server.start_again();
        server
    }

    /// A certificate for the loopback address, and that of the authority which signs it.
    fn make_certificates(&self) {
        let data = self.folder.join("data");
        let run = |arguments: &str| {
            let made =
                command(Path::new("openssl")).args(arguments.split(' ')).current_dir(&data).output().unwrap();
            assert!(made.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&made.stderr));
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        for name in ["ca", "other"] {
            run(&format!("req -x509 {key} -keyout {name}.key -out {name}.pem -subj /CN={name} -days 2"));
        }
        run(&format!(
            "req {key} -keyout server.key -out server.csr -subj /CN=server -addext subjectAltName=IP:127.0.0.1"
        ));
        run(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -out server.crt -days 2",
        );
    }

    /// The certificates of an authority: `ca` signs that of the server, `other` does not.
    pub fn certificates(&self, name: &str) -> PathBuf {
        self.folder.join("data").join(format!("{name}.pem"))
    }

    /// Starts the server that was killed.
    pub fn start_again(&self) {
        let log = File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let child = command(&programs().join("postgres"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-k")
            .arg(&self.folder)
            .args(["-p", &self.port.to_string()])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "ssl=on",
                "-c",
                "fsync=off",
                "-c",
                "lc_messages=C",
            ])
            .args(["-c", "max_connections=80", "-c", "shared_buffers=16MB", "-c", "max_wal_size=256MB"])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        *self.process.lock().unwrap() = Some(child);
        let end = Instant::now() + Duration::from_secs(60);
        while !self.try_sql("postgres", "SELECT 1").0 {
            assert!(Instant::now() < end, "the server does not answer: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills the server as a loss of power would end it.
    pub fn kill(&self) {
        if let Some(mut child) = self.process.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        // Its helpers notice that it is gone; a new one refuses to start before the last of them has ended.
        let is_used = || {
            let pid = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            let segment =
                pid.lines().nth(6).unwrap_or_default().split_whitespace().nth(1).unwrap_or_default();
            let attached = fs::read_to_string("/proc/sysvipc/shm").unwrap_or_default();
            attached.lines().any(|line| {
                let columns: Vec<&str> = line.split_whitespace().collect();
                columns.get(1) == Some(&segment) && columns.get(6).is_some_and(|count| *count != "0")
            })
        };
        while is_used() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Makes an empty database and gives its address.
    pub fn new_database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
        self.url(&name)
    }

    /// The address of a database, by the socket.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}&port={}", self.folder.display(), self.port)
    }

    /// The port on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Runs statements with psql and gives what they print.
    pub fn sql(&self, database: &str, statements: &str) -> String {
        let (is_done, text) = self.try_sql(database, statements);
        assert!(is_done, "{statements}: {text}");
        text
    }

    fn try_sql(&self, database: &str, statements: &str) -> (bool, String) {
        let address = database.split('?').next().unwrap_or(database);
        let name = address.rsplit('/').next().unwrap_or(address);
        let mut child = Command::new(programs().join("psql"))
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
            .arg(&self.folder)
            .args(["-p", &self.port.to_string(), "-d", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(statements.as_bytes()).ok();
        let output = child.wait_with_output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).trim().to_owned())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.process.lock().unwrap().take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}
