@NullMarked
package dev.dossier.schema;

import org.jspecify.annotations.NullMarked;
