-- Back to version 003: a screenshot is an upload again; rules, holds, receipts and counts are left out, and the backup that
-- is made first has them.

DROP TRIGGER trg_storage_usage_owner;
DROP TRIGGER trg_storage_usage_change;
DROP TRIGGER trg_storage_usage_remove;
DROP TRIGGER trg_storage_usage_add;
DROP TABLE scrub_progress;
DROP TABLE storage_usage;
DROP TABLE erased_blobs;
DROP TABLE erasures;
DROP TABLE legal_holds;
DROP TABLE requested_expiries;
DROP TABLE retention_rules;

DROP VIEW v_active_files;
CREATE TABLE session_file_associations_new (
    association_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id       TEXT NOT NULL,
    file_id          TEXT NOT NULL REFERENCES conversation_files (file_id) ON DELETE CASCADE,
    association_type TEXT NOT NULL DEFAULT 'upload' CHECK (association_type IN ('upload', 'reference', 'generated')),
    message_id       TEXT,
    associated_at    TEXT NOT NULL
);
INSERT INTO session_file_associations_new
SELECT association_id, session_id, file_id,
       CASE association_type WHEN 'screenshot' THEN 'upload' ELSE association_type END, message_id, associated_at
  FROM session_file_associations;
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
