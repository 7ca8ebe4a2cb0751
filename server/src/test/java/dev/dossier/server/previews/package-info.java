@NullMarked
package dev.dossier.server.previews;

import org.jspecify.annotations.NullMarked;
