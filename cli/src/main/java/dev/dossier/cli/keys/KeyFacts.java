package dev.dossier.cli.keys;

import dev.dossier.identities.ApiKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key, made ready to be shown. Its secret is not known. */
record KeyFacts(ApiKey key, Instant now) {
    /** Everything, for programs. */
    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", key.id());
        object.put("actor", key.actor());
        object.put("role", key.role().toString());
        object.put("state", state());
        object.put("created_at", key.createdAt().toString());
        object.put("expires_at", text(key.expiresAt()));
        object.put("revoked_at", text(key.revokedAt()));
        object.put("last_used_at", text(key.lastUsedAt()));
        return object;
    }

    /** One line for people. */
    String line() {
        String used = key.lastUsedAt() == null ? "never used" : "last used " + key.lastUsedAt();
        String ends = key.expiresAt() == null ? "" : ", expires " + key.expiresAt();
        return "%s  %-7s  %-13s  %s  (made %s, %s%s)"
                .formatted(key.id(), state(), key.role(), key.actor(), key.createdAt(), used, ends);
    }

    private String state() {
        if (key.isRevoked()) {
            return "revoked";
        }
        return key.isExpired(now) ? "expired" : "good";
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
