/** Dossier over HTTP. Start with {@link dev.dossier.server.DossierServer}. */
@NullMarked
package dev.dossier.server;

import org.jspecify.annotations.NullMarked;
