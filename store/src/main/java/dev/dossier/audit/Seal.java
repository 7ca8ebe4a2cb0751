package dev.dossier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dossier.hashing.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that chain the log.
 *
 * <p>An entry's hash covers the one before it, everything that is never erased, and a commitment to each field that may be: the
 * SHA-256 of a salt of its own and the value. So a value can be taken out for good, with its salt, and the chain still holds:
 * the commitment that stays says nothing about it.
 */
final class Seal {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 16;

    private Seal() {}

    /** A salt for one entry, of 128 random bits. */
    static String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** The salt of one field of an entry. */
    static String salt(String entrySalt, ErasableField field) {
        return sha256(List.of(entrySalt, field.column()));
    }

    static String commitment(String fieldSalt, @Nullable String value) {
        return sha256(fields(fieldSalt, value));
    }

    /** The hash of an entry that continues a chain. */
    static String hash(Link before, LogRow row) {
        List<@Nullable String> covered = fields(
                before.hash(),
                row.node(),
                String.valueOf(row.sequence()),
                row.type(),
                row.at(),
                row.result(),
                row.file());
        for (ErasableField field : ErasableField.values()) {
            covered.add(row.commitment(field));
        }
        return sha256(covered);
    }

    private static List<@Nullable String> fields(@Nullable String... fields) {
        List<@Nullable String> list = new ArrayList<>();
        for (String field : fields) {
            list.add(field);
        }
        return list;
    }

    /** Each field with its length before it, so that no two lists give the same bytes; -1 for null. */
    private static String sha256(List<? extends @Nullable String> fields) {
        MessageDigest digest = Sha256.digest();
        for (String field : fields) {
            byte[] bytes = field == null ? new byte[0] : field.getBytes(UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(field == null ? -1 : bytes.length)
                    .flip());
            digest.update(bytes);
        }
        return Sha256.hex(digest);
    }
}
