package dev.dossier.system;

import dev.dossier.access.Action;
import dev.dossier.access.Grant;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.AssociationType;
import dev.dossier.files.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
        final AssociationType kind;
        final Map<String, String> notes = new TreeMap<>();
        String session;
        String name;
        int content;

        @Nullable
        Instant purgeAt;

        /** The file as it was when the store answered with it. */
        ModelFile(StoredFile file, String uploader, Instant uploadedAt, AssociationType kind, int content) {
            this.id = file.id().value();
            this.uploader = uploader;
            this.uploadedAt = uploadedAt;
            this.kind = kind;
            this.session = file.session().value();
            this.name = file.name().value();
            this.content = content;
        }

        boolean isDeleted() {
            return purgeAt != null;
        }
    }

    /** A session. */
    static final class ModelSession {
        final String owner;
        final Map<String, Grant> shares = new TreeMap<>();
        final Map<AssociationType, Duration> keep = new EnumMap<>(AssociationType.class);
        boolean ended;

        ModelSession(String owner) {
            this.owner = owner;
        }
    }

    /** Why somebody may not do this in a session; null when nothing is said against it. */
    @Nullable
    Class<? extends DossierException> refusal(String actor, String name, Action action) {
        ModelSession session = sessions.get(name);
        if (session == null) {
            return action == Action.CREATE ? null : NotFoundException.class;
        }
        Grant grant = session.shares.get(actor);
        if (session.owner.equals(actor)) {
            return null;
        }
        if (grant == null) {
            return NotFoundException.class;
        }
        boolean allowed =
                action == Action.READ || ((action == Action.WRITE || action == Action.CREATE) && grant == Grant.EDITOR);
        return allowed ? null : AccessDeniedException.class;
    }

    /** The session that somebody adds to, who may: a new one, or one that goes on. */
    ModelSession added(String actor, String name) {
        ModelSession session = sessions.computeIfAbsent(name, absent -> new ModelSession(actor));
        session.ended = false;
        return session;
    }

    boolean reads(String actor, String name) {
        return refusal(actor, name, Action.READ) == null;
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
        Duration keep = sessionOf(file).keep.get(file.kind);
        return keep == null || isHeld(file) ? null : file.uploadedAt.plus(keep);
    }

    /** Whether the file would be gone at once in a session, by that session's rule. */
    boolean wouldEndIn(ModelFile file, String name) {
        ModelSession session = sessions.get(name);
        boolean held = holds.containsValue("file " + file.id)
                || holds.containsValue("session " + name)
                || holds.containsValue("person " + file.uploader)
                || (session != null && holds.containsValue("person " + session.owner));
        Duration keep = session == null ? null : session.keep.get(file.kind);
        return keep != null && !held && !file.uploadedAt.plus(keep).isAfter(now);
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

    /** What can be seen and is not deleted in a session, in the order in which it was added. */
    List<ModelFile> active(String session) {
        List<ModelFile> active = new ArrayList<>();
        for (ModelFile file : files.values()) {
            if (file.session.equals(session) && isActive(file)) {
                active.add(file);
            }
        }
        active.sort(Comparator.comparing((ModelFile file) -> file.uploadedAt).thenComparing(file -> file.id));
        return active;
    }

    /** Everything in a session, also what cannot be seen. */
    List<ModelFile> all(String session) {
        return files.values().stream()
                .filter(file -> file.session.equals(session))
                .toList();
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
        sessions.values().forEach(session -> session.shares.remove(person));
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
