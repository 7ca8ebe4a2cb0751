package dev.dossier;

import dev.dossier.access.AccessMode;
import dev.dossier.errors.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a store lives and what its limits are. Immutable; each {@code with} method answers a changed copy.
 *
 * @param dataDirectory the directory of bytes and, unless told otherwise, of the database
 * @param databaseUrl a JDBC URL; empty for the file {@code dossier.db} in the data directory
 * @param node the name of this process in history and logs
 * @param accessMode how far decisions about access are carried out
 * @param largestFileBytes the largest content that is accepted
 * @param databaseWait the longest wait for the database before a request is answered "busy"
 * @param grace how long what is no longer wanted is kept
 * @param upkeep how what is stored is looked after
 */
public record DossierConfig(
        Path dataDirectory,
        Optional<String> databaseUrl,
        String node,
        AccessMode accessMode,
        long largestFileBytes,
        Duration databaseWait,
        GracePeriods grace,
        Upkeep upkeep) {

    /** The largest content that is accepted by default: 8 GiB. */
    public static final long LARGEST_FILE_BYTES = 8L << 30;

    private static final Duration DATABASE_WAIT = Duration.ofSeconds(5);

    /** @throws InvalidValueException when a limit is impossible */
    public DossierConfig {
        InvalidValueException.require(
                largestFileBytes > 0, "max_file_size", "The largest file size must be at least 1 byte.");
        InvalidValueException.require(
                databaseWait.isPositive(), "database_wait", "The database wait must be positive.");
        InvalidValueException.require(!node.isBlank(), "node", "The node name must not be blank.");
    }

    /** Everything in one directory, with the defaults that the guide names. */
    public static DossierConfig in(Path data) {
        return new DossierConfig(
                data,
                Optional.empty(),
                "local",
                AccessMode.DISABLED,
                LARGEST_FILE_BYTES,
                DATABASE_WAIT,
                GracePeriods.DEFAULT,
                Upkeep.DEFAULT);
    }

    /** The same with the database elsewhere: {@code jdbc:sqlite:/path/file.db} or {@code jdbc:sqlite::memory:}. */
    public DossierConfig withDatabaseUrl(String url) {
        return new DossierConfig(
                dataDirectory, Optional.of(url), node, accessMode, largestFileBytes, databaseWait, grace, upkeep);
    }

    /** The same under another node name. */
    public DossierConfig withNode(String name) {
        return new DossierConfig(
                dataDirectory, databaseUrl, name, accessMode, largestFileBytes, databaseWait, grace, upkeep);
    }

    /** The same with another access mode. */
    public DossierConfig withAccessMode(AccessMode mode) {
        return new DossierConfig(dataDirectory, databaseUrl, node, mode, largestFileBytes, databaseWait, grace, upkeep);
    }

    /** The same with another size limit, in bytes. */
    public DossierConfig withLargestFileBytes(long limitBytes) {
        return new DossierConfig(dataDirectory, databaseUrl, node, accessMode, limitBytes, databaseWait, grace, upkeep);
    }

    /** The same with another limit on waiting for the database. */
    public DossierConfig withDatabaseWait(Duration wait) {
        return new DossierConfig(dataDirectory, databaseUrl, node, accessMode, largestFileBytes, wait, grace, upkeep);
    }

    /** The same with other periods of grace. */
    public DossierConfig withGrace(GracePeriods periods) {
        return new DossierConfig(
                dataDirectory, databaseUrl, node, accessMode, largestFileBytes, databaseWait, periods, upkeep);
    }

    /** The same, looked after otherwise. */
    public DossierConfig withUpkeep(Upkeep other) {
        return new DossierConfig(
                dataDirectory, databaseUrl, node, accessMode, largestFileBytes, databaseWait, grace, other);
    }
}
