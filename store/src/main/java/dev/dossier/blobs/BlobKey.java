package dev.dossier.blobs;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The place of one incarnation of a content: its SHA-256 and 64 random bits. A content that is removed and comes back
 * gets another key, so that whoever removes the old incarnation can never hit the new one.
 *
 * @param value 64 hexadecimal digits, a dash, 16 hexadecimal digits
 */
public record BlobKey(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}-[0-9a-f]{16}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Refuses any other form. */
    public BlobKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a blob key: " + value);
        }
    }

    /** A key that no incarnation of the content ever had. */
    public static BlobKey fresh(String sha256) {
        byte[] bits = new byte[8];
        RANDOM.nextBytes(bits);
        return new BlobKey(sha256 + "-" + HexFormat.of().formatHex(bits));
    }

    /** Whether the value has the form of a key. */
    public static boolean isKey(String value) {
        return FORM.matcher(value).matches();
    }

    /** The SHA-256 of the content, 64 hexadecimal digits. */
    public String sha256() {
        return value.substring(0, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
