package dev.dossier.server.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.server.rendering.NoThumbnail;
import dev.dossier.testkit.SamplePdfs;
import dev.dossier.testkit.SamplePictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Real processes, real files, and what nobody should be sent. */
class ThumbnailsTest {
    private static final String PNG = "image/png";
    private static final String PDF = "application/pdf";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Thumbnails withLimit(Duration limit) {
        return new Thumbnails(1, PATIENCE, limit, InstantSource.system());
    }

    private static Rendered render(Thumbnails thumbnails, String mimeType, byte[] content) throws IOException {
        return thumbnails.render(
                mimeType,
                content.length,
                Integer.toString(content.length),
                reader -> reader.read(new ByteArrayInputStream(content)));
    }

    @Test
    @DisplayName("A process makes a thumbnail of a picture, and of a page")
    void good() throws IOException {
        try (Thumbnails thumbnails = withLimit(PATIENCE)) {
            assertThat(render(thumbnails, PNG, SamplePictures.of("png", 1000, 1000)))
                    .isInstanceOf(Rendered.Picture.class);
            assertThat(render(thumbnails, PDF, SamplePdfs.page())).isInstanceOf(Rendered.Picture.class);
        }
    }

    @Test
    @DisplayName("A page that unfolds to 400 MB costs its own process only, and is not tried again within the hour")
    void unfolding() throws IOException {
        byte[] bomb = SamplePdfs.unfolding(400_000_000);
        assertThat(bomb.length).isLessThan(500_000);
        AtomicInteger opened = new AtomicInteger();
        Thumbnails.Source source = reader -> {
            opened.incrementAndGet();
            return reader.read(new ByteArrayInputStream(bomb));
        };
        Instant[] now = {Instant.EPOCH};
        try (Thumbnails thumbnails = new Thumbnails(1, PATIENCE, PATIENCE, () -> now[0])) {
            Rendered.None tooCostly = new Rendered.None(NoThumbnail.TOO_COSTLY);

            assertThat(thumbnails.render(PDF, bomb.length, "bomb", source)).isEqualTo(tooCostly);
            assertThat(thumbnails.refusal(PDF, bomb.length, "bomb")).contains(NoThumbnail.TOO_COSTLY);
            assertThat(thumbnails.render(PDF, bomb.length, "bomb", source)).isEqualTo(tooCostly);
            assertThat(opened).hasValue(1);

            now[0] = now[0].plus(Duration.ofHours(1));
            assertThat(thumbnails.refusal(PDF, bomb.length, "bomb")).isEmpty();
        }
    }

    @Test
    @DisplayName("A page that is never finished is killed when its time is over, and leaves no process")
    void endless() throws IOException {
        try (Thumbnails thumbnails = withLimit(Duration.ofSeconds(3))) {
            long begin = System.nanoTime();

            assertThat(render(thumbnails, PDF, SamplePdfs.endless()))
                    .isEqualTo(new Rendered.None(NoThumbnail.TOO_COSTLY));

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(20));
            assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("A picture within a page may be as large as it likes")
    void hugePicture() throws IOException {
        try (Thumbnails thumbnails = withLimit(PATIENCE)) {
            assertThat(render(thumbnails, PDF, SamplePdfs.picture(60_000, 60_000)))
                    .isInstanceOfAny(Rendered.None.class, Rendered.Picture.class);
            assertThat(render(thumbnails, PNG, SamplePictures.of("png", 10, 10)))
                    .isInstanceOf(Rendered.Picture.class);
        }
    }

    @Test
    @DisplayName("A content that cannot be read is a failure of the store, not of the content")
    void unreadable() throws IOException {
        try (Thumbnails thumbnails = withLimit(PATIENCE);
                InputStream broken = new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("bad disk");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int lengthBytes) throws IOException {
                        throw new IOException("bad disk");
                    }
                }) {
            assertThatThrownBy(() -> thumbnails.render(PNG, 10, "x", reader -> reader.read(broken)))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseMessage("bad disk");
            assertThat(thumbnails.refusal(PNG, 10, "x")).isEmpty();
        }
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    @DisplayName("Who waits too long for a turn is sent away, and the next one gets it")
    void busy() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        byte[] picture = SamplePictures.of("png", 10, 10);
        try (Thumbnails thumbnails = new Thumbnails(1, Duration.ofMillis(100), PATIENCE, InstantSource.system());
                ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Rendered> first = other.submit(() -> thumbnails.render(PNG, picture.length, "first", reader -> {
                begun.countDown();
                awaited(end);
                return reader.read(new ByteArrayInputStream(picture));
            }));
            begun.await();

            assertThat(render(thumbnails, PNG, picture)).isInstanceOf(Rendered.NotNow.class);

            end.countDown();
            assertThat(first.get()).isInstanceOf(Rendered.Picture.class);
            assertThat(render(thumbnails, PNG, picture)).isInstanceOf(Rendered.Picture.class);
        }
    }

    @Test
    @DisplayName("What is being made when the server stops is ended")
    void closing() throws Exception {
        Thumbnails thumbnails = withLimit(PATIENCE);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Rendered>> running = new ArrayList<>();
            running.add(other.submit(() -> render(thumbnails, PDF, SamplePdfs.endless())));
            while (ProcessHandle.current().children().findAny().isEmpty()) {
                Thread.sleep(10);
            }
            long begin = System.nanoTime();
            while (!running.getFirst().isDone()) {
                thumbnails.close();
                Thread.sleep(10);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    @DisplayName("A server may make none at all")
    void off() {
        try (Thumbnails thumbnails = new Thumbnails(0)) {
            assertThat(thumbnails.mayBeOf(PNG)).isFalse();
            assertThat(thumbnails.refusal(PNG, 1, "x")).contains(NoThumbnail.TYPE);
        }
    }
}
