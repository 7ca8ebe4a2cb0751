package dev.dossier.files;

import dev.dossier.database.Times;
import dev.dossier.errors.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place in a list after one file.
 *
 * @param key the file's sort key as the database has it, text or number
 * @param fileId the file's identifier
 */
record Cursor(Object key, String fileId) {
    private static final char SEPARATOR = '\n';

    static Cursor after(StoredFile file, FileQuery.Sort sort) {
        Object key = switch (sort) {
            case NAME -> file.name().value();
            case DATE -> Times.format(file.uploadedAt());
            case SIZE -> file.sizeBytes();
            case TYPE -> file.mimeType();
        };
        return new Cursor(key, file.id().value());
    }

    /**
     * The place that a client brings back.
     *
     * @throws MalformedException when it is none, or one of a list in another order
     */
    static Cursor parse(String text, FileQuery.Sort sort) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int end = plain.indexOf(SEPARATOR);
            String key = plain.substring(end + 1);
            return new Cursor(sort == FileQuery.Sort.SIZE ? Long.valueOf(key) : key, plain.substring(0, end));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedException(
                    "The cursor is malformed. Use the next_cursor of the page before, with the same sort.", e);
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((fileId + SEPARATOR + key).getBytes(StandardCharsets.UTF_8));
    }
}
