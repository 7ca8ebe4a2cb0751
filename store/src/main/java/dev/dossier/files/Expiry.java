package dev.dossier.files;

import dev.dossier.database.Row;
import dev.dossier.database.Statements;
import dev.dossier.retention.HoldRows;
import dev.dossier.sessions.SessionId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When files cease to be seen. The column {@code expires_at}, which every read looks at, is what follows from three things:
 * the end that was asked for at the upload, the time that the rule of the session or the configuration gives to files of its
 * kind, whichever comes first; and a legal hold, under which there is no end. Whatever changes one of them refreshes the
 * files it touches in the same transaction.
 */
final class Expiry {
    private final KeepTimes usual;
    private final HoldRows holds = new HoldRows();

    Expiry(KeepTimes usual) {
        this.usual = usual;
    }

    private record State(
            String file, @Nullable Instant now, @Nullable Instant then) {}

    /** The end of a file that is being added. */
    @Nullable
    Instant ofNewFile(
            Statements sql,
            SessionId session,
            String person,
            AssociationType kind,
            Instant now,
            @Nullable Instant requested)
            throws SQLException {
        if (holds.holdsNewFiles(sql, session.value(), person)) {
            return null;
        }
        Map<AssociationType, Optional<Duration>> rules = rules(sql, session).rules();
        return earlier(requested, end(rules.getOrDefault(kind, usual.of(kind)), now));
    }

    /** Notes the end that was asked for. */
    void request(Statements sql, FileId file, @Nullable Instant end) throws SQLException {
        if (end != null) {
            sql.update("INSERT INTO requested_expiries (file_id, expires_at) VALUES (?, ?)", file, end);
        }
    }

    /** The end that was asked for, if one was. */
    @Nullable
    Instant requested(Statements sql, FileId file) throws SQLException {
        return sql.first(
                        "SELECT expires_at FROM requested_expiries WHERE file_id = ?",
                        row -> row.time("expires_at"),
                        file)
                .orElse(null);
    }

    /** The rules of a session. */
    SessionRetention rules(Statements sql, SessionId session) throws SQLException {
        Map<AssociationType, Optional<Duration>> rules = new EnumMap<>(AssociationType.class);
        sql.list(
                "SELECT kind, keep_seconds, keep_seconds IS NULL AS for_ever FROM retention_rules WHERE session_id = ?",
                row -> rules.put(AssociationType.parse(row.text("kind")), rule(row)),
                session);
        return new SessionRetention(rules);
    }

    /** Replaces the rules of a session. */
    void setRules(Statements sql, SessionId session, SessionRetention retention, String by, Instant now)
            throws SQLException {
        sql.update("DELETE FROM retention_rules WHERE session_id = ?", session);
        for (Map.Entry<AssociationType, Optional<Duration>> rule :
                retention.rules().entrySet()) {
            sql.update(
                    "INSERT INTO retention_rules (session_id, kind, keep_seconds, set_by, set_at) VALUES (?, ?, ?, ?, ?)",
                    session,
                    rule.getKey(),
                    rule.getValue().map(Duration::toSeconds).orElse(null),
                    by,
                    now);
        }
    }

    /** Puts another name in the place of whoever set rules. */
    void replaceSetter(Statements sql, String person, String name) throws SQLException {
        sql.update("UPDATE retention_rules SET set_by = ? WHERE set_by = ?", name, person);
    }

    void refreshFile(Statements sql, String file) throws SQLException {
        refresh(sql, "f.file_id = ?", file);
    }

    void refreshSession(Statements sql, String session) throws SQLException {
        refresh(sql, "f.session_id = ?", session);
    }

    void refreshPerson(Statements sql, String person) throws SQLException {
        refresh(sql, "(s.owner = ? OR f.uploaded_by = ?)", person, person);
    }

    private void refresh(Statements sql, String condition, Object... parameters) throws SQLException {
        List<State> states = sql.list(
                "SELECT f.file_id, f.uploaded_at, f.expires_at, q.expires_at AS requested, a.association_type,"
                        + " r.kind AS rule, r.keep_seconds, r.keep_seconds IS NULL AS for_ever, "
                        + HoldRows.FILE_IS_HELD + " AS held FROM conversation_files f"
                        + " JOIN sessions s ON s.session_id = f.session_id"
                        + " LEFT JOIN requested_expiries q ON q.file_id = f.file_id"
                        + " LEFT JOIN session_file_associations a ON a.association_id ="
                        + " (SELECT MIN(m.association_id) FROM session_file_associations m"
                        + " WHERE m.file_id = f.file_id AND m.session_id = f.session_id)"
                        + " LEFT JOIN retention_rules r ON r.session_id = f.session_id"
                        + " AND r.kind = COALESCE(a.association_type, 'upload') WHERE " + condition,
                row -> {
                    String type = row.textOrNull("association_type");
                    AssociationType kind = type == null ? AssociationType.UPLOAD : AssociationType.parse(type);
                    Optional<Duration> keep = row.textOrNull("rule") == null ? usual.of(kind) : rule(row);
                    Instant end = row.flag("held")
                            ? null
                            : earlier(row.timeOrNull("requested"), end(keep, row.time("uploaded_at")));
                    return new State(row.text("file_id"), row.timeOrNull("expires_at"), end);
                },
                parameters);
        for (State state : states) {
            if (!Objects.equals(state.now(), state.then())) {
                sql.update(
                        "UPDATE conversation_files SET expires_at = ? WHERE file_id = ?", state.then(), state.file());
            }
        }
    }

    private static Optional<Duration> rule(Row row) throws SQLException {
        return row.flag("for_ever") ? Optional.empty() : Optional.of(Duration.ofSeconds(row.number("keep_seconds")));
    }

    private static @Nullable Instant end(Optional<Duration> keep, Instant uploadedAt) {
        return keep.map(uploadedAt::plus).orElse(null);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
