package dev.dossier.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * SQLite's whole catalog as one text. Equal texts are equal catalogs.
 *
 * @param text objects apart by U+0002, each its type, name, table and definition apart by U+0001, in any order
 */
record SqliteCatalogText(String text) {
    private static final String HISTORY = "schema_migrations";

    /** With the SHA-256 of the normal form of every object but the history's and the database's own, in a fixed order. */
    CatalogDigest digest() {
        String objects = Arrays.stream(text.split("\u0002", -1))
                .filter(SqliteCatalogText::isPartOfSchema)
                .sorted()
                .collect(Collectors.joining("\u0002"));
        boolean hasHistory = text.contains("table\u0001" + HISTORY + "\u0001");
        return new CatalogDigest(hasHistory, !hasHistory && objects.isEmpty(), Sha256.hex(SqlText.normalize(objects)));
    }

    private static boolean isPartOfSchema(String object) {
        String[] fields = object.toLowerCase(Locale.ROOT).split("\u0001", 4);
        return fields.length == 4 && !fields[1].startsWith("sqlite_") && !fields[2].equals(HISTORY);
    }
}
