package dev.dossier.server.api;

import dev.dossier.blobs.StagedContent;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.MalformedException;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.server.http.MultipartBody;
import dev.dossier.sessions.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A form with files. Its fields may come before or after its files, so every file is staged first and judged afterwards;
 * closing the form drops what was staged and not stored.
 */
final class UploadForm implements AutoCloseable {
    private static final int FILES_LIMIT = 1000;
    private static final String UNNAMED = "unnamed";

    /** The fields that mean something; what others hold is passed over and never kept. */
    private static final Set<String> FIELDS = Set.of("message_id", "association_type", "metadata");

    /**
     * A file of the form.
     *
     * @param name as the client wrote it
     */
    record Upload(String name, StagedContent content) {}

    private final List<Upload> uploads = new ArrayList<>();
    private final Map<String, String> fields = new HashMap<>();

    private UploadForm() {}

    /** Reads the form to its end. */
    static UploadForm read(MultipartBody body, SessionId session, ConversationFileManager files) throws IOException {
        UploadForm form = new UploadForm();
        boolean complete = false;
        try {
            body.forEach(part -> form.take(part, session, files));
            if (form.uploads.isEmpty()) {
                throw new MalformedException("The form holds no part named \"file\".");
            }
            complete = true;
            return form;
        } finally {
            if (!complete) {
                form.close();
            }
        }
    }

    private void take(MultipartBody.Part part, SessionId session, ConversationFileManager files) throws IOException {
        if (part.field().equals("file")) {
            if (uploads.size() == FILES_LIMIT) {
                throw new InvalidValueException("file", "One request holds at most " + FILES_LIMIT + " files.");
            }
            String name = part.fileName();
            StagedContent content = files.stage(session, part.content(), ConversationFileManager.UNKNOWN);
            uploads.add(new Upload(name == null ? UNNAMED : name, content));
        } else if (FIELDS.contains(part.field())) {
            byte[] value = part.content().readNBytes(Fields.LIMIT_BYTES + 1);
            if (value.length > Fields.LIMIT_BYTES) {
                throw new InvalidValueException(part.field(), "A field has at most " + Fields.LIMIT_BYTES + " bytes.");
            }
            fields.put(part.field(), new String(value, StandardCharsets.UTF_8));
        }
    }

    List<Upload> uploads() {
        return uploads;
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    @Override
    public void close() {
        uploads.forEach(upload -> upload.content().close());
    }
}
