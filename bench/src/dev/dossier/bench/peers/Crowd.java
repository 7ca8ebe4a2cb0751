package dev.dossier.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of one contestant that initialise the same database at the same moment, and live through all rounds. */
final class Crowd implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Member(Process process, BufferedReader answers, Writer orders) {
        void order(String line) throws IOException {
            orders.write(line + "\n");
            orders.flush();
        }
    }

    private final ProcessBuilder program;
    private final int size;
    private final List<Member> members = new ArrayList<>();

    Crowd(int size, List<String> command) {
        this.size = size;
        this.program = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /**
     * What happened in a round.
     *
     * @param slowestMilliseconds of all, those that failed too
     * @param failures why some failed, or did not end in time and were ended
     */
    record Round(double slowestMilliseconds, List<String> failures) {}

    /** Lets all initialise a database at once; those that are missing are started before. */
    Round go(Location database) throws IOException, InterruptedException {
        while (members.size() < size) {
            Process process = program.start();
            members.add(new Member(
                    process,
                    process.inputReader(StandardCharsets.UTF_8),
                    process.outputWriter(StandardCharsets.UTF_8)));
        }
        for (Member member : members) {
            member.order(database.url());
            member.answers().readLine();
        }
        for (Member member : members) {
            member.order("go");
        }
        return answers();
    }

    private Round answers() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        double slowest = 0;
        List<String> failures = new ArrayList<>();
        for (Member member : List.copyOf(members)) {
            while (!member.answers().ready() && System.nanoTime() - begin < PATIENCE_NANOS) {
                Thread.sleep(5);
            }
            if (!member.answers().ready()) {
                failures.add("still waiting");
                slowest = PATIENCE_NANOS / 1e6;
                member.process().destroyForcibly().waitFor();
                members.remove(member);
                continue;
            }
            String[] answer = member.answers().readLine().split(" ", 2);
            slowest = Math.max(slowest, Long.parseLong(answer[0]) / 1e6);
            if (answer.length > 1) {
                failures.add(answer[1]);
            }
        }
        return new Round(slowest, failures);
    }

    @Override
    public void close() {
        members.forEach(member -> member.process().destroyForcibly());
    }
}
