package dev.dossier.server.api;

import dev.dossier.audit.AccessEntry;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A line of the access log as the API shows it. */
record EntryBody(
        String type,
        String result,
        @Nullable String fileId,
        @Nullable String sessionId,
        @Nullable String owner,
        @Nullable String actor,
        @Nullable String address,
        Instant at,
        @Nullable String node,
        Map<String, String> details) {

    static EntryBody of(AccessEntry entry) {
        return new EntryBody(
                entry.type(),
                entry.result(),
                entry.fileId(),
                entry.session(),
                entry.owner(),
                entry.actor(),
                entry.address(),
                entry.at(),
                entry.node(),
                new TreeMap<>(entry.details()));
    }
}
