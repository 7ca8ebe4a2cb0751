@NullMarked
package dev.dossier.server.rendering;

import org.jspecify.annotations.NullMarked;
