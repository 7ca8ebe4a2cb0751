/** The command that runs the server, and the rehearsal that makes it start fast. */
@NullMarked
package dev.dossier.cli.serve;

import org.jspecify.annotations.NullMarked;
