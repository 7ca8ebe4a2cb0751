package dev.dossier.doctor;

import java.util.List;
import java.util.Locale;

/**
 * Something that is not as it should be.
 *
 * @param kind of which kind
 * @param subject what it is about: a blob, a file, an owner, or a name below the data directory
 * @param files the files that it touches, by identifier
 * @param problem what is wrong, in words
 * @param repaired whether it has been put right
 */
public record Finding(Kind kind, String subject, List<String> files, String problem, boolean repaired) {
    /** What can be wrong, and what puts it right. */
    public enum Kind {
        /** The bytes of a blob are missing or wrong. */
        DAMAGED_BYTES("quarantine it; its files use a whole copy of the content where there is one"),
        /** A quarantined blob is whole again, or its content is there under another key. */
        QUARANTINED_WHOLE("lift the quarantine, or let its files use the whole copy"),
        /** A file uses a blob that is condemned. */
        CONDEMNED_IN_USE("take the condemnation back"),
        /** A blob is marked as released though a file uses it. */
        RELEASED_IN_USE("take the mark away"),
        /** No file uses a blob and it is not marked as released, so it would stay for ever. */
        UNUSED_NOT_RELEASED("release it: it goes after the grace period"),
        /** Bytes that the database does not know. */
        UNKNOWN_BYTES("remove them"),
        /** A file that is neither a blob nor of ours. */
        STRAY("nothing: it is not ours to remove"),
        /** What an upload left that never ended. */
        ABANDONED_UPLOAD("remove it"),
        /** A file and its blob disagree about length or hash. */
        FILE_DISAGREES("nothing: compare it with a backup"),
        /** The bytes of a file of the reference system have not been found. */
        FILE_WITHOUT_BYTES("nothing: put the bytes back and restart"),
        /** A deleted file that nobody is going to purge. */
        PURGE_NOT_SCHEDULED("schedule the purge"),
        /** The count of what an owner has is wrong. */
        USAGE_WRONG("count again");

        private final String repair;

        Kind(String repair) {
            this.repair = repair;
        }

        /** What a repair does about it, to be read after "to". */
        public String repair() {
            return repair;
        }

        /** Whether a repair does anything about it. */
        public boolean isRepairable() {
            return !repair.startsWith("nothing");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Defensive copy. */
    public Finding {
        files = List.copyOf(files);
    }
}
