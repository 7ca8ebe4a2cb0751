package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.access.Actor;
import dev.dossier.files.FileId;
import dev.dossier.files.FileQuery;
import dev.dossier.files.NewFile;
import dev.dossier.sessions.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("A task that fails each time keeps no other one from its work")
    void failing() throws Exception {
        DossierConfig config =
                DossierConfig.in(directory).withGrace(GracePeriods.DEFAULT.withDeletedFiles(Duration.ZERO));
        FileId due;
        try (Dossier dossier = Dossier.open(config)) {
            dossier.initialize();
            dossier.files()
                    .as(Actor.named("ada"))
                    .createText(SessionId.of("adas"), NewFile.named("stuck.txt"), "cannot be removed");
            for (Path blob : blobs()) {
                Files.delete(blob);
                Files.createDirectories(blob.resolve("inside")); // what stands here is no file, and not empty
            }
            due = dossier.files()
                    .createText(SessionId.of("s"), NewFile.named("due.txt"), "due")
                    .id();
            dossier.files().delete(due);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("dossier.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO erasures (erasure_id, person, pseudonym, requested_by, requested_at)"
                    + " VALUES ('e-1', 'ada', 'erased-1', 'root', '2026-11-20T12:00:00.000Z')");
        }
        try (Dossier dossier = Dossier.open(config)) {
            dossier.initialize();
            Housekeeping.start(dossier.maintenance()).close();
            assertThat(dossier.files().list(FileQuery.all().withDeleted()).files())
                    .isEmpty();
        }
    }

    private List<Path> blobs() throws Exception {
        try (Stream<Path> paths = Files.walk(directory.resolve("blobs"))) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
