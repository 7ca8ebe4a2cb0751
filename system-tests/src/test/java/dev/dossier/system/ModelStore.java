package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.audit.AuditHead;
import dev.dossier.blobs.BlobKey;
import dev.dossier.blobs.StagedContent;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileContent;
import dev.dossier.files.FileId;
import dev.dossier.files.FileListing;
import dev.dossier.files.FileQuery;
import dev.dossier.files.StoredFile;
import dev.dossier.schema.SchemaListener;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.SampleBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The real store that is compared with a {@link ModelWorld}. Its time is the model's. */
final class ModelStore implements AutoCloseable {
    static final Actor ROOT = Actor.administrator("root");
    private static final int PAGE = 500;
    private static final FileQuery ALL =
            new FileQuery(null, null, true, FileQuery.Sort.DATE, FileQuery.Order.ASC, PAGE, null);

    private final DossierConfig config;
    private final ModelWorld world;
    private final Map<String, Path> placed = new TreeMap<>();
    private final List<StagedContent> unfinished = new ArrayList<>();
    private List<AuditHead> heads = List.of();
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

    /**
     * Leaves everything as it is, open and unfinished, and begins anew on the same data directory. One in three was receiving a
     * file and had all its bytes; one in three had put them in place and had not committed.
     */
    Dossier crash(int kind) throws IOException {
        Dossier abandoned = dossier;
        SampleBytes content = new SampleBytes(kind, 10L * (kind % 50));
        if (kind % 3 == 1) {
            unfinished.add(abandoned.files().as(ROOT).stage(new ByteArrayInputStream(content.bytes())));
        } else if (kind % 3 == 2) {
            String key = BlobKey.fresh(content.sha256()).value();
            Path place = config.dataDirectory().resolve("blobs").resolve(key.substring(0, 2));
            Path blob = Files.write(Files.createDirectories(place).resolve(key), content.bytes());
            Files.setLastModifiedTime(blob, FileTime.from(world.now));
            placed.put(key, blob);
        }
        dossier = opened();
        return abandoned;
    }

    /** What was placed and never committed goes after the grace period, and by itself. */
    void leftoversGo() {
        for (int i = 0; i < 2; i++) {
            world.now = world.now.plus(Duration.ofHours(2));
            dossier.maintenance().sweep();
        }
        assertThat(placed.values()).allMatch(Files::notExists);
    }

    static byte[] content(int number) {
        return new SampleBytes(number, 10L * number).bytes();
    }

    /** All pages of a list. */
    private static List<StoredFile> all(ConversationFileManager files) {
        FileListing page = files.list(ALL);
        List<StoredFile> all = new ArrayList<>(page.files());
        while (page.nextCursor() != null) {
            page = files.list(ALL.page(PAGE, page.nextCursor()));
            all.addAll(page.files());
        }
        assertThat(all).hasSize((int) page.totalFiles());
        return all;
    }

    /** Compares everything that can be seen, by everybody and by one of the people. */
    void compare(String person) {
        Set<String> theirs = new TreeSet<>();
        world.files.values().stream()
                .filter(file -> world.isVisible(file) && world.reads(person, file.session))
                .forEach(file -> theirs.add(file.id));
        Set<String> shown = new TreeSet<>();
        all(files(person)).forEach(file -> shown.add(file.id().value()));
        assertThat(shown).as("what " + person + " sees").isEqualTo(theirs);
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
        List<StoredFile> listed = all(dossier.files().as(ROOT));
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

    /** Reads every file and what is said of it, has rows and bytes compared, and the access log prove itself. */
    void compareBytes() {
        for (ModelWorld.ModelFile file : world.files.values()) {
            if (world.isActive(file)) {
                assertThat(read(file.id)).as(file.id).isEqualTo(content(file.content));
                StoredFile stored = dossier.files().as(ROOT).find(FileId.of(file.id));
                assertThat(stored.metadata()).as(file.id).isEqualTo(file.notes);
                assertThat(stored.associationType()).isEqualTo(file.kind);
                assertThat(stored.uploadedBy()).isEqualTo(file.uploader);
            }
        }
        for (Map.Entry<String, ModelWorld.ModelSession> session : world.sessions.entrySet()) {
            Map<String, Grant> shares = new TreeMap<>();
            dossier.sessions()
                    .as(ROOT)
                    .shares(SessionId.of(session.getKey()))
                    .forEach(share -> shares.put(share.person(), share.grant()));
            assertThat(shares).isEqualTo(session.getValue().shares);
        }
        assertThat(dossier.examine(true).findings())
                .filteredOn(finding -> placed.keySet().stream().noneMatch(finding.toString()::contains))
                .isEmpty();
        assertThat(dossier.audit().verify(heads).findings())
                .as("the access log")
                .isEmpty();
        heads = dossier.audit().heads();
    }

    /** The content of a file as somebody reads it. */
    byte[] read(ConversationFileManager as, String id) throws IOException {
        try (FileContent content = as.open(FileId.of(id))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    private byte[] read(String id) {
        try {
            return read(dossier.files().as(ROOT), id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        unfinished.forEach(StagedContent::close);
        dossier.close();
    }
}
