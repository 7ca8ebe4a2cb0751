package dev.dossier.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A whole catalog as one text, from one statement: all that a look needs. Equal texts are equal catalogs.
 *
 * @param text objects apart by U+0002, each its type, name, table and definition apart by U+0001, in any order
 */
record CatalogText(String text) {
    private static final String HISTORY = "schema_migrations";

    /** Whether the history table exists. */
    boolean hasHistory() {
        return text.contains("table\u0001" + HISTORY + "\u0001");
    }

    /** Whether there is nothing but the history. */
    boolean isEmpty() {
        return objects().isEmpty();
    }

    /** SHA-256 of the normal form of every object but the history's and the database's own, in a fixed order. */
    String fingerprint() {
        return Sha256.hex(SqlText.normalize(objects()));
    }

    private String objects() {
        return Arrays.stream(text.split("\u0002", -1))
                .filter(CatalogText::isPartOfSchema)
                .sorted()
                .collect(Collectors.joining("\u0002"));
    }

    private static boolean isPartOfSchema(String object) {
        String[] fields = object.toLowerCase(Locale.ROOT).split("\u0001", 4);
        return fields.length == 4 && !fields[1].startsWith("sqlite_") && !fields[2].equals(HISTORY);
    }
}
