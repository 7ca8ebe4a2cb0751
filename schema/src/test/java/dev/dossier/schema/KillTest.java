package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.PostgresServer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Processes that are killed with SIGKILL before, at and after every statement and at every step of every shape.
 *
 * <p>The moments are taken in a random order, and once more when all were had; {@code -Dschema.kills=1000} wants more than the
 * few of the suite, and {@code -Dschema.seed=N} repeats an order.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("schema.kills", 16);
    private static final long SEED = Long.getLong("schema.seed", System.nanoTime());
    private static final int AT_ONCE = 2;

    @TempDir
    Path directory = Path.of("");

    private record Death(Vendor vendor, Shape shape, Moment moment, int number) {}

    /** How many died, by the kind of database and moment. */
    private final Map<Vendor, Map<Moment, AtomicInteger>> deaths = new EnumMap<>(Vendor.class);

    private final AtomicInteger tooLate = new AtomicInteger();
    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    @DisplayName("R11 killed at any moment: history and schema agree, and the next start succeeds with nobody's help")
    void killed() throws Exception {
        System.out.println("kills: -Dschema.kills=" + KILLS + " -Dschema.seed=" + SEED);
        for (Vendor vendor : Vendor.values()) {
            deaths.put(vendor, new EnumMap<>(Moment.class));
            for (Moment moment : Moment.values()) {
                deaths.get(vendor).put(moment, new AtomicInteger());
            }
        }
        List<Death> all = all();
        CheapJvm jvm = rehearsed(directory.resolve("jvm"));
        List<Death> chosen = new ArrayList<>();
        Random random = new Random(SEED);
        while (chosen.size() < KILLS) {
            Collections.shuffle(all, random);
            chosen.addAll(all.subList(0, Math.min(all.size(), KILLS - chosen.size())));
        }
        List<Future<?>> hunts = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                int first = i;
                Random own = new Random(SEED + i);
                hunts.add(executor.submit(() -> {
                    hunt(chosen, first, own, jvm);
                    return first;
                }));
            }
            for (Future<?> hunt : hunts) {
                hunt.get();
            }
        }
        report(all.size());
    }

    /** The program, having initialised a database of each kind. */
    static CheapJvm rehearsed(Path directory) throws Exception {
        Files.createDirectories(directory);
        PGSimpleDataSource database = PostgresServer.shared().newDatabase();
        return CheapJvm.rehearsed(
                directory,
                Victim.class,
                "rehearse",
                SqliteUrl.PREFIX + directory.resolve("rehearsal.db"),
                database.getURL() + "&user=postgres");
    }

    private List<Death> all() throws Exception {
        List<Death> all = new ArrayList<>();
        for (Vendor vendor : Vendor.values()) {
            try (Grounds grounds = new Grounds(vendor, Files.createTempDirectory(directory, "count"))) {
                for (Shape shape : Shape.on(vendor)) {
                    DataSource database = grounds.next();
                    shape.prepare(vendor, database);
                    FaultyDataSource.Counted counted = FaultyDataSource.counting(database);
                    AtomicInteger steps = new AtomicInteger();
                    shape.run(
                            shape.schema(vendor, new SchemaListener() {
                                @Override
                                public void step(Step step) {
                                    steps.incrementAndGet();
                                }
                            }),
                            counted);
                    for (Moment moment : Moment.values()) {
                        int last = moment == Moment.STEP ? steps.get() : counted.statements();
                        for (int number = 1; number <= last; number++) {
                            all.add(new Death(vendor, shape, moment, number));
                        }
                    }
                }
            }
        }
        return all;
    }

    private void hunt(List<Death> chosen, int first, Random random, CheapJvm jvm) throws Exception {
        try (Grounds sqlite = new Grounds(Vendor.SQLITE, Files.createTempDirectory(directory, "hunt"));
                Grounds postgres = new Grounds(Vendor.POSTGRESQL, directory)) {
            for (int i = first; i < chosen.size(); i += AT_ONCE) {
                Death death = chosen.get(i);
                List<Connections> kinds = Connections.on(death.vendor());
                Connections connections = kinds.get(random.nextInt(kinds.size()));
                boolean atOnce = random.nextBoolean();
                int microseconds = random.nextInt(5000);
                try {
                    kill(
                            death,
                            connections,
                            microseconds,
                            atOnce,
                            death.vendor() == Vendor.SQLITE ? sqlite : postgres,
                            jvm);
                } catch (AssertionError | SchemaException e) {
                    throw new AssertionError("-Dschema.seed=" + SEED + ": " + death + " through " + connections, e);
                }
            }
        }
    }

    private void kill(
            Death death, Connections connections, int microseconds, boolean atOnce, Grounds grounds, CheapJvm jvm)
            throws Exception {
        Vendor vendor = death.vendor();
        DataSource database = grounds.next();
        death.shape().prepare(vendor, database);
        Aftermath aftermath = Aftermath.of(death.shape(), vendor, database);
        Process process = jvm.start(
                "die",
                grounds.url(database),
                connections.name(),
                death.shape().name(),
                death.moment().name(),
                "" + death.number());
        boolean killed;
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            String said = lines.readLine(); // a start has some statements less when the server was quick
            assertThat(said).isIn("at", "not reached");
            if (death.moment() == Moment.AT_STATEMENT) {
                Thread.sleep(0, 1000 * (microseconds % 1000));
            }
            process.destroyForcibly();
            killed = process.waitFor() != 0 && "at".equals(said);
        } finally {
            process.destroyForcibly();
        }
        if (!atOnce) {
            grounds.awaitEnd();
            aftermath.checkAgreement();
            compared.incrementAndGet();
        }
        aftermath.checkNextStart();
        AtomicInteger deathsThen = deaths.getOrDefault(vendor, Map.of()).getOrDefault(death.moment(), tooLate);
        (killed ? deathsThen : tooLate).incrementAndGet();
        if (done.incrementAndGet() % 100 == 0) {
            System.out.println("kills so far: " + done.get());
        }
    }

    private void report(int moments) {
        System.out.printf(
                "%n%d moments are there; processes that ended before they were killed: %d; histories compared: %d%n"
                        + "| database | kills before a statement | while it ran | after it | at a step"
                        + " | next starts that failed | histories that disagreed |%n|---|---|---|---|---|---|---|%n",
                moments, tooLate.get(), compared.get());
        deaths.forEach((vendor, counts) -> System.out.printf(
                "| %s | %s | %s | %s | %s | 0 | 0 |%n",
                vendor,
                counts.get(Moment.BEFORE_STATEMENT),
                counts.get(Moment.AT_STATEMENT),
                counts.get(Moment.AFTER_STATEMENT),
                counts.get(Moment.STEP)));
    }
}
