package dev.dossier.server.previews;

import dev.dossier.server.rendering.NoThumbnail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Contents that were found to have no thumbnail, so that asking again and again for what is dear to try costs nothing. The
 * last thousand are remembered, each for an hour: what took too long on a busy machine may be quick on an idle one.
 * Thread-safe.
 */
final class KnownFailures {
    private static final int MOST = 1000;
    private static final Duration MEMORY = Duration.ofHours(1);

    private record Failure(NoThumbnail reason, Instant until) {}

    private final InstantSource clock;
    private final SequencedMap<String, Failure> failures = new LinkedHashMap<>();

    KnownFailures(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Optional<NoThumbnail> of(String content) {
        return Optional.ofNullable(failures.get(content))
                .filter(failure -> clock.instant().isBefore(failure.until()))
                .map(Failure::reason);
    }

    synchronized void add(String content, NoThumbnail reason) {
        failures.remove(content);
        failures.put(content, new Failure(reason, clock.instant().plus(MEMORY)));
        if (failures.size() > MOST) {
            failures.pollFirstEntry();
        }
    }
}
