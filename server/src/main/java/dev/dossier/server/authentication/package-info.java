/** Who calls: {@link dev.dossier.server.authentication.Authentication} asks, {@link dev.dossier.server.authentication.Caller} knows. */
@NullMarked
package dev.dossier.server.authentication;

import org.jspecify.annotations.NullMarked;
