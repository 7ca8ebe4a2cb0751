package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a file when it is added; its bytes come as a stream beside it.
 *
 * <pre>{@code NewFile.named("report.pdf").by("ada").metadata(Map.of("page", "1"))}</pre>
 *
 * @param name its name
 * @param uploadedBy who adds it; null for the actor
 * @param messageId the message it belongs to, at most 255 characters; null for none
 * @param associationType how it comes to its conversation
 * @param expiresAt when it ceases to be seen; null for never
 * @param metadata notes, at most 100, keys of 1 to 255 characters, values of at most 65,536
 */
public record NewFile(
        FileName name,
        @Nullable String uploadedBy,
        @Nullable String messageId,
        AssociationType associationType,
        @Nullable Instant expiresAt,
        Map<String, String> metadata) {

    private static final int MESSAGE_ID_LIMIT = 255;

    /** @throws InvalidValueException when the message or a note is beyond its limit */
    public NewFile {
        if (messageId != null && (messageId.isEmpty() || messageId.length() > MESSAGE_ID_LIMIT)) {
            throw new InvalidValueException(
                    "message_id", "The message id must have 1 to " + MESSAGE_ID_LIMIT + " characters.");
        }
        Metadata.check(metadata);
        metadata = Map.copyOf(metadata);
    }

    /**
     * A file of that name, uploaded by the actor.
     *
     * @throws InvalidValueException when that cannot be a file's name
     */
    public static NewFile named(String name) {
        return new NewFile(FileName.of(name), null, null, AssociationType.UPLOAD, null, Map.of());
    }

    /** The same, uploaded by somebody else than the actor. */
    public NewFile by(String uploader) {
        return new NewFile(name, uploader, messageId, associationType, expiresAt, metadata);
    }

    /** The same, as part of a message. */
    public NewFile inMessage(@Nullable String message) {
        return new NewFile(name, uploadedBy, message, associationType, expiresAt, metadata);
    }

    /** The same, come to its conversation in another way. */
    public NewFile as(AssociationType type) {
        return new NewFile(name, uploadedBy, messageId, type, expiresAt, metadata);
    }

    /** The same, seen until then only. */
    public NewFile until(Instant end) {
        return new NewFile(name, uploadedBy, messageId, associationType, end, metadata);
    }

    /** The same with these notes beside the ones it has. */
    public NewFile metadata(Map<String, String> notes) {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.putAll(notes);
        return new NewFile(name, uploadedBy, messageId, associationType, expiresAt, all);
    }
}
