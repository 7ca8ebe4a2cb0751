@NullMarked
package dev.dossier.server.operations;

import org.jspecify.annotations.NullMarked;
