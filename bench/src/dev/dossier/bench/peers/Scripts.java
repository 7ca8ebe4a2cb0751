package dev.dossier.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A number of migrations, on the class path in the form that each contestant reads: the first creates 5 tables, 8 indexes, 3
 * triggers and 3 views, each further one adds a row.
 *
 * @param database {@code sqlite} or {@code postgresql}
 * @param count how many there are
 */
record Scripts(String database, int count) {
    /** Numbered files, for Dossier and by hand. */
    String numbered() {
        return directory() + "/numbered";
    }

    /** The name of a numbered file, from 1. */
    static String numbered(int number) {
        return String.format(Locale.ROOT, "%04d_step.sql", number);
    }

    /** Flyway's files. */
    String flyway() {
        return directory() + "/flyway";
    }

    /** Liquibase's one file. */
    String liquibase() {
        return directory() + "/changelog.sql";
    }

    private String directory() {
        return database + "/" + count;
    }

    /** Writes all forms below a directory of the class path. */
    Scripts write(Path source, Path root) throws IOException {
        List<String> first = List.of(
                Files.readString(source.resolve(database + ".sql")).strip().split("\n\n"));
        Files.createDirectories(root.resolve(numbered()));
        Files.createDirectories(root.resolve(flyway()));
        StringBuilder changelog = new StringBuilder("--liquibase formatted sql\n");
        for (int i = 1; i <= count; i++) {
            List<String> statements = i == 1 ? first : List.of(further(i));
            String script = String.join("\n\n", statements) + "\n";
            Files.writeString(root.resolve(numbered()).resolve(numbered(i)), script);
            Files.writeString(root.resolve(flyway()).resolve("V" + numbered(i).replace("_", "__")), script);
            changelog.append(
                    "\n--changeset bench:" + i + " endDelimiter:/\n" + String.join("\n/\n", statements) + "\n");
        }
        Files.writeString(root.resolve(liquibase()), changelog);
        return this;
    }

    private static String further(int number) {
        return "INSERT INTO files (id, session, name, size, hash) VALUES ('f" + number + "', 's', 'n', 1, 'h');";
    }
}
