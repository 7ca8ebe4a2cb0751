package dev.dossier.identities;

import dev.dossier.hashing.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as a client shows it: {@code dsk_}, 16 hexadecimal digits that name it, {@code _}, and a secret of 256 random bits.
 *
 * <p>The secret is kept as its plain SHA-256. Slow, salted hashes protect secrets that people think of; nobody finds 256
 * random bits by trying.
 */
record KeyText(String id, String secret) {
    static final String PREFIX = "dsk_";

    private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText random() {
        return new KeyText(
                HexFormat.of().formatHex(bits(8)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bits(32)));
    }

    static Optional<KeyText> parse(String shown) {
        Matcher form = FORM.matcher(shown);
        return form.matches() ? Optional.of(new KeyText(form.group(1), form.group(2))) : Optional.empty();
    }

    /** The key as it is shown, once. */
    String shown() {
        return PREFIX + id + "_" + secret;
    }

    /** What is kept of the secret: its SHA-256 in hexadecimal. */
    String hash() {
        MessageDigest digest = Sha256.digest();
        digest.update(secret.getBytes(StandardCharsets.US_ASCII));
        return Sha256.hex(digest);
    }

    /** Whether this secret has that hash; the time it takes says nothing. */
    boolean hasHash(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bits(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return bits;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id;
    }
}
