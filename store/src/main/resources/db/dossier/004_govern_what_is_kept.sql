-- compatible-from: 004
--
-- What is kept, how long, how much, and whether it is still whole: rules of retention, legal holds, erasures of persons,
-- usage by owner, and the progress of the scrub. A program that does not know holds must not delete, so none before this
-- version may run on it.

-- How long files of a kind are kept in a session; without a row, what the configuration says.
CREATE TABLE retention_rules (
    session_id   TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('upload', 'reference', 'generated', 'screenshot')),
    keep_seconds INTEGER CHECK (keep_seconds >= 0),
    set_by       TEXT NOT NULL,
    set_at       TEXT NOT NULL,
    PRIMARY KEY (session_id, kind)
);

-- The end that was asked for when a file was added. "expires_at" of a file is what follows from it, from rules and holds.
CREATE TABLE requested_expiries (
    file_id    TEXT PRIMARY KEY REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
);
INSERT INTO requested_expiries (file_id, expires_at)
SELECT file_id, expires_at FROM conversation_files WHERE expires_at IS NOT NULL;

-- Legal holds. A row is never removed: it says who held what, why and how long.
CREATE TABLE legal_holds (
    hold_id      TEXT PRIMARY KEY,
    subject_type TEXT NOT NULL CHECK (subject_type IN ('file', 'session', 'person')),
    subject      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    placed_by    TEXT NOT NULL,
    placed_at    TEXT NOT NULL,
    released_by  TEXT,
    released_at  TEXT
);
CREATE INDEX idx_legal_holds_active ON legal_holds (subject_type, subject) WHERE released_at IS NULL;

-- Erasures of persons. "person" is emptied when the erasure is complete; what stays says how much went, not whose.
CREATE TABLE erasures (
    erasure_id   TEXT PRIMARY KEY,
    person       TEXT,
    pseudonym    TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    completed_at TEXT,
    sessions     INTEGER NOT NULL DEFAULT 0,
    files        INTEGER NOT NULL DEFAULT 0,
    size_bytes   INTEGER NOT NULL DEFAULT 0,
    shares       INTEGER NOT NULL DEFAULT 0,
    keys         INTEGER NOT NULL DEFAULT 0,
    log_entries  INTEGER NOT NULL DEFAULT 0,
    held         TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE erased_blobs (
    erasure_id TEXT NOT NULL REFERENCES erasures (erasure_id),
    blob_key   TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    outcome    TEXT NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'removed', 'shared')),
    PRIMARY KEY (erasure_id, blob_key)
);

-- How much there is: one row for everything ('total', ''), one for each owner; '' is nobody. Files count until they are
-- purged. The triggers below keep it in the transaction of the rows themselves, so that no crash can part them.
CREATE TABLE storage_usage (
    scope      TEXT NOT NULL CHECK (scope IN ('total', 'owner')),
    owner      TEXT NOT NULL,
    files      INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (scope, owner)
);
INSERT INTO storage_usage (scope, owner, files, size_bytes)
SELECT 'total', '', COUNT(*), COALESCE(SUM(file_size), 0) FROM conversation_files;
INSERT INTO storage_usage (scope, owner, files, size_bytes)
SELECT 'owner', COALESCE(s.owner, ''), COUNT(*), SUM(f.file_size)
  FROM conversation_files f
  JOIN sessions s ON s.session_id = f.session_id
 GROUP BY COALESCE(s.owner, '');

CREATE TRIGGER trg_storage_usage_add
AFTER INSERT ON conversation_files
BEGIN
    INSERT INTO storage_usage (scope, owner, files, size_bytes)
    VALUES ('total', '', 1, NEW.file_size),
           ('owner', COALESCE((SELECT owner FROM sessions WHERE session_id = NEW.session_id), ''), 1, NEW.file_size)
        ON CONFLICT (scope, owner) DO UPDATE
       SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;
END;

CREATE TRIGGER trg_storage_usage_remove
AFTER DELETE ON conversation_files
BEGIN
    UPDATE storage_usage
       SET files = files - 1, size_bytes = size_bytes - OLD.file_size
     WHERE (scope = 'total' AND owner = '')
        OR (scope = 'owner'
            AND owner = COALESCE((SELECT owner FROM sessions WHERE session_id = OLD.session_id), ''));
END;

CREATE TRIGGER trg_storage_usage_change
AFTER UPDATE OF file_size, session_id ON conversation_files
WHEN NEW.file_size <> OLD.file_size OR NEW.session_id <> OLD.session_id
BEGIN
    UPDATE storage_usage
       SET files = files - 1, size_bytes = size_bytes - OLD.file_size
     WHERE (scope = 'total' AND owner = '')
        OR (scope = 'owner'
            AND owner = COALESCE((SELECT owner FROM sessions WHERE session_id = OLD.session_id), ''));
    INSERT INTO storage_usage (scope, owner, files, size_bytes)
    VALUES ('total', '', 1, NEW.file_size),
           ('owner', COALESCE((SELECT owner FROM sessions WHERE session_id = NEW.session_id), ''), 1, NEW.file_size)
        ON CONFLICT (scope, owner) DO UPDATE
       SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;
END;

CREATE TRIGGER trg_storage_usage_owner
AFTER UPDATE OF owner ON sessions
WHEN COALESCE(NEW.owner, '') <> COALESCE(OLD.owner, '')
BEGIN
    INSERT INTO storage_usage (scope, owner, files, size_bytes)
    SELECT 'owner', COALESCE(NEW.owner, ''), COUNT(*), COALESCE(SUM(file_size), 0)
      FROM conversation_files
     WHERE session_id = NEW.session_id
        ON CONFLICT (scope, owner) DO UPDATE
       SET files = files + excluded.files, size_bytes = size_bytes + excluded.size_bytes;
    UPDATE storage_usage
       SET files = files - (SELECT COUNT(*) FROM conversation_files WHERE session_id = NEW.session_id),
           size_bytes = size_bytes
                        - (SELECT COALESCE(SUM(file_size), 0) FROM conversation_files WHERE session_id = NEW.session_id)
     WHERE scope = 'owner' AND owner = COALESCE(OLD.owner, '');
END;

-- The scrub: which blob it read last, and what this round has shown. A node works while its lease lasts.
CREATE TABLE scrub_progress (
    name           TEXT PRIMARY KEY CHECK (name = 'blobs'),
    after_key      TEXT NOT NULL DEFAULT '',
    round          INTEGER NOT NULL DEFAULT 0,
    started_at     TEXT,
    completed_at   TEXT,
    checked_blobs  INTEGER NOT NULL DEFAULT 0,
    checked_bytes  INTEGER NOT NULL DEFAULT 0,
    damaged_blobs  INTEGER NOT NULL DEFAULT 0,
    leased_by      TEXT,
    leased_until   TEXT
);
INSERT INTO scrub_progress (name) VALUES ('blobs');

-- Screenshots are a kind of their own.
DROP VIEW v_active_files;
CREATE TABLE session_file_associations_new (
    association_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id       TEXT NOT NULL,
    file_id          TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    association_type TEXT NOT NULL DEFAULT 'upload'
                         CHECK (association_type IN ('upload', 'reference', 'generated', 'screenshot')),
    message_id       TEXT,
    associated_at    TEXT NOT NULL
);
INSERT INTO session_file_associations_new SELECT * FROM session_file_associations;
DROP TABLE session_file_associations;
ALTER TABLE session_file_associations_new RENAME TO session_file_associations;
CREATE INDEX idx_session_associations_session ON session_file_associations (session_id);
CREATE INDEX idx_session_associations_file ON session_file_associations (file_id);
CREATE UNIQUE INDEX idx_session_associations_key
    ON session_file_associations (session_id, file_id, COALESCE(message_id, ''));
CREATE VIEW v_active_files AS
SELECT f.file_id, f.session_id, f.original_filename, f.file_size, f.file_hash, f.mime_type, f.uploaded_at, f.uploaded_by,
       COUNT(DISTINCT a.session_id) AS session_count,
       MAX(a.associated_at) AS last_associated_at
  FROM conversation_files f
  LEFT JOIN session_file_associations a ON a.file_id = f.file_id
 WHERE f.is_deleted = 0
 GROUP BY f.file_id;
