//! Archives written here and read again, and a map server that misbehaves in every way we could think of.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::directory::tile_id;
pub(crate) use super::fixture::Writing;
use super::*;
use crate::routing::Clock;

/// The shortest beginning that is told for a PNG.
pub(crate) fn png(body: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n", body.as_bytes()].concat()
}

/// A PMTiles archive of raster tiles.
pub(crate) fn archive(tiles: &BTreeMap<(u8, u32, u32), Vec<u8>>, writing: Writing) -> Vec<u8> {
    let largest = tiles.keys().map(|(z, ..)| *z).max().unwrap_or(0);
    let by_id = tiles.iter().map(|((z, x, y), bytes)| (tile_id(*z, *x, *y), bytes.clone())).collect();
    fixture::archive(&by_id, largest, writing)
}

/// A file that goes when the test ends.
pub(crate) struct Written(pub PathBuf);

impl Written {
    pub fn new(bytes: &[u8]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("pflegeplan-{}-{number}.pmtiles", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

const WRITINGS: [Writing; 4] = [
    Writing { gzip: false, leaf: 0 },
    Writing { gzip: true, leaf: 0 },
    Writing { gzip: false, leaf: 3 },
    Writing { gzip: true, leaf: 50 },
];

/// Every third tile of a stretch of land in three zooms; one picture of the sea for many.
fn stretch() -> BTreeMap<(u8, u32, u32), Vec<u8>> {
    let mut tiles = BTreeMap::new();
    for (z, from) in [(6, (33, 20)), (10, (544, 326)), (14, (8_700, 5_280))] {
        for x in from.0..from.0 + 12 {
            for y in from.1..from.1 + 12 {
                let sea = z == 14 && x % 12 < 6;
                let body = if sea { "sea".to_owned() } else { format!("{z} {x} {y}") };
                if sea || (x + y) % 3 == 0 {
                    tiles.insert((z, x, y), png(&body));
                }
            }
        }
    }
    tiles
}

#[test]
fn every_tile_of_an_archive_comes_back_and_no_other() {
    let tiles = stretch();
    for writing in WRITINGS {
        let file = Written::new(&archive(&tiles, writing));
        let archive = Archive::open(&file.0).unwrap();
        assert_eq!(archive.largest_zoom(), 14);
        let mut found = 0;
        for (z, xs, ys) in [(6, 33..36, 20..23), (10, 540..560, 322..342), (14, 8_695..8_715, 5_275..5_295)] {
            for (x, y) in xs.flat_map(|x| ys.clone().map(move |y| (x, y))) {
                let Some(address) = TileAddress::new(z, x, y) else { continue };
                let outcome = archive.tile(address).map(|tile| tile.picture.bytes);
                let expected = tiles.get(&(z, x, y)).cloned().ok_or(TileError::Missing);
                found += usize::from(outcome.is_ok());
                assert_eq!(outcome, expected, "{writing:?} {z}/{x}/{y}");
            }
        }
        assert!(found > 100, "{found}");
    }
}

#[test]
fn a_file_that_is_no_base_map_is_refused_with_its_name_and_the_reason() {
    let whole = archive(&stretch(), WRITINGS[1]);
    let changed = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        bytes
    };
    let cases = [
        (b"<html></html>".repeat(20), "does not begin as a PMTiles archive does"),
        (whole[..126].to_vec(), "it is too short"),
        (whole[..whole.len() - 1].to_vec(), "it is cut short"),
        (changed(7, 2), "it has version 2 of the format"),
        (changed(97, 3), "its directories are compressed in a way (3) that is not read"),
        (changed(98, 2), "its pictures are compressed a second time"),
        (changed(99, 1), "it holds vector tiles"),
        (changed(99, 5), "it holds tiles of a kind (5) that is not read"),
        (changed(15, 0xFF), "it is cut short"),
        (changed(127, 0), "its root directory is damaged"),
    ];
    for (bytes, reason) in cases {
        let file = Written::new(&bytes);
        let error = Archive::open(&file.0).unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains(&file.0.display().to_string()), "{error}");
    }
    let nowhere = Archive::open(std::path::Path::new("/nowhere/map.pmtiles")).unwrap_err().to_string();
    assert!(nowhere.contains("tiles_file: /nowhere/map.pmtiles cannot be read"), "{nowhere}");
}

fn schwerin() -> TileAddress {
    TileAddress::new(14, 8_711, 5_289).unwrap()
}

#[test]
fn an_archive_that_breaks_later_fails_in_words() {
    let tiles = BTreeMap::from([((14, 8_711, 5_289), b"<html>".to_vec())]);
    let file = Written::new(&archive(&tiles, WRITINGS[0]));
    let reason = "the file is damaged (a tile is no PNG, JPEG or WebP)";
    let outcome = Archive::open(&file.0).unwrap().tile(schwerin());
    assert_eq!(outcome, Err(TileError::Failed(reason.to_owned())));
    let large = BTreeMap::from([((14, 8_711, 5_289), png(&"x".repeat(600_000)))]);
    let file = Written::new(&archive(&large, WRITINGS[0]));
    assert!(matches!(Archive::open(&file.0).unwrap().tile(schwerin()), Err(TileError::Failed(_))));
    let file = Written::new(&archive(&stretch(), WRITINGS[2]));
    let opened = Archive::open(&file.0).unwrap();
    std::fs::OpenOptions::new().write(true).open(&file.0).unwrap().set_len(200).unwrap();
    assert!(matches!(opened.tile(schwerin()), Err(TileError::Failed(_))));
}

proptest! {
    #[test]
    fn no_damage_breaks_the_service(at in 0_usize..600, byte in any::<u8>(), leaf in select_leaf()) {
        let mut bytes = archive(&stretch(), Writing { gzip: false, leaf });
        bytes[at] = byte;
        let file = Written::new(&bytes);
        if let Ok(archive) = Archive::open(&file.0) {
            for y in 5_280..5_290 {
                let _ = archive.tile(TileAddress::new(14, 8_711, y).unwrap());
            }
        }
    }
}

fn select_leaf() -> impl Strategy<Value = usize> {
    proptest::sample::select(vec![0, 3])
}

/// What a map server does with a request.
#[derive(Debug, Clone)]
enum Manner {
    Says(Vec<u8>),
    /// Says a head and then nothing more.
    KeepsSilent,
    HangsUp,
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A map server of our own on loopback. It ends with the test's process.
struct MapServer {
    port: u16,
    manner: Arc<Mutex<Manner>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl MapServer {
    fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server =
            Self { port, manner: Arc::new(Mutex::new(manner)), heard: Arc::new(Mutex::new(Vec::new())) };
        let (manner, heard) = (server.manner.clone(), server.heard.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (manner, heard) = (manner.clone(), heard.clone());
                std::thread::spawn(move || serve(stream.unwrap(), &manner, &heard));
            }
        });
        server
    }

    fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn requests(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    fn upstream(&self, limits: Limits, clock: Clock) -> Upstream {
        let text = format!("http://127.0.0.1:{}/wmts/{{z}}/{{y}}/{{x}}.png?key=k", self.port);
        Upstream::new(Template::parse(&text).unwrap(), limits, clock)
    }
}

fn serve(mut stream: TcpStream, manner: &Mutex<Manner>, heard: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    let mut piece = [0; 1024];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(length) => request.extend(&piece[..length]),
        }
    }
    heard.lock().unwrap().push(String::from_utf8(request).unwrap());
    let manner = manner.lock().unwrap().clone();
    match manner {
        Manner::Says(bytes) => drop(stream.write_all(&bytes)),
        Manner::KeepsSilent => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
            // Until the other side has had enough.
            let _ = stream.read(&mut piece);
        }
        Manner::HangsUp => {}
    }
}

fn limits() -> Limits {
    let short = Duration::from_millis(300);
    Limits { connect: short, total: short, wait: short, ..Limits::default() }
}

/// A clock that the test sets, in seconds.
fn clock() -> (Arc<AtomicU64>, Clock) {
    let time = Arc::new(AtomicU64::new(0));
    let handed = time.clone();
    (time, Arc::new(move || Duration::from_secs(handed.load(Ordering::Relaxed))))
}

#[test]
fn a_template_names_a_host_and_each_number_once() {
    for good in [
        "https://example.org/tiles/1.0.0/map/{z}/{x}/{y}.png",
        "http://127.0.0.1:8080/{z}/{y}/{x}",
        "https://example.org/?layer=a&TileMatrix={z}&TileCol={x}&TileRow={y}&key=1",
    ] {
        assert!(Template::parse(good).is_ok(), "{good}");
    }
    for (bad, reason) in [
        ("ftp://example.org/{z}/{x}/{y}", "does not begin with"),
        ("https://example.org/{z}/{x}.png", "once each"),
        ("https://example.org/{z}/{x}/{y}/{y}", "once each"),
        ("https://{s}.example.org/{z}/{x}/{y}", "characters"),
        ("https://user@example.org/{z}/{x}/{y}", "a user"),
        ("https://example.org/{z}/{x}/{y} ", "characters"),
        ("https:///{z}/{x}/{y}", "no host"),
        ("https://:80/{z}/{x}/{y}", "no host"),
        ("https://{z}/{x}/{y}", "no host"),
    ] {
        let error = Template::parse(bad).unwrap_err().to_string();
        assert!(
            error.contains(reason) && error.contains("https://host/path/{z}/{x}/{y}.png"),
            "{bad}: {error}"
        );
    }
    let keyed = Template::parse("https://example.org/{z}/{x}/{y}?key=secret").unwrap();
    assert!(!format!("{keyed:?}").contains("secret"));
}

#[test]
fn a_tile_is_fetched_once_and_nothing_of_a_reader_goes_along() {
    let server = MapServer::start(Manner::Says(answer("200 OK", "Cache-Control: max-age=60\r\n", &png("a"))));
    let (time, clock) = clock();
    let upstream = server.upstream(limits(), clock);
    let first = upstream.tile(schwerin()).unwrap();
    assert_eq!((first.picture.bytes, first.keep.as_secs()), (png("a"), 60));
    time.store(20, Ordering::Relaxed);
    assert_eq!(upstream.tile(schwerin()).unwrap().keep.as_secs(), 40);
    assert_eq!(server.requests(), 1);
    let request = server.heard.lock().unwrap()[0].to_lowercase();
    let mut lines = request.lines();
    assert_eq!(lines.next(), Some("get /wmts/14/5289/8711.png?key=k http/1.1"));
    let mut names: Vec<&str> = lines.filter_map(|line| Some(line.split_once(':')?.0)).collect();
    names.sort_unstable();
    names.retain(|name| *name != "accept-encoding");
    assert_eq!(names, ["accept", "host", "user-agent"], "{request}");
    time.store(60, Ordering::Relaxed);
    upstream.tile(schwerin()).unwrap();
    assert_eq!(server.requests(), 2, "its time is up");
    server.behave(Manner::Says(answer("200 OK", "Cache-Control: no-store\r\n", &png("b"))));
    let other = TileAddress::new(14, 8_712, 5_289).unwrap();
    assert!(upstream.tile(other).is_ok() && upstream.tile(other).is_ok());
    assert_eq!(server.requests(), 4, "what may not be kept is not");
}

#[test]
fn beyond_the_edge_of_a_map_there_is_no_tile_and_no_outage() {
    let server = MapServer::start(Manner::Says(answer("404 Not Found", "", b"<html>")));
    let upstream = server.upstream(limits(), clock().1);
    for _ in 0..5 {
        assert_eq!(upstream.tile(schwerin()), Err(TileError::Missing));
    }
    assert_eq!(server.requests(), 1);
}

#[test]
fn what_is_no_tile_is_told_apart_and_nobody_waits_long() {
    let cut = answer("200 OK", "", &png("whole"));
    let manners = [
        (Manner::Says(answer("200 OK", "Content-Type: image/png\r\n", b"<html>")), "no PNG, JPEG or WebP"),
        (Manner::Says(answer("500 Internal Server Error", "", b"")), "status 500"),
        (Manner::Says(answer("302 Found", "Location: http://127.0.0.1:1/\r\n", b"")), "status 302"),
        (Manner::Says(answer("200 OK", "", &png(&"x".repeat(600_000)))), "larger than 512 KiB"),
        (Manner::Says(cut[..cut.len() - 2].to_vec()), ""),
        (Manner::KeepsSilent, "took too long"),
        (Manner::HangsUp, ""),
    ];
    for (manner, reason) in manners {
        let server = MapServer::start(manner.clone());
        let upstream = server.upstream(limits(), clock().1);
        let started = Instant::now();
        let Err(TileError::Failed(text)) = upstream.tile(schwerin()) else { panic!("{manner:?}") };
        assert!(text.contains(reason) && !text.contains("8711"), "{text}");
        assert!(started.elapsed() < Duration::from_secs(3), "{manner:?}");
    }
}

#[test]
fn a_map_server_that_is_away_is_left_alone_and_found_again() {
    let server = MapServer::start(Manner::HangsUp);
    let (time, clock) = clock();
    let upstream = server.upstream(limits(), clock);
    for _ in 0..10 {
        assert!(upstream.tile(schwerin()).is_err());
    }
    let asked = server.requests();
    assert!(asked <= 6, "three failures, each with at most one more try: {asked}");
    server.behave(Manner::Says(answer("200 OK", "", &png("a"))));
    assert!(upstream.tile(schwerin()).is_err());
    assert_eq!(server.requests(), asked);
    time.store(2, Ordering::Relaxed);
    assert!(upstream.tile(schwerin()).is_ok());
}

#[test]
fn no_more_is_asked_of_a_map_server_than_it_is_meant_to_bear() {
    let server = MapServer::start(Manner::Says(answer("200 OK", "Cache-Control: no-store\r\n", &png("a"))));
    let (time, clock) = clock();
    let upstream = server.upstream(Limits { burst: 3, per_second: 2, ..limits() }, clock.clone());
    let asked = |times: usize| (0..times).filter(|_| upstream.tile(schwerin()).is_ok()).count();
    assert_eq!(asked(10), 3);
    assert_eq!(upstream.tile(schwerin()), Err(TileError::Busy));
    time.store(1, Ordering::Relaxed);
    assert_eq!(asked(10), 2);
    // One at a time, and nobody may wait.
    server.behave(Manner::KeepsSilent);
    let narrow = server.upstream(Limits { at_once: 1, waiting: 0, ..limits() }, clock.clone());
    let before = server.requests();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| narrow.tile(schwerin()));
        while server.requests() == before {
            std::thread::yield_now();
        }
        assert_eq!(narrow.tile(schwerin()), Err(TileError::Busy));
        assert!(matches!(first.join().unwrap(), Err(TileError::Failed(_))));
    });
    // Who may wait gets a turn when the other is done.
    let patient = Limits { at_once: 1, wait: Duration::from_secs(20), ..limits() };
    let patient = server.upstream(patient, clock);
    server.behave(Manner::Says(answer("200 OK", "Cache-Control: no-store\r\n", &png("a"))));
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|_| scope.spawn(|| patient.tile(schwerin()))).collect();
        assert!(all.into_iter().all(|one| one.join().unwrap().is_ok()));
    });
}
