/** The composition root: {@link dev.dossier.Dossier} opens a data directory, {@link dev.dossier.DossierConfig} describes it. */
@NullMarked
package dev.dossier;

import org.jspecify.annotations.NullMarked;
