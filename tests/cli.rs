//! The program from outside: exit codes, what it prints where, and that a failed import leaves the old
//! state. Everything runs in folders of its own, on loopback, and is stopped by process id.
#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it should be")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

#[path = "cli/backup.rs"]
mod backup;
#[path = "cli/databases.rs"]
mod databases;
#[path = "cli/german.rs"]
mod german;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/limits.rs"]
mod limits;
#[path = "cli/operate.rs"]
mod operate;
#[path = "cli/plan.rs"]
mod plan;
#[path = "cli/plan_faults.rs"]
mod plan_faults;
#[path = "cli/plan_secrecy.rs"]
mod plan_secrecy;
#[path = "cli/planner.rs"]
mod planner;
#[path = "postgres/server.rs"]
mod postgres_server;
#[path = "cli/region.rs"]
mod region;
#[path = "cli/statistics.rs"]
mod statistics;
#[path = "cli/supply.rs"]
mod supply;

const PROGRAM: &str = env!("CARGO_BIN_EXE_pflegeplan");

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pflegeplan-cli-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// The program in this folder, with nothing of the caller's settings.
    fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(&self.0).env_remove("DATABASE_URL").env_remove("RUST_LOG");
        // Reports speak the language of the environment.
        command.env("LC_ALL", "C.UTF-8");
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PFLEGEPLAN_")) {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(self.command().args(arguments).output().unwrap())
    }

    fn import(&self, file: &str, more: &[&str]) -> Outcome {
        self.run(&[&["import", "register", file], more].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug)]
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

impl Outcome {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    fn fails_with(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:#?}");
        assert!(!self.err.contains("panicked"), "{self:#?}");
        for word in words {
            assert!(self.err.contains(word), "no \"{word}\" in {self:#?}");
        }
    }
}

/// A running service.
struct Service {
    child: Child,
    port: u16,
}

impl Service {
    fn start(folder: &Folder, settings: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let bind = format!("127.0.0.1:{port}");
        let mut command = folder.command();
        command.args(["serve", "--bind", &bind]).envs(settings.iter().copied());
        let log = std::fs::File::create(folder.0.join("serve.log")).unwrap();
        let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let service = Self { child, port };
        service.wait_for("/health/ready", |answer| answer.contains("\"ready\""));
        service
    }

    fn get(&self, path: &str) -> Option<String> {
        self.ask("GET", path, "")
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n").ok()?;
        write!(stream, "Content-Length: {length}\r\n\r\n{body}").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    fn wait_for(&self, path: &str, good: impl Fn(&str) -> bool) -> String {
        self.wait("GET", path, "", good)
    }

    /// Sends a body until the answer has the wanted words.
    fn wait_for_post(&self, path: &str, body: &str, wanted: &str) {
        self.wait("POST", path, body, |answer| answer.contains(wanted));
    }

    fn wait(&self, method: &str, path: &str, body: &str, good: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + Duration::from_secs(30);
        while Instant::now() < end {
            if let Some(answer) = self.ask(method, path, body).filter(|answer| good(answer)) {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{path} did not give what was waited for: {:?}", self.ask(method, path, body));
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A list in our own layout.
fn list(rows: &[&str]) -> String {
    let header = "source_id,name,category,street,house_number,postcode,place,lat,lon,places";
    format!("{header}\n{}\n", rows.join("\n"))
}

const HOME: &str = "1,Haus Anker,residential_care,Beispielweg,1,19288,Ludwigslust,53.3249,11.4957,40";
const DAY_CARE: &str = "2,Tagespflege Ufer,day_care,Beispielweg,2,19288,Ludwigslust,53.3259,11.4967,12";

/// The county's file, beside the repository.
#[cfg(feature = "shared-data")]
fn real_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/register/lup_2016.csv")
}

#[test]
fn a_wrong_call_ends_with_2_and_says_what_is_right() {
    let folder = Folder::new("calls");
    folder.run(&[]).fails_with(2, &["Usage", "serve", "import"]);
    folder.run(&["dance"]).fails_with(2, &["dance"]);
    folder.run(&["serve", "--bind", "here"]).fails_with(2, &["here", "--bind"]);
    folder.run(&["import"]).fails_with(2, &["register"]);
    folder.run(&["import", "register"]).fails_with(2, &["<FILE>"]);
    folder.run(&["import", "register", "x.csv", "--format"]).fails_with(2, &["--format"]);
    folder.run(&["examples", "--seed", "one"]).fails_with(2, &["one"]);
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "a wrong call writes nothing");
}

#[test]
fn help_and_contract_go_to_stdout() {
    let folder = Folder::new("stdout");
    assert!(folder.run(&["--help"]).ok().out.contains("Usage"));
    let contract = folder.run(&["openapi"]).ok();
    assert!(contract.out.contains("\"openapi\": \"3."));
    assert_eq!(contract.err, "");
}

#[test]
fn a_wrong_setting_is_named() {
    let folder = Folder::new("settings");
    folder.run(&["--config", "none.toml", "serve"]).fails_with(1, &["none.toml"]);
    folder.write("pflegeplan.toml", "bindd = \"127.0.0.1:1\"");
    folder.run(&["serve"]).fails_with(1, &["pflegeplan.toml", "bindd"]);
    folder.write("pflegeplan.toml", "");
    let run = |name: &str, value: &str| {
        Outcome::of(folder.command().arg("serve").env(name, value).output().unwrap())
    };
    run("PFLEGEPLAN_BIND", "8080").fails_with(1, &["PFLEGEPLAN_BIND", "8080"]);
    run("PFLEGEPLAN_DATADIR", "x").fails_with(1, &["PFLEGEPLAN_DATADIR", "PFLEGEPLAN_DATA_DIR"]);
    run("DATABASE_URL", "postgres://x").fails_with(1, &["DATABASE_URL"]);
}

#[test]
fn a_port_that_is_taken_is_a_sentence() {
    let folder = Folder::new("port");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap().to_string();
    folder.run(&["serve", "--bind", &bind]).fails_with(1, &[&bind, "--bind"]);
}

#[test]
fn unreadable_files_are_sentences_and_write_nothing() {
    let folder = Folder::new("unreadable");
    let before = folder.run(&["examples"]).ok().err;
    assert!(before.contains("written"));
    let refused = |file: &str, words: &[&str]| folder.import(file, &[]).fails_with(1, words);
    refused("none.csv", &["none.csv", "no such file"]);
    refused(".", &["not a regular file"]);
    refused(&folder.write("a.xlsx", "name,category\n"), &[".xlsx"]);
    refused(&folder.write("b.csv", [0_u8; 4000]), &["NUL"]);
    refused(&folder.write("c.csv", ""), &["empty"]);
    refused(&folder.write("d.csv", "colour;size\nred;1\n"), &["colour"]);
    refused(&folder.write("e.xlsx", b"PK\x03\x04 and no archive"), &["e.xlsx"]);
    // A gigabyte that takes no room on the disk.
    let huge = folder.write("f.csv", "");
    std::fs::File::options().write(true).open(&huge).unwrap().set_len(1 << 30).unwrap();
    refused(&huge, &["larger than the limit"]);
    let only_wrong = list(&["1,Haus,castle,,,19288,Ludwigslust,53.3249,11.4957,1"]);
    refused(&folder.write("g.csv", only_wrong), &["no row"]);
    folder
        .import(&folder.write("h.csv", list(&[HOME])), &["--format", "none"])
        .fails_with(1, &["\"none\"", "auto"]);
    let mapping = folder.write("m.toml", "nme = 1");
    folder.import("h.csv", &["--mapping", &mapping]).fails_with(1, &["m.toml", "nme"]);
    folder.import("h.csv", &["--mapping", "no.toml"]).fails_with(1, &["no.toml"]);
    let after = folder.run(&["examples"]).ok().err;
    let earlier = before.split(' ').next().unwrap();
    assert!(after.contains(&format!("{earlier} earlier ones removed")), "{before} {after}");
}

#[test]
fn an_import_removes_the_examples_and_a_second_one_changes_nothing() {
    let folder = Folder::new("examples");
    folder.run(&["examples"]).ok();
    let file = folder.write("list.csv", list(&[HOME, DAY_CARE]));

    let dry = folder.import(&file, &["--dry-run"]).ok();
    assert!(dry.out.contains("2 accepted") && dry.err.contains("the register is as it was"), "{dry:#?}");
    let first = folder.import(&file, &[]).ok();
    assert!(first.err.contains("invented examples removed") && first.err.contains("version 2"), "{first:#?}");
    let second = folder.import(&file, &[]).ok();
    assert!(second.out.contains("2 unchanged") && second.err.contains("nothing to change"), "{second:#?}");

    let file = folder.write("newer.csv", list(&[HOME.replace(",40", ",45").as_str()]));
    let newer = folder.import(&file, &[]).ok();
    assert!(newer.out.contains("\"40\" -> \"45\"") && newer.out.contains("Tagespflege Ufer"), "{newer:#?}");
    folder.run(&["examples"]).fails_with(1, &["2 real facilities", "--beside-real"]);
}

#[test]
fn a_dry_run_on_nothing_makes_no_database() {
    let folder = Folder::new("dry");
    let file = folder.write("list.csv", list(&[HOME]));
    assert!(folder.import(&file, &["--dry-run"]).ok().out.contains("1 accepted"));
    assert!(!folder.0.join("data").exists());
}

#[test]
fn a_reader_that_leaves_early_is_no_error_and_the_import_holds() {
    let folder = Folder::new("pipe");
    let rows: Vec<String> = (0..3000)
        .map(|id| format!("{id},Haus {id},day_care,Weg,{id},19288,Ludwigslust,53.3249,11.4957,12"))
        .collect();
    let file = folder.write("list.csv", list(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
    let script = "set -o pipefail; \"$0\" import register \"$1\" | head -n 1";
    let outcome =
        Command::new("bash").args(["-c", script, PROGRAM, &file]).current_dir(&folder.0).output().unwrap();
    assert!(Outcome::of(outcome).ok().err.contains("version 1"));
    assert!(folder.import(&file, &[]).ok().out.contains("3000 unchanged"));
}

#[test]
fn examples_can_stay() {
    let folder = Folder::new("keep");
    folder.run(&["examples", "--count", "50"]).ok();
    let file = folder.write("list.csv", list(&[HOME]));
    assert!(!folder.import(&file, &["--keep-examples"]).ok().err.contains("removed"));
    assert!(folder.run(&["examples", "--beside-real"]).ok().err.contains("50 earlier ones removed"));
}

#[test]
fn good_rows_are_taken_and_rejected_ones_listed() {
    let folder = Folder::new("mixed");
    let castle = "3,Schloss,castle,,,19288,Ludwigslust,53.3249,11.4957,1";
    let nowhere = "4,Fern,day_care,,,,,48.1,11.5,1";
    let file = folder.write("list.csv", list(&[HOME, castle, nowhere]));
    let outcome = folder.import(&file, &[]).ok();
    assert!(outcome.out.contains("line 3") && outcome.out.contains("castle"), "{outcome:#?}");
    assert!(outcome.out.contains("1 accepted") && outcome.out.contains("2 rejected"), "{outcome:#?}");
    assert!(outcome.err.contains("2 rows were rejected"), "{outcome:#?}");
    let json = folder.import(&file, &["--json", "--dry-run"]).ok();
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["totals"]["rejected"], 2);
}

#[cfg(feature = "shared-data")]
#[test]
fn the_countys_file_imports_whole_and_twice() {
    let file = real_file();
    let folder = Folder::new("county");
    let file = file.to_string_lossy().into_owned();
    let first = folder.import(&file, &[]).ok();
    assert!(first.err.contains("layout: lup-2016"), "{}", first.err);
    assert!(
        first.out.contains("Total: 307 rows: 290 accepted, 17 merged, 0 changed, 0 unchanged, 0 rejected"),
        "{}",
        first.out
    );
    let second = folder.import(&file, &[]).ok();
    assert!(
        second.out.contains("Total: 307 rows: 0 accepted, 0 merged, 0 changed, 307 unchanged, 0 rejected"),
        "{}",
        second.out
    );
    assert!(second.err.contains("nothing to change"));
    let service = Service::start(&folder, &[]);
    let answer = service
        .wait_for("/api/v1/facilities?near=Ludwigslust&category=day_care&radius_km=20", |answer| {
            answer.starts_with("HTTP/1.1 200")
        });
    assert!(answer.contains("\"total\":5"), "{answer}");
}

#[test]
fn a_full_disk_leaves_the_old_register() {
    let folder = Folder::new("full");
    let file = folder.write("list.csv", list(&[HOME]));
    folder.import(&file, &[]).ok();
    let rows: Vec<String> = (10..4000)
        .map(|id| {
            format!("{id},Haus Nummer {id},day_care,Beispielweg,{id},19288,Ludwigslust,53.3249,11.4957,12")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let many = folder.write("many.csv", list(&rows));
    // No file may grow beyond 200 KiB; the signal that would end the process is ignored, as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 200; exec \"$0\" import register \"$1\"";
    let outcome =
        Command::new("bash").args(["-c", script, PROGRAM, &many]).current_dir(&folder.0).output().unwrap();
    Outcome::of(outcome).fails_with(1, &["disk", "nothing was written"]);
    assert!(folder.import(&file, &[]).ok().out.contains("1 unchanged"));
    assert!(folder.import(&many, &["--dry-run"]).ok().out.contains("3990 accepted"));
}

#[test]
fn a_second_import_waits_for_the_first() {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};
    let folder = Folder::new("locked");
    let file = folder.write("list.csv", list(&[HOME]));
    folder.import(&file, &[]).ok();
    let mut other =
        SqliteConnection::establish(&folder.0.join("data/pflegeplan.sqlite").to_string_lossy()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let newer = folder.write("newer.csv", list(&[HOME, DAY_CARE]));
    let mut waiting = folder
        .command()
        .args(["import", "register", &newer])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(800));
    assert!(waiting.try_wait().unwrap().is_none(), "it should wait for the lock");
    other.batch_execute("ROLLBACK").unwrap();
    assert!(waiting.wait().unwrap().success());
}

#[test]
fn a_running_service_takes_up_an_import_and_logs_no_address() {
    let folder = Folder::new("serve");
    let service = Service::start(&folder, &[("PFLEGEPLAN_ACCESS_LOG", "true")]);
    let search = "/api/v1/facilities?lat=53.3249&lon=11.4957&radius_km=1&category=residential_care";
    service.wait_for(search, |answer| answer.contains("Beispiel"));
    let file = folder.write("list.csv", list(&[HOME]));
    folder.import(&file, &[]).ok();
    let answer = service.wait_for(search, |answer| answer.contains("Haus Anker"));
    assert!(answer.contains("\"total\":1") && !answer.contains("Beispiel-"), "{answer}");
    service.wait_for("/?near=Ludwigslust", |answer| answer.starts_with("HTTP/1.1 200"));
    drop(service);
    let log = std::fs::read_to_string(folder.0.join("serve.log")).unwrap();
    assert!(log.contains("GET /api/v1/facilities 200"), "{log}");
    for secret in ["53.32", "11.49", "near=", "Ludwigslust", "127.0.0.1 "] {
        assert!(!log.contains(secret), "the log holds {secret}: {log}");
    }
}

#[test]
fn a_forecast_is_the_same_each_time_and_in_each_form() {
    let folder = Folder::new("forecast");
    let table = folder.run(&["forecast", "--area", "13076", "--to", "2040"]).ok();
    assert_eq!(table.out.lines().count(), 17 + 1 + 17, "{}", table.out);
    assert!(table.out.contains("2025     207160") && table.err.contains("mv-2026-1"), "{table:#?}");
    let band =
        ["forecast", "--area", "13076", "--to", "2030", "--draws", "100", "--by", "sex", "--format", "csv"];
    let first = folder.run(&band).ok();
    assert_eq!(first.out, folder.run(&band).ok().out);
    assert!(
        first
            .out
            .starts_with("area,year,scenario,measure,sex,age_from,age_to,care_grade,care_type,value,q0025")
    );
    let json = folder.run(&["forecast", "--area", "13", "--format", "json"]).ok();
    let body: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(body["rows"][0]["value"], 1_573_685.0);
    assert!(folder.run(&["check-models"]).ok().out.contains("no findings"));
    let benchmark = folder.run(&["forecast", "--area", "13004", "--scenario", "landesprognose-5"]).ok();
    assert!(benchmark.err.contains("brought to the control total"), "{benchmark:#?}");
    folder.run(&["forecast"]).fails_with(2, &["--area"]);
    folder.run(&["forecast", "--area", "13076", "--by", "colour"]).fails_with(2, &["colour"]);
    folder.run(&["forecast", "--area", "13999"]).fails_with(1, &["13999", "13076"]);
    folder.run(&["forecast", "--area", "1307"]).fails_with(1, &["1307"]);
    folder.run(&["forecast", "--area", "13076", "--to", "2090"]).fails_with(1, &["2090", "2060"]);
    folder.run(&["forecast", "--area", "13076", "--to", "2300"]).fails_with(2, &["2300", "1990 to 2100"]);
    folder.run(&["forecast", "--area", "13076", "--scenario", "x"]).fails_with(1, &["status-quo"]);
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "a forecast writes nothing");
}

#[test]
fn need_is_forecast_explained_and_back_tested() {
    let folder = Folder::new("need");
    let table = folder.run(&["forecast", "--area", "13004", "--prevalence", "rising"]).ok().out;
    assert!(
        table.contains("in need") && table.contains("places needed") && table.contains("staff missing"),
        "{table}"
    );
    let terms = folder
        .run(&["forecast", "--area", "13004", "--explain", "2040", "--care-type", "residential"])
        .ok()
        .out;
    assert!(terms.contains("people in need of care at the end of 2040, residential"), "{terms}");
    assert!(
        terms.contains("[GENESIS-22421-0010") && terms.contains("brought to the count of 13004 in 2023"),
        "{terms}"
    );
    let cell = ["--measure", "people_in_need", "--sex", "f", "--ages", "80..84", "--care-grade", "3"];
    let one =
        [&["forecast", "--area", "130715154", "--explain", "2045", "--format", "json"][..], &cell].concat();
    let body: serde_json::Value = serde_json::from_str(&folder.run(&one).ok().out).unwrap();
    assert_eq!(
        (&body["year"], &body["care_grade"], &body["figure"]["how"]),
        (&2045.into(), &3.into(), &"sum".into())
    );
    assert!(body["figure"].to_string().contains("factor of age"), "{body}");
    let band = ["forecast", "--area", "13004", "--explain", "2030", "--draws", "70", "--seed", "4"];
    let band = folder.run(&band).ok().out;
    assert!(band.contains("band of 70 draws, numbered from 0, of seed 4"), "{band}");
    assert!(
        band.contains("first-order autoregression") && band.contains("children per woman, life"),
        "{band}"
    );
    let state = folder
        .run(&["forecast", "--area", "13", "--explain", "2040", "--measure", "assistance_cost_euro"])
        .ok();
    assert!(state.out.contains("Schwerin (13004)") && state.out.contains("STERN-2025"), "{}", state.out);
    let page = folder.run(&["back-test", "care"]).ok().out;
    assert!(page.starts_with("# Back-test of need\n"));
    folder.run(&["forecast", "--area", "13004", "--prevalence", "x"]).fails_with(1, &["compression, rising"]);
    let said = |more: &[&str], code, wanted: &str| {
        let call = [&["forecast", "--area", "13076001", "--explain", "2040"][..], more].concat();
        folder.run(&call).fails_with(code, &[wanted]);
    };
    said(&["--measure", "births"], 1, "births is known for whole districts, not for 13076001");
    said(&["--measure", "beds"], 2, "residential_places_supply");
    said(&["--ages", "80..81"], 1, "80 to 81 is not a group of ages");
    said(&["--ages", "old"], 1, "such as 75..");
    said(&["--format", "csv"], 1, "table or json");
    folder.run(&["forecast", "--area", "13004", "--sex", "f"]).fails_with(2, &["--explain"]);
    folder.run(&["forecast", "--area", "13004", "--care-type", "home_care"]).fails_with(2, &["--explain"]);
    folder.run(&["back-test", "weather"]).fails_with(2, &["care"]);
    let shown = folder.run(&["forecast", "--area", "13", "--sensitivity", "2040"]).ok().out;
    assert!(shown.contains("staff_early_exit"), "{shown}");
    let registered = ["forecast", "--area", "13004", "--supply", "register", "--to", "2026"];
    folder.run(&registered).fails_with(1, &["there is no register in", "import register"]);
    folder.run(&["examples"]).ok();
    let run = folder.run(&registered).ok();
    assert!(run.err.contains("version 1") && run.err.contains("invented facilities"), "{}", run.err);
}

#[test]
fn a_forecast_takes_a_file_of_own_assumptions() {
    let folder = Folder::new("request");
    let file = folder.write(
        "run.toml",
        "area = \"13076\"\nto = 2030\ndraws = 50\n\n[assumptions.tfr]\nvalue = 1.5\nyear = 2030\n\n\
         [[housing]]\narea = \"13076\"\nyear = 2027\npersons = 300\n\n[[questions]]\nage_from = 75\nmore_than = 30000\n",
    );
    let run = folder.run(&["forecast", "--request", &file, "--by", "component"]).ok();
    assert!(run.out.lines().next().unwrap().contains("housing"), "{}", run.out);
    assert!(run.out.lines().nth(3).unwrap().contains(" 300 "), "{}", run.out);
    assert!(run.err.contains("of 100 draws more than 30,000 people aged 75 and over"), "{}", run.err);
    // A flag wins over the file.
    let later = folder.run(&["forecast", "--request", &file, "--to", "2031"]).ok();
    assert!(later.out.lines().last().unwrap().starts_with("2031"), "{}", later.out);
    let json = folder.run(&["forecast", "--request", &file, "--format", "json"]).ok();
    let body: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(body["provenance"]["request"]["housing"][0]["persons"], 300.0);
    let asked = ["forecast", "--area", "13076", "--draws", "50", "--more-than", "45000", "--aged", "75.."];
    assert!(
        folder.run(&asked).ok().err.contains("45,000 people aged 75 and over live in Ludwigslust-Parchim")
    );
    let parts = folder.run(&["forecast", "--area", "13076", "--level", "amt"]).ok();
    assert!(parts.out.contains("Lübtheen") && parts.out.contains("grey"), "{}", parts.out);

    let said = |name: &str, text: &str, wanted: &[&str]| {
        let file = folder.write(name, text);
        let wanted: Vec<&str> = wanted.iter().copied().chain([name]).collect();
        folder.run(&["forecast", "--request", &file]).fails_with(1, &wanted);
    };
    said("a.toml", "area = \"13076\"\ncolour = 1\n", &["a.toml:2: ", "colour", "housing"]);
    said("b.toml", "area = \"13076\"\n[[housing]]\narea = \"13076\"\n", &["b.toml:2: ", "year"]);
    said(
        "c.toml",
        "area = \"13076\"\n\n[[housing]]\narea = \"13\"\nyear = 2030\npersons = 1\n",
        &["c.toml:4: housing[0].area: 13 is not a district"],
    );
    folder.run(&["forecast", "--request", "none.toml"]).fails_with(1, &["none.toml"]);
    folder.run(&["forecast", "--area", "13076", "--aged", "75.."]).fails_with(2, &["--more-than"]);
    folder.run(&["forecast", "--area", "13076", "--level", "street"]).fails_with(2, &["municipality"]);
    folder.run(&["forecast", "--area", "13076", "--level", "district"]).fails_with(1, &["district", "13076"]);
}

/// A table in which every municipality of Ludwigslust-Parchim has 100 persons in each group, and those of
/// one grew from 50.
fn counts() -> String {
    let municipalities = include_str!("../models/mv-2025-1/municipalities.csv");
    let keys = municipalities.lines().filter_map(|line| line.split(',').next());
    let mut text = "municipality,year,sex,age_from,persons\n".to_owned();
    for key in keys.filter(|key| key.starts_with("13076")) {
        for (year, persons) in [(2020, if key == "13076001" { 50 } else { 100 }), (2025, 100)] {
            for sex in ["m", "f"] {
                (0..=85).step_by(5).for_each(|age| text += &format!("{key},{year},{sex},{age},{persons}\n"));
            }
        }
    }
    text
}

#[test]
fn municipalities_are_followed_by_their_own_counts() {
    let folder = Folder::new("counts");
    let file = folder.write("counts.csv", counts());
    let asked =
        ["forecast", "--area", "13076", "--level", "municipality", "--format", "csv", "--counts", &file];
    let run = folder.run(&asked).ok();
    assert!(run.err.contains("Hamilton and Perry"), "{}", run.err);
    let value = |line: &str| line.split(',').nth(9).unwrap().parse::<f64>().unwrap();
    let of = |text: &str, area: &str, year: &str| -> f64 {
        let lines =
            text.lines().filter(|line| line.starts_with(area) && line.split(',').nth(1) == Some(year));
        lines.filter(|line| line.contains(",population,")).map(value).sum()
    };
    let district = folder.run(&["forecast", "--area", "13076", "--format", "csv"]).ok().out;
    for year in ["2025", "2030", "2040"] {
        // 142 values with one decimal.
        assert!((of(&run.out, "13076", year) - of(&district, "13076", year)).abs() < 7.1, "{year}");
    }
    assert_eq!(of(&run.out, "13076001", "2026"), 0.0);
    // Need follows the residents: in the base year as many people of one age and sex need care in each of them.
    let need = |area: &str, year: &str| -> f64 {
        let lines =
            run.out.lines().filter(|line| line.starts_with(area) && line.contains(",people_in_need,"));
        lines.filter(|line| line.split(',').nth(1) == Some(year)).map(value).sum()
    };
    let in_district = |year: &str| -> f64 {
        let lines = district.lines().filter(|line| line.contains(",people_in_need,"));
        lines.filter(|line| line.split(',').nth(1) == Some(year)).map(value).sum()
    };
    for year in ["2025", "2030", "2040"] {
        assert!((need("13076", year) - in_district(year)).abs() < 7.1, "{year}");
    }
    assert!(need("13076001,", "2030") > need("13076002,", "2030"));
    assert!(run.out.contains(",residential_places_needed,") && !run.out.contains("_places_supply,"));
    assert!(run.err.contains("85 to 89, 90 to 94"), "{}", run.err);
    let one = ["forecast", "--area", "13076001", "--counts", &file, "--explain", "2030"];
    let cell = ["--measure", "population", "--sex", "f", "--ages", "40..44"];
    let explained = folder.run(&[&one[..], &cell].concat()).ok().out;
    for part in [
        "2.00000  change of the cohort from 2020 to 2025",
        "100.0  women of 40 to 44 counted on 31 December 2025 [counts]",
        "raking factor",
        "counts.csv (31 December 2020 and 31 December 2025)",
    ] {
        assert!(explained.contains(part), "no {part} in {explained}");
    }
    folder
        .run(&["forecast", "--area", "13076001", "--counts", &file, "--explain", "2031"])
        .fails_with(1, &["2031 has no figures", "2025, 2030, 2035"]);
    // Its cohorts doubled in five years, those of its neighbour stayed as they were.
    let (growing, still) = (of(&run.out, "13076001,", "2030"), of(&run.out, "13076002,", "2030"));
    assert!(growing > 1.8 * still, "{growing} {still}");

    let said = |text: String, more: &[&str], wanted: &[&str]| {
        let file = folder.write("bad.csv", text);
        let call = [&["forecast", "--area", "13076", "--counts", &file], more].concat();
        folder.run(&call).fails_with(1, wanted);
    };
    let small = ["--level", "municipality"];
    said(counts(), &[], &["13076 has no rows inside a district"]);
    said(counts(), &["--level", "amt", "--by", "age"], &["single ages"]);
    let without: String = counts()
        .lines()
        .filter(|line| !line.starts_with("13076002,"))
        .fold(String::new(), |t, l| t + l + "\n");
    said(without, &small, &["13076002"]);
    said(counts().replacen("2020", "2019", 1), &small, &["bad.csv:2: counts[0].year: 2019"]);
    said(counts().replacen(",m,5,", ",m,0,", 1), &small, &["bad.csv:3: ", "appears twice"]);
    said(counts().replacen(",m,5,50", ",m,5,-50", 1), &small, &["bad.csv:3: ", "-50"]);
    said(counts().replacen("persons", "people", 1), &small, &["bad.csv", "people"]);
    said(counts().replacen("13076001,2020,m,5,50\n", "", 1), &small, &["13076001 has not all"]);
}

#[test]
fn another_model_set_is_named_by_its_id() {
    let folder = Folder::new("model-sets");
    let call = |id| folder.run(&["forecast", "--area", "13004", "--to", "2026", "--model", id]);
    assert!(call("mv-2026-1").ok().err.contains("model mv-2026-1"));
    assert!(call("mv-2025-1").ok().err.contains("model mv-2025-1"));
    call("mv-1990-1").fails_with(1, &["mv-1990-1", "mv-2025-1", "mv-2026-1"]);
    let page = folder.run(&["back-test", "--model", "mv-2026-1"]).ok().out;
    assert!(page.contains("mv-2026-1"), "{page}");
}

#[test]
fn the_back_test_goes_to_standard_output_or_to_a_file() {
    let folder = Folder::new("back-test");
    let out = folder.run(&["back-test"]).ok().out;
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/BACKTEST.md");
    assert_eq!(out, std::fs::read_to_string(committed).unwrap());
    folder.run(&["back-test", "--out", "new.md"]).ok();
    assert_eq!(std::fs::read_to_string(folder.0.join("new.md")).unwrap(), out);
    let nowhere = folder.run(&["back-test", "--out", "no/new.md"]);
    nowhere.fails_with(1, &["no/new.md cannot be written", "the folder must exist"]);
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/statistics");
    folder.join(name).to_string_lossy().into_owned()
}

#[test]
fn statistics_count_once_they_are_released_and_no_longer_after_a_roll_back() {
    let folder = Folder::new("statistics");
    // One figure is another than the model set's, so that it shows which of them counts.
    let revised =
        std::fs::read_to_string(fixture("22411_de_flat.csv")).unwrap().replace(";14574;", ";14577;");
    let file = folder.write("22411_de_flat.csv", revised);
    let rate = ["indicators", "--area", "13003", "--id", "P01", "--year", "2023", "--format", "csv"];
    let shown = |wanted: &str| {
        let out = folder.run(&rate).ok().out;
        assert!(out.lines().nth(1).unwrap().starts_with(wanted), "{out}");
    };
    shown("P01,13003,2023,14574,value");
    assert!(!folder.0.join("data").exists(), "looking writes nothing");
    let dry = folder.run(&["import", "statistics", &file, "--dry-run"]).ok();
    assert!(dry.out.contains("statistic 22411: ") && dry.out.contains("new long layout"), "{dry:#?}");
    assert!(!folder.0.join("data").exists());
    let kept = folder.run(&["import", "statistics", &file]).ok();
    assert!(kept.err.contains("pflegeplan statistics release 1"), "{kept:#?}");
    shown("P01,13003,2023,14574,value");
    folder.run(&["statistics", "release", "1"]).ok();
    shown("P01,13003,2023,14577,value");
    let again = folder.run(&["import", "statistics", &file]).ok();
    assert!(again.out.contains("0 new") && again.out.contains("0 stop counting"), "{}", again.out);
    assert!(folder.run(&["statistics", "list"]).ok().out.contains("released"));
    folder.run(&["statistics", "release", "7"]).fails_with(1, &["no import 7"]);
    folder.run(&["statistics", "rollback", "22411"]).ok();
    shown("P01,13003,2023,14574,value");
    folder.run(&["statistics", "rollback", "22411"]).fails_with(1, &["nothing to roll back"]);

    let broken = folder.write("broken.csv", "statistics_code;time\n");
    folder.run(&["import", "statistics", &broken]).fails_with(1, &["broken.csv", "flat file"]);
    folder.run(&["import", "statistics", "none.csv"]).fails_with(1, &["none.csv"]);
    let own = fixture("pflege-ergaenzung.csv");
    folder.run(&["import", "statistics", &own]).fails_with(1, &["pflege-ergaenzung.csv", "mapping"]);
    let mapping = fixture("pflege-ergaenzung.toml");
    let mapped = folder.run(&["import", "statistics", &own, "--mapping", &mapping, "--release"]).ok();
    assert!(mapped.err.contains("kept and released"), "{mapped:#?}");
}

#[test]
fn indicators_come_in_every_form_and_a_county_adds_its_own() {
    let folder = Folder::new("indicators");
    let table = folder.run(&["indicators", "--area", "13076"]).ok();
    let count = pflegeplan::indicators::Catalogue::load(&[]).unwrap().indicators.len();
    assert_eq!(table.out.lines().count(), count);
    assert!(
        table.out.contains("Ludwigslust-Parchim") && table.out.contains("207160 Personen"),
        "{}",
        table.out
    );
    assert_eq!(folder.run(&["indicators", "--list"]).ok().out.lines().count(), count);
    let series =
        ["indicators", "--area", "13076", "--id", "D04", "--from", "2020", "--to", "2026", "--compare", "13"];
    let csv = folder.run(&[&series[..], &["--format", "csv"]].concat()).ok();
    assert_eq!(csv.out.lines().count(), 15);
    assert!(csv.err.contains("Zensus 2022") && csv.out.contains("D04,13,2026,"), "{csv:#?}");
    let json = folder.run(&[&series[..], &["--format", "json"]].concat()).ok();
    let body: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(body["items"].as_array().unwrap().len(), 14);
    let book = folder.0.join("book.xlsx");
    folder.run(&[&series[..], &["--format", "xlsx", "--out", book.to_str().unwrap()]].concat()).ok();
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    folder.run(&["indicators"]).fails_with(1, &["--area", "--level"]);
    let level = folder.run(&["indicators", "--level", "amt", "--within", "13076", "--id", "D01"]).ok();
    assert_eq!(level.out.lines().count(), 20, "{}", level.out);
    folder.run(&["indicators", "--area", "1"]).fails_with(1, &["\"1\"", "13076"]);
    folder.run(&["indicators", "--area", "13", "--id", "ZZ"]).fails_with(1, &["ZZ", "--list"]);
    folder
        .run(&["indicators", "--area", "13", "--from", "2021", "--to", "2020"])
        .fails_with(1, &["2021", "2020"]);

    std::fs::create_dir_all(folder.0.join("data/indicators")).unwrap();
    let own = std::fs::read_to_string(fixture("eigene-indikatoren.toml")).unwrap();
    folder.write("data/indicators/own.toml", &own);
    assert_eq!(folder.run(&["indicators", "--list"]).ok().out.lines().count(), 131);
    folder.write(
        "data/indicators/own.toml",
        own.replace("P[type residential] / P\"", "P[type residential] / Q\""),
    );
    folder.run(&["indicators", "--list"]).fails_with(1, &["own.toml:11: there is no measure \"Q\""]);
}

#[test]
fn no_examples_means_an_empty_register() {
    let folder = Folder::new("empty");
    let service = Service::start(&folder, &[("PFLEGEPLAN_EXAMPLES", "false")]);
    let answer = service.get("/api/v1/facilities").unwrap();
    assert!(answer.contains("\"total\":0"), "{answer}");
}

#[test]
fn reach_prints_tidy_rows_and_says_what_they_rest_on() {
    let folder = Folder::new("reach");
    let file = folder.write("list.csv", list(&[HOME, DAY_CARE]));
    folder.import(&file, &[]).ok();
    let outcome = folder.run(&["reach", "--category", "day_care", "--minutes", "15", "--format", "csv"]).ok();
    let header = "area,category,mode,minutes,group,persons,persons_reached,share,nearest_s";
    assert!(outcome.out.starts_with(header), "{outcome:?}");
    let row = outcome.out.lines().find(|line| line.starts_with("13076,day_care,car,15,all,207160,"));
    assert!(row.is_some(), "{outcome:?}");
    assert!(outcome.err.contains("12 places") && outcome.err.contains("times: estimate"), "{outcome:?}");
    let table = folder.run(&["reach", "--category", "day_care", "--level", "state"]).ok();
    assert_eq!(table.out.lines().count(), 10, "{table:?}");
    folder.run(&["reach", "--category", "spaceship"]).fails_with(1, &["--category", "\"spaceship\""]);
    folder
        .run(&["reach", "--category", "day_care", "--minutes", "15,x"])
        .fails_with(2, &["\"x\" is not a decimal number"]);
}

#[test]
fn a_wrong_or_missing_address_of_osrm_is_a_sentence() {
    let folder = Folder::new("osrm-url");
    folder.run(&["travel-matrix"]).fails_with(1, &["scripts/osrm", "PFLEGEPLAN_OSRM_CAR_URL"]);
    folder.run(&["travel-matrix", "--mode", "train"]).fails_with(2, &["car, bicycle or foot"]);
    for url in ["localhost:5000", "ftp://localhost", "http://", "http://user@host", "http://host/?x=1"] {
        let output = folder.command().args(["serve"]).env("PFLEGEPLAN_OSRM_CAR_URL", url).output().unwrap();
        Outcome::of(output).fails_with(1, &["osrm_car_url", "http://host:port"]);
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{nobody}");
    let output = folder.command().arg("travel-matrix").env("PFLEGEPLAN_OSRM_CAR_URL", url).output().unwrap();
    Outcome::of(output).fails_with(1, &["OSRM cannot be reached"]);
}

#[test]
fn a_base_map_that_cannot_be_is_a_sentence() {
    let folder = Folder::new("base-map");
    let page = folder.write("map.pmtiles", "<html>".repeat(100));
    let serve = |name: &str, value: &str, attribution: &str| {
        let settings = [(name, value), ("PFLEGEPLAN_TILES_ATTRIBUTION", attribution)];
        Outcome::of(folder.command().arg("serve").envs(settings).output().unwrap())
    };
    serve("PFLEGEPLAN_TILES_FILE", &page, "x").fails_with(1, &[&page, "is not a base map"]);
    serve("PFLEGEPLAN_TILES_FILE", "none.pmtiles", "x").fails_with(1, &["none.pmtiles", "cannot be read"]);
    serve("PFLEGEPLAN_TILES_FILE", &page, " ").fails_with(1, &["tiles_attribution"]);
    serve("PFLEGEPLAN_TILES_URL", "https://example.org/{z}/{x}.png", "x")
        .fails_with(1, &["tiles_url", "{y}"]);
}
