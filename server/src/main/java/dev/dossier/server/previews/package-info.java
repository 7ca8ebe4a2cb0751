/** Thumbnails on request: how many at once, how long, and what is known to have none. */
@NullMarked
package dev.dossier.server.previews;

import org.jspecify.annotations.NullMarked;
