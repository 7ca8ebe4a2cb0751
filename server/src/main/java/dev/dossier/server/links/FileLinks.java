package dev.dossier.server.links;

import dev.dossier.access.Role;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.files.FileId;
import dev.dossier.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Links, signed and read. A link is what it says and an HMAC-SHA-256 of that, both in base64url; nothing is kept of it, so it
 * is not listed anywhere and says itself when it ends. Whether its maker may still read the file is asked when it is used.
 * Thread-safe.
 */
public final class FileLinks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,2048})\\.([A-Za-z0-9_-]{43})");

    private final LinkConfig config;
    private final Path directory;
    private volatile byte @Nullable [] key;

    /**
     * Links of that configuration.
     *
     * @param directory where the secret is kept that nobody chose; it is made for the first link
     */
    public FileLinks(LinkConfig config, Path directory) {
        this.config = config;
        this.directory = directory;
    }

    /**
     * How long a link lives.
     *
     * @param seconds how long was asked for; null for the usual time
     * @throws InvalidValueException when that is longer than allowed, or not even a second
     */
    public Duration lifetime(@Nullable Long seconds) {
        Duration longest = config.longestDuration();
        if (seconds == null) {
            return LinkConfig.USUAL.compareTo(longest) < 0 ? LinkConfig.USUAL : longest;
        }
        if (seconds < 1 || seconds > longest.toSeconds()) {
            throw new InvalidValueException("expires_in", "A link lives for 1 to " + longest.toSeconds() + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }

    /** The link as it stands in a path. */
    public String signed(FileLink link) {
        byte[] said = Json.bytes(new Said(
                link.file().value(),
                link.expiresAt().getEpochSecond(),
                link.inline(),
                link.maker(),
                link.role().toString(),
                link.via(),
                link.key()));
        String text = base64(said);
        return text + "." + base64(signature(text));
    }

    /** What a link says, if it is one of ours and its time is not over. */
    public Optional<FileLink> read(String signed, Instant now) {
        Matcher form = FORM.matcher(signed);
        if (!form.matches()) {
            return Optional.empty();
        }
        byte[] shown = form.group(2).getBytes(StandardCharsets.US_ASCII);
        byte[] right = base64(signature(form.group(1))).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(shown, right)
                ? said(form.group(1)).filter(link -> link.expiresAt().isAfter(now))
                : Optional.empty();
    }

    /** What was signed is ours; only a program of another version can have written it otherwise. */
    private static Optional<FileLink> said(String text) {
        try {
            ObjectNode said =
                    Json.object(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8), "link");
            return Optional.of(new FileLink(
                    FileId.of(said.path("file").asString()),
                    Instant.ofEpochSecond(said.path("until").asLong()),
                    said.path("inline").asBoolean(),
                    said.path("maker").asString(),
                    Role.parse(said.path("role").asString()),
                    said.path("via").stringValue(null),
                    said.path("key").stringValue(null)));
        } catch (DossierException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] signature(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = config.key().map(LinkKey::of).orElseGet(() -> LinkKey.in(directory));
            key = known;
        }
        return known;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Said(
            String file,
            long until,
            boolean inline,
            String maker,
            String role,
            @Nullable String via,
            @Nullable String key) {}
}
