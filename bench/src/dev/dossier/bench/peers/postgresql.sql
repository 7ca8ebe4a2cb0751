CREATE TABLE files (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    hash TEXT NOT NULL,
    type TEXT,
    uploaded_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    uploaded_by TEXT,
    deleted BIGINT NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    deleted_at TIMESTAMPTZ
);

CREATE TABLE metadata (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT,
    UNIQUE (file, name)
);

CREATE TABLE associations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session TEXT NOT NULL,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    type TEXT DEFAULT 'upload' CHECK (type IN ('upload', 'reference', 'generated')),
    message TEXT,
    associated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (session, file, message)
);

CREATE TABLE access_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('upload', 'download', 'view', 'delete', 'restore')),
    accessed_by TEXT,
    accessed_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE cleanup_queue (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    session TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    reason TEXT DEFAULT 'session_ended' CHECK (reason IN ('session_ended', 'user_request', 'expired', 'space_limit')),
    processed_at TIMESTAMPTZ
);

CREATE INDEX files_by_session ON files (session, deleted);

CREATE INDEX files_by_hash ON files (hash, deleted);

CREATE INDEX files_by_age ON files (uploaded_at DESC);

CREATE INDEX metadata_by_file ON metadata (file);

CREATE INDEX associations_by_session ON associations (session);

CREATE INDEX associations_by_file ON associations (file);

CREATE INDEX access_log_by_file ON access_log (file, accessed_at DESC);

CREATE INDEX cleanup_queue_by_due ON cleanup_queue (processed_at, due_at);

CREATE FUNCTION files_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.deleted_at := CURRENT_TIMESTAMP;
    RETURN NEW;
END $$;

CREATE TRIGGER files_deleted BEFORE UPDATE OF deleted ON files
FOR EACH ROW WHEN (NEW.deleted = 1 AND OLD.deleted = 0) EXECUTE FUNCTION files_deleted();

CREATE FUNCTION files_uploaded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access_log (file, type, accessed_by) VALUES (NEW.id, 'upload', NEW.uploaded_by);
    RETURN NEW;
END $$;

CREATE TRIGGER files_uploaded AFTER INSERT ON files FOR EACH ROW EXECUTE FUNCTION files_uploaded();

CREATE FUNCTION associations_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cleanup_queue (file, session, due_at) VALUES (NEW.file, NEW.session, now() + interval '30 days');
    RETURN NEW;
END $$;

CREATE TRIGGER associations_due AFTER INSERT ON associations FOR EACH ROW EXECUTE FUNCTION associations_due();

CREATE VIEW active_files AS
SELECT f.id, f.session, f.name, f.size, f.hash, f.type, count(DISTINCT a.session) AS sessions
FROM files f LEFT JOIN associations a ON a.file = f.id
WHERE f.deleted = 0
GROUP BY f.id;

CREATE VIEW session_summary AS
SELECT a.session, count(DISTINCT f.id) AS files, sum(f.size) AS bytes, max(f.uploaded_at) AS last_upload
FROM associations a JOIN files f ON f.id = a.file
WHERE f.deleted = 0
GROUP BY a.session;

CREATE VIEW storage AS
SELECT count(*) AS files, sum(size) AS bytes, count(DISTINCT hash) AS contents
FROM files
WHERE deleted = 0;
