package dev.dossier.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.errors.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        staging = new Staging(directory, 1000);
        staging.prepare();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
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
        assertThat(files()).containsExactly(original);
    }

    @Test
    void left_over_files_are_swept_and_arriving_ones_are_not() throws IOException {
        Files.writeString(directory.resolve("left-over.part"), "half");
        try (StagedContent arriving = staging.receive(new ByteArrayInputStream(new byte[1]))) {
            assertThat(staging.removeOlderThan(Instant.now().minusSeconds(60))).isZero();
            assertThat(staging.removeOlderThan(Instant.now().plusSeconds(3600))).isEqualTo(1);
            assertThat(arriving.temporary()).exists();
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
        Files.delete(directory);
        assertThatThrownBy(() -> staging.receive(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(StorageException.class);
        Files.createDirectory(directory);
    }
}
