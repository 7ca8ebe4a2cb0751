package dev.dossier.schema;

import java.util.Set;

/**
 * The little that a look needs to know of a catalog, from one statement.
 *
 * @param text every object but the history's, in a fixed order; equal texts are equal catalogs
 * @param historyColumns the columns of {@code schema_migrations}; empty where the table does not exist
 */
record CatalogGlance(String text, Set<String> historyColumns) {
    CatalogGlance {
        historyColumns = Set.copyOf(historyColumns);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }
}
