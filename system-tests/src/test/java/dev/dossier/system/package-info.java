/** The whole of Dossier, as processes. */
@NullMarked
package dev.dossier.system;

import org.jspecify.annotations.NullMarked;
