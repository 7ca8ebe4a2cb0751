package dev.dossier.files;

import org.jspecify.annotations.Nullable;

/**
 * What can be shown of a file without downloading it.
 *
 * @param kind how it can be shown
 * @param text the first {@value #TEXT_LIMIT} characters of a text; null for other kinds
 * @param truncated whether the text goes on
 * @param file the file itself
 */
public record Preview(Kind kind, @Nullable String text, boolean truncated, StoredFile file) {
    /** The most characters that a preview shows of a text. */
    public static final int TEXT_LIMIT = 10_240;

    /** How a file can be shown. */
    public enum Kind {
        /** By its first characters. */
        TEXT,
        /** By a picture: its content itself. */
        IMAGE,
        /** By its name, type and size only. */
        METADATA
    }
}
