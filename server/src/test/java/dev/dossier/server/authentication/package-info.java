@NullMarked
package dev.dossier.server.authentication;

import org.jspecify.annotations.NullMarked;
