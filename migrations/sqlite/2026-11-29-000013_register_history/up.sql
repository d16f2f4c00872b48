-- Who changed what in the register: append only, one row a facility and version. `changes` is a JSON list of
-- [value, before, after], where a value is a field of the list of register fields, for an offer after its category
-- and a point. NULL is "nothing known".
CREATE TABLE register_history (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version BIGINT NOT NULL,
    facility_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    -- Empty for the command line.
    account_id INTEGER,
    author TEXT NOT NULL,
    -- The request or the run that changed it, the same for all facilities of one.
    request_id TEXT NOT NULL,
    changes TEXT NOT NULL
);
CREATE INDEX register_history_facility ON register_history (facility_id, id);
