/** The commands that work on the database itself, without a server. */
@NullMarked
package dev.dossier.cli.database;

import org.jspecify.annotations.NullMarked;
