package dev.dossier.database;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * Times as the database keeps them: RFC 3339 in UTC with exactly three decimals, so that they sort as text.
 */
public final class Times {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** The text that the database keeps for the time. */
    public static String format(Instant time) {
        return FORM.format(time);
    }

    /**
     * The time that the text means. Text that the reference system wrote in a form of its own is read as UTC; text that is
     * no time at all is read as the epoch, so that one bad value does not hide a file.
     */
    public static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return foreign(text.replace(' ', 'T'));
        }
    }

    private static Instant foreign(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
