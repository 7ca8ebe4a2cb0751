@NullMarked
package dev.dossier.server;

import org.jspecify.annotations.NullMarked;
