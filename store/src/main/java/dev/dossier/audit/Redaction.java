package dev.dossier.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What erasures have taken out of an entry, as the column {@code redaction} keeps it.
 *
 * @param salts the salts of the fields that still say what they said, by column; the entry's own salt is gone
 * @param fields the fields that do not, by column
 */
record Redaction(Map<String, String> salts, Map<String, Field> fields) {
    /**
     * A field that was taken out.
     *
     * @param commitment what the chain covers in its place
     * @param by the pseudonyms of the erasures that took it out
     */
    record Field(String commitment, List<String> by) {
        Field {
            commitment = Objects.requireNonNullElse(commitment, "");
            by = Objects.requireNonNullElse(by, List.of());
        }
    }

    /** Whatever somebody has written into the column, nothing here is null. */
    Redaction {
        salts = Objects.requireNonNullElse(salts, Map.of());
        fields = Objects.requireNonNullElse(fields, Map.of());
    }

    /** Of an entry that nothing was taken out of. */
    static final Redaction NONE = new Redaction(Map.of(), Map.of());

    /** Of an entry whose column holds something else. */
    private static final Redaction ILLEGIBLE = new Redaction(Map.of("", ""), Map.of());

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What cannot be read took nothing out, and is not what an untouched entry has. */
    static Redaction parse(@Nullable String json) {
        try {
            return json == null ? NONE : JSON.readValue(json, Redaction.class);
        } catch (JacksonException e) {
            return ILLEGIBLE;
        }
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    boolean took(ErasableField field) {
        return fields.containsKey(field.column());
    }

    boolean took(ErasableField field, String pseudonym) {
        Field taken = fields.get(field.column());
        return taken != null && taken.by().contains(pseudonym);
    }

    /** This, and a field more. */
    Redaction and(ErasableField field, String commitment, String pseudonym) {
        Map<String, String> left = new LinkedHashMap<>(salts);
        left.remove(field.column());
        Map<String, Field> taken = new LinkedHashMap<>(fields);
        List<String> by = new ArrayList<>();
        Field before = fields.get(field.column());
        if (before != null) {
            by.addAll(before.by());
        }
        by.add(pseudonym);
        taken.put(field.column(), new Field(before == null ? commitment : before.commitment(), by));
        return new Redaction(left, taken);
    }
}
