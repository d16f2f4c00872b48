//! Backups, restoring them, moving to another database, and the doctor.

use std::fs;

use chrono::Timelike;
use pflegeplan::store::Database;

use super::databases::Node;
use super::postgres_server::Server;
use super::{DAY_CARE, Folder, HOME};

/// What two databases must have in common.
fn content(database: &Database) -> impl PartialEq + std::fmt::Debug + use<> {
    let (facilities, version) = database.load().unwrap();
    let mut history = database.history(&facilities[0].id, 10).unwrap();
    // A backup keeps times to the microsecond, as PostgreSQL does.
    for entry in &mut history {
        let at = entry.author.at;
        entry.author.at = at.with_nanosecond(at.nanosecond() / 1_000 * 1_000).unwrap();
    }
    (facilities, version, history, database.accounts().unwrap())
}

#[test]
fn a_backup_is_restored_into_either_database_and_moved_on() {
    let folders = ["backup-a", "backup-b", "backup-c"].map(Folder::new);
    let [first, second, third] = folders.each_ref().map(|folder| Node { folder, url: None, files: None });
    first.import(&[HOME, DAY_CARE]).ok();
    first.run(&["account", "create", "amt@example.org", "--role", "administrator"]).ok();
    let text = "data/plan-texts/13076/00001/texts/foreword.md";
    fs::create_dir_all(first.folder.0.join("data/plan-texts/13076/00001/texts")).unwrap();
    first.folder.write(text, "Vorwort");
    let file = first.folder.0.join("backup.zip").display().to_string();
    let written = first.run(&["backup", &file]).ok();
    assert!(written.err.contains("written and read again") && written.err.contains("1 files"), "{written:?}");
    first.run(&["backup", &file]).fails_with(1, &["exists already", "another file"]);
    let expected = content(&first.open());

    second.run(&["restore", &file]).ok();
    assert_eq!(content(&second.open()), expected);
    assert_eq!(fs::read_to_string(second.folder.0.join(text)).unwrap(), "Vorwort");
    second.run(&["restore", &file]).fails_with(1, &["holds a database", "move it away"]);
    // A lost database is what backups are for: the mark of a real register does not stop it.
    fs::remove_dir_all(second.folder.0.join("data/plan-texts")).unwrap();
    for entry in fs::read_dir(second.folder.0.join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pflegeplan.sqlite")) {
            fs::remove_file(path).unwrap();
        }
    }
    second.run(&["account", "list"]).fails_with(1, &["restore the last backup"]);
    second.run(&["restore", &file]).ok();
    assert_eq!(content(&second.open()), expected);

    let server = Server::start();
    let url = server.new_database();
    let data = second.folder.0.join("data").display().to_string();
    second.run(&["database", "copy", "--from", &data, "--to", &url]).ok();
    second.run(&["database", "copy", "--from", &data, "--to", &url]).fails_with(1, &["is not empty"]);
    let on_server = Node { folder: third.folder, url: Some(&url), files: None };
    assert_eq!(content(&on_server.open()), expected);
    let back = third.folder.0.join("back").display().to_string();
    third.run(&["database", "copy", "--from", &url, "--to", &back]).ok();
    assert_eq!(content(&Database::open(back.as_ref()).unwrap()), expected);
    // Of the server, and into another database of it.
    let file = third.folder.0.join("server.zip").display().to_string();
    on_server.run(&["backup", &file]).ok();
    let empty = server.new_database();
    let node = Node { folder: third.folder, url: Some(&empty), files: None };
    node.run(&["restore", &file]).ok();
    assert_eq!(content(&node.open()), expected);
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_left_of_it() {
    let folder = Folder::new("backup-damaged");
    let node = Node { folder: &folder, url: None, files: None };
    node.import(&[HOME, DAY_CARE]).ok();
    let good = folder.0.join("good.zip");
    node.run(&["backup", &good.display().to_string()]).ok();
    let bytes = fs::read(&good).unwrap();
    let empty = Folder::new("backup-empty");
    let target = Node { folder: &empty, url: None, files: None };
    for at in [bytes.len() / 3, bytes.len() / 2] {
        let mut damaged = bytes.clone();
        damaged[at..at + 40].fill(0xAB);
        let file = empty.write("damaged.zip", damaged);
        target.run(&["restore", &file]).fails_with(1, &["backup"]);
    }
    let file = empty.write("short.zip", &bytes[..bytes.len() / 2]);
    target.run(&["restore", &file]).fails_with(1, &["not a backup"]);
    target.run(&["restore", "none.zip"]).fails_with(1, &["none.zip"]);
    assert!(!empty.0.join("data/pflegeplan.sqlite").exists());
}

#[test]
fn the_doctor_names_what_is_wrong_and_ends_with_it() {
    let folder = Folder::new("doctor");
    let node = Node { folder: &folder, url: None, files: None };
    let new = node.run(&["doctor"]).ok();
    assert!(new.out.contains("there is none; the service makes it"), "{new:?}");
    node.import(&[HOME]).ok();
    let good = node.run(&["doctor"]).ok();
    for word in ["1 facilities", "MB are free", "nobody can administer", "model set", "estimates"] {
        assert!(good.out.contains(word), "{word}: {good:?}");
    }
    let file = folder.0.join("data/pflegeplan.sqlite");
    fs::write(&file, "no database ".repeat(1000)).unwrap();
    fs::remove_file(folder.0.join("data/pflegeplan.sqlite-wal")).ok();
    let mut command = node.command(&["doctor"]);
    command.env("PFLEGEPLAN_OSRM_CAR_URL", "http://127.0.0.1:9");
    let wrong = super::Outcome::of(command.output().unwrap());
    wrong.fails_with(1, &["2 faults"]);
    let faults: Vec<&str> = wrong.out.lines().filter(|line| line.starts_with("FAULT")).collect();
    assert!(faults[0].contains("damaged") && faults[0].contains("restore the last backup"), "{faults:?}");
    assert!(faults[1].contains("OSRM for car") && faults[1].contains("osrm_car_url"), "{faults:?}");
    let nowhere = Node { folder: &folder, url: Some("postgres://u:hush@127.0.0.1:9/d"), files: None };
    let away = nowhere.run(&["doctor"]);
    away.fails_with(1, &["1 fault"]);
    assert!(
        away.out.contains("127.0.0.1:9/d cannot be used") && !format!("{away:?}").contains("hush"),
        "{away:?}"
    );
}
