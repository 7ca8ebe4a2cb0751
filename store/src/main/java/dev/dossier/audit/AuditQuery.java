package dev.dossier.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the log are wanted: those for which everything holds that is not null.
 *
 * @param type what was done, such as {@code download}
 * @param result {@value AccessLog#DONE}, {@value AccessLog#REFUSED} or {@value AccessLog#TOLERATED}
 * @param file to which file
 * @param session in which session
 * @param owner whose session that was
 * @param actor by whom
 * @param from at this time or later
 * @param until before this time
 */
public record AuditQuery(
        @Nullable String type,
        @Nullable String result,
        @Nullable String file,
        @Nullable String session,
        @Nullable String owner,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** Every entry. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null, null);

    /** Of these, those with that {@code type}. */
    public AuditQuery type(@Nullable String wanted) {
        return new AuditQuery(wanted, result, file, session, owner, actor, from, until);
    }

    /** Of these, those with that {@code result}. */
    public AuditQuery result(@Nullable String wanted) {
        return new AuditQuery(type, wanted, file, session, owner, actor, from, until);
    }

    /** Of these, those with that {@code file}. */
    public AuditQuery file(@Nullable String wanted) {
        return new AuditQuery(type, result, wanted, session, owner, actor, from, until);
    }

    /** Of these, those with that {@code session}. */
    public AuditQuery session(@Nullable String wanted) {
        return new AuditQuery(type, result, file, wanted, owner, actor, from, until);
    }

    /** Of these, those with that {@code owner}. */
    public AuditQuery owner(@Nullable String wanted) {
        return new AuditQuery(type, result, file, session, wanted, actor, from, until);
    }

    /** Of these, those with that {@code actor}. */
    public AuditQuery actor(@Nullable String wanted) {
        return new AuditQuery(type, result, file, session, owner, wanted, from, until);
    }

    /** Of these, those with that {@code from}. */
    public AuditQuery from(@Nullable Instant wanted) {
        return new AuditQuery(type, result, file, session, owner, actor, wanted, until);
    }

    /** Of these, those with that {@code until}. */
    public AuditQuery until(@Nullable Instant wanted) {
        return new AuditQuery(type, result, file, session, owner, actor, from, wanted);
    }
}
