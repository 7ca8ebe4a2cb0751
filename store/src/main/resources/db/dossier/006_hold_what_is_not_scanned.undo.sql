-- Back to version 005: what was held is handed out again. Entries of the access log that version 005 has no word for are left out,
-- and their chains show a gap in their place; the backup that is made first has everything.

DROP INDEX idx_blobs_scan_awaited;
DROP INDEX idx_blobs_scan_due;
DROP INDEX idx_blobs_held;
ALTER TABLE blobs DROP COLUMN scan_state;
ALTER TABLE blobs DROP COLUMN scan_finding;
ALTER TABLE blobs DROP COLUMN scan_attempts;
ALTER TABLE blobs DROP COLUMN scan_due_at;

DROP TRIGGER trg_conversation_files_upload_log;

CREATE TABLE file_access_log_old (
    log_id          INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id         TEXT,
    session_id      TEXT,
    access_type     TEXT NOT NULL CHECK (access_type IN
                        ('upload', 'view', 'download', 'rename', 'edit', 'copy', 'move', 'delete', 'restore', 'purge',
                         'refuse', 'share', 'unshare', 'link', 'create_key', 'revoke_key', 'keep', 'hold', 'release',
                         'erase', 'anchor')),
    accessed_by     TEXT,
    accessed_at     TEXT NOT NULL,
    node            TEXT,
    access_metadata TEXT,
    owner           TEXT,
    address         TEXT,
    result          TEXT NOT NULL DEFAULT 'done' CHECK (result IN ('done', 'refused', 'tolerated')),
    sequence        INTEGER,
    salt            TEXT,
    hash            TEXT,
    redaction       TEXT
);
INSERT INTO file_access_log_old
       (log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata, owner, address, result,
        sequence, salt, hash, redaction)
SELECT log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata, owner, address, result,
       sequence, salt, hash, redaction
  FROM file_access_log
 WHERE access_type IN
       ('upload', 'view', 'download', 'rename', 'edit', 'copy', 'move', 'delete', 'restore', 'purge',
        'refuse', 'share', 'unshare', 'link', 'create_key', 'revoke_key', 'keep', 'hold', 'release',
        'erase', 'anchor');
DROP TABLE file_access_log;
ALTER TABLE file_access_log_old RENAME TO file_access_log;

CREATE INDEX idx_file_access_log_file ON file_access_log (file_id, accessed_at DESC);
CREATE INDEX idx_file_access_log_time ON file_access_log (accessed_at);
CREATE UNIQUE INDEX idx_file_access_log_chain ON file_access_log (node, sequence);

-- The store logs an upload itself, with who and where; a row that comes by another way is logged here, in no chain.
CREATE TRIGGER trg_conversation_files_upload_log
AFTER INSERT ON conversation_files
WHEN NOT EXISTS (SELECT 1 FROM file_access_log WHERE file_id = NEW.file_id AND access_type = 'upload')
BEGIN
    INSERT INTO file_access_log (file_id, session_id, access_type, accessed_by, accessed_at, access_metadata)
    VALUES (NEW.file_id, NEW.session_id, 'upload', NEW.uploaded_by, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
            json_object('file_size', NEW.file_size, 'mime_type', NEW.mime_type));
END;
