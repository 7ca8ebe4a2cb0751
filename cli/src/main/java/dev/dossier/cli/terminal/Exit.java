package dev.dossier.cli.terminal;

/** How a command ends, for scripts. */
public enum Exit {
    /** Done. */
    DONE(0),
    /** Something was found that should not be, or the data refuses what was asked. */
    FINDING(1),
    /** The command line or a setting cannot be understood. */
    USAGE(2),
    /** The database could not be initialised. */
    DATABASE(3),
    /** The server could not be reached. */
    UNREACHABLE(4);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The exit code of the process. */
    public int code() {
        return code;
    }
}
