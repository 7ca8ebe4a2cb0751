package dev.dossier.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Contestants that take turns, round after round; the first one is what the others are measured by. */
public final class Contest {
    /** One turn of a contestant; answers what it measured. */
    @FunctionalInterface
    public interface Turn {
        double run(int round) throws Exception;
    }

    private final Map<String, Turn> turns = new LinkedHashMap<>();
    private final Map<String, List<Double>> results = new LinkedHashMap<>();

    public Contest add(String name, Turn turn) {
        turns.put(name, turn);
        results.put(name, new ArrayList<>());
        return this;
    }

    /** Lets all take turns; the first rounds only warm up. */
    public Contest run(int warmUps, int rounds) throws Exception {
        for (int round = 0; round < warmUps + rounds; round++) {
            for (Map.Entry<String, Turn> turn : turns.entrySet()) {
                double result = turn.getValue().run(round);
                if (round >= warmUps) {
                    results.get(turn.getKey()).add(result);
                }
            }
        }
        return this;
    }

    /** The medians and their ratios to the first one's. */
    String table(String what, String unit) {
        double measure = median(results.values().iterator().next());
        StringBuilder table =
                new StringBuilder("| " + what + " | " + unit + ", median | lowest to highest | ratio |\n");
        table.append("|---|---|---|---|\n");
        results.forEach((name, values) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s to %s | %.2f |\n",
                name,
                digits(median(values)),
                digits(Collections.min(values)),
                digits(Collections.max(values)),
                median(values) / measure)));
        return table.toString();
    }

    /** The contestants, in their order. */
    public Set<String> names() {
        return results.keySet();
    }

    /** One median, and in brackets its ratio to the first one's. */
    public String cell(String name) {
        double measure = median(results.values().iterator().next());
        double median = median(results.get(name));
        return String.format(Locale.ROOT, "%s (%s)", digits(median), digits(median / measure));
    }

    /** The largest that a contestant measured. */
    public String highest(String name) {
        return digits(Collections.max(results.get(name)));
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** The milliseconds that something takes. */
    public static double milliseconds(Action action) throws Exception {
        long begin = System.nanoTime();
        action.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Something that takes a while. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
