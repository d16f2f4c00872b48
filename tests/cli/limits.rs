//! What one caller or one wrong file may do to the program: nothing for long.

use super::*;

/// Lets no test wait for ever for a connection that should have been closed.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl Service {
    fn connect(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONGEST_WAIT)).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }
}

/// What comes until the connection is closed.
fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let outcome = stream.read_to_end(&mut bytes);
    let kind = outcome.err().map(|error| error.kind());
    assert!(kind != Some(std::io::ErrorKind::WouldBlock), "the connection stays open: {bytes:?}");
    String::from_utf8(bytes).unwrap()
}

const POST: &str = "POST /api/v1/places/nearest HTTP/1.1\r\nHost: a\r\n";

#[test]
fn a_slow_body_is_ended_and_nobody_else_waits_for_it() {
    let folder = Folder::new("slow");
    let limits = [("PFLEGEPLAN_BODY_TIMEOUT_MS", "1000"), ("PFLEGEPLAN_MAX_CONNECTIONS", "16")];
    let service = Service::start(&folder, &limits);
    let slow: Vec<TcpStream> =
        (0..40).map(|_| service.connect(&format!("{POST}Content-Length: 1000\r\n\r\n{{"))).collect();
    service.wait_for("/health/live", |answer| answer.starts_with("HTTP/1.1 200"));
    for stream in slow {
        let answer = rest(stream);
        // Those that were closed to make room have no answer.
        if !answer.is_empty() {
            assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("connection: close"), "{answer}");
            assert!(answer.contains("/problems/too-slow") && answer.contains("1 seconds"), "{answer}");
        }
    }
}

#[test]
fn a_body_that_is_too_large_ends_the_connection() {
    let folder = Folder::new("large");
    let service = Service::start(&folder, &[]);
    for sent in [
        format!("{POST}Content-Length: 2000000\r\n\r\n{{"),
        format!("{POST}Transfer-Encoding: chunked\r\n\r\n120000\r\n{}\r\n0\r\n\r\n", " ".repeat(0x12_0000)),
    ] {
        let answer = rest(service.connect(&sent));
        assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("connection: close"), "{answer}");
    }
}

/// Who goes on sending after the refusal is cut off, although a waiting connection would stay open for long.
#[test]
fn a_body_without_end_is_cut_off() {
    let folder = Folder::new("endless");
    let service = Service::start(&folder, &[("PFLEGEPLAN_IDLE_TIMEOUT_MS", "600000")]);
    let mut stream = service.connect(&format!("{POST}Transfer-Encoding: chunked\r\n\r\n"));
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let started = Instant::now();
    while stream.write_all(piece.as_bytes()).is_ok() {
        assert!(started.elapsed() < LONGEST_WAIT, "the body is read without an end");
    }
}

#[test]
fn a_tunnel_is_refused_at_once_and_its_connection_closed() {
    let folder = Folder::new("tunnel");
    // A body would be waited for as long as this, and a kept connection too.
    let limits = [("PFLEGEPLAN_BODY_TIMEOUT_MS", "600000"), ("PFLEGEPLAN_IDLE_TIMEOUT_MS", "600000")];
    let service = Service::start(&folder, &limits);
    for head in [
        "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
        "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let answer = rest(service.connect(head));
        assert!(answer.starts_with("HTTP/1.1 405") || answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
}

#[test]
fn a_slow_head_is_ended_also_on_a_kept_connection() {
    let folder = Folder::new("head");
    let service = Service::start(&folder, &[("PFLEGEPLAN_IDLE_TIMEOUT_MS", "1000")]);
    let live = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    for sent in ["GET / HT", &format!("{live}GET /health/li"), live, ""] {
        let answer = rest(service.connect(sent));
        assert_eq!(answer.matches("HTTP/1.1 200").count(), sent.matches("/live ").count(), "{answer}");
    }
}

#[test]
fn requests_that_are_none_leave_no_line_in_the_log() {
    let folder = Folder::new("quiet");
    let service = Service::start(&folder, &[]);
    let live = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    let before = std::fs::read_to_string(folder.0.join("serve.log")).unwrap();
    for bad in
        ["\u{0}\u{1}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "BAD REQUEST\r\n\r\n", "GET /\u{0} HTTP/1.1\r\n\r\n"]
    {
        // What comes behind such a request is none either: nobody knows where it would begin.
        let answer = rest(service.connect(&format!("{live}{bad}{live}")));
        let answers: Vec<&str> = answer.split("HTTP/1.1 ").skip(1).collect();
        assert_eq!(answers.len(), 2, "{bad:?}: {answer}");
        assert!(answers[0].starts_with("200"), "{bad:?}: {answer}");
        assert!(answers[1].starts_with("400"), "{bad:?}: {answer}");
        // `rest` has read to the end of both connections: neither is kept.
        let alone = rest(service.connect(bad));
        assert!(alone.starts_with("HTTP/1.1 400") && alone.contains("connection: close"), "{bad:?}: {alone}");
    }
    for path in ["/api/v1/facilities?near=%ff", "/api/v1/route", "/api/v1/forecasts/x?y=z", "/nirgends"] {
        service.get(path).unwrap();
    }
    let after = std::fs::read_to_string(folder.0.join("serve.log")).unwrap();
    let new: Vec<&str> = after.lines().skip(before.lines().count()).collect();
    assert!(new.iter().all(|line| line.contains("INFO")), "{new:?}");
}

#[test]
fn a_lost_database_is_noticed_and_is_not_replaced_by_examples() {
    let folder = Folder::new("lost");
    let file = folder.write("list.csv", list(&["1,Haus Anker,day_care,Weg,1,19288,Ludwigslust,,,9"]));
    folder.import(&file, &[]).ok();
    let service = Service::start(&folder, &[]);
    std::fs::rename(folder.0.join("data/pflegeplan.sqlite"), folder.0.join("aside")).unwrap();
    let answer = service.wait_for("/health/ready", |answer| answer.starts_with("HTTP/1.1 503"));
    assert!(answer.contains("retry-after: 30"), "{answer}");
    let search = service.get("/api/v1/facilities?q=Anker").unwrap();
    assert!(search.starts_with("HTTP/1.1 200") && search.contains("Haus Anker"), "{search}");
    let log = || std::fs::read_to_string(folder.0.join("serve.log")).unwrap();
    let end = Instant::now() + LONGEST_WAIT;
    // The indicators say the same when they come first.
    while !log().contains("the register cannot be read again") && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(log().contains("was removed while it was in use"), "{}", log());
    assert_eq!(log().matches("the register cannot be read again").count(), 1, "{}", log());
    drop(service);
    for name in ["pflegeplan.sqlite-wal", "pflegeplan.sqlite-shm"] {
        let _ = std::fs::remove_file(folder.0.join("data").join(name));
    }
    folder.run(&["serve", "--bind", "127.0.0.1:0"]).fails_with(1, &["once held a real register", "backup"]);
    folder.run(&["examples"]).fails_with(1, &["once held a real register"]);
    std::fs::rename(folder.0.join("aside"), folder.0.join("data/pflegeplan.sqlite")).unwrap();
    let again = Service::start(&folder, &[]);
    assert!(again.get("/api/v1/facilities?q=Anker").unwrap().contains("Haus Anker"));
}

#[test]
fn a_replaced_or_damaged_database_is_noticed_and_searches_go_on() {
    use std::io::{Seek, SeekFrom};
    let other = Folder::new("other-database");
    let file = other.write("list.csv", list(&["9,Haus Fremd,day_care,Weg,9,19288,Ludwigslust,,,9"]));
    other.import(&file, &[]).ok();
    let foreign = other.0.join("data/pflegeplan.sqlite");
    type Harm<'h> = &'h dyn Fn(&Path);
    let harms: [(&str, Harm<'_>, &[&str]); 2] = [
        (
            "exchanged",
            &|path| {
                let beside = path.with_file_name("new");
                std::fs::copy(&foreign, &beside).unwrap();
                std::fs::rename(beside, path).unwrap();
            },
            &["was replaced by another file while it was in use", "restart the service"],
        ),
        (
            "damaged-page",
            &|path| {
                let mut file = std::fs::File::options().write(true).open(path).unwrap();
                let middle = file.metadata().unwrap().len() / 8192 * 4096;
                file.seek(SeekFrom::Start(middle)).unwrap();
                file.write_all(&[0xAB; 4096]).unwrap();
            },
            &["is damaged", "restore the last backup"],
        ),
    ];
    for (name, harm, said) in harms {
        let folder = Folder::new(name);
        let file = folder.write("list.csv", list(&["1,Haus Anker,day_care,Weg,1,19288,Ludwigslust,,,9"]));
        folder.import(&file, &[]).ok();
        let service = Service::start(&folder, &[]);
        harm(&folder.0.join("data/pflegeplan.sqlite"));
        let answer = service.wait_for("/health/ready", |answer| answer.starts_with("HTTP/1.1 503"));
        assert!(answer.contains("retry-after: 30"), "{name}: {answer}");
        let search = service.get("/api/v1/facilities?q=Anker").unwrap();
        assert!(search.starts_with("HTTP/1.1 200") && search.contains("Haus Anker"), "{name}: {search}");
        let log = || std::fs::read_to_string(folder.0.join("serve.log")).unwrap();
        let end = Instant::now() + LONGEST_WAIT;
        while !log().contains(said[0]) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(said.iter().all(|words| log().contains(words)), "{name}: {}", log());
        assert!(!service.get("/api/v1/facilities?q=Fremd").unwrap().contains("Haus Fremd"), "{name}");
    }
}

/// How a file comes to the program.
enum Door {
    /// As arguments, in which `FILE` stands for it.
    Arguments(&'static [&'static str]),
    /// In the data folder, under this name, read by these arguments.
    Inside(&'static str, &'static [&'static str]),
    /// As a setting of the service.
    Setting(&'static str),
    /// In a folder that a setting names, under this name, read by these arguments.
    InFolder(&'static str, &'static str, &'static [&'static str]),
}

/// Every file that an operator names, and the most that is read of it; `None` where it is read piece by piece.
const DOORS: [(Door, Option<u64>); 17] = [
    (Door::Arguments(&["--config", "FILE", "check-models"]), Some(TEXT)),
    (Door::Arguments(&["import", "register", "FILE", "--dry-run"]), Some(LIST)),
    (Door::Arguments(&["import", "register", "FILE", "--suggest"]), Some(LIST)),
    (Door::Arguments(&["import", "register", "list.csv", "--mapping", "FILE"]), Some(TEXT)),
    (Door::Arguments(&["import", "statistics", "FILE"]), Some(2 * LIST)),
    (Door::Arguments(&["import", "statistics", "list.csv", "--mapping", "FILE"]), Some(TEXT)),
    (Door::Arguments(&["forecast", "--request", "FILE"]), Some(TEXT)),
    (
        Door::Arguments(&["forecast", "--area", "13076", "--level", "municipality", "--counts", "FILE"]),
        Some(TABLE),
    ),
    (Door::Arguments(&["region", "FILE"]), None),
    (Door::Arguments(&["restore", "FILE"]), None),
    (Door::Inside("indicators/own.toml", &["indicators", "--area", "13076"]), Some(TEXT)),
    (Door::Inside("planning_areas/own.toml", &["indicators", "--area", "13076"]), Some(TEXT)),
    (Door::Setting("PFLEGEPLAN_TILES_FILE"), None),
    (Door::Setting("PFLEGEPLAN_SITE_LOGO"), Some(200_000)),
    (Door::Setting("PFLEGEPLAN_DATABASE_PASSWORD_FILE"), Some(TEXT)),
    (Door::Arguments(&["plan-texts", "import", "13076", "FILE"]), Some(64 << 20)),
    (
        Door::InFolder(
            "PFLEGEPLAN_PLAN_ARMS",
            "13076.png",
            &["plan", "--area", "13076", "--draws", "0", "--out", "plan.html"],
        ),
        Some(1 << 20),
    ),
];
const TEXT: u64 = 4 << 20;
const LIST: u64 = 32 << 20;
const TABLE: u64 = 256 << 20;

impl Door {
    fn takes_folders(&self) -> bool {
        matches!(self, Self::Arguments(["plan-texts", ..]))
    }

    fn takes_empty(&self) -> bool {
        matches!(self, Self::Arguments(["--config", ..]))
    }

    /// What the program says of the file, with a code that is no success.
    fn open(&self, folder: &Folder, path: &str) -> Outcome {
        match self {
            Self::Arguments(arguments) => {
                let given = arguments.iter().map(|it| if *it == "FILE" { path } else { it });
                folder.run(&given.collect::<Vec<_>>())
            }
            Self::Inside(name, arguments) => {
                let inside = folder.0.join("data").join(name);
                std::fs::create_dir_all(inside.parent().unwrap()).unwrap();
                std::os::unix::fs::symlink(path, &inside).unwrap();
                let outcome = folder.run(arguments);
                std::fs::remove_file(inside).unwrap();
                outcome
            }
            Self::InFolder(setting, name, arguments) => {
                let inside = folder.0.join("of-setting");
                std::fs::create_dir_all(&inside).unwrap();
                std::os::unix::fs::symlink(path, inside.join(name)).unwrap();
                let outcome =
                    Outcome::of(folder.command().args(*arguments).env(setting, &inside).output().unwrap());
                std::fs::remove_dir_all(inside).unwrap();
                outcome
            }
            Self::Setting(name) => {
                let mut command = folder.command();
                command.args(["serve", "--bind", "127.0.0.1:0"]).env(name, path);
                if *name == "PFLEGEPLAN_TILES_FILE" {
                    command.env("PFLEGEPLAN_TILES_ATTRIBUTION", "somebody");
                }
                if *name == "PFLEGEPLAN_DATABASE_PASSWORD_FILE" {
                    command.env("PFLEGEPLAN_DATABASE_URL", "postgres://nobody@127.0.0.1:9/none");
                }
                Outcome::of(command.output().unwrap())
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn files_that_are_none_are_sentences_at_every_door() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("doors");
    let pipe = folder.0.join("pipe").to_string_lossy().into_owned();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let here = folder.0.join("folder");
    std::fs::create_dir(&here).unwrap();
    let (here, empty) = (here.to_string_lossy().into_owned(), folder.write("empty", ""));
    folder.write("list.csv", list(&[]));
    let closed = folder.write("closed", "a");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The administrator of a machine may read everything.
    let may_read_all = std::fs::File::open(&closed).is_ok();
    let large = folder.0.join("large");
    let irregular = &["not a regular file"][..];
    for (door, limit) in DOORS {
        let mut wrong = vec![
            (pipe.as_str(), irregular),
            ("/dev/zero", irregular),
            ("/nirgends", &["cannot be read", "there is no such file"][..]),
        ];
        if !door.takes_folders() {
            wrong.push((here.as_str(), &["is a folder", "but a folder"]));
        }
        if !door.takes_empty() {
            wrong.push((
                empty.as_str(),
                &["is empty", "too short", "not a backup", "no OpenStreetMap extract", "cannot be"],
            ));
        }
        if !may_read_all {
            wrong.push((closed.as_str(), &["cannot be read", "may not read"]));
        }
        // One byte more than is read, without a block on the disk.
        let name = large.to_string_lossy().into_owned();
        if let Some(limit) = limit {
            std::fs::File::create(&large).unwrap().set_len(limit + 1).unwrap();
            wrong.push((&name, &["larger than", "than the allowed"]));
        }
        for (path, said) in wrong {
            let outcome = door.open(&folder, path);
            outcome.fails_with(1, &[]);
            assert!(said.iter().any(|words| outcome.err.contains(words)), "{path}: {outcome:#?}");
        }
    }
    let header = folder.write("header.csv", "municipality,year,sex,age_from,persons\n");
    let counts = ["forecast", "--area", "13076", "--level", "municipality", "--counts", &header];
    folder.run(&counts).fails_with(1, &["holds no counts"]);
}
