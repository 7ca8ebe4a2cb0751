package dev.dossier.bench.peers;

import dev.dossier.bench.Bench;
import dev.dossier.bench.Contest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Six processes that initialise one fresh database at the same moment, once each has initialised others alone. */
record CrowdFigures(Place place, ClassPath classPath) implements Bench.Measurement {
    private static final int SIZE = 6;
    private static final int WARM_UPS = 20;
    private static final int ROUNDS = 30;

    @Override
    public String run(Bench bench) throws Exception {
        Map<Entry, List<String>> failures = new EnumMap<>(Entry.class);
        List<Crowd> crowds = new ArrayList<>();
        Contest contest = new Contest();
        try {
            for (Entry entry : Entry.values()) {
                Crowd crowd = new Crowd(SIZE, classPath.java(entry, place.database(), "1"));
                crowds.add(crowd);
                failures.put(entry, new ArrayList<>());
                contest.add(entry.title(), round -> {
                    Location database = place.fresh();
                    Crowd.Round result = crowd.go(database);
                    place.drop(database);
                    if (round >= WARM_UPS) {
                        failures.get(entry).addAll(result.failures());
                    }
                    return result.slowestMilliseconds();
                });
            }
            contest.run(WARM_UPS, ROUNDS);
        } finally {
            crowds.forEach(Crowd::close);
        }
        return table(contest, failures);
    }

    private String table(Contest contest, Map<Entry, List<String>> failures) {
        StringBuilder table = new StringBuilder("| " + place.title()
                + ": six processes at once on a fresh database | starts that failed | slowest of six, median | worst |\n"
                + "|---|---|---|---|\n");
        failures.forEach((entry, reasons) -> {
            table.append(String.format(
                    "| %s | %d of %d | %s | %s |\n",
                    entry.title(),
                    reasons.size(),
                    SIZE * ROUNDS,
                    contest.cell(entry.title()),
                    contest.highest(entry.title())));
            reasons.stream().distinct().forEach(reason -> System.err.println(entry.title() + ": " + reason));
        });
        return table.toString();
    }
}
