-- Back to the tables of version 001. A file's path is then where its blob stands, and entries of the access log that version
-- 001 has no word for are left out; the backup that is made first has everything.

DROP VIEW v_active_files;
DROP VIEW v_session_file_summary;
DROP VIEW v_pending_cleanups;
DROP TRIGGER trg_conversation_files_soft_delete;
DROP TRIGGER trg_conversation_files_restore;
DROP TRIGGER trg_conversation_files_upload_log;

CREATE TABLE conversation_files_old (
    file_id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    original_filename TEXT NOT NULL,
    stored_filename TEXT NOT NULL UNIQUE,
    file_path TEXT NOT NULL,
    file_size INTEGER NOT NULL CHECK (file_size >= 0),
    file_hash TEXT NOT NULL,
    mime_type TEXT,
    uploaded_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    uploaded_by TEXT,
    is_deleted INTEGER DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TIMESTAMP
);
INSERT INTO conversation_files_old
SELECT f.file_id, f.session_id, f.original_filename, f.file_id,
       COALESCE('blobs/' || substr(f.blob_key, 1, 2) || '/' || f.blob_key, r.file_path, f.file_id), f.file_size, f.file_hash,
       f.mime_type, f.uploaded_at, f.uploaded_by, f.is_deleted, f.deleted_at
  FROM conversation_files f
  LEFT JOIN (SELECT sha256, MIN(file_path) AS file_path FROM reference_content GROUP BY sha256) r
    ON r.sha256 = f.file_hash;

CREATE TABLE file_metadata_old (
    metadata_id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    metadata_key TEXT NOT NULL,
    metadata_value TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (file_id, metadata_key)
);
INSERT INTO file_metadata_old SELECT * FROM file_metadata;

CREATE TABLE session_file_associations_old (
    association_id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL,
    file_id TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    association_type TEXT DEFAULT 'upload' CHECK (association_type IN ('upload', 'reference', 'generated')),
    message_id TEXT,
    associated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (session_id, file_id, message_id)
);
INSERT INTO session_file_associations_old SELECT * FROM session_file_associations;

CREATE TABLE file_access_log_old (
    log_id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    access_type TEXT NOT NULL CHECK (access_type IN ('upload', 'download', 'view', 'delete', 'restore')),
    accessed_by TEXT,
    accessed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    access_metadata TEXT
);
INSERT INTO file_access_log_old
SELECT log_id, file_id, access_type, accessed_by, accessed_at, access_metadata
  FROM file_access_log
 WHERE access_type IN ('upload', 'download', 'view', 'delete', 'restore')
   AND file_id IN (SELECT file_id FROM conversation_files);

CREATE TABLE file_cleanup_queue_old (
    cleanup_id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    scheduled_deletion_time TIMESTAMP NOT NULL,
    cleanup_reason TEXT DEFAULT 'session_ended'
        CHECK (cleanup_reason IN ('session_ended', 'user_request', 'expired', 'space_limit')),
    is_processed INTEGER DEFAULT 0 CHECK (is_processed IN (0, 1)),
    processed_at TIMESTAMP
);
INSERT INTO file_cleanup_queue_old
SELECT * FROM file_cleanup_queue WHERE file_id IN (SELECT file_id FROM conversation_files);

DROP TABLE reference_content;
DROP TABLE file_metadata;
DROP TABLE session_file_associations;
DROP TABLE file_access_log;
DROP TABLE file_cleanup_queue;
DROP TABLE conversation_files;
DROP TABLE blobs;
DROP TABLE sessions;
ALTER TABLE conversation_files_old RENAME TO conversation_files;
ALTER TABLE file_metadata_old RENAME TO file_metadata;
ALTER TABLE session_file_associations_old RENAME TO session_file_associations;
ALTER TABLE file_access_log_old RENAME TO file_access_log;
ALTER TABLE file_cleanup_queue_old RENAME TO file_cleanup_queue;

CREATE INDEX idx_conversation_files_session ON conversation_files (session_id, is_deleted);
CREATE INDEX idx_conversation_files_hash ON conversation_files (file_hash, is_deleted);
CREATE INDEX idx_conversation_files_uploaded_at ON conversation_files (uploaded_at DESC);
CREATE INDEX idx_file_metadata_file_id ON file_metadata (file_id);
CREATE INDEX idx_session_associations_session ON session_file_associations (session_id);
CREATE INDEX idx_session_associations_file ON session_file_associations (file_id);
CREATE INDEX idx_file_access_log_file ON file_access_log (file_id, accessed_at DESC);
CREATE INDEX idx_cleanup_queue_processed ON file_cleanup_queue (is_processed, scheduled_deletion_time);

CREATE TRIGGER trg_conversation_files_soft_delete
AFTER UPDATE OF is_deleted ON conversation_files
WHEN NEW.is_deleted = 1 AND OLD.is_deleted = 0
BEGIN
    UPDATE conversation_files SET deleted_at = CURRENT_TIMESTAMP WHERE file_id = NEW.file_id;
END;

CREATE TRIGGER trg_conversation_files_upload_log
AFTER INSERT ON conversation_files
BEGIN
    INSERT INTO file_access_log (file_id, access_type, accessed_by, access_metadata)
    VALUES (NEW.file_id, 'upload', NEW.uploaded_by,
            json_object('file_size', NEW.file_size, 'mime_type', NEW.mime_type));
END;

CREATE TRIGGER trg_session_association_cleanup_schedule
AFTER INSERT ON session_file_associations
BEGIN
    INSERT INTO file_cleanup_queue (file_id, session_id, scheduled_deletion_time, cleanup_reason)
    VALUES (NEW.file_id, NEW.session_id, datetime('now', '+30 days'), 'session_ended');
END;

CREATE VIEW v_active_files AS
SELECT f.file_id, f.session_id, f.original_filename, f.stored_filename, f.file_path, f.file_size, f.file_hash,
       f.mime_type, f.uploaded_at, f.uploaded_by,
       COUNT(DISTINCT a.session_id) AS session_count,
       MAX(a.associated_at) AS last_associated_at
FROM conversation_files f
LEFT JOIN session_file_associations a ON a.file_id = f.file_id
WHERE f.is_deleted = 0
GROUP BY f.file_id;

CREATE VIEW v_session_file_summary AS
SELECT a.session_id,
       COUNT(DISTINCT f.file_id) AS total_files,
       (SELECT COALESCE(SUM(g.file_size), 0)
        FROM conversation_files g
        WHERE g.is_deleted = 0
          AND g.file_id IN (SELECT b.file_id FROM session_file_associations b WHERE b.session_id = a.session_id)
       ) AS total_size,
       MIN(a.associated_at) AS first_file_added,
       MAX(a.associated_at) AS last_file_added
FROM session_file_associations a
JOIN conversation_files f ON f.file_id = a.file_id
WHERE f.is_deleted = 0
GROUP BY a.session_id;

CREATE VIEW v_pending_cleanups AS
SELECT q.cleanup_id, q.file_id, q.session_id, f.original_filename, f.file_path, q.scheduled_deletion_time,
       q.cleanup_reason,
       CAST((julianday(q.scheduled_deletion_time) - julianday('now')) * 24 * 60 AS INTEGER) AS minutes_until_deletion
FROM file_cleanup_queue q
JOIN conversation_files f ON f.file_id = q.file_id
WHERE q.is_processed = 0
  AND q.scheduled_deletion_time <= datetime('now', '+7 days');
