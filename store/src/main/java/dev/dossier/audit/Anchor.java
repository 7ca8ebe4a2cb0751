package dev.dossier.audit;

import dev.dossier.database.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is not in the log any more, or never was in a chain. It is itself an entry, of type {@code anchor}; the newest one
 * counts. One begins the first chain, and one is added in each transaction that removes entries, so that what is left can be
 * told from what somebody has cut out. It counts only where it is itself in a chain, whose hash covers it.
 *
 * @param removed how many entries were removed with it
 * @param before nothing that was removed, with it or earlier, is as young as this; null where nothing was
 * @param nodes the newest entry that was removed, by node
 * @param unchained what came before the first chain
 * @param erased how many fields that erasures had taken out were removed with their entries, by pseudonym, as long as the
 *     erasure's own entries are there
 */
record Anchor(
        int removed, @Nullable String before, Map<String, Link> nodes, Unchained unchained, Map<String, Long> erased) {
    /**
     * Entries in no chain.
     *
     * @param through none of them has a higher {@code log_id}
     * @param entries how many there are
     */
    record Unchained(long through, long entries) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The anchor of a log in which there is no entry yet that could be told from a foreign one. */
    static final Anchor NONE = new Anchor(0, null, Map.of(), new Unchained(0, 0), Map.of());

    /** Whatever somebody has written there, nothing here is null. */
    Anchor {
        nodes = Objects.requireNonNullElse(nodes, Map.of());
        unchained = Objects.requireNonNullElse(unchained, new Unchained(0, 0));
        erased = Objects.requireNonNullElse(erased, Map.of());
    }

    /** What cannot be read says nothing: everything is then found that it would have explained. */
    static Anchor parse(@Nullable String details) {
        try {
            return details == null ? NONE : JSON.readValue(details, Anchor.class);
        } catch (JacksonException e) {
            return NONE;
        }
    }

    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("removed", removed);
        if (before != null) {
            details.put("before", before);
        }
        details.put("nodes", nodes);
        details.put("unchained", unchained);
        details.put("erased", erased);
        return details;
    }

    /** What is younger than this was not due; without an end where nothing was removed. */
    Instant limit() {
        return before == null ? Instant.MAX : Times.parse(before);
    }

    /** The later one of what was removed before and a time. */
    String removedBefore(Instant time) {
        return before != null && limit().isAfter(time) ? before : Times.format(time);
    }

    Link start(@Nullable String node) {
        return nodes.getOrDefault(String.valueOf(node), Link.NONE);
    }
}
