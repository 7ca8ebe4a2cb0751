package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name a person gave a file: 1 to 255 bytes of UTF-8, any character but control characters and the separators
 * {@code /} and {@code \}, and not {@code .} or {@code ..}. It is data: never part of a path.
 * Immutable.
 */
public final class FileName {
    /** The longest name, in bytes of UTF-8. */
    public static final int LIMIT_BYTES = 255;

    private final String value;

    private FileName(String value) {
        this.value = value;
    }

    /**
     * The file name of that text.
     *
     * @throws InvalidValueException when the text cannot be a file's name
     */
    public static FileName of(String value) {
        if (value.isBlank()) {
            throw refused("it is empty");
        }
        if (value.equals(".") || value.equals("..")) {
            throw refused("it names a directory");
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw refused("it holds a control character");
        }
        if (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0) {
            throw refused("it holds a path separator");
        }
        int sizeBytes = utf8(value).remaining();
        if (sizeBytes > LIMIT_BYTES) {
            throw refused("it has " + sizeBytes + " bytes");
        }
        return new FileName(value);
    }

    /** The name as the database has it: the reference system accepted any text. */
    public static FileName stored(String value) {
        return new FileName(value);
    }

    /** The name. */
    public String value() {
        return value;
    }

    /** The part before the last dot, or the whole name where there is no extension. */
    public String stem() {
        int dot = value.lastIndexOf('.');
        return dot > 0 ? value.substring(0, dot) : value;
    }

    /** The part from the last dot on, or nothing where there is no extension. */
    public String extension() {
        return value.substring(stem().length());
    }

    /** The name under which a copy is filed when none is given: "Copy of" before it, shortened where it would not fit. */
    public FileName ofCopy() {
        String copied = "Copy of " + value;
        String shortened = "Copy of " + stem();
        while (utf8(copied).remaining() > LIMIT_BYTES) {
            shortened = shortened.substring(0, shortened.offsetByCodePoints(shortened.length(), -1));
            copied = shortened + extension();
        }
        return of(copied);
    }

    private static ByteBuffer utf8(String value) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw refused("it is not Unicode text");
        }
    }

    private static InvalidValueException refused(String reason) {
        return new InvalidValueException(
                "original_filename",
                "The file name is refused: " + reason + ". Use 1 to " + LIMIT_BYTES
                        + " bytes of UTF-8 without control characters, \"/\" or \"\\\".");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileName that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
