package dev.dossier.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.blobs.BlobContent;
import dev.dossier.errors.ContentUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentTest {
    @TempDir
    private Path directory;

    @Test
    void a_reader_that_is_interrupted_says_nothing_about_the_bytes() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a", "bytes");
            try (FileContent content = store.files().open(file.id())) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> content.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(ClosedByInterruptException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(store.read(file)).hasSize(5);
        }
    }

    @Test
    void bytes_that_cannot_be_read_are_quarantined() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = store.add("a", "bytes");
            AtomicBoolean quarantined = new AtomicBoolean();
            BlobContent unreadable = new BlobContent() {
                @Override
                public long sizeBytes() {
                    return 5;
                }

                @Override
                public void transferTo(long offset, long lengthBytes, OutputStream out) throws IOException {
                    throw new IOException("Input/output error");
                }

                @Override
                public InputStream stream() {
                    return InputStream.nullInputStream();
                }

                @Override
                public void close() {}
            };
            try (FileContent content = new FileContent(file, unreadable, () -> quarantined.set(true))) {
                assertThatThrownBy(() -> content.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(ContentUnavailableException.class);
            }
            assertThat(quarantined).isTrue();
        }
    }
}
