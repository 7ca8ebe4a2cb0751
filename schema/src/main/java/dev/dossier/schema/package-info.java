/** Databases that initialise themselves. Start with {@link dev.dossier.schema.Schema}. */
@NullMarked
package dev.dossier.schema;

import org.jspecify.annotations.NullMarked;
