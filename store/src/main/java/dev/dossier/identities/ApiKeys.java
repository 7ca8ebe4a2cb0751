package dev.dossier.identities;

import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.AccessType;
import dev.dossier.database.Database;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageFullException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The API keys: made, listed, revoked, and recognised when a client shows one. Making and revoking one is logged. Thread-safe.
 *
 * <p>A key is looked up at each use, so that it is refused everywhere as soon as it is revoked. Its last use is noted once an
 * hour at most: a request is not to wait for a write that changes nothing.
 */
public final class ApiKeys {
    /** How coarse {@link ApiKey#lastUsedAt} is. */
    public static final Duration USE_PRECISION = Duration.ofHours(1);

    /** What nothing hashes to: an unknown key is compared with it, so that it takes as long as a known one. */
    private static final String NO_HASH = "0".repeat(64);

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final ApiKeyRows rows = new ApiKeyRows();
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    /** The keys in that database. */
    public ApiKeys(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes a key.
     *
     * @param actor who will show it: the name that owns sessions and stands in the log
     * @param expiresAt from when on it is refused; null for never
     * @param by who makes it
     * @throws InvalidValueException when nobody can be called so, or the time is over already
     */
    public NewKey create(String actor, Role role, @Nullable Instant expiresAt, Actor by) {
        Actor.checkedName("actor", actor);
        Instant now = now();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw new InvalidValueException("expires_at", "The key would be expired already: " + expiresAt + ".");
        }
        KeyText text = KeyText.random();
        ApiKey key = new ApiKey(text.id(), actor, role, now, expiresAt, null, null);
        database.write(sql -> {
            rows.add(sql, key, text.hash());
            log.add(sql, AccessType.CREATE_KEY, null, null, by, now, facts(key));
            return true;
        });
        return new NewKey(key, text.shown());
    }

    /** Every key, also those that are expired or revoked, oldest first. */
    public List<ApiKey> list() {
        return database.read(rows::all);
    }

    /**
     * Revokes a key, for good. One that is revoked already stays so since then.
     *
     * @param id its public part
     * @param by who revokes it
     * @throws NotFoundException when there is none
     */
    public ApiKey revoke(String id, Actor by) {
        Instant now = now();
        return database.write(sql -> {
            ApiKey key = found(rows.find(sql, id), id);
            if (!key.isRevoked()) {
                rows.revoke(sql, id, now);
                log.add(sql, AccessType.REVOKE_KEY, null, null, by, now, facts(key));
            }
            return found(rows.find(sql, id), id);
        });
    }

    /** Whether a text is meant to be a key, good or not. */
    public static boolean isKey(String shown) {
        return shown.startsWith(KeyText.PREFIX);
    }

    /** Whether a key is there, and neither expired nor revoked. */
    public boolean isGood(String id) {
        return database.read(sql -> rows.find(sql, id))
                .map(ApiKeyRows.Hashed::key)
                .filter(key -> !key.isRevoked() && !key.isExpired(now()))
                .isPresent();
    }

    /** Recognises a key that a client shows. */
    public Identification identify(String shown) {
        Optional<KeyText> text = KeyText.parse(shown);
        if (text.isEmpty()) {
            return new Identification.Refused(KeyText.PREFIX, "malformed");
        }
        String id = text.get().id();
        Optional<ApiKeyRows.Hashed> found = database.read(sql -> rows.find(sql, id));
        boolean right = text.get().hasHash(found.map(ApiKeyRows.Hashed::hash).orElse(NO_HASH));
        if (found.isEmpty() || !right) {
            return new Identification.Refused(id, "unknown");
        }
        ApiKey key = found.get().key();
        Instant now = now();
        if (key.isRevoked()) {
            return new Identification.Refused(id, "revoked");
        }
        if (key.isExpired(now)) {
            return new Identification.Refused(id, "expired");
        }
        noteUse(key, now);
        return new Identification.Known(key);
    }

    private void noteUse(ApiKey key, Instant now) {
        Instant limit = now.minus(USE_PRECISION);
        Instant here = noted.getOrDefault(key.id(), Instant.MIN);
        if (here.isAfter(limit) || (key.lastUsedAt() != null && key.lastUsedAt().isAfter(limit))) {
            return;
        }
        noted.put(key.id(), now);
        try {
            database.write(sql -> {
                rows.use(sql, key.id(), now, limit);
                return true;
            });
        } catch (ReadOnlyException | StorageFullException | BusyException e) {
            return; // the key is as good without the note
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ApiKey found(Optional<ApiKeyRows.Hashed> row, String id) {
        return row.orElseThrow(() -> new NotFoundException("key", id)).key();
    }

    private static Map<String, String> facts(ApiKey key) {
        return Map.of("key", key.id(), "actor", key.actor(), "role", key.role().toString());
    }
}
