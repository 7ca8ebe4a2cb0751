/** Who is who: {@link dev.dossier.identities.ApiKeys}. */
@NullMarked
package dev.dossier.identities;

import org.jspecify.annotations.NullMarked;
