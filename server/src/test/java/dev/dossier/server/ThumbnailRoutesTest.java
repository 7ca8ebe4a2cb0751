package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import dev.dossier.testkit.SamplePdfs;
import dev.dossier.testkit.SamplePictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThumbnailRoutesTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String stored(String name, byte[] content) {
        return "/api/files/"
                + server.upload("s", new Form().file(name, content)).fileId();
    }

    private Iterable<String> log(String file) {
        return server.get(file + "/access-log").json().path("entries").findValuesAsString("type");
    }

    @Test
    @DisplayName("A picture comes small, safely, with a tag, and is logged as a view")
    void picture() throws IOException {
        String file = stored("photo.png", SamplePictures.of("png", 3000, 1500));

        Answer answer = server.get(file + "/thumbnail").is(200);

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.bytes()));
        assertThat(picture.getWidth()).isEqualTo(512);
        assertThat(answer.header("content-type")).isEqualTo("image/jpeg");
        assertThat(answer.header("content-length")).isEqualTo(Integer.toString(answer.bytes().length));
        assertThat(answer.header("cache-control")).isEqualTo("private, no-cache");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("content-security-policy")).isEqualTo("sandbox");
        assertThat(answer.header("content-disposition")).startsWith("inline; filename=\"photo.png.jpg\"");
        assertThat(answer.header("etag"))
                .isNotEqualTo(server.head(file + "/content").header("etag"));
        assertThat(log(file)).containsExactly("view", "upload");

        Answer known = server.get(file + "/thumbnail", "If-None-Match", answer.header("etag"))
                .is(304);
        assertThat(known.header("etag")).isEqualTo(answer.header("etag"));
        assertThat(log(file)).containsExactly("view", "upload");
    }

    @Test
    @DisplayName("So does the first page of a PDF, and the preview says where")
    void page() {
        String file = stored("a.pdf", SamplePdfs.page());

        assertThat(server.get(file + "/preview").json().path("thumbnail_url").stringValue())
                .isEqualTo(file + "/thumbnail");
        assertThat(server.get(file + "/thumbnail").is(200).header("content-type"))
                .isEqualTo("image/jpeg");
        assertThat(server.head(file + "/thumbnail").is(200).bytes()).isEmpty();
    }

    @Test
    @DisplayName("A new content has another thumbnail, with another tag")
    void replaced() {
        String file = stored("a.png", SamplePictures.of("png", 30, 30));
        String tag = server.get(file + "/thumbnail").is(200).header("etag");
        server.put(file + "/content", "now a text").is(200);

        server.get(file + "/thumbnail", "If-None-Match", tag).isProblem(415, "no_thumbnail");
    }

    @ParameterizedTest
    @DisplayName("Of a text, a page of HTML and an SVG there is none, and none is tried")
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt|text",
                "a.html|<!doctype html><html><body>x</body></html>",
                "a.svg|<svg xmlns='http://www.w3.org/2000/svg'/>"
            })
    void none(String name, String content) {
        String file = stored(name, content.getBytes(StandardCharsets.UTF_8));

        server.get(file + "/thumbnail").isProblem(415, "no_thumbnail");
        assertThat(server.get(file + "/preview").json().path("thumbnail_url").isNull())
                .isTrue();
        assertThat(server.get(file + "/content?disposition=inline").header("content-disposition"))
                .startsWith(name.equals("a.txt") ? "inline" : "attachment");
    }

    @Test
    @DisplayName("A header that announces 2,500,000,000 pixels is refused, at once the second time")
    void bomb() {
        String file = stored("bomb.png", SamplePictures.pngHeader(50_000, 50_000));

        Answer answer = server.get(file + "/thumbnail").isProblem(415, "no_thumbnail");
        assertThat(answer.json().path("detail").stringValue()).contains("too many pixels");
        server.get(file + "/thumbnail").isProblem(415, "no_thumbnail");
        assertThat(log(file)).containsExactly("view", "upload");
        assertThat(server.get(file + "/preview").json().path("thumbnail_url").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @DisplayName("What is cut off has none")
    @ValueSource(ints = {60, 1000})
    void truncated(int sizeBytes) {
        byte[] whole = SamplePictures.of("png", 2000, 2000);
        String file = stored("cut.png", Arrays.copyOf(whole, sizeBytes));

        server.get(file + "/thumbnail").isProblem(415, "no_thumbnail");
    }

    @Test
    @DisplayName("A deleted file has none, and one that is damaged in the store is unavailable")
    void gone() throws IOException {
        String deleted = stored("deleted.png", SamplePictures.of("png", 31, 31));
        server.delete(deleted).is(204);
        server.get(deleted + "/thumbnail").isProblem(404, "not_found");
        server.get("/api/files/none/thumbnail").isProblem(404, "not_found");

        String lost = stored("lost.png", SamplePictures.of("png", 32, 32));
        String sha256 = server.get(lost).json().path("file_hash").stringValue();
        for (Path blob : server.filesBelow("blobs")) {
            if (String.valueOf(blob.getFileName()).startsWith(sha256)) {
                Files.delete(blob);
            }
        }
        server.get(lost + "/thumbnail").isProblem(503, "content_unavailable");
    }

    @Test
    @DisplayName("Damaged bytes are not drawn, and what heals them has a thumbnail at once")
    void damagedBytes() throws IOException {
        byte[] picture = SamplePictures.of("png", 33, 33);
        String file = stored("damaged.png", picture);
        String sha256 = server.get(file).json().path("file_hash").stringValue();
        for (Path blob : server.filesBelow("blobs")) {
            if (String.valueOf(blob.getFileName()).startsWith(sha256)) {
                byte[] bytes = Files.readAllBytes(blob);
                bytes[bytes.length / 2] ^= 1;
                Files.write(blob, bytes);
            }
        }
        server.get(file + "/thumbnail").isProblem(503, "content_unavailable");
        stored("again.png", picture);
        server.get(file + "/thumbnail").is(200);
    }

    @Test
    @DisplayName("Where thumbnails are off there are none")
    void off(@TempDir Path directory) {
        try (TestServer without = TestServer.start(DossierConfig.in(directory), TestServer.CONFIG.withThumbnails(0))) {
            String file = without.upload("s", new Form().file("a.png", SamplePictures.of("png", 30, 30)))
                    .fileId();

            without.get("/api/files/" + file + "/thumbnail").isProblem(415, "no_thumbnail");
        }
    }

    @ParameterizedTest
    @DisplayName("Sound and film are shown in place, piece by piece")
    @CsvSource({"sound.wav, RIFF....WAVEfmt , audio/", "film.mp4, ....ftypisom...., video/"})
    void media(String name, String head, String type) {
        byte[] content = Arrays.copyOf(head.getBytes(StandardCharsets.ISO_8859_1), 5000);
        if (name.endsWith("mp4")) {
            content[0] = 0;
            content[1] = 0;
            content[2] = 0;
            content[3] = 24;
        }
        String file = stored(name, content);

        Answer part = server.get(file + "/content?disposition=inline", "Range", "bytes=1000-1099")
                .is(206);

        assertThat(part.header("content-type")).startsWith(type);
        assertThat(part.header("content-disposition")).startsWith("inline");
        assertThat(part.header("content-range")).isEqualTo("bytes 1000-1099/5000");
        assertThat(part.bytes()).hasSize(100);
    }
}
