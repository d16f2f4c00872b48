use diesel::sql_types::Text as SqlText;
use diesel_migrations::MigrationHarness;

use super::migrate::MIGRATIONS;
use super::*;
use crate::store::tests::server::Server as TestServer;
use crate::store::tests::{Folder, Place, SERVER, apply, facility, insert, real, server_at};
use crate::store::{Changes, Database, RegisterStore, RegisterWriter};

impl Place {
    fn url(&self) -> &str {
        self.url.as_deref().unwrap()
    }

    fn store(&self) -> PostgresStore {
        self.try_store().unwrap()
    }

    fn try_store(&self) -> Result<PostgresStore, StoreError> {
        PostgresStore::open(&server_at(self.url()), &self.folder.0, false)
    }
}

#[test]
fn four_starts_at_once_all_succeed() {
    let place = Place::postgres("four");
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let start = || place.try_store().and_then(|store| store.version());
        let started: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(0))), "{outcomes:?}");
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let place = Place::postgres("newer");
    drop(place.store());
    SERVER.sql(place.url(), "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    assert!(matches!(place.try_store(), Err(StoreError::Newer(version)) if version == "29990101000000"));
}

#[derive(QueryableByName, PartialEq, Debug)]
struct Definition {
    #[diesel(sql_type = SqlText)]
    text: String,
}

/// Every column, index, rule and trigger, without diesel's own table.
fn dump(connection: &mut Connection) -> Vec<Definition> {
    let query = "SELECT t.text FROM (
            SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, is_identity) AS text
                FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ) t WHERE t.text NOT LIKE '%diesel%' ORDER BY t.text";
    diesel::sql_query(query).load(connection).unwrap()
}

#[test]
fn every_migration_goes_up_down_and_up_again_to_the_same_tables() {
    let address = Address::of(&server_at(&SERVER.new_database())).unwrap();
    let manager = Manager::new(address, Arc::new(Io::start().unwrap()));
    let (_connections, mut connection) = Connections::open(manager).unwrap();
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

/// Both folders of migrations hold the same steps: a step that one lacks would part the databases.
#[test]
fn both_databases_have_the_same_migrations() {
    let steps = |folder: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let mut names: Vec<_> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(steps("postgres"), steps("sqlite"));
}

#[test]
fn a_writer_that_never_ends_is_reported_and_nothing_is_written() {
    let place = Place::postgres("busy");
    let (store, other) = (place.store(), place.store());
    let mut holder = other.connection().unwrap();
    holder.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7319, 0)").unwrap();
    // The only connection so far, which the next call takes.
    store.connection().unwrap().batch_execute("SET lock_timeout = '50ms'").unwrap();
    let outcome = store.write(|writer| writer.apply(&insert(vec![facility("a")])));
    assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
    holder.batch_execute("ROLLBACK").unwrap();
    assert_eq!(store.version().unwrap(), 0);
}

#[test]
fn a_server_that_only_reads_is_read_and_a_change_says_so() {
    let place = Place::postgres("readonly");
    apply(&place.open(), &insert(vec![facility("a")]));
    let name = SERVER.sql(place.url(), "SELECT current_database()");
    SERVER.sql("postgres", &format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
    let store = place.store();
    assert_eq!(store.load().unwrap().0, [facility("a")]);
    let outcome = store.write(|writer| writer.apply(&insert(vec![facility("b")])));
    assert!(matches!(outcome, Err(StoreError::ReadOnly)), "{outcome:?}");
}

#[test]
fn a_database_that_is_exchanged_while_it_is_in_use_is_noticed() {
    let place = Place::postgres("exchanged");
    let store = place.store();
    assert!(store.check().is_ok());
    let name = SERVER.sql(place.url(), "SELECT current_database()");
    SERVER.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"));
    let outcome = store.check().unwrap_err();
    assert!(matches!(outcome, StoreError::Away { .. }), "{outcome}");
    SERVER.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
    let outcome = loop {
        match store.check().unwrap_err() {
            StoreError::Away { .. } => std::thread::yield_now(),
            other => break other,
        }
    };
    assert!(matches!(outcome, StoreError::Exchanged { .. }) && outcome.to_string().contains("restart"));
}

#[test]
fn an_installation_that_once_held_a_real_register_does_not_start_a_new_one() {
    let place = Place::postgres("lost");
    apply(&place.open(), &insert(vec![real("a")]));
    let empty = Place { url: Some(SERVER.new_database()), ..place };
    let error = empty.try_store().unwrap_err();
    assert!(matches!(error, StoreError::Emptied { .. }), "{error}");
    let StoreError::Emptied { marker, .. } = error else { return };
    std::fs::remove_file(marker).unwrap();
    assert_eq!(empty.store().version().unwrap(), 0);
}

/// Waits until a notice has come.
fn heard(notices: &mut watch::Receiver<u64>) {
    use diesel_async::async_connection_wrapper::BlockOn;
    Park.block_on(notices.changed()).unwrap();
    notices.mark_unchanged();
}

#[test]
fn a_change_is_told_to_other_machines_and_the_version_shows_it_where_the_notice_is_lost() {
    let place = Place::postgres("notices");
    let (writing, reading) = (place.open(), place.open());
    let mut notices = reading.notices().unwrap();
    heard(&mut notices);
    apply(&writing, &insert(vec![facility("a")]));
    heard(&mut notices);
    assert_eq!(reading.version().unwrap(), 1);
    SERVER.sql(place.url(), "ALTER TABLE register_state DISABLE TRIGGER register_state_notify");
    apply(&writing, &insert(vec![facility("b")]));
    assert_eq!(reading.version().unwrap(), 2);
    assert!(!notices.has_changed().unwrap());
}

#[test]
fn a_killed_server_is_reported_and_used_again_when_it_is_back() {
    let server = TestServer::start();
    let folder = Folder::new("killed");
    let database = Database::connect(&server_at(&server.new_database()), &folder.0).unwrap();
    let mut notices = database.notices().unwrap();
    heard(&mut notices);
    apply(&database, &insert(vec![facility("a")]));
    heard(&mut notices);
    server.kill();
    for outcome in [database.version(), database.write(|writer| writer.apply(&insert(vec![facility("b")])))] {
        assert!(matches!(outcome, Err(StoreError::Away { .. })), "{outcome:?}");
    }
    server.start_again();
    // The listener is back, and says that it is worth looking.
    heard(&mut notices);
    let version = loop {
        match database.version() {
            Err(StoreError::Away { .. }) => std::thread::yield_now(),
            outcome => break outcome.unwrap(),
        }
    };
    assert_eq!(version, 1);
    assert_eq!(apply(&database, &Changes { remove: vec!["a".into()], ..insert(vec![facility("b")]) }), 2);
}

#[derive(QueryableByName)]
struct Encrypted {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    ssl: bool,
}

#[test]
fn a_server_is_reached_by_password_and_with_a_certificate_that_is_verified() {
    let place = Place::postgres("tls");
    let name = SERVER.sql(place.url(), "SELECT current_database()");
    SERVER.sql(
        "postgres",
        &format!("CREATE ROLE pflege LOGIN PASSWORD 'hush'; ALTER DATABASE {name} OWNER TO pflege"),
    );
    let url = format!("postgres://pflege@127.0.0.1:{}/{name}?sslmode=verify-full", SERVER.port());
    let open = |password: Option<&str>, ca: Option<&str>| {
        let server = Server {
            url: url.clone(),
            password: password.map(str::to_owned),
            ca_file: ca.map(|ca| SERVER.certificates(ca)),
        };
        PostgresStore::open(&server, &place.folder.0, false)
    };
    let store = open(Some("hush"), Some("ca")).unwrap();
    let query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let encrypted: Encrypted =
        diesel::sql_query(query).get_result(&mut *store.connection().unwrap()).unwrap();
    assert!(encrypted.ssl);
    for (password, ca, word) in [
        (Some("hush"), Some("other"), "certificate"),
        (Some("hush"), None, "certificate"),
        (Some("wrong"), Some("ca"), "password authentication failed"),
        (None, Some("ca"), "password"),
    ] {
        let error = open(password, ca).unwrap_err().to_string();
        assert!(
            error.contains(word) && !error.contains("hush") && !error.contains("wrong"),
            "{word}: {error}"
        );
    }
}

#[test]
fn an_address_that_cannot_be_used_is_explained_without_its_password() {
    for (url, word) in [
        ("mysql://u:hush@h/d", "postgres://"),
        ("postgres://u:hush@h", "no database"),
        ("postgres://u:hush@h/d?sslmode=hush", "sslmode"),
        ("postgres://u:hush@h:port/d", "port"),
        ("postgres://u:hush@127.0.0.1:1/d", "127.0.0.1:1/d"),
    ] {
        let folder = Folder::new("address");
        let error = PostgresStore::open(&server_at(url), &folder.0, false).unwrap_err();
        let shown = format!("{error} {error:?} {:?}", server_at(url));
        assert!(error.to_string().contains(word) && !shown.contains("u:hush"), "{shown}");
    }
    let server = Server { ca_file: Some("/none.pem".into()), ..server_at("postgres://u@h/d") };
    assert!(Address::of(&server).is_err_and(|error| error.to_string().contains("/none.pem")));
}

#[test]
fn a_connection_to_another_machine_is_encrypted_unless_the_address_says_otherwise() {
    use tokio_postgres::config::SslMode;
    for (url, mode) in [
        ("postgres://u@db.example.org/d", SslMode::Require),
        ("postgres://u@127.0.0.1,db.example.org/d", SslMode::Require),
        ("postgres://u@db.example.org/d?sslmode=verify-full", SslMode::Require),
        ("postgres://u@db.example.org/d?sslmode=disable", SslMode::Disable),
        ("postgres://u@localhost/d", SslMode::Disable),
        ("postgres://u@[::1]/d", SslMode::Disable),
        ("postgres:///d?host=/run/postgresql", SslMode::Disable),
    ] {
        assert_eq!(Address::of(&server_at(url)).unwrap().config.get_ssl_mode(), mode, "{url}");
    }
}
