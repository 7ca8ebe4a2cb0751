package dev.dossier.bench.peers;

import dev.dossier.bench.Bench;
import dev.dossier.bench.Contest;

/** Fresh and current databases in a warm JVM, with few and with many migrations. */
record WarmFigures(Place place) implements Bench.Measurement {
    @Override
    public String run(Bench bench) throws Exception {
        return new SideBySide()
                .add("fresh, 1", fresh(1).run(60, 60))
                .add("fresh, 1,000", fresh(1000).run(3, 5))
                .add("current, 1", current(1).run(200, 200))
                .add("current, 100", current(100).run(50, 100))
                .add("current, 1,000", current(1000).run(20, 30))
                .table(place.title() + ": database, migrations");
    }

    private Contest fresh(int count) throws Exception {
        Contest contest = new Contest();
        for (Entry entry : Entry.values()) {
            Contestant contestant = entry.with(new Scripts(place.database(), count));
            contest.add(entry.title(), round -> {
                Location database = place.fresh();
                Contestant.Start start = contestant.of(database);
                double taken = Contest.milliseconds(start::run);
                place.drop(database);
                return taken;
            });
        }
        return contest;
    }

    private Contest current(int count) throws Exception {
        Contest contest = new Contest();
        for (Entry entry : Entry.values()) {
            Contestant.Start start =
                    entry.with(new Scripts(place.database(), count)).of(place.fresh());
            start.run();
            contest.add(entry.title(), round -> Contest.milliseconds(start::run));
        }
        return contest;
    }
}
