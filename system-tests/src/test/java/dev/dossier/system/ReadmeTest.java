package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What README.md shows is run, in its order, in a directory that holds the launcher and the application. The port is another one,
 * since 8420 may be in use here.
 */
class ReadmeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERVE = "./dossier serve";
    /** What runs this test. */
    private static final String TEST = "./dossier test";

    private static final Set<String> LANGUAGES = Set.of("sh", "java");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    @TempDir
    private Path directory;

    record Block(String language, String text) {
        boolean is(String command) {
            return text.strip().equals(command);
        }
    }

    @Test
    @DisplayName("every block is of a kind that is run or compiled here")
    void nothingIsSkipped() {
        assertThat(blocks()).extracting(Block::language).isSubsetOf(LANGUAGES);
        assertThat(shell()).filteredOn(block -> block.is(SERVE)).hasSize(1);
        assertThat(shell()).filteredOn(block -> block.is(TEST)).hasSize(1);
        assertThat(shell().stream().filter(block -> !block.is(SERVE) && !block.is(TEST)))
                .isNotEmpty()
                .noneMatch(block -> block.text().contains(SERVE) || block.text().contains(TEST));
    }

    @Test
    @DisplayName("the shell blocks succeed, one after the other, against the server that the first one starts")
    void theShellBlocksRun() throws IOException {
        Installation installation = Installation.in(directory.resolve("home"));
        int port = freePort();
        try (RunningProgram server = shell(installation, SERVE, port).start()) {
            server.awaitLine("Dossier is ready at http://127.0.0.1:" + port, PATIENCE);
            for (Block block : shell()) {
                if (!block.is(SERVE) && !block.is(TEST)) {
                    Program.Ended ended =
                            shell(installation, block.text(), port).run(PATIENCE);
                    assertThat(ended.exitCode())
                            .as(block.text() + ended.output() + ended.errors())
                            .isZero();
                    assertThat(ended.output())
                            .as(block.text())
                            .contains("notes.txt")
                            .doesNotContain("\"type\":\"about:");
                }
            }
            server.terminate();
            assertThat(server.awaitEnd(PATIENCE).exitCode()).isZero();
        }
        assertThat(installation.home().resolve("dossier-data/dossier.db")).exists();
    }

    static List<Block> javaBlocks() {
        return blocks().stream()
                .filter(block -> block.language().equals("java"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    @DisplayName("the Java blocks compile")
    void theJavaBlocksCompile(Block block) {
        String source = """
                import dev.dossier.*; import dev.dossier.files.*; import dev.dossier.schema.*; import dev.dossier.sessions.*;
                import java.io.*; import java.nio.file.*; import javax.sql.DataSource;
                class Shown {
                    void shown(InputStream stream, OutputStream out, DataSource dataSource) throws Exception {
                        %s
                    }
                }
                """.formatted(block.text());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Shown.java"), javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(file))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static List<Block> shell() {
        return blocks().stream().filter(block -> block.language().equals("sh")).toList();
    }

    private static List<Block> blocks() {
        try {
            String readme = Files.readString(Path.of("../README.md"));
            List<Block> blocks = FENCE.matcher(readme)
                    .results()
                    .map(match -> new Block(match.group(1), match.group(2)))
                    .collect(Collectors.toList());
            assertThat(blocks)
                    .hasSize((int) readme.lines()
                                    .filter(line -> line.startsWith("```"))
                                    .count()
                            / 2);
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Program shell(Installation installation, String text, int port) {
        String script = text.replace("127.0.0.1:8420", "127.0.0.1:" + port);
        return Program.of("bash", "-euo", "pipefail", "-c", script.equals(SERVE) ? "exec " + script : script)
                .in(installation.home())
                .environment("DOSSIER_PORT", Integer.toString(port))
                .environment("DOSSIER_SERVER", "http://127.0.0.1:" + port)
                .environment("DOSSIER_JAVA_OPTS", "-XX:+UseSerialGC");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
