package dev.dossier.files;

import dev.dossier.sessions.Session;

/**
 * What ending a session did.
 *
 * @param session the session as it is now
 * @param files how many files were deleted, kept or transferred
 */
public record SessionEnd(Session session, int files) {}
