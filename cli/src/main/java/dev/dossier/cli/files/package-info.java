/** The commands that talk to a server about files: put, get, ls, rm and restore-file. */
@NullMarked
package dev.dossier.cli.files;

import org.jspecify.annotations.NullMarked;
