package dev.dossier.system;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.schema.AppliedMigration;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

/**
 * The program of a node that initialises one database after the other, each at the same moment as other nodes do. It has done
 * so once before the first, so that the others wait for its work and not for the JVM's.
 *
 * <p>Arguments: the name of the node, the directory of all rounds, and how many there are.
 */
final class InitializingNode {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What a node did in a round.
     *
     * @param applied the versions that it applied
     * @param duration how long the initialisation took
     */
    record Start(List<String> applied, Duration duration) {}

    private InitializingNode() {}

    public static void main(String[] arguments) {
        String name = arguments[0];
        Path directory = Path.of(arguments[1]);
        initialize(name, directory.resolve("warm-up-of-" + name));
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            gate(directory, round).pass();
            Start start = initialize(name, data(directory, round));
            System.out.println("round " + round + " took " + start.duration().toNanos() + " ns, applied: "
                    + String.join(" ", start.applied()));
        }
    }

    /** Initialises the database of a data directory in this process. */
    static Start initialize(String name, Path data) {
        long begin = System.nanoTime();
        try (Dossier dossier = Dossier.open(DossierConfig.in(data).withNode(name))) {
            List<String> applied = dossier.initialize().applied().stream()
                    .map(AppliedMigration::version)
                    .collect(Collectors.toList());
            return new Start(applied, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Starts such a node. */
    static RunningProgram start(String name, Path directory, int rounds) {
        return Program.java(InitializingNode.class.getName(), name, directory.toString(), Integer.toString(rounds))
                .start();
    }

    /** The gate of a round. */
    static Gate gate(Path directory, int round) {
        return new Gate(directory.resolve("gate-" + round));
    }

    /** The data directory of a round. */
    static Path data(Path directory, int round) {
        return directory.resolve("round-" + round);
    }

    /** Waits until a node has done a round; fails with what it said when it did not succeed. */
    static Start await(RunningProgram node, int round) {
        MatchResult line = node.awaitLine("^round " + round + " took (\\d+) ns, applied: (.*)$", PATIENCE);
        List<String> applied = Arrays.stream(line.group(2).split(" "))
                .filter(version -> !version.isEmpty())
                .toList();
        return new Start(applied, Duration.ofNanos(Long.parseLong(line.group(1))));
    }
}
