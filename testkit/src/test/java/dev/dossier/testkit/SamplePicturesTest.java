package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplePicturesTest {
    @ParameterizedTest
    @DisplayName("Pictures can be read, and are red and blue")
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    void readable(String format) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(SamplePictures.of(format, 40, 20)));

        assertThat(picture.getWidth()).isEqualTo(40);
        assertThat(new Color(picture.getRGB(5, 10)).getRed()).isGreaterThan(240);
        assertThat(new Color(picture.getRGB(35, 10)).getBlue()).isGreaterThan(240);
    }

    @Test
    @DisplayName("The JDK writes no other format")
    void unknown() {
        assertThatThrownBy(() -> SamplePictures.of("webp", 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("A picture with an Exif segment and one with nothing to see can be read")
    void special() throws IOException {
        assertThat(ImageIO.read(new ByteArrayInputStream(SamplePictures.jpegHeld(6, 40, 20)))
                        .getHeight())
                .isEqualTo(20);
        assertThat(ImageIO.read(new ByteArrayInputStream(SamplePictures.transparentPng(4, 4)))
                        .getRGB(0, 0))
                .isZero();
    }

    @Test
    @DisplayName("A header says what it was told to say, in a file of a few bytes")
    void header() throws IOException {
        byte[] bytes = SamplePictures.pngHeader(50_000, 40_000);
        assertThat(bytes.length).isLessThan(200);
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in);
            assertThat(reader.getWidth(0)).isEqualTo(50_000);
            assertThat(reader.getHeight(0)).isEqualTo(40_000);
        } finally {
            reader.dispose();
        }
    }

    @Test
    @DisplayName("A WebP begins and is as long as its header says")
    void webp() {
        byte[] bytes = SamplePictures.webp(16_384, 16_384, Color.RED);

        assertThat(new String(bytes, 8, 8, StandardCharsets.ISO_8859_1)).isEqualTo("WEBPVP8L");
        assertThat(bytes[4] + 8).isEqualTo(bytes.length);
    }

    @Test
    @DisplayName("A PDF begins and ends as one, and unfolds to more than it is")
    void pdf() {
        assertThat(SamplePdfs.page()).startsWith("%PDF-1.7".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(SamplePdfs.endless()).endsWith("%%EOF\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(SamplePdfs.unfolding(10_000_000).length).isLessThan(20_000);
        assertThat(new String(SamplePdfs.picture(7, 8), StandardCharsets.ISO_8859_1))
                .contains("/Width 7 /Height 8");
    }
}
