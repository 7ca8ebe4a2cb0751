package dev.dossier.audit;

import dev.dossier.database.Row;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log, as it is kept.
 *
 * @param at as text, as it is hashed
 * @param values what may be erased; a field that is absent is null
 * @param sequence its number in the chain of its node; 0 where it is in none
 * @param salt null where something was erased
 * @param hash null where it is in no chain
 */
record LogRow(
        long id,
        String type,
        @Nullable String file,
        String at,
        @Nullable String node,
        String result,
        Map<ErasableField, String> values,
        long sequence,
        @Nullable String salt,
        @Nullable String hash,
        Redaction redaction) {

    static LogRow of(Row row) throws SQLException {
        Map<ErasableField, String> values = new EnumMap<>(ErasableField.class);
        for (ErasableField field : ErasableField.values()) {
            String value = row.textOrNull(field.column());
            if (value != null) {
                values.put(field, value);
            }
        }
        return new LogRow(
                row.number("log_id"),
                row.text("access_type"),
                row.textOrNull("file_id"),
                row.text("accessed_at"),
                row.textOrNull("node"),
                row.text("result"),
                values,
                row.number("sequence"),
                row.textOrNull("salt"),
                row.textOrNull("hash"),
                Redaction.parse(row.textOrNull("redaction")));
    }

    boolean isChained() {
        return sequence > 0;
    }

    Link link() {
        return new Link(sequence, String.valueOf(hash));
    }

    @Nullable
    String value(ErasableField field) {
        return values.get(field);
    }

    /** What the hash covers in the place of a field. */
    String commitment(ErasableField field) {
        Redaction.Field taken = redaction.fields().get(field.column());
        return taken == null ? Seal.commitment(salt(field), value(field)) : taken.commitment();
    }

    /** The salt of a field that was not taken out; empty text where somebody has removed it. */
    String salt(ErasableField field) {
        return Optional.ofNullable(salt)
                .map(own -> Seal.salt(own, field))
                .orElseGet(() -> redaction.salts().getOrDefault(field.column(), ""));
    }
}
