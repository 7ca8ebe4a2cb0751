/** Conversations: {@link dev.dossier.sessions.Sessions}. */
@NullMarked
package dev.dossier.sessions;

import org.jspecify.annotations.NullMarked;
