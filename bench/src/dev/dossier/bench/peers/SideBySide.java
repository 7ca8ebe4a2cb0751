package dev.dossier.bench.peers;

import dev.dossier.bench.Contest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Contests of the same contestants in one table: a column for each contest, a row for each contestant. */
final class SideBySide {
    private final Map<String, Contest> contests = new LinkedHashMap<>();

    SideBySide add(String column, Contest contest) {
        contests.put(column, contest);
        return this;
    }

    /** Milliseconds, and in brackets how many times the first row's. */
    String table(String what) {
        StringBuilder table =
                new StringBuilder("| " + what + " | " + String.join(" | ", contests.keySet()) + " |\n|---|");
        table.append("---|".repeat(contests.size())).append('\n');
        for (String name : contests.values().iterator().next().names()) {
            table.append("| ").append(name);
            contests.values().forEach(contest -> table.append(" | ").append(contest.cell(name)));
            table.append(" |\n");
        }
        return table.toString();
    }
}
