-- The register: facilities and their offers, who runs them, where they came from, and what changed when.

-- One row: the version of the register. Every change of what searches show makes it one larger.
CREATE TABLE register_state (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO register_state (id, version) VALUES (1, 0);

CREATE TABLE provider (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Empty where the provider belongs to no association, so that the unique key holds.
    association TEXT NOT NULL,
    UNIQUE (name, kind, association)
);

CREATE TABLE facility (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    provider_id INTEGER REFERENCES provider (id),
    street TEXT,
    house_number TEXT,
    postcode TEXT,
    place TEXT NOT NULL,
    locality TEXT,
    lat DOUBLE NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon DOUBLE NOT NULL CHECK (lon BETWEEN -180 AND 180),
    position_source TEXT NOT NULL,
    municipality_ags TEXT NOT NULL CHECK (length(municipality_ags) = 8),
    phone TEXT,
    email TEXT,
    website TEXT,
    opening_hours TEXT,
    note TEXT,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    example BOOLEAN NOT NULL,
    UNIQUE (source, source_id)
);

CREATE TABLE facility_feature (
    facility_id TEXT NOT NULL REFERENCES facility (id) ON DELETE CASCADE,
    feature TEXT NOT NULL,
    PRIMARY KEY (facility_id, feature)
);

CREATE TABLE offer (
    facility_id TEXT NOT NULL REFERENCES facility (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    places INTEGER CHECK (places >= 0),
    places_on DATE,
    free_places INTEGER CHECK (free_places >= 0),
    counted_on DATE,
    note TEXT,
    source_id TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    PRIMARY KEY (facility_id, category),
    CHECK ((free_places IS NULL) = (counted_on IS NULL))
);

-- What an offer's places were, each time they changed: kept when the facility is not.
CREATE TABLE places_history (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    facility_id TEXT NOT NULL,
    category TEXT NOT NULL,
    places INTEGER,
    places_on DATE,
    free_places INTEGER,
    counted_on DATE,
    version BIGINT NOT NULL
);
CREATE INDEX places_history_facility ON places_history (facility_id, version);

-- The change feed: which facility was added, changed or removed with which version.
CREATE TABLE facility_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version BIGINT NOT NULL,
    facility_id TEXT NOT NULL,
    kind TEXT NOT NULL
);
CREATE INDEX facility_change_version ON facility_change (version, id);

-- Every import that wrote something.
CREATE TABLE import_run (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version BIGINT NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    source TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    layout TEXT NOT NULL,
    rows_total INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL
);
