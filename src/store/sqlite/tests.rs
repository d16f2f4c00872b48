use std::sync::Arc;

use diesel::sql_types::Text;

use super::*;
use crate::register::{
    Address, CategorySlug, Cents, Contact, CostKind, CostPer, Costs, Facility, Feature, Offer, Position,
    PositionSource, Provider, ProviderKind, SourceRef,
};
use crate::store::{
    Changes, Manifest, RegisterStore, RegisterWriter, ReleaseError, StatisticsStore, StoredPattern,
};
use crate::units::{Ags, GeoPoint};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pflegeplan-db-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn facility(id: &str) -> Facility {
    let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 1, d);
    // Each kind has an amount of its own, so that no two columns can be taken for each other.
    let amounts = CostKind::ALL.iter().zip(0..).map(|(kind, cents)| (*kind, Cents::new(cents).unwrap()));
    let amounts = amounts.collect();
    Facility {
        provider: Some(Arc::new(Provider {
            name: "Träger e. V.".into(),
            kind: ProviderKind::NonProfit,
            association: Some("AWO".into()),
        })),
        address: Address {
            street: Some("Straße".into()),
            house_number: Some("1 a".into()),
            postcode: Some("01234".into()),
            place: "Ort".into(),
            locality: Some("Teil".into()),
        },
        contact: Contact {
            phone: Some("1".into()),
            email: Some("a@example.org".into()),
            website: Some("https://example.org".into()),
        },
        opening_hours: Some("Mo-Fr 08:00-16:00".into()),
        features: vec![Feature::BarrierFree, Feature::Dementia],
        offers: vec![
            Offer {
                places: Some(12),
                places_on: day(1),
                free_places: Some(0),
                counted_on: day(2),
                costs: day(3).and_then(|on| Costs::new(CostPer::Day, on, amounts)),
                note: Some("n".into()),
                valid_from: day(1),
                valid_to: day(31),
                ..Offer::new(CategorySlug::new("day_care"), "7")
            },
            Offer::new(CategorySlug::new("pharmacy"), "8"),
        ],
        note: Some("Anmerkung".into()),
        valid_from: day(1),
        valid_to: day(31),
        example: true,
        ..Facility::new(
            id,
            "Haus Ährenweg",
            Position {
                point: GeoPoint { lon: 11.123456, lat: 53.654321 },
                source: PositionSource::Gazetteer,
                municipality: Ags::parse("13076090").unwrap(),
            },
            SourceRef { source: "test".into(), id: id.into() },
        )
    }
}

fn insert(facilities: Vec<Facility>) -> Changes {
    Changes { insert: facilities, ..Changes::default() }
}

fn apply(database: &SqliteStore, changes: &Changes) -> u64 {
    database.write(|writer| writer.apply(changes)).unwrap()
}

#[test]
fn a_facility_comes_back_as_it_went_in() {
    let folder = Folder::new("roundtrip");
    let database = folder.open();
    let mut bare = facility("b");
    bare.provider = None;
    bare.features.clear();
    bare.address = Address { place: "Ort".into(), ..Address::default() };
    let both = vec![facility("a"), bare];
    assert_eq!(apply(&database, &insert(both.clone())), 1);
    assert_eq!(database.load().unwrap(), (both, 1));
}

#[test]
fn a_register_is_read_whole_in_as_many_portions_as_it_takes() {
    let folder = Folder::new("portions");
    let database = folder.open();
    // Two full portions and a rest. Each has its own parts, so that none may go to a neighbour.
    let all: Vec<Facility> = (0..2_003)
        .map(|number| {
            let mut one = facility(&format!("f-{number:04}"));
            one.offers.truncate(number % 3);
            one.offers.iter_mut().for_each(|offer| offer.source_id = format!("{number}").into());
            one.features.truncate(number % 2);
            one.note = Some("Derselbe Satz bei allen Einrichtungen".into());
            one.source.source = if number % 2 == 0 { "even" } else { "odd" }.into();
            one
        })
        .collect();
    apply(&database, &insert(all.clone()));
    let (found, _) = database.load().unwrap();
    assert_eq!(found, all);
    let odd = database.write(|writer| writer.facilities_of("odd")).unwrap();
    assert_eq!(odd, all.into_iter().filter(|one| one.source.source == "odd").collect::<Vec<_>>());
    let shared = |at: usize| found.get(at).and_then(|one| one.provider.as_ref()).unwrap();
    assert!(Arc::ptr_eq(shared(0), shared(2_002)), "all facilities of a provider share it");
    let note = |at: usize| found.get(at).and_then(|one| one.note.as_ref()).map(|note| note.as_ptr()).unwrap();
    assert_eq!(note(0), note(2_002), "the same words stand in memory once");
}

#[test]
fn changed_costs_replace_the_old_sheet_and_go_with_their_offer() {
    let folder = Folder::new("costs");
    let database = folder.open();
    apply(&database, &insert(vec![facility("a")]));
    let mut dearer = facility("a");
    let on = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let price = [(CostKind::Price, Cents::new(Cents::MAX).unwrap())];
    dearer.offers[0].costs = Costs::new(CostPer::Meal, on, price.into());
    apply(&database, &Changes { update: vec![dearer.clone()], ..Changes::default() });
    assert_eq!(database.load().unwrap().0, [dearer.clone()]);
    dearer.offers[0].costs = None;
    apply(&database, &Changes { update: vec![dearer.clone()], ..Changes::default() });
    assert_eq!(database.load().unwrap().0, [dearer]);
    apply(&database, &Changes { remove: vec!["a".into()], ..insert(vec![facility("b")]) });
    assert_eq!(database.load().unwrap().0, [facility("b")]);
}

#[test]
fn versions_grow_by_one_a_change_and_the_feed_tells_what_happened() {
    let folder = Folder::new("feed");
    let database = folder.open();
    assert_eq!(database.version().unwrap(), 0);
    apply(&database, &insert(vec![facility("a"), facility("b")]));
    assert_eq!(apply(&database, &Changes::default()), 1, "no change, no version");
    let mut changed = facility("a");
    changed.offers[0].free_places = Some(3);
    changed.provider = None;
    let changes = Changes { update: vec![changed.clone()], remove: vec!["b".into()], ..Changes::default() };
    assert_eq!(apply(&database, &changes), 2);
    assert_eq!(database.load().unwrap(), (vec![changed], 2));
    let feed: Vec<(u64, String, &str)> = database
        .changes_since(0, 0, 100)
        .unwrap()
        .changes
        .into_iter()
        .map(|change| (change.version, change.facility_id, change.kind.word()))
        .collect();
    let expected = [(1, "a", "added"), (1, "b", "added"), (2, "b", "removed"), (2, "a", "changed")];
    assert_eq!(feed, expected.map(|(version, id, kind)| (version, id.to_owned(), kind)));
    assert_eq!(database.changes_since(1, 0, 100).unwrap().total, 2);
    assert_eq!(database.changes_since(u64::MAX, 0, 1).unwrap().total, 0);
    let (mut after, mut pages) = (0, Vec::new());
    loop {
        let page = database.changes_since(0, after, 1).unwrap();
        assert_eq!(page.total, 4);
        pages.extend(page.changes.into_iter().map(|change| (change.version, change.facility_id)));
        let Some(next) = page.next else { break };
        after = next;
    }
    assert_eq!(pages, expected.map(|(version, id, _)| (version, id.to_owned())));
}

#[test]
fn the_history_holds_each_count_once() {
    let folder = Folder::new("history");
    let database = folder.open();
    apply(&database, &insert(vec![facility("a")]));
    let mut renamed = facility("a");
    renamed.name = "Neuer Name".into();
    apply(&database, &Changes { update: vec![renamed.clone()], ..Changes::default() });
    let mut counted = renamed;
    counted.offers[0].free_places = Some(5);
    apply(&database, &Changes { update: vec![counted], ..Changes::default() });
    let history = database.places_history("a").unwrap();
    let free: Vec<_> = history.iter().map(|record| (record.version, record.free_places)).collect();
    assert_eq!(free, [(1, Some(0)), (3, Some(5))]);
}

#[test]
fn a_failed_write_leaves_the_old_state() {
    let folder = Folder::new("rollback");
    let database = folder.open();
    apply(&database, &insert(vec![facility("a")]));
    let before = database.load().unwrap();
    // The second insert breaks the primary key after the first has been written.
    let twice = insert(vec![facility("b"), facility("a")]);
    assert!(database.write(|writer| writer.apply(&twice)).is_err());
    assert_eq!(database.load().unwrap(), before);
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
fn a_second_writer_waits_for_the_first() {
    let folder = Folder::new("two");
    let (first, second) = (folder.open(), folder.open());
    let (started, wait) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            first.write(|writer| {
                writer.apply(&insert(vec![facility("a")]))?;
                started.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(300));
                Ok::<_, StoreError>(())
            })
        });
        wait.recv().unwrap();
        // Readers do not wait, and see the state before.
        assert_eq!(second.version().unwrap(), 0);
        assert_eq!(apply(&second, &insert(vec![facility("b")])), 2);
    });
    assert_eq!(folder.open().load().unwrap().0.len(), 2);
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

fn manifest(statistic: &str, file_name: &str) -> Manifest {
    Manifest {
        statistic: statistic.into(),
        title: "t".into(),
        publisher: "p".into(),
        licence: "l".into(),
        imported_at: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(7, 0, 0).unwrap(),
        file_name: file_name.into(),
        sha256: "0".repeat(64),
        layout: "long".into(),
        facts: 2,
        left_out: 1,
        warnings: 0,
    }
}

fn stat_facts(number: f64) -> Vec<crate::statistics::StatFact> {
    use crate::indicators::formula::Ages;
    use crate::statistics::{FactKey, Figure, Sign, StatFact};
    use crate::units::Sex;
    let key = FactKey {
        measure: "P".into(),
        area: "13076".into(),
        year: 2023,
        sex: Some(Sex::Female),
        ages: Some(Ages { from: 80, to: None }),
        grade: Some(3),
        kind: Some("home_care".into()),
    };
    let bare = FactKey { sex: None, ages: None, grade: None, kind: None, ..key.clone() };
    let plain = Figure { sign: Sign::Plain, number: Some(number), quality: Some('e') };
    let unknown = Figure { sign: Sign::Unknown, number: None, quality: None };
    let date = chrono::NaiveDate::from_ymd_opt(2023, 12, 15);
    vec![
        StatFact { key, figure: plain, date, line: 0 },
        StatFact { key: bare, figure: unknown, date: None, line: 0 },
    ]
}

#[test]
fn statistics_count_once_they_are_released_and_complete_each_other_until_they_are_taken_back() {
    let folder = Folder::new("statistics");
    let database = folder.open();
    let at = manifest("22411", "a").imported_at;
    let first = database.add_statistics(&manifest("22411", "a"), &stat_facts(1.0)).unwrap();
    let second = database.add_statistics(&manifest("22411", "b"), &stat_facts(2.0)).unwrap();
    let other = database.add_statistics(&manifest("12411", "c"), &stat_facts(3.0)).unwrap();
    let counting = || {
        let released = database.released_statistics().unwrap();
        released.into_iter().map(|(import, facts)| (import.id, facts)).collect::<Vec<_>>()
    };
    assert_eq!((counting(), database.statistics_version().unwrap()), (vec![], 0));
    database.release_statistics(first, at).unwrap();
    database.release_statistics(other, at).unwrap();
    assert_eq!(counting(), [(first, stat_facts(1.0)), (other, stat_facts(3.0))]);
    database.release_statistics(second, at).unwrap();
    // All of them count, in the order of their releases.
    assert_eq!(counting(), [(first, stat_facts(1.0)), (other, stat_facts(3.0)), (second, stat_facts(2.0))]);
    assert!(matches!(database.release_statistics(second, at), Err(ReleaseError::Released(2))));
    assert!(matches!(database.release_statistics(9, at), Err(ReleaseError::NoImport(9))));
    assert_eq!(database.roll_back_statistics("22411", at).unwrap(), (second, Some(first)));
    assert_eq!(counting(), [(first, stat_facts(1.0)), (other, stat_facts(3.0))]);
    assert_eq!(database.roll_back_statistics("22411", at).unwrap(), (first, None));
    assert!(matches!(database.roll_back_statistics("22411", at), Err(ReleaseError::NothingReleased(_))));
    assert_eq!(database.statistics_version().unwrap(), 5);
    // Nothing was deleted: what was taken back can be released again.
    assert_eq!(database.statistics_imports().unwrap().len(), 3);
    database.release_statistics(first, at).unwrap();
    assert_eq!(counting(), [(other, stat_facts(3.0)), (first, stat_facts(1.0))]);
    database.withdraw_statistics(other, at).unwrap();
    assert_eq!(counting(), [(first, stat_facts(1.0))]);
    assert!(matches!(database.withdraw_statistics(other, at), Err(ReleaseError::NotReleased(3))));
}

#[test]
fn patterns_are_kept_and_two_processes_do_not_overwrite_each_other() {
    let folder = Folder::new("patterns");
    let database = folder.open();
    let at = manifest("22411", "a").imported_at;
    let pattern = |year, cells: &str| StoredPattern { measure: "N".into(), year, cells: cells.into() };
    assert_eq!(database.patterns().unwrap(), (0, vec![]));
    assert!(database.keep_patterns(0, &[pattern(2023, "@13\n;;;|2|\n"), pattern(2024, "")], at).unwrap());
    assert!(!database.keep_patterns(0, &[pattern(2023, "")], at).unwrap(), "another has written");
    assert!(database.keep_patterns(1, &[pattern(2024, "@13\n;;;||5\n")], at).unwrap());
    let (seen, mut kept) = database.patterns().unwrap();
    kept.sort_by_key(|pattern| pattern.year);
    assert_eq!((seen, kept), (2, vec![pattern(2023, "@13\n;;;|2|\n"), pattern(2024, "@13\n;;;||5\n")]));
}

fn real(id: &str) -> Facility {
    Facility { example: false, ..facility(id) }
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
