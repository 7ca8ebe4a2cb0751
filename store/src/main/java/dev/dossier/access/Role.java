package dev.dossier.access;

/** What an actor may do beyond what is its own. */
public enum Role {
    /** Uses its own sessions and files. */
    USER,
    /** Uses every session and file; each use of another's is logged with the reason. */
    ADMINISTRATOR
}
