package dev.dossier.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of what is said of a file.
 *
 * @param name its new name; null to leave it
 * @param metadata notes to set; a null value removes a note
 */
public record FileEdit(@Nullable FileName name, Map<String, @Nullable String> metadata) {
    /** Defensive copy; the limits of {@link NewFile} hold. */
    public FileEdit {
        Metadata.check(metadata);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
