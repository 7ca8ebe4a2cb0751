package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long files are kept, by how they came to their conversation; a kind that is not named is kept for ever. Immutable.
 *
 * @param byKind the times, counted from the upload
 */
public record KeepTimes(Map<AssociationType, Duration> byKind) {
    /** Everything for ever. */
    public static final KeepTimes FOR_EVER = new KeepTimes(Map.of());

    /** @throws InvalidValueException when a time is negative */
    public KeepTimes {
        byKind = Map.copyOf(byKind);
        byKind.forEach((kind, time) -> {
            if (time.isNegative()) {
                throw new InvalidValueException(kind.toString(), "The time to keep a file must not be negative.");
            }
        });
    }

    /** The time of a kind; empty for ever. */
    public Optional<Duration> of(AssociationType kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** The same with another time for a kind. */
    public KeepTimes with(AssociationType kind, Duration time) {
        Map<AssociationType, Duration> times = new EnumMap<>(AssociationType.class);
        times.putAll(byKind);
        times.put(kind, time);
        return new KeepTimes(times);
    }
}
