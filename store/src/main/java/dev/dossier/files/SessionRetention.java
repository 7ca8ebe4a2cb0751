package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long the files of one session are kept, where that differs from {@link KeepTimes the usual}. Immutable.
 *
 * @param rules the times by kind, counted from the upload; an empty time is for ever, a kind that is not named follows the
 *     configuration
 */
public record SessionRetention(Map<AssociationType, Optional<Duration>> rules) {
    /** Everything as usual. */
    public static final SessionRetention USUAL = new SessionRetention(Map.of());

    /** @throws InvalidValueException when a time is negative */
    public SessionRetention {
        rules = Map.copyOf(rules);
        rules.forEach((kind, time) -> {
            if (time.filter(Duration::isNegative).isPresent()) {
                throw new InvalidValueException(kind.toString(), "The time to keep a file must not be negative.");
            }
        });
    }

    /** The same with a time for a kind. */
    public SessionRetention with(AssociationType kind, Duration time) {
        return with(kind, Optional.of(time));
    }

    /** The same with a kind that is kept for ever. */
    public SessionRetention keeping(AssociationType kind) {
        return with(kind, Optional.empty());
    }

    private SessionRetention with(AssociationType kind, Optional<Duration> time) {
        Map<AssociationType, Optional<Duration>> changed = new EnumMap<>(AssociationType.class);
        changed.putAll(rules);
        changed.put(kind, time);
        return new SessionRetention(changed);
    }
}
