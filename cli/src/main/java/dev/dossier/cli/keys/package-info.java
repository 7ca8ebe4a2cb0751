/** The commands that make, list and revoke API keys: {@link dev.dossier.cli.keys.KeyCommand}. */
@NullMarked
package dev.dossier.cli.keys;

import org.jspecify.annotations.NullMarked;
