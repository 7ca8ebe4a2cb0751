package dev.dossier.system;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store must hold after some steps, kept as simply as possible: no database, no bytes, no concurrency. */
final class ModelWorld {
    static final Duration RETENTION = Duration.ofDays(30);

    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    final Map<String, ModelFile> files = new LinkedHashMap<>();
    final Map<String, ModelSession> sessions = new LinkedHashMap<>();
    final Map<String, String> holds = new LinkedHashMap<>();

    /** A file. */
    static final class ModelFile {
        final String id;
        final String uploader;
        final Instant uploadedAt;
        String session;
        String name;
        int content;

        @Nullable
        Instant purgeAt;

        ModelFile(String id, String uploader, Instant uploadedAt, String session, String name, int content) {
            this.id = id;
            this.uploader = uploader;
            this.uploadedAt = uploadedAt;
            this.session = session;
            this.name = name;
            this.content = content;
        }

        boolean isDeleted() {
            return purgeAt != null;
        }
    }

    /** A session. */
    static final class ModelSession {
        final String owner;
        boolean ended;

        @Nullable
        Duration keep;

        ModelSession(String owner) {
            this.owner = owner;
        }
    }

    /** The session that somebody adds to; empty when it is somebody else's. */
    Optional<ModelSession> toAddTo(String actor, String name) {
        ModelSession session = sessions.computeIfAbsent(name, absent -> new ModelSession(actor));
        if (!session.owner.equals(actor)) {
            return Optional.empty();
        }
        session.ended = false;
        return Optional.of(session);
    }

    ModelSession sessionOf(ModelFile file) {
        return Objects.requireNonNull(sessions.get(file.session));
    }

    boolean isHeld(ModelFile file) {
        return holds.containsValue("file " + file.id)
                || holds.containsValue("session " + file.session)
                || holds.containsValue("person " + file.uploader)
                || holds.containsValue("person " + sessionOf(file).owner);
    }

    /** When the file ceases to be seen; null for never. */
    @Nullable
    Instant expiry(ModelFile file) {
        Duration keep = sessionOf(file).keep;
        return keep == null || isHeld(file) ? null : file.uploadedAt.plus(keep);
    }

    /** Whether the file would be gone at once in a session, by that session's rule. */
    boolean wouldEndIn(ModelFile file, String name) {
        ModelSession session = sessions.get(name);
        boolean held = holds.containsValue("file " + file.id)
                || holds.containsValue("session " + name)
                || holds.containsValue("person " + file.uploader)
                || (session != null && holds.containsValue("person " + session.owner));
        return session != null
                && session.keep != null
                && !held
                && !file.uploadedAt.plus(session.keep).isAfter(now);
    }

    boolean isExpired(ModelFile file) {
        Instant end = expiry(file);
        return end != null && !end.isAfter(now);
    }

    /** Whether the file can be seen, deleted or not. */
    boolean isVisible(ModelFile file) {
        return !isExpired(file);
    }

    boolean isActive(ModelFile file) {
        return isVisible(file) && !file.isDeleted();
    }

    List<ModelFile> active(String session) {
        List<ModelFile> active = new ArrayList<>();
        for (ModelFile file : files.values()) {
            if (file.session.equals(session) && isActive(file)) {
                active.add(file);
            }
        }
        return active;
    }

    /** Purging what is due, and forgetting sessions that have ended and are empty. */
    void housekeeping() {
        files.values()
                .removeIf(file ->
                        !isHeld(file) && (isExpired(file) || (file.purgeAt != null && !file.purgeAt.isAfter(now))));
        sessions.entrySet()
                .removeIf(session -> session.getValue().ended
                        && isEmpty(session.getKey())
                        && !holds.containsValue("session " + session.getKey()));
    }

    private boolean isEmpty(String session) {
        return files.values().stream().noneMatch(file -> file.session.equals(session));
    }

    /** Everything of a person goes but what is held; answers how many files went. */
    int erase(String person) {
        int before = files.size();
        files.values()
                .removeIf(file -> !isHeld(file)
                        && (file.uploader.equals(person)
                                || sessionOf(file).owner.equals(person)));
        sessions.entrySet()
                .removeIf(session -> session.getValue().owner.equals(person)
                        && isEmpty(session.getKey())
                        && !holds.containsValue("session " + session.getKey()));
        return before - files.size();
    }
}
