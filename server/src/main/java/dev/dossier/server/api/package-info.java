/** Dossier's own API under {@code /api}: {@link dev.dossier.server.api.OwnApi} names its routes. */
@NullMarked
package dev.dossier.server.api;

import org.jspecify.annotations.NullMarked;
