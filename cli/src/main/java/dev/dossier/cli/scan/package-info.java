/** {@code dossier scan}: what is held because it was not found free of viruses. */
@NullMarked
package dev.dossier.cli.scan;

import org.jspecify.annotations.NullMarked;
