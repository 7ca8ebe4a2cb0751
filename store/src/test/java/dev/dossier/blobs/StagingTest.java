package dev.dossier.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.errors.TooLargeException;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R36: bytes arrive in a temporary file, and leave nothing behind when they do not arrive whole")
class StagingTest {
    @TempDir
    Path directory;

    private Staging staging;

    @BeforeEach
    void open() throws IOException {
        staging = new Staging(directory.resolve("tmp"), directory.resolve("locks"), 1000);
        staging.prepare();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.toList();
        }
    }

    @Test
    void arrived_bytes_are_hashed_and_counted() throws IOException {
        try (StagedContent content =
                staging.receive(new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(content.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertThat(content.sizeBytes()).isEqualTo(3);
            assertThat(content.mimeType("a.txt")).isEqualTo("text/plain");
            assertThat(files()).hasSize(1);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void the_limit_is_exact() throws IOException {
        staging.receive(new ByteArrayInputStream(new byte[1000])).close();
        assertThatThrownBy(() -> staging.receive(new ByteArrayInputStream(new byte[1001])))
                .isInstanceOfSatisfying(
                        TooLargeException.class, e -> assertThat(e.limitBytes()).isEqualTo(1000));
        assertThat(files()).isEmpty();
    }

    @Test
    void a_file_that_stands_elsewhere_is_taken_over_and_stays() throws IOException {
        Path original = directory.resolve("original");
        Files.writeString(original, "abc");
        try (StagedContent content = staging.adopt(original)) {
            assertThat(content.sha256()).startsWith("ba7816bf");
            assertThat(content.sizeBytes()).isEqualTo(3);
        }
        assertThat(original).hasContent("abc");
        assertThatThrownBy(() -> staging.adopt(directory.resolve("nothing"))).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_nameless_left_over_is_swept_when_it_is_old_and_an_arriving_file_never() throws IOException {
        Files.writeString(directory.resolve("tmp/left-over.part"), "half");
        try (StagedContent arriving = staging.receive(new ByteArrayInputStream(new byte[1]))) {
            assertThat(staging.removeAbandoned(Instant.now().minusSeconds(60))).isZero();
            assertThat(staging.removeAbandoned(Instant.now().plusSeconds(3600))).isEqualTo(1);
            assertThat(arriving.temporary()).exists();
        }
    }

    @Test
    void what_another_process_receives_is_let_alone_while_it_lives_and_goes_once_it_is_dead() throws IOException {
        try (RunningProgram other = Program.java(ReceivingNode.class.getName(), directory.toString())
                .start()) {
            other.awaitLine("^receiving$", Duration.ofSeconds(30));
            assertThat(files()).hasSize(1);
            assertThat(staging.abandoned(Instant.now().plusSeconds(3600))).isEmpty();
            assertThat(staging.removeAbandoned(Instant.now().plusSeconds(3600))).isZero();
            other.kill();
            other.awaitEnd(Duration.ofSeconds(30));
        }
        assertThat(staging.abandoned(Instant.EPOCH)).hasSize(1);
        assertThat(staging.removeAbandoned(Instant.EPOCH)).isEqualTo(1);
        try (Stream<Path> signs = Files.list(directory.resolve("locks"))) {
            assertThat(signs).as("our own sign is left").hasSize(1);
        }
        staging.close();
        assertThat(directory.resolve("locks")).isEmptyDirectory();
    }

    @Test
    void where_nothing_was_prepared_nothing_is_received() {
        try (Staging unprepared = new Staging(directory.resolve("tmp"), directory.resolve("locks"), 1000)) {
            assertThatThrownBy(() -> unprepared.receive(new ByteArrayInputStream(new byte[1])))
                    .isInstanceOf(ReadOnlyException.class);
        }
    }

    @Test
    void failures_of_the_disk_are_told_apart() {
        assertThat(Staging.translate(new IOException("No space left on device")))
                .isInstanceOf(StorageFullException.class);
        assertThat(Staging.translate(new FileSystemException("a", null, "Disk quota exceeded")))
                .isInstanceOf(StorageFullException.class);
        assertThat(Staging.translate(new AccessDeniedException("a"))).isInstanceOf(ReadOnlyException.class);
        assertThat(Staging.translate(new FileSystemException("a", null, "Read-only file system")))
                .isInstanceOf(ReadOnlyException.class);
        assertThat(Staging.translate(new IOException("/secret/path: Input/output error")))
                .isInstanceOf(StorageException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_directory_that_is_gone_is_a_failure_of_the_storage() throws IOException {
        Files.delete(directory.resolve("tmp"));
        assertThatThrownBy(() -> staging.receive(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(StorageException.class);
    }
}
