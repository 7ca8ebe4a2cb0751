package dev.dossier.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the user of a schema may choose. */
record Policies(
        String name,
        SchemaListener listener,
        String node,
        Duration lockTimeout,
        Optional<Path> backups,
        InstantSource clock) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Now, in RFC 3339. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Where a file is copied to before it gets a version. */
    Path backupOf(Path file, String version) {
        String name = file.getFileName() + ".before-" + version + "." + TIMESTAMP.format(clock.instant()) + ".backup";
        return backups.map(directory -> directory.resolve(name)).orElseGet(() -> file.resolveSibling(name));
    }
}
