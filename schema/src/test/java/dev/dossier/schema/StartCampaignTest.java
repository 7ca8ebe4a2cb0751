package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.PgBouncer;
import dev.dossier.testkit.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Groups of 2 to 50 processes, every one a JVM of its own, that start on one database at the same moment: all succeed, every
 * migration has one winner, and the database is as it must be.
 *
 * <p>What the database is before, its kind and how the processes connect are drawn by lot. {@code -Dschema.starts=10000} wants
 * more processes than the few of the suite, and {@code -Dschema.seed=N} repeats the draw.
 */
class StartCampaignTest {
    private static final int STARTS = Integer.getInteger("schema.starts", 30);
    private static final int LARGEST = STARTS < 100 ? 8 : 50;
    private static final long SEED = Long.getLong("schema.seed", System.nanoTime());

    @TempDir
    Path directory = Path.of("");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    /** What is there before. */
    private enum State {
        FRESH,
        CURRENT,
        HALF_OLD,
        REFERENCE
    }

    private static final class Tally {
        private int groups;
        private int starts;
        private int largest;
        private int migrations;
        private long slowest;
    }

    @Test
    @DisplayName(
            "R10 R18 processes that start at the same moment, whatever is there: all succeed, every migration has one winner")
    void starts() throws Exception {
        System.out.println("starts: -Dschema.starts=" + STARTS + " -Dschema.seed=" + SEED);
        CheapJvm jvm = KillTest.rehearsed(directory.resolve("jvm"));
        try (Bouncer bouncer = Bouncer.whereInstalled()) {
            int left = STARTS;
            for (int group = 0; left > 0; group++) {
                int members = Math.max(2, Math.min(left, random.nextInt(2, LARGEST + 1)));
                start(group, members, jvm, bouncer);
                left -= members;
                if (group % 20 == 19) {
                    System.out.println("starts so far: " + (STARTS - left));
                }
            }
        }
        report();
    }

    private void start(int group, int members, CheapJvm jvm, Bouncer bouncer) throws Exception {
        Vendor vendor = group % 2 == 0 ? Vendor.SQLITE : Vendor.POSTGRESQL;
        State state = List.of(State.values()).get(random.nextInt(State.values().length));
        List<Connections> kinds = Connections.on(vendor);
        int way = random.nextInt(kinds.size() + 1);
        boolean pooled = vendor == Vendor.POSTGRESQL
                && way == kinds.size()
                && bouncer.program().isPresent();
        Connections connections = kinds.get(way % kinds.size());
        int from = random.nextInt(1, Integer.parseInt(vendor.newest()));
        Place place = place(vendor, group, pooled ? bouncer : Bouncer.none());
        try {
            prepare(vendor, state, from, place.database());
            List<String> pending = new ArrayList<>(vendor.shop().build().plan(place.database()).pending().stream()
                    .map(Migration::version)
                    .toList());
            List<String> said = together(members, place.url(), pooled ? Connections.DRIVER : connections, jvm);
            assertThat(said).allMatch(line -> line.contains(" ms, applied"));
            assertThat(said.stream()
                            .flatMap(line -> List.of(line.split(" ")).stream().skip(3))
                            .sorted())
                    .as("winners")
                    .isEqualTo(pending);
            Schema shop = vendor.shop().build();
            assertThat(shop.verify(place.database()).ok()).isTrue();
            assertThat(shop.history(place.database()))
                    .hasSize(Integer.parseInt(vendor.newest()))
                    .allMatch(row -> row.status().equals(SchemaHistory.COMPLETED));
            count(
                    vendor + " | " + (pooled ? "DRIVER through PgBouncer" : connections) + " | " + state,
                    said,
                    pending.size());
        } catch (AssertionError e) {
            throw new AssertionError(
                    "-Dschema.seed=" + SEED + ": group " + group + " of " + members + " on " + vendor + " " + state
                            + " " + from + " through " + connections + (pooled ? " and PgBouncer" : ""),
                    e);
        } finally {
            place.remove();
        }
    }

    private static void prepare(Vendor vendor, State state, int from, DataSource database) throws SQLException {
        switch (state) {
            case FRESH -> {}
            case CURRENT -> vendor.shop().build().initialize(database);
            case HALF_OLD -> {
                vendor.shop().build().upTo("%03d".formatted(from)).initialize(database);
                Sql.run(database, Shape.CUSTOMER);
            }
            case REFERENCE -> Sql.run(database, vendor.reference());
        }
    }

    /** Starts that many processes, lets them go once all are ready, and answers what they say. */
    private static List<String> together(int members, String url, Connections connections, CheapJvm jvm)
            throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        List<BufferedReader> outputs = new ArrayList<>();
        try {
            for (int i = 0; i < members; i++) {
                Process process = jvm.start("start", url, connections.name());
                processes.add(process);
                outputs.add(process.inputReader(UTF_8));
            }
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                OutputStream gate = process.getOutputStream();
                gate.write('\n');
                gate.flush();
            }
            List<String> said = new ArrayList<>();
            for (BufferedReader output : outputs) {
                said.add(output.lines().reduce("", String::concat));
            }
            return said;
        } finally {
            processes.forEach(Process::destroyForcibly);
            for (Process process : processes) {
                process.waitFor();
            }
        }
    }

    /** A database, its address, and what removes it. */
    private record Place(DataSource database, String url, Optional<String> name, Path directory) {
        void remove() throws SQLException, IOException {
            if (name.isPresent()) {
                Sql.run(PostgresServer.shared().database("postgres"), "DROP DATABASE " + name.get() + " WITH (FORCE)");
            } else {
                try (var files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private Place place(Vendor vendor, int group, Bouncer bouncer) throws SQLException, IOException {
        if (vendor == Vendor.SQLITE) {
            Path own = Files.createDirectory(directory.resolve("group" + group));
            Path file = own.resolve("shop.db");
            return new Place(SqliteFile.at(file), SqliteUrl.PREFIX + file, Optional.empty(), own);
        }
        PGSimpleDataSource database = PostgresServer.shared().newDatabase();
        String name = database.getDatabaseName() == null ? "" : database.getDatabaseName();
        String address = "jdbc:postgresql://localhost:"
                + bouncer.program()
                        .map(PgBouncer::port)
                        .orElse(PostgresServer.shared().port()) + "/" + name
                + "?user=postgres";
        return new Place(database, address, Optional.of(name), directory);
    }

    /** The proxy, where it is installed; elsewhere no group connects through it. */
    private record Bouncer(Optional<PgBouncer> program) implements AutoCloseable {
        static Bouncer whereInstalled() {
            if (STARTS < 100 || !PgBouncer.isInstalled()) {
                System.out.println("no group goes through PgBouncer: "
                        + (PgBouncer.isInstalled() ? "only long campaigns do" : "it is not installed here"));
                return none();
            }
            return new Bouncer(Optional.of(PgBouncer.start(PostgresServer.shared(), 10)));
        }

        static Bouncer none() {
            return new Bouncer(Optional.empty());
        }

        @Override
        public void close() {
            program.ifPresent(PgBouncer::close);
        }
    }

    private void count(String what, List<String> said, int migrations) {
        Tally tally = tallies.computeIfAbsent(what, key -> new Tally());
        tally.groups++;
        tally.starts += said.size();
        tally.largest = Math.max(tally.largest, said.size());
        for (String line : said) {
            tally.slowest = Math.max(tally.slowest, Long.parseLong(line.substring(0, line.indexOf(' '))));
        }
        tally.migrations += migrations;
    }

    private void report() {
        System.out.printf(
                "%n| database | connections | before | groups | largest | starts | failed | migrations | with not one winner | slowest start |"
                        + "%n|---|---|---|---|---|---|---|---|---|---|%n");
        tallies.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            Tally tally = entry.getValue();
            System.out.printf(
                    "| %s | %d | %d | %d | 0 | %d | 0 | %d ms |%n",
                    entry.getKey(), tally.groups, tally.largest, tally.starts, tally.migrations, tally.slowest);
        });
        IntStream starts = tallies.values().stream().mapToInt(tally -> tally.starts);
        System.out.println("starts: " + starts.sum());
    }
}
