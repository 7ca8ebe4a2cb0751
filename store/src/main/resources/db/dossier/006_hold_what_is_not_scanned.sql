-- compatible-from: 006
--
-- Content can be scanned for viruses, and is held until the scan finds it clean. A program that does not know that would hand
-- out what is held, so none before this version may run on it.

-- Without a state, content came while nothing was scanned; it is not held. "scan_due_at" is when it is scanned next, or when
-- it falls to another worker because the one that scans it has died; whoever scans it knows its claim by it.
ALTER TABLE blobs ADD COLUMN scan_state TEXT CHECK (scan_state IN ('pending', 'clean', 'infected', 'failed', 'passed'));
ALTER TABLE blobs ADD COLUMN scan_finding TEXT;
ALTER TABLE blobs ADD COLUMN scan_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blobs ADD COLUMN scan_due_at TEXT;
CREATE INDEX idx_blobs_scan_awaited ON blobs (scan_due_at) WHERE scan_state = 'pending' AND state = 'live';
CREATE INDEX idx_blobs_scan_due ON blobs (scan_due_at) WHERE scan_due_at IS NOT NULL AND state = 'live';
CREATE INDEX idx_blobs_held ON blobs (scan_state) WHERE scan_state IN ('pending', 'infected', 'failed');

-- The kinds of entries are the program's to say, not the table's: SQLite cannot change a CHECK, and whoever adds a kind should
-- not have to build the log anew. This is the last time. The entries and their chains stay as they are.
DROP TRIGGER trg_conversation_files_upload_log;

CREATE TABLE file_access_log_new (
    log_id          INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id         TEXT,
    session_id      TEXT,
    access_type     TEXT NOT NULL,
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
INSERT INTO file_access_log_new
       (log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata, owner, address, result,
        sequence, salt, hash, redaction)
SELECT log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata, owner, address, result,
       sequence, salt, hash, redaction
  FROM file_access_log;
DROP TABLE file_access_log;
ALTER TABLE file_access_log_new RENAME TO file_access_log;

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
