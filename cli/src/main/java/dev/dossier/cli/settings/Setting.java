package dev.dossier.cli.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set. The name of a setting is its key in a properties file; with {@code --} before it, its flag; in
 * upper case after {@code DOSSIER_}, its environment variable.
 */
public enum Setting {
    DATA(Scope.STORE, ValueType.PATH, "DIR", "dossier-data", "The directory of the files and of the database"),
    DATABASE_URL(
            Scope.STORE,
            ValueType.TEXT,
            "URL",
            "",
            "The database, as jdbc:…; dossier.db in the data directory when empty"),
    BLOBS(Scope.STORE, ValueType.BLOBS, "URL", "", "Where the bytes are kept; the data directory when empty"),
    NODE(Scope.STORE, ValueType.NAME, "NAME", "local", "The name of this process in history and logs"),
    MAX_FILE_SIZE(Scope.STORE, ValueType.SIZE, "SIZE", "8GB", "The largest file; none for no limit"),
    QUOTA(Scope.STORE, ValueType.SIZE, "SIZE", "none", "The most that all files may have together; none for no limit"),
    QUOTA_PER_OWNER(
            Scope.STORE, ValueType.SIZE, "SIZE", "none", "The most that one owner's files may have; none for no limit"),
    DISK_HEADROOM(
            Scope.STORE, ValueType.ROOM, "SIZE", "64MB", "Room on the disk that uploads leave free; none for no room"),
    ACCESS_MODE(
            Scope.STORE,
            ValueType.ACCESS_MODE,
            "MODE",
            "auto",
            "How far access is decided: disabled, log_only, enforced; auto: enforced where callers say who they are"),
    RETENTION(Scope.STORE, ValueType.PERIOD, "TIME", "30d", "How long a deleted file can be restored"),
    AUDIT_RETENTION(Scope.STORE, ValueType.TIME_LIMIT, "TIME", "90d", "How long the access log is kept"),
    ORPHAN_GRACE(Scope.STORE, ValueType.PERIOD, "TIME", "1h", "How long bytes that no file uses are kept"),
    KEEP_UPLOAD(
            Scope.STORE,
            ValueType.KEEP,
            "TIME",
            "forever",
            "How long uploaded files are kept, counted from the upload"),
    KEEP_REFERENCE(
            Scope.STORE,
            ValueType.KEEP,
            "TIME",
            "forever",
            "How long files that are referred to are kept, counted from the upload"),
    KEEP_GENERATED(
            Scope.STORE,
            ValueType.KEEP,
            "TIME",
            "forever",
            "How long generated files are kept, counted from the upload"),
    KEEP_SCREENSHOT(
            Scope.STORE, ValueType.KEEP, "TIME", "forever", "How long screenshots are kept, counted from the upload"),
    SCRUB_RATE(
            Scope.STORE,
            ValueType.RATE,
            "SIZE",
            "10MB",
            "How much of what is stored is read again in a second; off for nothing"),
    SCRUB_INTERVAL(
            Scope.STORE,
            ValueType.PERIOD,
            "TIME",
            "7d",
            "How long from one round of reading everything again to the next"),
    CLAMD(
            Scope.STORE,
            ValueType.CLAMD,
            "ADDRESS",
            "off",
            "The virus scanner that new files are held for: unix:PATH or tcp:HOST:PORT; off for none"),
    CLAMD_TIMEOUT(
            Scope.STORE,
            ValueType.TIME_LIMIT,
            "TIME",
            "5m",
            "How long one scan may take, and a second more for every 4 MB"),
    DATABASE_WAIT(Scope.STORE, ValueType.TIME_LIMIT, "TIME", "5s", "The longest wait for a busy database"),
    HOST(Scope.SERVER, ValueType.NAME, "HOST", "127.0.0.1", "The address to listen on"),
    PORT(Scope.SERVER, ValueType.PORT, "N", "8420", "The port to listen on; 0 for any free one"),
    IDLE_TIMEOUT(Scope.SERVER, ValueType.TIME_LIMIT, "TIME", "30s", "How long a connection may stand still"),
    DRAIN_TIMEOUT(
            Scope.SERVER,
            ValueType.TIME_LIMIT,
            "TIME",
            "10s",
            "How long requests may take to end when the server stops"),
    AUTHENTICATION(
            Scope.STORE,
            ValueType.AUTHENTICATION,
            "WAYS",
            "none",
            "How callers say who they are: none, keys, jwt, or keys,jwt"),
    JWT_ISSUER(Scope.SERVER, ValueType.TEXT, "ISS", "", "The issuer of tokens"),
    JWT_AUDIENCE(Scope.SERVER, ValueType.TEXT, "AUD", "", "What the issuer of tokens calls this server"),
    JWT_JWKS_URL(Scope.SERVER, ValueType.TEXT, "URL", "", "Where the keys of the issuer of tokens are"),
    JWT_ALGORITHMS(Scope.SERVER, ValueType.NAMES, "ALG", "RS256,ES256", "How tokens may be signed"),
    JWT_ROLE_CLAIM(Scope.SERVER, ValueType.NAME, "CLAIM", "role", "The claim of a token that names the role"),
    JWT_CLOCK_SKEW(Scope.SERVER, ValueType.PERIOD, "TIME", "30s", "How far the issuer's clock may be from ours"),
    RATE_LIMIT(Scope.SERVER, ValueType.COUNT, "N", "500", "Requests a second of each key; 0 for no limit"),
    RATE_BURST(Scope.SERVER, ValueType.COUNT, "N", "1000", "Requests of each key at once"),
    AUTH_FAILURES(Scope.SERVER, ValueType.COUNT, "N", "30", "Failed attempts a minute of each address"),
    LINK_KEY(
            Scope.SERVER,
            ValueType.SECRET,
            "SECRET",
            "",
            "What signs links to files, or @FILE that holds it; made and kept in the data directory when empty"),
    LINK_LIFETIME(Scope.SERVER, ValueType.TIME_LIMIT, "TIME", "1d", "The longest life of a link to a file"),
    THUMBNAILS(Scope.SERVER, ValueType.COUNT, "N", "2", "How many thumbnails are made at once; 0 for none at all"),
    LOG_FORMAT(Scope.SERVER, ValueType.LOG_FORMAT, "FORMAT", "text", "How logs are written: text or json"),
    LOG_LEVEL(Scope.SERVER, ValueType.LOG_LEVEL, "LEVEL", "info", "What is logged: error, warn, info, debug or trace"),
    SERVER(Scope.CLIENT, ValueType.ADDRESS, "URL", "http://127.0.0.1:8420", "The server that files are sent to"),
    KEY(Scope.CLIENT, ValueType.SECRET, "KEY", "", "The API key that is shown to the server, or @FILE that holds it");

    /** Who needs a setting. */
    public enum Scope {
        /** Whatever opens the store. */
        STORE,
        /** What listens on a port. */
        SERVER,
        /** What talks to a server. */
        CLIENT
    }

    private final Scope scope;
    private final ValueType type;
    private final String label;
    private final String defaultValue;
    private final String description;

    Setting(Scope scope, ValueType type, String label, String defaultValue, String description) {
        this.scope = scope;
        this.type = type;
        this.label = label;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The setting of that key in a properties file. */
    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key().equals(key)).findFirst();
    }

    /** Who needs it. */
    public Scope scope() {
        return scope;
    }

    /** Its name in a properties file, such as {@code max-file-size}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its flag, such as {@code --max-file-size}. */
    public String flag() {
        return "--" + key();
    }

    /** Its environment variable, such as {@code DOSSIER_MAX_FILE_SIZE}. */
    public String variable() {
        return "DOSSIER_" + name();
    }

    /** What its value is called in the help. */
    public String label() {
        return label;
    }

    /** Its value where nobody says otherwise. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it is, in one line. */
    public String description() {
        return description;
    }

    ValueType type() {
        return type;
    }
}
