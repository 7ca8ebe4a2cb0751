package dev.dossier.server.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dossier.testkit.SamplePdfs;
import dev.dossier.testkit.SamplePictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {
    /** What was answered: a word, and the picture that follows if one does. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    private record Seen(String word, byte[] bytes) {
        BufferedImage picture() throws IOException {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)), word);
        }
    }

    private static Seen rendered(String mimeType, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rendering.answer(mimeType, content, out);
        DataInputStream answer = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
        return new Seen(answer.readUTF(), answer.readAllBytes());
    }

    private static void assertColor(BufferedImage picture, double x, double y, Color expected) {
        Color found = new Color(picture.getRGB((int) (x * picture.getWidth()), (int) (y * picture.getHeight())));
        assertThat(found.getRed()).isCloseTo(expected.getRed(), within(16));
        assertThat(found.getGreen()).isCloseTo(expected.getGreen(), within(16));
        assertThat(found.getBlue()).isCloseTo(expected.getBlue(), within(16));
    }

    @ParameterizedTest
    @DisplayName("A picture of every kind and size becomes one of at most 512 pixels, with the same shape and colours")
    @CsvSource({
        "png, 2000, 1000, 512, 256",
        "jpeg, 2000, 1000, 512, 256",
        "gif, 1000, 2000, 256, 512",
        "bmp, 700, 700, 512, 512",
        "png, 100, 40, 100, 40",
        "png, 60000, 10, 512, 1",
        "jpeg, 8000, 6000, 512, 384"
    })
    void fits(String format, int width, int height, int thumbnailWidth, int thumbnailHeight) throws IOException {
        Seen seen = rendered("image/" + format, SamplePictures.of(format, width, height));

        assertThat(seen.word()).isEqualTo("image/jpeg");
        BufferedImage picture = seen.picture();
        assertThat(picture.getWidth()).isEqualTo(thumbnailWidth);
        assertThat(picture.getHeight()).isEqualTo(thumbnailHeight);
        assertColor(picture, 0.2, 0.5, Color.RED);
        assertColor(picture, 0.8, 0.5, Color.BLUE);
    }

    @Test
    @DisplayName("A WebP is a picture too")
    void webp() throws IOException {
        Seen seen = rendered("image/webp", SamplePictures.webp(900, 300, Color.ORANGE));

        assertThat(seen.picture().getWidth()).isEqualTo(512);
        assertThat(seen.picture().getHeight()).isEqualTo(171);
        assertColor(seen.picture(), 0.5, 0.5, Color.ORANGE);
    }

    @Test
    @DisplayName("What can be seen through stays so")
    void transparent() throws IOException {
        Seen seen = rendered("image/png", SamplePictures.transparentPng(1024, 1024));

        assertThat(seen.word()).isEqualTo("image/png");
        assertThat(seen.picture().getRGB(100, 100) >>> 24).isZero();
    }

    @ParameterizedTest
    @DisplayName("A picture is shown as the camera was held: where the red half is then")
    @CsvSource({
        "1, 0.2, 0.5",
        "2, 0.8, 0.5",
        "3, 0.8, 0.5",
        "4, 0.2, 0.5",
        "5, 0.5, 0.2",
        "6, 0.5, 0.2",
        "7, 0.5, 0.8",
        "8, 0.5, 0.8",
        "9, 0.2, 0.5"
    })
    void orientation(int orientation, double x, double y) throws IOException {
        BufferedImage picture = rendered("image/jpeg", SamplePictures.jpegHeld(orientation, 400, 200))
                .picture();

        boolean exchanged = orientation >= 5 && orientation <= 8;
        assertThat(picture.getWidth()).isEqualTo(exchanged ? 200 : 400);
        assertColor(picture, x, y, Color.RED);
        assertColor(picture, 1 - x, 1 - y, Color.BLUE);
    }

    @ParameterizedTest
    @DisplayName("An Exif segment that ends anywhere is upright, or what it says")
    @ValueSource(ints = {2, 3, 5, 11, 12, 14, 20, 22, 30, 37})
    void brokenExif(int end) {
        assertThat(Orientation.of(Arrays.copyOf(SamplePictures.jpegHeld(6, 40, 20), end)))
                .isEqualTo(Orientation.UPRIGHT);
    }

    @ParameterizedTest
    @DisplayName("More pixels than can be decoded are refused for what the header says")
    @CsvSource({"50000, 50000", "2147483647, 2147483647", "70000, 1", "1, 70000", "8000, 8000"})
    void bombs(int width, int height) throws IOException {
        assertThat(rendered("image/png", SamplePictures.pngHeader(width, height))
                        .word())
                .isEqualTo("TOO_MANY_PIXELS");
    }

    @Test
    @DisplayName("So it is with a WebP of 40 bytes for 268 million pixels")
    void webpBomb() throws IOException {
        assertThat(rendered("image/webp", SamplePictures.webp(16_384, 16_384, Color.RED))
                        .word())
                .isEqualTo("TOO_MANY_PIXELS");
    }

    @ParameterizedTest
    @DisplayName("What is cut off, is something else or is nothing is damaged")
    @ValueSource(strings = {"image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "application/pdf"})
    void damaged(String mimeType) throws IOException {
        assertThat(rendered(mimeType, new byte[0]).word()).isEqualTo("DAMAGED");
        assertThat(rendered(mimeType, "no such thing".getBytes(StandardCharsets.UTF_8))
                        .word())
                .isEqualTo("DAMAGED");
        byte[] whole = mimeType.equals("application/pdf") ? SamplePdfs.page() : SamplePictures.of("png", 600, 600);
        assertThat(rendered(mimeType, Arrays.copyOf(whole, 60)).word()).isEqualTo("DAMAGED");
    }

    @Test
    @DisplayName("A picture with fewer bytes than pixels is damaged")
    void truncated() throws IOException {
        assertThat(rendered("image/png", SamplePictures.pngHeader(600, 600)).word())
                .isEqualTo("DAMAGED");
    }

    @ParameterizedTest
    @DisplayName("The first page of a PDF is drawn, however large it says that it is")
    @CsvSource({"0 0 595 842, 362", "0 0 14400000 14400000, 512", "0 0 0.5 0.5, 512", "0 0 100000 1000, 512"})
    void pdf(String mediaBox, int width) throws IOException {
        BufferedImage picture =
                rendered("application/pdf", SamplePdfs.page(mediaBox)).picture();

        assertThat(picture.getWidth()).isCloseTo(width, within(1));
        assertColor(picture, 0.95, 0.5, Color.GREEN);
    }

    @Test
    @DisplayName("Words are drawn in a font that comes along, when the document has none")
    void words() throws IOException {
        BufferedImage picture = rendered("application/pdf", SamplePdfs.page()).picture();

        long dark = 0;
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 60; y < 100; y++) {
                dark += new Color(picture.getRGB(x, y)).getGreen() < 100 ? 1 : 0;
            }
        }
        assertThat(dark).isGreaterThan(200);
    }

    @Test
    @DisplayName("A PDF that opens with a password says so")
    void encrypted() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(SamplePdfs.page())) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(bytes);
        }

        assertThat(rendered("application/pdf", bytes.toByteArray()).word()).isEqualTo("ENCRYPTED");
    }

    @ParameterizedTest
    @DisplayName("A page without room is damaged")
    @ValueSource(strings = {"0 0 0 0", "0 0 100 0"})
    void emptyPage(String mediaBox) throws IOException {
        assertThat(rendered("application/pdf", SamplePdfs.page(mediaBox)).word())
                .isEqualTo("DAMAGED");
    }

    @Test
    @DisplayName("There is none of a type without pictures, and none of what is too large")
    void refused() throws IOException {
        assertThat(rendered("image/x-none", new byte[10]).word()).isEqualTo("TYPE");
        assertThat(rendered("image/png", new byte[RenderingProgram.INPUT_LIMIT_BYTES + 1])
                        .word())
                .isEqualTo("TOO_LARGE");
    }
}
