/** What can go wrong, one sealed family: {@link dev.dossier.errors.DossierException}. */
@NullMarked
package dev.dossier.errors;

import org.jspecify.annotations.NullMarked;
