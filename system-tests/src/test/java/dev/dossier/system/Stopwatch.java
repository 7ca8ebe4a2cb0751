package dev.dossier.system;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** How long things of each kind took. Thread-safe. */
final class Stopwatch {
    private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new ConcurrentSkipListMap<>();

    /** Does something and takes the time. */
    <T> T time(String kind, Callable<T> work) throws Exception {
        long begin = System.nanoTime();
        T result = work.call();
        nanos.computeIfAbsent(kind, name -> new ConcurrentLinkedQueue<>()).add(System.nanoTime() - begin);
        return result;
    }

    /** How many times were taken. */
    long count() {
        return nanos.values().stream().mapToLong(ConcurrentLinkedQueue::size).sum();
    }

    /** A table of what was timed. */
    String table() {
        StringBuilder table =
                new StringBuilder("| | how many | p50 | p95 | p99 | longest |\n|---|---|---|---|---|---|\n");
        nanos.forEach((kind, times) -> {
            long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
            table.append("| %s | %d | %s | %s | %s | %s |%n"
                    .formatted(
                            kind,
                            sorted.length,
                            millis(sorted, 0.5),
                            millis(sorted, 0.95),
                            millis(sorted, 0.99),
                            millis(sorted, 1)));
        });
        return table.toString();
    }

    private static String millis(long[] sorted, double share) {
        int index = Math.clamp((long) Math.ceil(sorted.length * share) - 1, 0, sorted.length - 1);
        return "%.1f ms".formatted(sorted[index] / 1e6);
    }

    @Override
    public String toString() {
        return Arrays.toString(nanos.keySet().toArray());
    }
}
