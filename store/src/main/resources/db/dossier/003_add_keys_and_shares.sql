-- compatible-from: 002
--
-- People and programs have keys, sessions are shared with named people, and the access log has words for both.

-- API keys. What a client shows is not here, only its SHA-256: the secret has 256 random bits, so nobody can guess it from that.
CREATE TABLE api_keys (
    key_id        TEXT PRIMARY KEY,
    actor         TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('user', 'reader', 'editor', 'administrator', 'service')),
    secret_sha256 TEXT NOT NULL CHECK (length(secret_sha256) = 64),
    created_at    TEXT NOT NULL,
    expires_at    TEXT,
    revoked_at    TEXT,
    last_used_at  TEXT
);

-- Who else may use a session.
CREATE TABLE session_shares (
    session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
    person     TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('reader', 'editor')),
    shared_by  TEXT NOT NULL,
    shared_at  TEXT NOT NULL,
    PRIMARY KEY (session_id, person)
);
CREATE INDEX idx_session_shares_person ON session_shares (person, session_id);
CREATE INDEX idx_sessions_owner ON sessions (owner);

-- SQLite cannot change a CHECK, so the log is built anew.
DROP TRIGGER trg_conversation_files_upload_log;

CREATE TABLE file_access_log_new (
    log_id          INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id         TEXT,
    session_id      TEXT,
    access_type     TEXT NOT NULL CHECK (access_type IN
                        ('upload', 'view', 'download', 'rename', 'edit', 'copy', 'move', 'delete', 'restore', 'purge',
                         'refuse', 'share', 'unshare', 'link', 'create_key', 'revoke_key')),
    accessed_by     TEXT,
    accessed_at     TEXT NOT NULL,
    node            TEXT,
    access_metadata TEXT
);
INSERT INTO file_access_log_new
       (log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata)
SELECT log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata
  FROM file_access_log;
DROP TABLE file_access_log;
ALTER TABLE file_access_log_new RENAME TO file_access_log;

CREATE INDEX idx_file_access_log_file ON file_access_log (file_id, accessed_at DESC);
CREATE INDEX idx_file_access_log_time ON file_access_log (accessed_at);

-- The store logs an upload itself, with who and where; a row that comes by another way is logged here.
CREATE TRIGGER trg_conversation_files_upload_log
AFTER INSERT ON conversation_files
WHEN NOT EXISTS (SELECT 1 FROM file_access_log WHERE file_id = NEW.file_id AND access_type = 'upload')
BEGIN
    INSERT INTO file_access_log (file_id, session_id, access_type, accessed_by, accessed_at, access_metadata)
    VALUES (NEW.file_id, NEW.session_id, 'upload', NEW.uploaded_by, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
            json_object('file_size', NEW.file_size, 'mime_type', NEW.mime_type));
END;
