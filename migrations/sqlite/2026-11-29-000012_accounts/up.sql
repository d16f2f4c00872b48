-- Who keeps the register: accounts with their role, their sessions and the one-time links by which a password is set.
-- Passwords, session cookies and links are kept as hashes only.

CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- The name at sign-in, in lower case.
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Empty until the invitation was taken up.
    password_hash TEXT,
    disabled BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- The facilities for which a provider reports.
CREATE TABLE account_facility (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    facility_id TEXT NOT NULL,
    PRIMARY KEY (account_id, facility_id)
);

CREATE TABLE account_session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL
);
CREATE INDEX account_session_account ON account_session (account_id);

CREATE TABLE account_invitation (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    expires_at TIMESTAMP NOT NULL
);

-- Failed sign-ins, counted by account name and by address prefix; both as hashes, and dropped when their window ends.
CREATE TABLE sign_in_failure (
    key_hash TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    window_start TIMESTAMP NOT NULL
);

-- What happened to accounts: append only.
CREATE TABLE account_event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL,
    -- Whom it concerns, and who did it; empty for the command line.
    account_id INTEGER NOT NULL,
    actor_id INTEGER,
    kind TEXT NOT NULL
);
