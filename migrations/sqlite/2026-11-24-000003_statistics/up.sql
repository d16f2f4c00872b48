-- Official statistics: every import is kept as it was, releases and roll-backs are events behind it. Nothing is ever
-- changed or deleted, so that a figure that was once shown can be traced.

CREATE TABLE statistics_import (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    statistic TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    licence TEXT NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    layout TEXT NOT NULL,
    facts INTEGER NOT NULL CHECK (facts > 0),
    left_out INTEGER NOT NULL CHECK (left_out >= 0),
    warnings INTEGER NOT NULL CHECK (warnings >= 0)
);

CREATE TABLE statistics_fact (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    import_id INTEGER NOT NULL REFERENCES statistics_import (id),
    measure TEXT NOT NULL,
    area TEXT NOT NULL,
    year INTEGER NOT NULL,
    sex TEXT CHECK (sex IN ('m', 'f')),
    -- Both empty: all ages. Only the last empty: the open group.
    age_from INTEGER,
    age_to INTEGER CHECK (age_to >= age_from),
    grade INTEGER CHECK (grade BETWEEN 1 AND 5),
    kind TEXT,
    sign TEXT NOT NULL,
    number DOUBLE,
    quality TEXT
);
CREATE INDEX statistics_fact_import ON statistics_fact (import_id);

-- What counts of a statistic is the import of its last event, if that is a release.
CREATE TABLE statistics_event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    import_id INTEGER NOT NULL REFERENCES statistics_import (id),
    kind TEXT NOT NULL CHECK (kind IN ('release', 'rollback')),
    at TIMESTAMP NOT NULL
);
