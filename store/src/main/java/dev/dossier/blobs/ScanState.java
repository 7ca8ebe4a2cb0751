package dev.dossier.blobs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of a content from scanning it for viruses. Content that came while nothing was scanned has no state. */
public enum ScanState {
    /** It waits for its scan, and is held. */
    PENDING,
    /** Nothing was found in it. */
    CLEAN,
    /** A virus was found in it, and it is held. */
    INFECTED,
    /** It could not be scanned, and is held. */
    FAILED,
    /** An administrator hands it out although it was not found clean. */
    PASSED;

    /** The state of that name; null for null. */
    public static @Nullable ScanState parse(@Nullable String text) {
        return text == null ? null : valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether nobody gets the content. */
    public boolean isHeld() {
        return this == PENDING || this == INFECTED || this == FAILED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
