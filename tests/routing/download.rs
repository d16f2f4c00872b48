//! `scripts/osrm download` against a server of our own that does what servers and lines do on bad days.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

const NAME: &str = "mv-latest.osm.pbf";

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("pflegeplan-download-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join(NAME)
    }

    fn part(&self) -> PathBuf {
        self.0.join(format!("{NAME}.part"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a host of extracts has and how it behaves.
#[derive(Clone)]
struct Host {
    extract: Vec<u8>,
    /// The text at the address of the checksum.
    checksum: String,
    /// Whether it goes on in the middle of a file.
    ranges: bool,
    /// After so many bytes of an answer the line is dead.
    cut_after: Option<usize>,
}

impl Host {
    fn good() -> Self {
        let extract: Vec<u8> = (0..40_000_u32).map(|number| (number % 251) as u8).collect();
        Self { checksum: md5(&extract), extract, ranges: true, cut_after: None }
    }
}

/// As the host writes it: the sum, blanks, and the name.
fn md5(bytes: &[u8]) -> String {
    let folder = Folder::new();
    let path = folder.0.join("bytes");
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("md5sum").arg(&path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    format!("{}  {NAME}\n", text.split(' ').next().unwrap())
}

/// The host on a free port of loopback. It ends with the test's process.
struct Server {
    port: u16,
    host: Arc<Mutex<Host>>,
    /// The beginnings of the files that were asked for, of the extract only.
    ranges: Arc<Mutex<Vec<usize>>>,
}

impl Server {
    fn start(host: Host) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, host: Arc::new(Mutex::new(host)), ranges: Arc::default() };
        let (host, ranges) = (server.host.clone(), server.ranges.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let host = host.lock().unwrap().clone();
                answer(stream.unwrap(), &host, &ranges);
            }
        });
        server
    }

    fn download(&self, folder: &Path) -> Output {
        download(self.port, folder)
    }
}

fn download(port: u16, folder: &Path) -> Output {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/osrm"))
        .arg("download")
        .env("OSRM_DIR", folder)
        .env("OSRM_EXTRACT_URL", format!("http://127.0.0.1:{port}/{NAME}"))
        .env("no_proxy", "127.0.0.1")
        .output()
        .unwrap()
}

fn answer(mut stream: TcpStream, host: &Host, ranges: &Mutex<Vec<usize>>) {
    let (mut path, mut from) = (String::new(), 0);
    for line in BufReader::new(&stream).lines().map_while(Result::ok) {
        if let Some(rest) = line.strip_prefix("GET ") {
            path = rest.split(' ').next().unwrap_or_default().to_owned();
        }
        if let Some(range) = line.to_lowercase().strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    if path.ends_with(".md5") {
        send(&mut stream, "200 OK", host.checksum.as_bytes(), None);
        return;
    }
    ranges.lock().unwrap().push(from);
    let total = host.extract.len();
    if from > 0 && host.ranges {
        match host.extract.get(from..).filter(|rest| !rest.is_empty()) {
            Some(rest) => {
                let head =
                    format!("206 Partial Content\r\nContent-Range: bytes {from}-{}/{total}", total - 1);
                send(&mut stream, &head, rest, host.cut_after);
            }
            None => send(&mut stream, "416 Range Not Satisfiable", b"", None),
        }
    } else {
        send(&mut stream, "200 OK", &host.extract, host.cut_after);
    }
}

fn send(stream: &mut TcpStream, status: &str, body: &[u8], cut_after: Option<usize>) {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let sent = cut_after.unwrap_or(body.len()).min(body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body[..sent]));
}

#[track_caller]
fn assert_refused(output: &Output, sentence: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && output.stdout.is_empty(), "{error}");
    assert!(error.contains(sentence), "{error}");
}

#[track_caller]
fn assert_fetched(output: &Output, folder: &Folder, host: &Host) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{}\n", folder.file().display()));
    assert!(std::fs::read(folder.file()).unwrap() == host.extract);
    assert!(!folder.part().exists());
}

#[test]
fn an_extract_with_the_published_checksum_takes_the_place_of_the_old_one() {
    let (folder, host) = (Folder::new(), Host::good());
    std::fs::write(folder.file(), "old").unwrap();
    let server = Server::start(host.clone());
    assert_fetched(&server.download(&folder.0), &folder, &host);
}

#[test]
fn an_extract_with_another_checksum_is_thrown_away_and_the_old_one_stays() {
    let folder = Folder::new();
    std::fs::write(folder.file(), "old").unwrap();
    let server = Server::start(Host { checksum: md5(b"something else"), ..Host::good() });
    assert_refused(&server.download(&folder.0), "does not have the published checksum and was thrown away");
    assert!(!folder.part().exists());
    // A page in place of the extract, such as one that asks for a login.
    *server.host.lock().unwrap() = Host { extract: b"<html>".to_vec(), ..Host::good() };
    assert_refused(&server.download(&folder.0), "does not have the published checksum");
    // And in place of both.
    *server.host.lock().unwrap() =
        Host { extract: b"<html>".to_vec(), checksum: "<html>login</html>".to_owned(), ..Host::good() };
    assert_refused(&server.download(&folder.0), "is no checksum; hint: something else than the server");
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"old");
}

#[test]
fn a_download_that_was_cut_off_goes_on_where_it_ended() {
    let (folder, host) = (Folder::new(), Host::good());
    std::fs::write(folder.file(), "old").unwrap();
    let server = Server::start(Host { cut_after: Some(10_000), ..host.clone() });
    assert_refused(&server.download(&folder.0), "cut off; hint: call scripts/osrm download again");
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"old");
    let there = std::fs::metadata(folder.part()).unwrap().len();
    assert!((1..=10_000).contains(&there), "{there}");
    *server.host.lock().unwrap() = host.clone();
    server.ranges.lock().unwrap().clear();
    assert_fetched(&server.download(&folder.0), &folder, &host);
    assert_eq!(*server.ranges.lock().unwrap(), [there as usize]);
}

#[test]
fn where_going_on_is_not_possible_all_is_fetched_anew() {
    let host = Host::good();
    for (part, ranges) in [
        // The server sends whole files only.
        (host.extract[..10_000].to_vec(), false),
        // Everything is there already, but was not checked.
        (host.extract.clone(), true),
        // More is there than the file has: it was another one.
        (vec![0; 50_000], true),
    ] {
        let folder = Folder::new();
        std::fs::write(folder.part(), part).unwrap();
        let server = Server::start(Host { ranges, ..host.clone() });
        assert_fetched(&server.download(&folder.0), &folder, &host);
    }
}

#[test]
fn a_beginning_of_another_extract_is_found_out_by_the_checksum() {
    let (folder, host) = (Folder::new(), Host::good());
    std::fs::write(folder.part(), vec![0; 10_000]).unwrap();
    let server = Server::start(host.clone());
    assert_refused(&server.download(&folder.0), "was thrown away; please try again");
    assert_fetched(&server.download(&folder.0), &folder, &host);
}

#[test]
fn a_disk_that_takes_nothing_is_named() {
    let (folder, host) = (Folder::new(), Host::good());
    let server = Server::start(host);
    // Writing to this device ends as on a full disk.
    std::os::unix::fs::symlink("/dev/full", folder.part()).unwrap();
    std::fs::write(folder.file(), "old").unwrap();
    assert_refused(&server.download(&folder.0), "could not be written to");
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"old");
    // A folder that cannot be made, whoever calls.
    assert_refused(
        &server.download(&folder.file().join("below")),
        "cannot be made; hint: the variable OSRM_DIR",
    );
}

#[test]
fn a_host_that_is_not_there_is_named() {
    let folder = Folder::new();
    assert_refused(&download(super::osrm::free_port(), &folder.0), ".md5 could not be fetched");
    assert!(!folder.file().exists() && !folder.part().exists());
}
