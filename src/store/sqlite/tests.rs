use diesel::sql_types::Text;

use super::*;
use crate::register::Facility;
use crate::store::tests::{Folder, facility, insert, real};
use crate::store::{Changes, RegisterStore, RegisterWriter};

impl Folder {
    fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.0).unwrap()
    }
}

fn apply(database: &SqliteStore, changes: &Changes) -> u64 {
    database.write(|writer| writer.apply(changes)).unwrap()
}

#[test]
fn a_full_disk_leaves_the_old_state_and_says_so() {
    let folder = Folder::new("full");
    let database = folder.open();
    apply(&database, &insert(vec![facility("a")]));
    let before = database.load().unwrap();
    let many: Vec<Facility> = (0..5_000).map(|number| facility(&format!("f{number:05}"))).collect();
    let error = database
        .write(|writer| {
            // SQLite takes this for the size of the disk.
            writer.connection.batch_execute("PRAGMA max_page_count = 60").map_err(StoreError::from)?;
            writer.apply(&insert(many))
        })
        .unwrap_err();
    assert!(matches!(error, StoreError::DiskFull), "{error}");
    assert_eq!(folder.open().load().unwrap(), before);
}

#[test]
fn a_writer_that_never_ends_is_reported_and_nothing_is_written() {
    let folder = Folder::new("busy");
    let database = folder.open();
    let mut other = SqliteConnection::establish(&database.path.to_string_lossy()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let mut impatient = database.connection().unwrap();
    impatient.batch_execute("PRAGMA busy_timeout = 50").unwrap();
    let outcome = impatient.immediate_transaction(|_| Ok::<_, diesel::result::Error>(()));
    assert!(matches!(StoreError::from(outcome.unwrap_err()), StoreError::Busy));
}

#[test]
fn a_file_that_is_no_database_is_refused_and_not_touched() {
    let folder = Folder::new("damaged");
    std::fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join(FILE_NAME);
    let garbage = "no database ".repeat(1000);
    std::fs::write(&file, &garbage).unwrap();
    let error = SqliteStore::open(&folder.0).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("backup"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), garbage);
}

#[test]
fn a_damaged_page_is_found_at_start() {
    let folder = Folder::new("page-at-start");
    let database = folder.open();
    let many: Vec<Facility> = (0..500).map(|number| facility(&format!("f{number:05}"))).collect();
    apply(&database, &insert(many));
    database.connection().unwrap().batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(database);
    let file = folder.0.join(FILE_NAME);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xAB);
    std::fs::write(&file, bytes).unwrap();
    let error = SqliteStore::open(&folder.0).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let folder = Folder::new("newer");
    let database = folder.open();
    let insert = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
    database.connection().unwrap().batch_execute(insert).unwrap();
    assert!(
        matches!(SqliteStore::open(&folder.0), Err(StoreError::Newer(version)) if version == "29990101000000")
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = Folder::new("nofolder");
    std::fs::write(&folder.0, "a file").unwrap();
    let error = SqliteStore::open(&folder.0.join("inner")).unwrap_err().to_string();
    std::fs::remove_file(&folder.0).unwrap();
    assert!(error.contains("nofolder") && error.contains("PFLEGEPLAN_DATA_DIR"), "{error}");
}

#[derive(QueryableByName, PartialEq, Debug)]
struct Definition {
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Every table and index as SQLite keeps it, without diesel's own.
fn dump(connection: &mut SqliteConnection) -> Vec<Definition> {
    let query = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS sql FROM sqlite_master \
                 WHERE name NOT LIKE '%diesel%' AND name NOT LIKE 'sqlite_sequence' ORDER BY name";
    diesel::sql_query(query).load(connection).unwrap()
}

#[test]
fn every_migration_goes_up_down_and_up_again_to_the_same_tables() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let mut before = dump(&mut connection);
    let mut count = 0;
    while connection.has_pending_migration(MIGRATIONS).unwrap() {
        connection.run_next_migration(MIGRATIONS).unwrap();
        let after = dump(&mut connection);
        assert_ne!(before, after, "a migration that changes nothing");
        connection.revert_last_migration(MIGRATIONS).unwrap();
        assert_eq!(dump(&mut connection), before, "down is not the reverse of up");
        connection.run_next_migration(MIGRATIONS).unwrap();
        assert_eq!(dump(&mut connection), after, "up again differs");
        before = after;
        count += 1;
    }
    assert!(count >= 1);
}

/// The database behind an open store, as a checkpoint leaves it: all in one file.
fn with_one_file(folder: &Folder) -> (SqliteStore, PathBuf) {
    let database = folder.open();
    apply(&database, &insert((0..500).map(|number| real(&format!("f{number:05}"))).collect()));
    database.connection().unwrap().batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    (database, folder.0.join(FILE_NAME))
}

#[test]
fn a_database_that_is_replaced_or_removed_while_it_is_open_is_noticed() {
    let folder = Folder::new("replaced");
    let (database, file) = with_one_file(&folder);
    assert!(database.check().is_ok());
    let aside = folder.0.join("aside");
    std::fs::rename(&file, &aside).unwrap();
    for outcome in [database.check().unwrap_err(), database.version().unwrap_err()] {
        assert!(matches!(outcome, StoreError::Removed { .. }) && outcome.to_string().contains("backup"));
    }
    std::fs::copy(&aside, &file).unwrap();
    let outcome = database.check().unwrap_err();
    assert!(matches!(outcome, StoreError::Replaced { .. }) && outcome.to_string().contains("restart"));
    assert!(matches!(database.write(|_| Ok::<_, StoreError>(())), Err(StoreError::Replaced { .. })));
    // The same file, put back.
    std::fs::rename(&aside, &file).unwrap();
    assert!(database.check().is_ok() && database.version().is_ok());
}

#[test]
fn a_database_that_is_damaged_while_it_is_open_is_noticed() {
    use std::io::{Seek, SeekFrom, Write};
    type Damage = fn(&mut std::fs::File);
    let damages: [(&str, Damage); 3] = [
        ("page", |file| {
            let middle = file.metadata().unwrap().len() / 8192 * 4096;
            file.seek(SeekFrom::Start(middle)).unwrap();
            file.write_all(&[0xAB; 4096]).unwrap();
        }),
        ("head", |file| file.write_all(&[0; 4096]).unwrap()),
        ("short", |file| file.set_len(file.metadata().unwrap().len() / 2).unwrap()),
    ];
    for (name, damage) in damages {
        let folder = Folder::new(name);
        let (database, path) = with_one_file(&folder);
        assert!(database.check().is_ok());
        damage(&mut std::fs::File::options().write(true).open(path).unwrap());
        let outcome = database.check();
        assert!(matches!(outcome, Err(StoreError::Damaged { .. })), "{name}: {outcome:?}");
    }
}

#[test]
fn what_is_written_by_us_or_others_is_no_damage() {
    let folder = Folder::new("written");
    let (database, _) = with_one_file(&folder);
    let other = folder.open();
    apply(&other, &insert(vec![real("other")]));
    other.connection().unwrap().batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    assert!(database.check().is_ok());
    apply(&database, &insert(vec![real("own")]));
    assert!(database.check().is_ok());
}

#[test]
fn a_folder_that_once_held_a_real_register_does_not_start_a_new_one() {
    let folder = Folder::new("lost");
    let (database, file) = with_one_file(&folder);
    drop(database);
    std::fs::remove_file(&file).unwrap();
    let error = SqliteStore::open(&folder.0).unwrap_err();
    assert!(matches!(error, StoreError::Lost { .. }), "{error}");
    assert!(!file.exists(), "nothing was started");
    let StoreError::Lost { marker, .. } = error else { return };
    std::fs::remove_file(marker).unwrap();
    assert_eq!(folder.open().version().unwrap(), 0);
}

#[test]
fn a_folder_that_held_invented_facilities_only_may_start_anew() {
    let folder = Folder::new("invented");
    let database = folder.open();
    apply(&database, &insert(vec![Facility { example: true, ..facility("a") }]));
    drop(database);
    std::fs::remove_file(folder.0.join(FILE_NAME)).unwrap();
    assert_eq!(folder.open().version().unwrap(), 0);
}

#[test]
fn each_transaction_is_on_the_disk_before_it_is_acknowledged() {
    #[derive(diesel::QueryableByName)]
    struct Synchronous {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        synchronous: i32,
    }
    let folder = Folder::new("full");
    let database = folder.open();
    let set: Synchronous =
        diesel::sql_query("PRAGMA synchronous").get_result(&mut *database.connection().unwrap()).unwrap();
    assert_eq!(set.synchronous, 2, "2 is FULL");
}
