-- compatible-from: 002
--
-- Content is shared, files are not: bytes move to "blobs", and every file points to one.
-- Sessions get owners. The access log outlives its file. A missing message id no longer defeats the key of an
-- association. The clean-up queue is filled when something is to be cleaned up, not when a file arrives.
--
-- Every table of version 001 is built anew, so that a database of the reference system ends with the same definitions
-- as a fresh one.

DROP VIEW v_active_files;
DROP VIEW v_session_file_summary;
DROP VIEW v_pending_cleanups;
DROP TRIGGER trg_conversation_files_soft_delete;
DROP TRIGGER trg_conversation_files_upload_log;
DROP TRIGGER trg_session_association_cleanup_schedule;

-- Sessions: those that files or associations name. The owner is the first uploader who is known.
CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    owner      TEXT,
    created_at TEXT NOT NULL,
    ended_at   TEXT
);

INSERT INTO sessions (session_id, owner, created_at)
SELECT named.session_id,
       (SELECT f.uploaded_by
          FROM conversation_files f
         WHERE f.session_id = named.session_id AND f.uploaded_by IS NOT NULL
         ORDER BY f.uploaded_at, f.file_id
         LIMIT 1),
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', MIN(named.since)), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  FROM (SELECT session_id, uploaded_at AS since FROM conversation_files
        UNION ALL
        SELECT session_id, associated_at FROM session_file_associations) named
 GROUP BY named.session_id;

-- Blobs: bytes, once per content. "released_at" is when the last file let go of them.
CREATE TABLE blobs (
    blob_key    TEXT PRIMARY KEY,
    sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
    size_bytes  INTEGER NOT NULL CHECK (size_bytes >= 0),
    state       TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'condemned', 'quarantined')),
    created_at  TEXT NOT NULL,
    released_at TEXT
);
CREATE UNIQUE INDEX idx_blobs_live ON blobs (sha256) WHERE state = 'live';
CREATE INDEX idx_blobs_released ON blobs (released_at) WHERE released_at IS NOT NULL;

-- Bytes where the reference system left them. The program takes them over one by one and notes the blob; the original
-- stays until the blob goes.
CREATE TABLE reference_content (
    file_path       TEXT PRIMARY KEY,
    stored_filename TEXT NOT NULL,
    session_id      TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    size_bytes      INTEGER NOT NULL,
    blob_key        TEXT
);
CREATE INDEX idx_reference_content_blob ON reference_content (blob_key);
INSERT INTO reference_content (file_path, stored_filename, session_id, sha256, size_bytes)
SELECT file_path, stored_filename, session_id, lower(file_hash), file_size
  FROM conversation_files
 WHERE true
    ON CONFLICT (file_path) DO NOTHING;

-- Files. A row without "blob_key" waits for its bytes to be taken over.
CREATE TABLE conversation_files_new (
    file_id           TEXT PRIMARY KEY,
    session_id        TEXT NOT NULL REFERENCES sessions (session_id),
    original_filename TEXT NOT NULL,
    file_size         INTEGER NOT NULL CHECK (file_size >= 0),
    file_hash         TEXT NOT NULL,
    mime_type         TEXT,
    uploaded_at       TEXT NOT NULL,
    uploaded_by       TEXT,
    is_deleted        INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at        TEXT,
    blob_key          TEXT REFERENCES blobs (blob_key),
    deduplicated      INTEGER NOT NULL DEFAULT 0 CHECK (deduplicated IN (0, 1)),
    expires_at        TEXT
);
INSERT INTO conversation_files_new
       (file_id, session_id, original_filename, file_size, file_hash, mime_type, uploaded_at, uploaded_by, is_deleted,
        deleted_at)
SELECT file_id, session_id, original_filename, file_size, lower(file_hash), mime_type,
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', uploaded_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
       uploaded_by,
       COALESCE(is_deleted, 0),
       CASE WHEN is_deleted = 1
            THEN COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END
  FROM conversation_files;

-- One row served several sessions when they had the same bytes. Each of those sessions gets a file of its own.
CREATE TABLE shared_rows (
    file_id    TEXT NOT NULL,
    session_id TEXT NOT NULL,
    own_id     TEXT NOT NULL,
    PRIMARY KEY (file_id, session_id)
);
INSERT INTO shared_rows (file_id, session_id, own_id)
SELECT a.file_id, a.session_id, lower(hex(randomblob(16)))
  FROM session_file_associations a
  JOIN conversation_files f ON f.file_id = a.file_id
 WHERE a.session_id <> f.session_id
 GROUP BY a.file_id, a.session_id;
INSERT INTO conversation_files_new
       (file_id, session_id, original_filename, file_size, file_hash, mime_type, uploaded_at, uploaded_by, is_deleted,
        deleted_at, deduplicated)
SELECT s.own_id, s.session_id, f.original_filename, f.file_size, f.file_hash, f.mime_type, f.uploaded_at, f.uploaded_by,
       f.is_deleted, f.deleted_at, 1
  FROM shared_rows s
  JOIN conversation_files_new f ON f.file_id = s.file_id;

CREATE TABLE file_metadata_new (
    metadata_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id        TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    metadata_key   TEXT NOT NULL,
    metadata_value TEXT,
    created_at     TEXT NOT NULL,
    UNIQUE (file_id, metadata_key)
);
INSERT INTO file_metadata_new (metadata_id, file_id, metadata_key, metadata_value, created_at)
SELECT metadata_id, file_id, metadata_key, metadata_value,
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', created_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  FROM file_metadata
 WHERE file_id IN (SELECT file_id FROM conversation_files);
INSERT INTO file_metadata_new (file_id, metadata_key, metadata_value, created_at)
SELECT s.own_id, m.metadata_key, m.metadata_value, m.created_at
  FROM shared_rows s
  JOIN file_metadata_new m ON m.file_id = s.file_id;

CREATE TABLE session_file_associations_new (
    association_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id       TEXT NOT NULL,
    file_id          TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    association_type TEXT NOT NULL DEFAULT 'upload' CHECK (association_type IN ('upload', 'reference', 'generated')),
    message_id       TEXT,
    associated_at    TEXT NOT NULL
);
INSERT INTO session_file_associations_new (session_id, file_id, association_type, message_id, associated_at)
SELECT a.session_id, COALESCE(s.own_id, a.file_id), a.association_type, a.message_id,
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', MIN(a.associated_at)), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  FROM session_file_associations a
  LEFT JOIN shared_rows s ON s.file_id = a.file_id AND s.session_id = a.session_id
 WHERE a.file_id IN (SELECT file_id FROM conversation_files)
 GROUP BY a.session_id, a.file_id, COALESCE(a.message_id, '')
 ORDER BY MIN(a.association_id);

CREATE TABLE file_access_log_new (
    log_id          INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id         TEXT,
    session_id      TEXT,
    access_type     TEXT NOT NULL CHECK (access_type IN
                        ('upload', 'view', 'download', 'rename', 'edit', 'copy', 'move', 'delete', 'restore', 'purge',
                         'refuse')),
    accessed_by     TEXT,
    accessed_at     TEXT NOT NULL,
    node            TEXT,
    access_metadata TEXT
);
INSERT INTO file_access_log_new (log_id, file_id, session_id, access_type, accessed_by, accessed_at, access_metadata)
SELECT l.log_id, l.file_id, f.session_id, l.access_type, l.accessed_by,
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', l.accessed_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
       l.access_metadata
  FROM file_access_log l
  LEFT JOIN conversation_files f ON f.file_id = l.file_id;

-- Entries were made at upload and labelled "session ended" though no session had: they are closed, not carried out.
CREATE TABLE file_cleanup_queue_new (
    cleanup_id              INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id                 TEXT NOT NULL,
    session_id              TEXT NOT NULL,
    scheduled_deletion_time TEXT NOT NULL,
    cleanup_reason          TEXT NOT NULL DEFAULT 'session_ended'
                                CHECK (cleanup_reason IN ('session_ended', 'user_request', 'expired', 'space_limit')),
    is_processed            INTEGER NOT NULL DEFAULT 0 CHECK (is_processed IN (0, 1)),
    processed_at            TEXT
);
INSERT INTO file_cleanup_queue_new
       (cleanup_id, file_id, session_id, scheduled_deletion_time, cleanup_reason, is_processed, processed_at)
SELECT cleanup_id, file_id, session_id,
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', scheduled_deletion_time), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
       cleanup_reason, 1,
       COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', processed_at), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  FROM file_cleanup_queue;

-- A deleted file of the reference system can be restored for the usual 30 days from now on.
INSERT INTO file_cleanup_queue_new (file_id, session_id, scheduled_deletion_time, cleanup_reason)
SELECT file_id, session_id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+30 days'), 'user_request'
  FROM conversation_files_new
 WHERE is_deleted = 1;

DROP TABLE shared_rows;
DROP TABLE file_metadata;
DROP TABLE session_file_associations;
DROP TABLE file_access_log;
DROP TABLE file_cleanup_queue;
DROP TABLE conversation_files;
ALTER TABLE conversation_files_new RENAME TO conversation_files;
ALTER TABLE file_metadata_new RENAME TO file_metadata;
ALTER TABLE session_file_associations_new RENAME TO session_file_associations;
ALTER TABLE file_access_log_new RENAME TO file_access_log;
ALTER TABLE file_cleanup_queue_new RENAME TO file_cleanup_queue;

CREATE INDEX idx_conversation_files_session ON conversation_files (session_id, is_deleted);
CREATE INDEX idx_conversation_files_hash ON conversation_files (file_hash, is_deleted);
CREATE INDEX idx_conversation_files_uploaded_at ON conversation_files (uploaded_at DESC);
CREATE INDEX idx_conversation_files_blob ON conversation_files (blob_key);
CREATE INDEX idx_conversation_files_expiry ON conversation_files (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX idx_file_metadata_file_id ON file_metadata (file_id);
CREATE INDEX idx_session_associations_session ON session_file_associations (session_id);
CREATE INDEX idx_session_associations_file ON session_file_associations (file_id);
CREATE UNIQUE INDEX idx_session_associations_key
    ON session_file_associations (session_id, file_id, COALESCE(message_id, ''));
CREATE INDEX idx_file_access_log_file ON file_access_log (file_id, accessed_at DESC);
CREATE INDEX idx_file_access_log_time ON file_access_log (accessed_at);
CREATE INDEX idx_cleanup_queue_processed ON file_cleanup_queue (is_processed, scheduled_deletion_time);
CREATE UNIQUE INDEX idx_cleanup_queue_pending ON file_cleanup_queue (file_id) WHERE is_processed = 0;

CREATE TRIGGER trg_conversation_files_soft_delete
AFTER UPDATE OF is_deleted ON conversation_files
WHEN NEW.is_deleted = 1 AND OLD.is_deleted = 0 AND NEW.deleted_at IS NULL
BEGIN
    UPDATE conversation_files SET deleted_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE file_id = NEW.file_id;
END;

CREATE TRIGGER trg_conversation_files_restore
AFTER UPDATE OF is_deleted ON conversation_files
WHEN NEW.is_deleted = 0 AND OLD.is_deleted = 1 AND NEW.deleted_at IS NOT NULL
BEGIN
    UPDATE conversation_files SET deleted_at = NULL WHERE file_id = NEW.file_id;
END;

-- The store logs an upload itself, with who and where; a row that comes by another way is logged here.
CREATE TRIGGER trg_conversation_files_upload_log
AFTER INSERT ON conversation_files
WHEN NOT EXISTS (SELECT 1 FROM file_access_log WHERE file_id = NEW.file_id AND access_type = 'upload')
BEGIN
    INSERT INTO file_access_log (file_id, session_id, access_type, accessed_by, accessed_at, access_metadata)
    VALUES (NEW.file_id, NEW.session_id, 'upload', NEW.uploaded_by, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
            json_object('file_size', NEW.file_size, 'mime_type', NEW.mime_type));
END;

CREATE VIEW v_active_files AS
SELECT f.file_id, f.session_id, f.original_filename, f.file_size, f.file_hash, f.mime_type, f.uploaded_at, f.uploaded_by,
       COUNT(DISTINCT a.session_id) AS session_count,
       MAX(a.associated_at) AS last_associated_at
  FROM conversation_files f
  LEFT JOIN session_file_associations a ON a.file_id = f.file_id
 WHERE f.is_deleted = 0
 GROUP BY f.file_id;

CREATE VIEW v_session_file_summary AS
SELECT session_id,
       COUNT(*) AS total_files,
       SUM(file_size) AS total_size,
       MIN(uploaded_at) AS first_file_added,
       MAX(uploaded_at) AS last_file_added
  FROM conversation_files
 WHERE is_deleted = 0
 GROUP BY session_id;

CREATE VIEW v_pending_cleanups AS
SELECT q.cleanup_id, q.file_id, q.session_id, q.cleanup_reason, q.scheduled_deletion_time, f.original_filename,
       CAST((julianday(q.scheduled_deletion_time) - julianday('now')) * 1440 AS INTEGER) AS minutes_until_deletion
  FROM file_cleanup_queue q
  JOIN conversation_files f ON f.file_id = q.file_id
 WHERE q.is_processed = 0
   AND q.scheduled_deletion_time <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+7 days');
