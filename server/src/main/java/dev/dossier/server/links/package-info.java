/** Short-lived links to files: {@link dev.dossier.server.links.FileLinks}. */
@NullMarked
package dev.dossier.server.links;

import org.jspecify.annotations.NullMarked;
