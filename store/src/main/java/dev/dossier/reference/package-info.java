/** What the reference system left behind: {@link dev.dossier.reference.ReferenceContent}. */
@NullMarked
package dev.dossier.reference;

import org.jspecify.annotations.NullMarked;
