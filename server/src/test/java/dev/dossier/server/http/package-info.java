@NullMarked
package dev.dossier.server.http;

import org.jspecify.annotations.NullMarked;
