package dev.dossier.files;

/** How files come to another session. */
public enum Transfer {
    /** They stay where they are, and the other session gets files of its own with the same content. */
    COPY,
    /** They leave their session. */
    MOVE
}
