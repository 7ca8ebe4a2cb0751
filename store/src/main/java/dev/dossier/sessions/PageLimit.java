package dev.dossier.sessions;

import dev.dossier.errors.InvalidValueException;

/** How many rows a page may have. */
public final class PageLimit {
    /** The page size when none is asked for. */
    public static final int DEFAULT = 50;

    /** The largest page. */
    public static final int LARGEST = 1000;

    private PageLimit() {}

    /**
     * Refuses an impossible page size.
     *
     * @throws InvalidValueException when the limit is not from 1 to {@value #LARGEST}
     */
    public static void check(int limit) {
        if (limit < 1 || limit > LARGEST) {
            throw new InvalidValueException("limit", "The limit must be from 1 to " + LARGEST + ".");
        }
    }
}
