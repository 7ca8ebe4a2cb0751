package dev.dossier.cli.settings;

/** A setting that is unknown or has an impossible value; the message names it and where it comes from. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal for that reason. */
    public SettingException(String message) {
        super(message);
    }

    /** A refusal for that reason, with what lies behind it. */
    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
