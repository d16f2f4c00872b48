//! What every database must do, on each of them. What only one of them does is tested in its folder.

#[path = "../../../tests/postgres/server.rs"]
pub(in crate::store) mod server;

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use super::*;
use crate::register::{
    Address, CategorySlug, Cents, Contact, CostKind, CostPer, Costs, Facility, Feature, Offer, Position,
    PositionSource, Provider, ProviderKind, SourceRef,
};
use crate::units::{Ags, GeoPoint};

/// The server of all tests of this process that need none of their own.
pub(in crate::store) static SERVER: LazyLock<server::Server> = LazyLock::new(server::Server::start);

/// A folder that goes when the test ends.
pub(in crate::store) struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pflegeplan-db-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An address without a password.
pub(in crate::store) fn server_at(url: &str) -> Server {
    Server { url: url.to_owned(), password: None, ca_file: None }
}

/// An empty database of either kind, and the data folder beside it.
pub(in crate::store) struct Place {
    pub folder: Folder,
    pub url: Option<String>,
}

impl Place {
    pub fn sqlite(name: &str) -> Self {
        Self { folder: Folder::new(&format!("sqlite-{name}")), url: None }
    }

    pub fn postgres(name: &str) -> Self {
        Self { folder: Folder::new(&format!("postgres-{name}")), url: Some(SERVER.new_database()) }
    }

    pub fn open(&self) -> Database {
        match &self.url {
            None => Database::open(&self.folder.0).unwrap(),
            Some(url) => Database::connect(&server_at(url), &self.folder.0).unwrap(),
        }
    }
}

macro_rules! on_both_databases {
    ($($test:ident,)+) => {
        mod sqlite {$(
            #[test]
            fn $test() {
                super::$test(&super::Place::sqlite(stringify!($test)));
            }
        )+}

        mod postgres {$(
            #[test]
            fn $test() {
                super::$test(&super::Place::postgres(stringify!($test)));
            }
        )+}
    };
}

on_both_databases! {
    a_facility_comes_back_as_it_went_in,
    a_register_is_read_whole_in_as_many_portions_as_it_takes,
    changed_costs_replace_the_old_sheet_and_go_with_their_offer,
    versions_grow_by_one_a_change_and_the_feed_tells_what_happened,
    the_history_holds_each_count_once,
    a_failed_write_leaves_the_old_state,
    a_second_writer_waits_for_the_first,
    statistics_count_once_they_are_released_and_complete_each_other_until_they_are_taken_back,
    patterns_are_kept_and_two_processes_do_not_overwrite_each_other,
    accounts_are_kept_and_one_administrator_is_always_left,
    links_and_sessions_end_as_they_should,
    failed_sign_ins_are_counted_within_their_window,
    the_history_tells_who_changed_what,
    imports_are_listed_newest_first_with_the_version_they_made,
    ids_are_in_the_order_of_their_bytes,
    times_are_kept_to_the_microsecond,
    everything_moves_into_either_database_and_goes_on_there,
    content_is_refused_where_something_is_stored,
}

pub(in crate::store) fn facility(id: &str) -> Facility {
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
        confirmed: Some(false),
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

pub(in crate::store) fn insert(facilities: Vec<Facility>) -> Changes {
    Changes { insert: facilities, ..Changes::default() }
}

pub(in crate::store) fn apply(database: &Database, changes: &Changes) -> u64 {
    database.write(|writer| writer.apply(changes)).unwrap()
}

pub(in crate::store) fn real(id: &str) -> Facility {
    Facility { example: false, ..facility(id) }
}

pub(in crate::store) fn manifest(statistic: &str, file_name: &str) -> Manifest {
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

pub(in crate::store) fn stat_facts(number: f64) -> Vec<crate::statistics::StatFact> {
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

fn a_facility_comes_back_as_it_went_in(place: &Place) {
    let database = place.open();
    let mut bare = facility("b");
    bare.provider = None;
    bare.features.clear();
    bare.address = Address { place: "Ort".into(), ..Address::default() };
    let both = vec![facility("a"), bare];
    assert_eq!(apply(&database, &insert(both.clone())), 1);
    assert_eq!(database.load().unwrap(), (both, 1));
}

fn a_register_is_read_whole_in_as_many_portions_as_it_takes(place: &Place) {
    let database = place.open();
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

fn changed_costs_replace_the_old_sheet_and_go_with_their_offer(place: &Place) {
    let database = place.open();
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

fn versions_grow_by_one_a_change_and_the_feed_tells_what_happened(place: &Place) {
    let database = place.open();
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

fn the_history_holds_each_count_once(place: &Place) {
    let database = place.open();
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

fn a_failed_write_leaves_the_old_state(place: &Place) {
    let database = place.open();
    apply(&database, &insert(vec![facility("a")]));
    let before = database.load().unwrap();
    // The second insert breaks the primary key after the first has been written.
    let twice = insert(vec![facility("b"), facility("a")]);
    assert!(database.write(|writer| writer.apply(&twice)).is_err());
    assert_eq!(database.load().unwrap(), before);
}

fn a_second_writer_waits_for_the_first(place: &Place) {
    let (first, second) = (place.open(), place.open());
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
    assert_eq!(place.open().load().unwrap().0.len(), 2);
}

fn statistics_count_once_they_are_released_and_complete_each_other_until_they_are_taken_back(place: &Place) {
    let database = place.open();
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

fn patterns_are_kept_and_two_processes_do_not_overwrite_each_other(place: &Place) {
    let database = place.open();
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

fn at(minute: u32) -> chrono::NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(7, minute, 0).unwrap()
}

fn account(name: &str, role: crate::accounts::Role) -> NewAccount {
    NewAccount {
        name: name.into(),
        display_name: "N. N.".into(),
        role,
        facilities: vec!["b".into(), "a".into()],
    }
}

fn accounts_are_kept_and_one_administrator_is_always_left(place: &Place) {
    use crate::accounts::Role;
    let database = place.open();
    let id = database.add_account(&account("zoe", Role::Administrator), None, at(0)).unwrap().unwrap();
    assert_eq!(database.add_account(&account("zoe", Role::Reader), None, at(0)).unwrap(), None);
    database.add_account(&account("anna", Role::Reader), Some(id), at(0)).unwrap().unwrap();
    let names = |database: &Database| -> Vec<String> {
        database.accounts().unwrap().into_iter().map(|account| account.name).collect()
    };
    assert_eq!(names(&database), ["anna", "zoe"]);
    assert_eq!(database.account_named("anna").unwrap().unwrap().0.facilities, ["a", "b"]);
    assert!(database.account_named("nobody").unwrap().is_none());
    database.set_password(id, "hash", None, at(1)).unwrap();
    let (zoe, hash) = database.account_named("zoe").unwrap().unwrap();
    assert_eq!((hash.as_deref(), zoe.has_password), (Some("hash"), true));
    let closed = Account { disabled: true, facilities: vec![], ..zoe.clone() };
    assert!(!database.change_account(&closed, Some(id), at(2)).unwrap(), "the last administrator");
    assert_eq!(database.account_named("zoe").unwrap().unwrap().0, zoe, "nothing of it was kept");
    let reader = database.account_named("anna").unwrap().unwrap().0;
    let renamed = Account { display_name: "Anna".into(), facilities: vec!["c".into()], ..reader };
    assert!(database.change_account(&renamed, Some(id), at(3)).unwrap());
    assert_eq!(database.account_named("anna").unwrap().unwrap().0, renamed);
}

fn links_and_sessions_end_as_they_should(place: &Place) {
    let database = place.open();
    let id =
        database.add_account(&account("zoe", crate::accounts::Role::Editor), None, at(0)).unwrap().unwrap();
    database.add_invitation("first", id, at(10), None, at(0)).unwrap();
    database.add_invitation("second", id, at(10), None, at(1)).unwrap();
    assert!(database.invited("first", at(2)).unwrap().is_none(), "replaced");
    assert!(database.invited("second", at(10)).unwrap().is_none(), "expired");
    assert_eq!(database.invited("second", at(9)).unwrap().unwrap().id, id);
    assert!(database.take_up_invitation("second", "hash", at(9)).unwrap().unwrap().has_password);
    assert!(database.take_up_invitation("second", "other", at(9)).unwrap().is_none(), "once");
    database.add_session("one", id, at(11)).unwrap();
    database.add_session("two", id, at(11)).unwrap();
    database.touch_session("one", at(12)).unwrap();
    let session = database.session("one").unwrap().unwrap();
    assert_eq!((session.account.id, session.created_at, session.last_seen_at), (id, at(11), at(12)));
    database.end_session("one").unwrap();
    assert!(database.session("one").unwrap().is_none() && database.session("two").unwrap().is_some());
    database.end_sessions(id, None, at(13)).unwrap();
    assert!(database.session("two").unwrap().is_none());
}

fn failed_sign_ins_are_counted_within_their_window(place: &Place) {
    let database = place.open();
    for _ in 0..3 {
        database.note_failure("key", at(0), at(5)).unwrap();
    }
    database.note_failure("other", at(0), at(6)).unwrap();
    assert_eq!((database.failures("key", at(4)).unwrap(), database.failures("key", at(5)).unwrap()), (3, 0));
    // What is older than the window is forgotten, for every key.
    database.note_failure("other", at(5), at(20)).unwrap();
    assert_eq!(
        (database.failures("key", at(0)).unwrap(), database.failures("other", at(0)).unwrap()),
        (0, 2)
    );
    database.forget_failures("other").unwrap();
    assert_eq!(database.failures("other", at(0)).unwrap(), 0);
}

fn the_history_tells_who_changed_what(place: &Place) {
    let database = place.open();
    let author = |minute| Some(Author { account: Some(7), ..Author::command_line("run", at(minute)) });
    apply(&database, &Changes { author: author(0), ..insert(vec![facility("a"), facility("b")]) });
    let renamed = Facility { name: "Haus am Wall".into(), ..facility("a") };
    apply(&database, &Changes { update: vec![renamed], author: author(1), ..Changes::default() });
    apply(&database, &Changes { remove: vec!["a".into()], author: author(2), ..Changes::default() });
    let history = database.history("a", 10).unwrap();
    let kinds: Vec<_> = history.iter().map(|entry| (entry.kind, entry.version, entry.author.at)).collect();
    let expected =
        [(ChangeKind::Removed, 3, at(2)), (ChangeKind::Changed, 2, at(1)), (ChangeKind::Added, 1, at(0))];
    assert_eq!(kinds, expected);
    assert_eq!(history[1].changes[0].after.as_deref(), Some("Haus am Wall"));
    assert_eq!(database.history("a", 1).unwrap(), history[..1]);
    assert_eq!(database.history_entry(history[1].id).unwrap().as_ref(), Some(&history[1]));
    assert_eq!(database.facility_version("a").unwrap(), Some(3));
    assert_eq!(database.facility_version("c").unwrap(), None);
    let first = database.history_of_version(1).unwrap();
    let ids: Vec<&str> = first.iter().map(|entry| entry.facility_id.as_str()).collect();
    assert_eq!((ids, database.history_of_version(4).unwrap()), (vec!["a", "b"], Vec::new()));
}

fn imports_are_listed_newest_first_with_the_version_they_made(place: &Place) {
    let database = place.open();
    assert_eq!(database.imports(10).unwrap(), []);
    let run = |name: &str, minute| ImportRun {
        imported_at: at(minute),
        source: "lup".into(),
        file_name: name.into(),
        sha256: "ab".into(),
        layout: "lup-2016".into(),
        rows_total: 7,
        rows_rejected: 1,
    };
    for (id, name, minute) in [("a", "alt.csv", 1), ("b", "neu.csv", 2)] {
        let record = |writer: &mut dyn RegisterWriter| {
            let before = writer.version()?;
            let version = writer.apply(&insert(vec![facility(id)]))?;
            assert_eq!((writer.version()?, version), (before + 1, before + 1));
            writer.record_import(&run(name, minute), version)
        };
        database.write::<_, StoreError>(record).unwrap();
    }
    let (old, new) = (run("alt.csv", 1), run("neu.csv", 2));
    assert_eq!(database.imports(10).unwrap(), [(new.clone(), 2), (old.clone(), 1)]);
    assert_eq!(database.imports(1).unwrap(), [(new, 2)]);
    assert_eq!(database.import_of_version(1).unwrap(), Some(old));
    assert_eq!(database.import_of_version(3).unwrap(), None);
}

fn ids_are_in_the_order_of_their_bytes(place: &Place) {
    let database = place.open();
    let mut ids = ["a-b", "a", "ab", "Ab", "ä", "zz", "b", "a b", "ß", "Z", "a.b", "a_b", "10", "9", "é"];
    apply(&database, &insert(ids.iter().map(|id| facility(id)).collect()));
    ids.sort_unstable();
    let (loaded, _) = database.load().unwrap();
    assert_eq!(loaded.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ids);
    assert!(loaded.iter().all(|one| one.offers.len() == 2), "each has its own parts");
    assert_eq!(database.write(|writer| writer.example_ids()).unwrap(), ids);
}

fn times_are_kept_to_the_microsecond(place: &Place) {
    let database = place.open();
    let exact = at(0) + chrono::TimeDelta::nanoseconds(123_456_789);
    let author = Some(Author::command_line("run", exact));
    apply(&database, &Changes { author, ..insert(vec![facility("a")]) });
    let kept = database.history("a", 1).unwrap()[0].author.at;
    assert_eq!((exact - kept).num_microseconds(), Some(0), "{kept}");
}

/// A database with rows in every table.
fn filled(place: &Place) -> Database {
    let database = place.open();
    let author = Some(Author { account: Some(1), ..Author::command_line("run", at(0)) });
    let odd = Facility { note: Some("\"\\\n\t'ß€😀".into()), ..real("odd") };
    let all = (0..700).map(|number| facility(&format!("f-{number}"))).chain([odd]).collect();
    apply(&database, &Changes { author, ..insert(all) });
    apply(&database, &Changes { remove: vec!["f-0".into()], ..Changes::default() });
    let run = ImportRun {
        imported_at: at(1),
        source: "list".into(),
        file_name: "a.csv".into(),
        sha256: "0".repeat(64),
        layout: "own".into(),
        rows_total: 7,
        rows_rejected: 1,
    };
    database.write(|writer| writer.record_import(&run, 1)).unwrap();
    let figures: Vec<_> = (0..600).flat_map(|number| stat_facts(f64::from(number) / 7.0)).collect();
    let import = database.add_statistics(&manifest("22411", "a"), &figures).unwrap();
    database.release_statistics(import, at(2)).unwrap();
    let pattern = StoredPattern { measure: "N".into(), year: 2023, cells: "@13\n;;;|2|\n".into() };
    database.keep_patterns(0, &[pattern], at(3)).unwrap();
    let id =
        database.add_account(&account("zoe", crate::accounts::Role::Provider), None, at(4)).unwrap().unwrap();
    database.add_session("session", id, at(5)).unwrap();
    database.add_invitation("link", id, at(9), None, at(5)).unwrap();
    database.note_failure("key", at(0), at(5)).unwrap();
    database
}

fn digests(database: &Database) -> Digests {
    let mut digester = Digester::default();
    database.read_content(&mut digester).unwrap();
    digester.finish()
}

fn everything_moves_into_either_database_and_goes_on_there(place: &Place) {
    let from = filled(place);
    let before = digests(&from);
    assert!(before.values().all(|table| table.rows > 0), "a table without rows shows nothing: {before:?}");
    let name = if place.url.is_some() { "moved-postgres" } else { "moved-sqlite" };
    for target in [Place::sqlite(name), Place::postgres(name)] {
        let to = target.open();
        to.write_content(&mut |sink| from.read_content(sink)).unwrap();
        assert_eq!(digests(&to), before);
        assert_eq!(to.load().unwrap(), from.load().unwrap());
        assert_eq!(to.history("odd", 9).unwrap(), from.history("odd", 9).unwrap());
        assert_eq!(to.released_statistics().unwrap(), from.released_statistics().unwrap());
        // New rows get numbers of their own.
        assert_eq!(apply(&to, &insert(vec![facility("new")])), 3);
        let added = to.add_account(&account("anna", crate::accounts::Role::Reader), None, at(6)).unwrap();
        assert_eq!(added, Some(2));
        assert_eq!(to.add_statistics(&manifest("22411", "b"), &stat_facts(1.0)).unwrap(), 2);
    }
    assert_eq!(digests(&from), before, "the source is as it was");
}

fn content_is_refused_where_something_is_stored(place: &Place) {
    let database = filled(place);
    let before = digests(&database);
    let source = Place::sqlite(if place.url.is_some() { "full-postgres" } else { "full-sqlite" });
    let outcome = database.write_content(&mut |sink| source.open().read_content(sink));
    assert!(matches!(outcome, Err(ContentError::NotEmpty { .. })), "{outcome:?}");
    assert_eq!(digests(&database), before);
    // What fails in the middle leaves nothing.
    let empty = Place { folder: Folder::new("half"), url: place.url.as_ref().map(|_| SERVER.new_database()) };
    let empty = empty.open();
    let outcome = empty.write_content(&mut |sink| {
        database.read_content(sink)?;
        Err(ContentError::Receiver("the end".into()))
    });
    assert!(outcome.is_err());
    assert_eq!((empty.version().unwrap(), empty.load().unwrap().0.len()), (0, 0));
}

/// Each column of the schema is in the list of the content.
#[test]
fn the_content_has_every_column_of_every_table() {
    let schema = include_str!("../tables/schema.rs");
    let mut expected = Vec::new();
    for table in schema.split("diesel::table! {").skip(1) {
        let (name, rest) = table.trim().split_once(" (").unwrap();
        let (_, columns) = rest.split_once('{').unwrap();
        let columns = columns.split('}').next().unwrap().lines();
        let columns = columns.filter_map(|line| Some(line.trim().split_once(" -> ")?.0.to_owned()));
        expected.push((name.to_owned(), columns.collect::<Vec<_>>()));
    }
    let tables = Place::sqlite("columns").open().tables();
    let mut found: Vec<(String, Vec<String>)> = tables
        .iter()
        .map(|table| (table.name.to_owned(), table.columns.iter().map(|name| (*name).to_owned()).collect()))
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}
