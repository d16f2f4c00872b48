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
        let answer = rest(service.connect(&format!("{live}{bad}")));
        assert!(answer.contains("HTTP/1.1 400"), "{answer}");
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

#[cfg(unix)]
#[test]
fn files_that_are_none_are_sentences_at_every_door() {
    let folder = Folder::new("doors");
    let pipe = folder.0.join("pipe").to_string_lossy().into_owned();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (here, empty) = (folder.0.to_string_lossy().into_owned(), folder.write("empty", ""));
    let list = folder.write("list.csv", list(&[]));
    let wrong = [
        (pipe.as_str(), "not a regular file"),
        ("/dev/zero", "not a regular file"),
        ("/dev/null", "not a regular file"),
        (here.as_str(), "is a folder"),
        (empty.as_str(), "is empty"),
        ("/nirgends", "cannot be read"),
    ];
    for (path, said) in wrong {
        let doors: [&[&str]; 4] = [
            &["forecast", "--area", "13076", "--level", "municipality", "--counts", path],
            &["forecast", "--request", path],
            &["import", "register", &list, "--mapping", path],
            &["import", "statistics", &list, "--mapping", path],
        ];
        for door in doors {
            folder.run(door).fails_with(1, &[said]);
        }
        if path != empty {
            folder.run(&["--config", path, "check-models"]).fails_with(1, &[said]);
            folder.run(&["region", path]).fails_with(1, &[said]);
        }
    }
    let header = folder.write("header.csv", "municipality,year,sex,age_from,persons\n");
    let counts = ["forecast", "--area", "13076", "--level", "municipality", "--counts", &header];
    folder.run(&counts).fails_with(1, &["holds no counts"]);
    std::fs::create_dir_all(folder.0.join("data/indicators")).unwrap();
    assert!(
        Command::new("mkfifo").arg(folder.0.join("data/indicators/own.toml")).status().unwrap().success()
    );
    folder.run(&["indicators", "--area", "13076"]).fails_with(1, &["own.toml", "not a regular file"]);
}
