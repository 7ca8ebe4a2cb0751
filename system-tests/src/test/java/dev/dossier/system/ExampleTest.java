package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project in docs/examples/shop is compiled and run with nothing but the library and a driver. */
class ExampleTest {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Path SHOP = SOURCES.resolve("docs/examples/shop");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("a stranger's project gets its database in under ten lines")
    void runs() throws Exception {
        Path source = SHOP.resolve("src/main/java/shop/Shop.java");
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("schema") || entry.contains("sqlite-jdbc") || entry.contains("slf4j"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                libraries,
                                "-d",
                                directory.toString(),
                                source.toString()))
                .isZero();
        for (int start = 0; start < 2; start++) {
            Program.Ended ended = Program.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            directory
                                    + File.pathSeparator
                                    + SHOP.resolve("src/main/resources")
                                    + File.pathSeparator
                                    + libraries,
                            "shop.Shop",
                            directory.resolve("shop.db").toString())
                    .run(Duration.ofMinutes(1));
            assertThat(ended.exitCode()).as(ended.errors()).isZero();
            assertThat(ended.output()).isEqualTo("version 1.1\n");
        }
        assertThat(body(source)).hasSizeLessThan(10);
    }

    private static List<String> body(Path source) throws IOException {
        List<String> lines = Files.readAllLines(source);
        int main = lines.indexOf(lines.stream()
                .filter(line -> line.contains("void main"))
                .findFirst()
                .orElseThrow());
        return lines.subList(main, lines.size());
    }

    @Test
    @DisplayName("its build file names this version")
    void version() throws IOException {
        String parent = Files.readString(SOURCES.resolve("pom.xml"));
        String ours = parent.replaceFirst(
                "(?s).*?<artifactId>dossier-parent</artifactId>\\s*<version>(.*?)</version>.*", "$1");
        assertThat(Files.readString(SHOP.resolve("pom.xml")))
                .containsPattern("<artifactId>dossier-schema</artifactId>\\s*<version>" + ours + "</version>");
    }
}
