package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileContent;
import dev.dossier.files.FileId;
import dev.dossier.files.FileQuery;
import dev.dossier.files.StoredFile;
import dev.dossier.schema.SchemaListener;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.SampleBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The real store that is compared with a {@link ModelWorld}. Its time is the model's. */
final class ModelStore implements AutoCloseable {
    static final Actor ROOT = Actor.administrator("root");

    private final DossierConfig config;
    private final ModelWorld world;
    private Dossier dossier;

    ModelStore(Path data, ModelWorld world) {
        this.config = DossierConfig.in(data)
                .withAccessMode(AccessMode.ENFORCED)
                .withGrace(GracePeriods.DEFAULT
                        .withDeletedFiles(ModelWorld.RETENTION)
                        .withAccessLog(Duration.ofDays(36_500)));
        this.world = world;
        this.dossier = opened();
    }

    private Dossier opened() {
        Dossier opening = Dossier.open(config, SchemaListener.NONE, () -> world.now);
        opening.initialize();
        return opening;
    }

    Dossier dossier() {
        return dossier;
    }

    ConversationFileManager files(String actor) {
        return dossier.files().as(Actor.named(actor));
    }

    void restart() {
        dossier.close();
        dossier = opened();
    }

    /** Leaves everything as it is, open and unfinished, and begins anew on the same data directory. */
    Dossier crash() {
        Dossier abandoned = dossier;
        dossier = opened();
        return abandoned;
    }

    static byte[] content(int number) {
        return new SampleBytes(number, 10L * number).bytes();
    }

    /** Compares everything that can be seen. */
    void compare() {
        Map<String, String> expected = new TreeMap<>();
        long activeBytes = 0;
        for (ModelWorld.ModelFile file : world.files.values()) {
            if (world.isVisible(file)) {
                expected.put(
                        file.id,
                        file.session + " " + file.name + " "
                                + new SampleBytes(file.content, 10L * file.content).sha256() + " " + file.isDeleted()
                                + " " + world.expiry(file));
            }
            activeBytes += world.isActive(file) ? 10L * file.content : 0;
        }
        Map<String, String> found = new TreeMap<>();
        List<StoredFile> listed = dossier.files()
                .as(ROOT)
                .list(new FileQuery(null, null, true, FileQuery.Sort.DATE, FileQuery.Order.ASC, 1000, null))
                .files();
        listed.forEach(file -> found.put(
                file.id().value(),
                file.session() + " " + file.name() + " " + file.sha256() + " " + file.isDeleted() + " "
                        + file.expiresAt()));
        assertThat(found).isEqualTo(expected);
        assertThat(dossier.files().as(ROOT).statistics().totalSizeBytes()).isEqualTo(activeBytes);
        for (Map.Entry<String, ModelWorld.ModelSession> session : world.sessions.entrySet()) {
            var stored = dossier.sessions().as(ROOT).find(SessionId.of(session.getKey()));
            assertThat(stored.owner()).isEqualTo(session.getValue().owner);
            assertThat(stored.endedAt() != null).isEqualTo(session.getValue().ended);
            assertThat(stored.totalFiles())
                    .isEqualTo(world.active(session.getKey()).size());
        }
        assertThat(dossier.sessions().as(ROOT).list(1000, null).totalSessions()).isEqualTo(world.sessions.size());
    }

    /** Reads every file, and has rows and bytes compared. */
    void compareBytes() {
        for (ModelWorld.ModelFile file : world.files.values()) {
            if (world.isActive(file)) {
                assertThat(read(file.id)).as(file.id).isEqualTo(content(file.content));
            }
        }
        assertThat(dossier.examine(true).findings()).isEmpty();
    }

    private byte[] read(String id) {
        try (FileContent content = dossier.files().as(ROOT).open(FileId.of(id))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.transferTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        dossier.close();
    }
}
