package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes. {@code -Dschema.rounds=100} makes a campaign of it. */
class ProcessTest {
    private static final int PROCESSES = 6;
    private static final int ROUNDS = Integer.getInteger("schema.rounds", 2);

    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("R10 R18 six processes start fresh databases at the same moment: none fails, exactly one applies")
    void six_processes() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start(List.of(), "rounds", directory.toString(), "" + ROUNDS, "" + PROCESSES, "process" + i));
        }
        int[] applied = new int[ROUNDS];
        for (Process process : processes) {
            List<String> lines = output(process);
            assertThat(lines).hasSize(ROUNDS).allMatch(line -> line.startsWith("applied "));
            for (int round = 0; round < ROUNDS; round++) {
                applied[round] += Integer.parseInt(lines.get(round).substring("applied ".length()));
            }
        }
        assertThat(applied).as("each of the three migrations, once a round").containsOnly(3);
        for (int round = 0; round < ROUNDS; round++) {
            SqliteFile database = SqliteFile.at(directory.resolve("fresh-" + round + ".db"));
            assertThat(Shop.schema().verify(database).ok()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R9 R11 killed at every step: history and schema agree, and the next start succeeds")
    void killed(Step step) throws Exception {
        SqliteFile database = SqliteFile.at(directory.resolve("shop.db"));
        Shop.schema().upTo("001").initialize(database);
        Sql.run(database, "INSERT INTO customers VALUES (1, 'Ada'); DROP VIEW spending");

        Process process = start(List.of(), "stop", database.path().toString(), step.name());
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("at " + step);
            process.destroyForcibly().waitFor();
        }

        String version = Shop.schema().version(database);
        assertThat(version).isEqualTo(step == Step.DONE ? "003" : "001");
        assertThat(Shop.schema().upTo(version).verify(database).changed()).isEmpty();
        Shop.schema().initialize(database);
        assertThat(Shop.schema().verify(database).ok()).isTrue();
        assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("R7 R11 a database that cannot be written: current is fine, older is one clear error")
    void read_only_directory() throws Exception {
        Path readable = readableByAll();
        SqliteFile current = SqliteFile.at(readable.resolve("current/shop.db"));
        SqliteFile older = SqliteFile.at(readable.resolve("older/shop.db"));
        Shop.schema().initialize(current);
        Shop.schema().upTo("001").initialize(older);
        List<SqliteFile> files = List.of(current, older);
        for (SqliteFile file : files) {
            permit(file.path(), "r--r--r--");
            permit(file.path().resolveSibling("."), "r-xr-xr-x");
        }

        assertThat(output(start(nobody(readable), "once", current.path().toString())))
                .containsExactly("applied 0");
        assertThat(output(start(nobody(readable), "once", older.path().toString())))
                .singleElement()
                .asString()
                .startsWith("failed not-writable Database initialization failed for " + older.path());
        assertThat(output(start(
                        nobody(readable),
                        "once",
                        readable.resolve("older/new.db").toString())))
                .singleElement()
                .asString()
                .startsWith("failed not-writable");
        assertThat(current.path().resolveSibling(".").toFile().list()).hasSize(1);
        permit(current.path().resolveSibling("."), "rwxr-xr-x");
        permit(older.path().resolveSibling("."), "rwxr-xr-x");
    }

    /** The command that runs another as a user for whom permissions count. */
    private static List<String> nobody(Path readable) throws IOException {
        boolean root = Files.getOwner(readable).getName().equals("root");
        return root ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of();
    }

    /** A directory that any user can read, with the class path in it. */
    private Path readableByAll() throws IOException {
        permit(directory, "rwxr-xr-x");
        Path copy = Files.createDirectory(directory.resolve("lib"));
        int number = 0;
        for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            Path from = Path.of(entry);
            Path to = copy.resolve(number++ + "-" + from.getFileName());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return directory;
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Process start(List<String> prefix, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                prefix.isEmpty() ? System.getProperty("java.class.path") : copiedClassPath(),
                Starter.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private String copiedClassPath() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("lib"))) {
            return String.join(File.pathSeparator, entries.map(Path::toString).toList());
        }
    }

    private static List<String> output(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            return lines.lines().toList();
        }
    }
}
