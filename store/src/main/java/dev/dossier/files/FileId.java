package dev.dossier.files;

import dev.dossier.errors.NotFoundException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The identifier of a file: 128 random bits that say nothing about the file. Files of the reference system keep the
 * identifiers they had.
 *
 * @param value the identifier
 */
public record FileId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws NotFoundException when no file can have the value as its identifier */
    public FileId {
        if (!FORM.matcher(value).matches()) {
            throw new NotFoundException("file", "with a malformed id");
        }
    }

    /** The file of that identifier. */
    public static FileId of(String value) {
        return new FileId(value);
    }

    /** An identifier that no file has. */
    public static FileId random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new FileId(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
