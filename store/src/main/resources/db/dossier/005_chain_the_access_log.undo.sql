-- Back to version 004: the chains are gone, and entries that it has no word for are left out; the backup that is made first has
-- everything.

DROP TRIGGER trg_conversation_files_upload_log;

CREATE TABLE file_access_log_old (
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
INSERT INTO file_access_log_old
       (log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata)
SELECT log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata
  FROM file_access_log
 WHERE access_type NOT IN ('keep', 'hold', 'release', 'erase', 'anchor');
DROP TABLE file_access_log;
ALTER TABLE file_access_log_old RENAME TO file_access_log;

CREATE INDEX idx_file_access_log_file ON file_access_log (file_id, accessed_at DESC);
CREATE INDEX idx_file_access_log_time ON file_access_log (accessed_at);

CREATE TRIGGER trg_conversation_files_upload_log
AFTER INSERT ON conversation_files
WHEN NOT EXISTS (SELECT 1 FROM file_access_log WHERE file_id = NEW.file_id AND access_type = 'upload')
BEGIN
    INSERT INTO file_access_log (file_id, session_id, access_type, accessed_by, accessed_at, access_metadata)
    VALUES (NEW.file_id, NEW.session_id, 'upload', NEW.uploaded_by, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
            json_object('file_size', NEW.file_size, 'mime_type', NEW.mime_type));
END;
