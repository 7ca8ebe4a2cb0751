package dev.dossier.bench.peers;

import dev.dossier.bench.Bench;
import dev.dossier.bench.Contest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that initialises one database: from its start to its end. */
record ColdFigures(Place place, ClassPath classPath) implements Bench.Measurement {
    @Override
    public String run(Bench bench) throws Exception {
        return new SideBySide()
                .add("fresh, 1", fresh().run(1, 9))
                .add("current, 1", current(1).run(1, 9))
                .add("current, 1,000", current(1000).run(1, 9))
                .table(place.title() + ", a process: database, migrations");
    }

    private Contest fresh() {
        Contest contest = new Contest();
        for (Entry entry : Entry.values()) {
            contest.add(entry.title(), round -> {
                Location database = place.fresh();
                double taken = process(entry, 1, database);
                place.drop(database);
                return taken;
            });
        }
        return contest;
    }

    private Contest current(int count) throws Exception {
        Contest contest = new Contest();
        for (Entry entry : Entry.values()) {
            Location database = place.fresh();
            process(entry, count, database);
            contest.add(entry.title(), round -> process(entry, count, database));
        }
        return contest;
    }

    private double process(Entry entry, int count, Location database) throws Exception {
        List<String> command = classPath.java(entry, place.database(), Integer.toString(count), database.url());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        long begin = System.nanoTime();
        int exit = builder.start().waitFor();
        long taken = System.nanoTime() - begin;
        if (exit != 0) {
            throw new IllegalStateException(entry.title() + " failed on " + database);
        }
        return taken / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
