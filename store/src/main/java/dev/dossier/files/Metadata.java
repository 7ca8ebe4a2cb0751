package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The limits of the notes on a file. */
final class Metadata {
    static final int ENTRY_LIMIT = 100;
    private static final int KEY_LIMIT = 255;
    private static final int VALUE_LIMIT = 65_536;

    private Metadata() {}

    /** The keys whose notes are others, or are there no more, or were not there before; in order. */
    static List<String> changed(Map<String, String> before, Map<String, String> after) {
        SortedSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .toList();
    }

    /** @throws InvalidValueException when there are too many notes, or one is too long */
    static void check(Map<String, ? extends @Nullable String> notes) {
        if (notes.size() > ENTRY_LIMIT) {
            throw new InvalidValueException("metadata", "A file has at most " + ENTRY_LIMIT + " metadata entries.");
        }
        notes.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > KEY_LIMIT) {
                throw new InvalidValueException(
                        "metadata", "A metadata key must have 1 to " + KEY_LIMIT + " characters.");
            }
            if (value != null && value.length() > VALUE_LIMIT) {
                throw new InvalidValueException(
                        "metadata", "A metadata value must have at most " + VALUE_LIMIT + " characters.");
            }
        });
    }
}
