package dev.dossier.schema;

/**
 * A catalog in a glance, from one statement: all that a look needs.
 *
 * @param hasHistory whether the history table exists
 * @param isEmpty whether there is nothing at all, no history either
 * @param fingerprint of every object but the history's and the database's own: the same as long as nobody changes one.
 *     After a change, or when the database was moved, another one says no more than that a comparison is needed
 */
record CatalogDigest(boolean hasHistory, boolean isEmpty, String fingerprint) {}
