/** Where a command reads, writes and ends: {@link dev.dossier.cli.terminal.Terminal} and {@link dev.dossier.cli.terminal.Exit}. */
@NullMarked
package dev.dossier.cli.terminal;

import org.jspecify.annotations.NullMarked;
