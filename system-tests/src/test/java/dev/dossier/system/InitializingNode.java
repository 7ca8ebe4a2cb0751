package dev.dossier.system;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.schema.AppliedMigration;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program of a node that initialises the database of a data directory and ends. It is warm when it waits at the gate:
 * what it does after is initialise, and nothing else.
 *
 * <p>Arguments: the name of the node, the data directory, the gate.
 */
final class InitializingNode {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String APPLIED = "applied:";

    private InitializingNode() {}

    public static void main(String[] arguments) {
        DossierConfig config = DossierConfig.in(Path.of(arguments[1])).withNode(arguments[0]);
        try (Dossier memory = Dossier.open(config.withDatabaseUrl("jdbc:sqlite::memory:"))) {
            String version = memory.schemaVersion();
            System.out.println("loaded, " + version);
        }
        try (Dossier dossier = Dossier.open(config)) {
            new Gate(Path.of(arguments[2])).pass();
            long begin = System.nanoTime();
            List<AppliedMigration> applied = dossier.initialize().applied();
            long microseconds = (System.nanoTime() - begin) / 1000;
            System.out.println("microseconds: " + microseconds);
            System.out.println(
                    APPLIED + applied.stream().map(AppliedMigration::version).collect(Collectors.joining(" ", " ", "")));
        }
    }

    /** The command line of such a node. */
    static Program program(String name, Path data, Gate gate) {
        return Program.java(InitializingNode.class.getName(), name, data.toString(), gate.file().toString());
    }

    /** Waits for its end. */
    static Program.Ended awaitEnd(RunningProgram node) {
        try (node) {
            return node.awaitEnd(PATIENCE);
        }
    }

    /** The versions that the node which said this has applied. */
    static List<String> applied(String output) {
        return output.lines()
                .filter(line -> line.startsWith(APPLIED))
                .flatMap(line -> Stream.of(line.substring(APPLIED.length()).strip().split(" ")))
                .filter(version -> !version.isEmpty())
                .toList();
    }

    /** How long the initialisation took. */
    static Duration duration(String output) {
        return output.lines()
                .filter(line -> line.startsWith("microseconds: "))
                .map(line -> Duration.ofNanos(1000 * Long.parseLong(line.substring("microseconds: ".length()))))
                .findFirst()
                .orElseThrow();
    }
}
