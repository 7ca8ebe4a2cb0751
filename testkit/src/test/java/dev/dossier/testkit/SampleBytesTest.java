package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleBytesTest {
    @Test
    void theSameSeedIsTheSameBytesHoweverTheyAreRead() throws IOException {
        SampleBytes sample = new SampleBytes(42, 20_001);
        ByteArrayOutputStream oneByOne = new ByteArrayOutputStream();
        try (InputStream in = sample.stream()) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                oneByOne.write(b);
            }
        }
        assertThat(oneByOne.toByteArray()).isEqualTo(sample.bytes()).hasSize(20_001);
    }

    @Test
    void theHashIsTheHashOfTheBytes() {
        assertThat(new SampleBytes(1, 0).sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(new SampleBytes(1, 10).sha256()).isNotEqualTo(new SampleBytes(2, 10).sha256());
    }

    @Test
    void aSampleCanBeWrittenToAFile(@TempDir Path directory) throws IOException {
        SampleBytes sample = SampleBytes.ofSize(1000);
        assertThat(Files.readAllBytes(sample.writeTo(directory.resolve("sample"))))
                .isEqualTo(sample.bytes());
    }
}
