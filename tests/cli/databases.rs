//! Services of several machines on one PostgreSQL, and what is left when a program is killed, on either database.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use pflegeplan::store::{Database, Server as Address};

use super::postgres_server::Server;
use super::{DAY_CARE, Folder, HOME, Outcome, Service, list};

const SECOND_HOME: &str = "3,Haus Boje,residential_care,Beispielweg,3,19288,Ludwigslust,53.3269,11.4977,20";

/// An installation: its folder, and the database it uses.
pub struct Node<'a> {
    pub folder: &'a Folder,
    pub url: Option<&'a str>,
    /// A file with a password, and one with certificates.
    pub files: Option<&'a [String; 2]>,
}

impl Node<'_> {
    fn settings(&self) -> Vec<(&str, &str)> {
        let url = self.url.map(|url| ("PFLEGEPLAN_DATABASE_URL", url));
        let names = ["PFLEGEPLAN_DATABASE_PASSWORD_FILE", "PFLEGEPLAN_DATABASE_CA_FILE"];
        let files =
            self.files.into_iter().flat_map(|files| names.into_iter().zip(files.iter().map(String::as_str)));
        [("PFLEGEPLAN_EXAMPLES", "false")].into_iter().chain(url).chain(files).collect()
    }

    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = self.folder.command();
        command.args(arguments).envs(self.settings());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(self.command(arguments).output().unwrap())
    }

    pub fn import(&self, rows: &[&str]) -> Outcome {
        let file = self.folder.write("list.csv", list(rows));
        self.run(&["import", "register", &file])
    }

    pub fn open(&self) -> Database {
        let data_dir = self.folder.0.join("data");
        match self.url {
            None => Database::open(&data_dir).unwrap(),
            Some(url) => {
                let address = Address { url: url.to_owned(), password: None, ca_file: None };
                Database::connect(&address, &data_dir).unwrap()
            }
        }
    }
}

/// The answer to a request with a cookie.
fn get_as(service: &Service, path: &str, cookie: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", service.port)).unwrap();
    let head =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn services_on_one_database_find_changes_and_search_on_while_it_is_away() {
    let server = Server::start();
    let url = server.new_database();
    let folders = [Folder::new("node-one"), Folder::new("node-two")];
    // The second is on another machine, as far as it knows.
    let name = server.sql(&url, "SELECT current_database()");
    server.sql("postgres", "CREATE ROLE pflege SUPERUSER LOGIN PASSWORD 'a word'");
    let far = format!("postgres://pflege@127.0.0.1:{}/{name}?sslmode=require", server.port());
    let files = [folders[1].write("password", "a word\n"), server.certificates("ca").display().to_string()];
    let nodes = [
        Node { folder: &folders[0], url: Some(&url), files: None },
        Node { folder: &folders[1], url: Some(&far), files: Some(&files) },
    ];
    let services = nodes.each_ref().map(|node| Service::start(node.folder, &node.settings()));
    let found = |version: u64| {
        let word = format!("\"register_version\":{version},\"facilities\":{version}");
        services.iter().for_each(|service| {
            service
                .wait_for("/health/ready", |answer| answer.contains(&word) && answer.contains("available"));
        });
    };
    nodes[0].import(&[HOME]).ok();
    found(1);
    // Without a notice, too.
    server.sql(&url, "ALTER TABLE register_state DISABLE TRIGGER register_state_notify");
    nodes[1].import(&[HOME, DAY_CARE]).ok();
    found(2);
    let account = ["account", "create", "amt@example.org", "--role", "administrator"];
    nodes[0].run(&account).ok();
    for service in &services {
        service.wait_for("/amt/anmelden", |answer| answer.contains("200 OK"));
    }
    server.kill();
    for service in &services {
        let health = service.wait_for("/health/ready", |answer| answer.contains("\"away\""));
        assert!(health.contains("200 OK"), "{health}");
        let search = service.get("/api/v1/facilities?lat=53.32&lon=11.49&radius_km=20").unwrap();
        assert!(search.contains("200 OK") && search.contains("Tagespflege Ufer"), "{search}");
        let page = get_as(service, "/amt", &format!("pflegeplan-amt={}", "0".repeat(64)));
        assert!(page.contains("503") && page.contains("Die Datenbank antwortet gerade nicht"), "{page}");
        assert!(page.to_lowercase().contains("retry-after"), "{page}");
    }
    nodes[0].import(&[HOME]).fails_with(1, &["cannot be used", "Connection refused"]);
    server.start_again();
    nodes[0].import(&[HOME, DAY_CARE, SECOND_HOME]).ok();
    found(3);
}

/// Four programs that start at once on a new database.
fn start_four_at_once(node: &Node<'_>) {
    let start = || node.command(&["account", "list"]).stderr(Stdio::piped()).spawn().unwrap();
    let started: Vec<_> = (0..4).map(|_| start()).collect();
    for child in started {
        Outcome::of(child.wait_with_output().unwrap()).ok();
    }
}

/// The programs that are killed; `PFLEGEPLAN_KILLS=200` kills more.
fn kills() -> u32 {
    std::env::var("PFLEGEPLAN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

/// Imports a list with other places again and again, and kills the program later each time. The register is then as before
/// or as after, and the feed of its changes with it.
fn kill_imports(node: &Node<'_>) {
    const ROWS: u32 = 150;
    let write = |places: u32| {
        let row = |number: u32| {
            format!("{number},Haus {number},day_care,Weg,{number},19288,Ludwigslust,53.3249,11.4957,{places}")
        };
        let rows: Vec<String> = (0..ROWS).map(row).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        node.folder.write("list.csv", list(&rows))
    };
    let mut places = 1;
    let file = write(places);
    node.run(&["import", "register", &file]).ok();
    let started = Instant::now();
    node.run(&["import", "register", &file, "--dry-run"]).ok();
    let usual = started.elapsed();
    let database = node.open();
    let mut version = 1;
    for kill in 0..kills() {
        let file = write(places + 1);
        let mut child = node
            .command(&["import", "register", &file])
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(usual * 8 / 10 + usual * 6 / 10 * kill / kills());
        let _ = child.kill();
        child.wait().unwrap();
        // The writer waits for a transaction that the server is still ending.
        let facilities = database.write(|writer| writer.facilities()).unwrap();
        let now = database.version().unwrap();
        assert!(now == version || now == version + 1, "{version} became {now}");
        let expected = if now == version { places } else { places + 1 };
        assert_eq!(facilities.len() as u32, ROWS);
        assert!(facilities.iter().all(|one| one.offers[0].places == Some(expected)), "half of an import");
        let changes = database.changes_since(version, 0, 1_000).unwrap().total as u32;
        assert_eq!(changes, if now == version { 0 } else { ROWS });
        let entries = database.history(&facilities[0].id, 100).unwrap();
        assert_eq!(entries[0].version, now, "the history is that of the register");
        (version, places) = (now, expected);
    }
}

#[test]
fn programs_that_start_at_once_or_are_killed_leave_a_whole_database_in_a_file() {
    let folder = Folder::new("killed-sqlite");
    let node = Node { folder: &folder, url: None, files: None };
    start_four_at_once(&node);
    kill_imports(&node);
    assert!(Path::new(&folder.0.join("data/pflegeplan.sqlite")).exists());
}

#[test]
fn programs_that_start_at_once_or_are_killed_leave_a_whole_database_on_a_server() {
    let server = Server::start();
    let (folder, url) = (Folder::new("killed-postgres"), server.new_database());
    let node = Node { folder: &folder, url: Some(&url), files: None };
    start_four_at_once(&node);
    kill_imports(&node);
}
