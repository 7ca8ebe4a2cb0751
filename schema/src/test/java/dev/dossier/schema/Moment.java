package dev.dossier.schema;

/** The moment at which a process dies. */
enum Moment {
    /** A statement was not yet sent. */
    BEFORE_STATEMENT,
    /** A statement was sent perhaps, and answered perhaps. */
    AT_STATEMENT,
    /** A statement was answered. */
    AFTER_STATEMENT,
    /** A step was announced. */
    STEP
}
