-- What came with a version: an import is looked at, and taken back, as a whole.
CREATE INDEX register_history_version ON register_history (version);
