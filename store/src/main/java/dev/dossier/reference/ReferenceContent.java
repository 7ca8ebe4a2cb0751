package dev.dossier.reference;

import dev.dossier.blobs.BlobIntake;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.StagedContent;
import dev.dossier.blobs.Staging;
import dev.dossier.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bytes that the reference system kept in {@code sessions/<id>/}, listed in the table {@code reference_content} by the
 * migration that made its rows ours.
 *
 * <p>Each is hashed, linked into the blob store and recorded, in that order; a crash leaves work to repeat and nothing
 * half-done, and several processes may do it at once. The original stays where it was, so that a return to the backup
 * finds it, and goes when its blob does. What is missing, or is not what its hash says, is left alone: its file is
 * quarantined and tried again at the next start.
 */
public final class ReferenceContent {
    private static final int BATCH = 200;

    private record Entry(String path, String storedName, String session, String sha256) {}

    /**
     * What was done.
     *
     * @param taken contents that are blobs now
     * @param missing contents that were not found, or are not what their hash says
     */
    public record TakenOver(int taken, int missing) {}

    private final Database database;
    private final Staging staging;
    private final BlobIntake intake;
    private final List<Path> roots;

    /**
     * The bytes below those directories.
     *
     * @param roots where {@code sessions/} and relative paths are looked for
     */
    public ReferenceContent(Database database, Staging staging, BlobIntake intake, List<Path> roots) {
        this.database = database;
        this.staging = staging;
        this.intake = intake;
        this.roots = List.copyOf(roots);
    }

    /** Takes over everything that has not been taken over yet. */
    public TakenOver takeOver() throws IOException {
        int taken = 0;
        int missing = 0;
        String after = "";
        while (true) {
            List<Entry> batch = waiting(after);
            if (batch.isEmpty()) {
                return new TakenOver(taken, missing);
            }
            for (Entry entry : batch) {
                if (takeOver(entry)) {
                    taken++;
                } else {
                    missing++;
                }
            }
            after = batch.getLast().path();
        }
    }

    private List<Entry> waiting(String after) {
        return database.read(sql -> sql.list(
                "SELECT file_path, stored_filename, session_id, sha256 FROM reference_content"
                        + " WHERE blob_key IS NULL AND file_path > ? ORDER BY file_path LIMIT ?",
                row -> new Entry(
                        row.text("file_path"), row.text("stored_filename"), row.text("session_id"), row.text("sha256")),
                after,
                BATCH));
    }

    private boolean takeOver(Entry entry) throws IOException {
        Optional<Path> original = find(entry);
        if (original.isEmpty()) {
            return false;
        }
        try (StagedContent content = staging.adopt(original.get())) {
            if (!content.sha256().equals(entry.sha256())) {
                return false;
            }
            return intake.commit(List.of(content), (sql, uses) -> {
                BlobKey key = uses.getFirst().key();
                sql.update(
                        "UPDATE conversation_files SET blob_key = ?, mime_type = COALESCE(mime_type, ?)"
                                + " WHERE blob_key IS NULL AND file_hash = ?",
                        key,
                        content.mimeType(entry.storedName()),
                        entry.sha256());
                sql.update(
                        "UPDATE reference_content SET blob_key = ? WHERE file_path = ? AND blob_key IS NULL",
                        key,
                        entry.path());
                return true;
            });
        }
    }

    /** Removes the originals of a blob that no file uses any more. */
    public void remove(BlobKey key) throws IOException {
        List<Entry> originals = database.read(sql -> sql.list(
                "SELECT file_path, stored_filename, session_id, sha256 FROM reference_content WHERE blob_key = ?",
                row -> new Entry(
                        row.text("file_path"), row.text("stored_filename"), row.text("session_id"), row.text("sha256")),
                key));
        for (Entry entry : originals) {
            Optional<Path> original = find(entry);
            if (original.isPresent()) {
                Files.deleteIfExists(original.get()); // another process may be at it too
            }
            database.write(sql -> sql.update("DELETE FROM reference_content WHERE file_path = ?", entry.path()));
        }
    }

    private Optional<Path> find(Entry entry) {
        List<Path> candidates = new ArrayList<>();
        for (Path root : roots) {
            candidates.addAll(below(root, "sessions", entry.session(), entry.storedName()));
            candidates.addAll(below(root, entry.path()));
        }
        return candidates.stream()
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** The path, if it is one and stays below the root: names in an old database are not to be trusted. */
    private static List<Path> below(Path root, String... names) {
        try {
            Path absolute = root.toAbsolutePath().normalize();
            Path path = absolute;
            for (String name : names) {
                path = path.resolve(name);
            }
            Path normal = path.normalize();
            return Stream.of(normal).filter(found -> found.startsWith(absolute)).toList();
        } catch (InvalidPathException e) {
            return List.of();
        }
    }
}
