package dev.dossier.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks for, after RFC 9110 section 14. One range is served; several at once, another unit or a
 * header that cannot be read is answered with the whole, as the standard allows.
 */
public sealed interface ByteRange {
    /** Everything. */
    record Whole() implements ByteRange {}

    /**
     * Some bytes.
     *
     * @param first the first, from 0
     * @param last the last, included
     */
    record Part(long first, long last) implements ByteRange {
        /** How many. */
        public long lengthBytes() {
            return last - first + 1;
        }
    }

    /** Bytes that are not there. */
    record Unsatisfiable() implements ByteRange {}

    /** Each form of a single range; at most 18 digits, beyond which no file reaches. */
    Pattern SINGLE = Pattern.compile("(?i:bytes) *= *(\\d{0,18}) *- *(\\d{0,18})");

    /** What the header asks of so many bytes; everything where there is no header. */
    static ByteRange of(@Nullable String header, long sizeBytes) {
        Matcher range = header == null ? null : SINGLE.matcher(header.strip());
        if (range == null || !range.matches()) {
            return new Whole();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), sizeBytes);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Whole();
        }
        return first >= sizeBytes ? new Unsatisfiable() : new Part(first, Math.min(last, sizeBytes - 1));
    }

    private static ByteRange suffix(long lengthBytes, long sizeBytes) {
        return lengthBytes == 0 || sizeBytes == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, sizeBytes - lengthBytes), sizeBytes - 1);
    }
}
