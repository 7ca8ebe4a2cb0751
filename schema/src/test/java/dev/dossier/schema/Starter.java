package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process that initialises databases.
 *
 * <p>{@code once FILE} starts one and prints how many migrations it applied, or the error. {@code stop FILE STEP} prints the step
 * when it gets there and stays in it. {@code rounds DIRECTORY COUNT MEMBERS NAME} starts that many fresh databases, each
 * at the moment when all members are ready.
 */
final class Starter {
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private Starter() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "once" -> OUT.println(start(Shop.schema(), Path.of(arguments[1])));
            case "stop" ->
                OUT.println(start(
                        Shop.builder()
                                .listener(new StopAt(Step.valueOf(arguments[2])))
                                .build(),
                        Path.of(arguments[1])));
            default ->
                rounds(
                        Path.of(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        arguments[4]);
        }
    }

    private static String start(Schema schema, Path file) {
        try {
            return "applied " + schema.initialize(SqliteFile.at(file)).applied().size();
        } catch (SchemaException e) {
            return "failed " + e.code() + " " + e.getMessage() + " " + e.getCause();
        }
    }

    private static void rounds(Path directory, int count, int members, String name) throws Exception {
        for (int round = 0; round < count; round++) {
            Path meeting = Files.createDirectories(directory.resolve("meeting-" + round));
            Files.createFile(meeting.resolve(name));
            while (present(meeting) < members) {
                Thread.onSpinWait();
            }
            OUT.println(start(Shop.schema(), directory.resolve("fresh-" + round + ".db")));
        }
    }

    private static long present(Path meeting) throws IOException {
        try (Stream<Path> files = Files.list(meeting)) {
            return files.count();
        }
    }

    private record StopAt(Step wanted) implements SchemaListener {
        @Override
        public void step(Step step) {
            if (step == wanted) {
                OUT.println("at " + step);
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
