/** One database, written in groups and read in parallel: {@link dev.dossier.database.Database}. */
@NullMarked
package dev.dossier.database;

import org.jspecify.annotations.NullMarked;
