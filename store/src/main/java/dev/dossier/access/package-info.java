/** Who may do what: {@link dev.dossier.access.Actor} and the one decision function, {@link dev.dossier.access.AccessPolicy}. */
@NullMarked
package dev.dossier.access;

import org.jspecify.annotations.NullMarked;
