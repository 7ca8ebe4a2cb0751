package dev.dossier.bench.peers;

import dev.dossier.bench.Bench;
import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.logging.LogManager;

/** Measures the schema module beside its peers. */
final class BesidePeers {
    private static final List<Integer> COUNTS = List.of(1, 100, 1000);

    private BesidePeers() {}

    /** The arguments are the checkout, this program, the peers' jars, and the names of what to measure, or none for all. */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Path home = Path.of(arguments[0]);
        ClassPath classPath = new ClassPath(Path.of(arguments[1]), Path.of(arguments[2]));
        Bench bench = new Bench(home, "bench/peers");
        try (PostgresServer server = PostgresServer.start(100)) {
            SequencedMap<String, Bench.Measurement> all = new LinkedHashMap<>();
            for (Place place : List.of(new Place.Sqlite(bench), new Place.Postgres(server))) {
                for (int count : COUNTS) {
                    new Scripts(place.database(), count)
                            .write(home.resolve("bench/src/dev/dossier/bench/peers"), classPath.migrations());
                }
                all.put(place.database(), new WarmFigures(place));
                all.put(place.database() + "-crowd", new CrowdFigures(place, classPath));
                all.put(place.database() + "-process", new ColdFigures(place, classPath));
            }
            bench.measure(all, List.of(arguments).subList(3, arguments.length));
        }
    }
}
