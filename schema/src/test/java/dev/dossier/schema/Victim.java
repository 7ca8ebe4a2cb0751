package dev.dossier.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A process that brings a database to its version, and may die on the way.
 *
 * <p>{@code die URL CONNECTIONS SHAPE MOMENT NUMBER} says {@code at} and stays where it is, at the statement or the step of that
 * number; where it is not to stop but to die while the statement runs, it goes on. {@code start URL CONNECTIONS} waits for a line
 * of its standard input, then initialises and says which versions it applied. {@code rehearse URL...} does some of this once.
 */
final class Victim {
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    /** More than usual: many processes share few cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Victim() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "die" ->
                die(
                        arguments[1],
                        Connections.valueOf(arguments[2]),
                        Shape.valueOf(arguments[3]),
                        Moment.valueOf(arguments[4]),
                        Integer.parseInt(arguments[5]));
            case "start" -> {
                DataSource database = Connections.valueOf(arguments[2]).to(arguments[1]);
                Schema shop =
                        Vendor.of(arguments[1]).shop().lockTimeout(PATIENCE).build();
                OUT.println("ready");
                if (System.in.read() >= 0) {
                    OUT.println(start(shop, database));
                }
            }
            default -> rehearse(List.of(arguments));
        }
        Runtime.getRuntime().halt(0);
    }

    private static String start(Schema shop, DataSource database) {
        try {
            InitializationResult result = shop.initialize(database);
            return result.applied().stream()
                    .map(AppliedMigration::version)
                    .collect(Collectors.joining(" ", result.duration().toMillis() + " ms, applied ", ""));
        } catch (SchemaException e) {
            return "failed " + e.code() + " " + e.getMessage() + " " + e.getCause();
        }
    }

    private static void die(String url, Connections connections, Shape shape, Moment moment, int wanted) {
        FaultyDataSource.Counted database = FaultyDataSource.failing(connections.to(url), (number, done) -> {
            if (number == wanted && moment != Moment.STEP && done == (moment == Moment.AFTER_STATEMENT)) {
                stop(moment);
            }
        });
        AtomicInteger steps = new AtomicInteger();
        SchemaListener listener = new SchemaListener() {
            @Override
            public void step(Step step) {
                if (steps.incrementAndGet() == wanted && moment == Moment.STEP) {
                    stop(moment);
                }
            }
        };
        shape.run(shape.schema(Vendor.of(url), listener), database);
        OUT.println("not reached");
    }

    private static void stop(Moment moment) {
        OUT.println("at");
        while (moment != Moment.AT_STATEMENT) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void rehearse(List<String> arguments) throws IOException {
        for (String url : arguments.subList(1, arguments.size())) {
            for (Connections connections : Connections.on(Vendor.of(url))) {
                start(Vendor.of(url).shop().build(), connections.to(url));
                Arrays.stream(Shape.values()).forEach(shape -> shape.schema(Vendor.of(url)));
            }
        }
        Runtime.getRuntime().exit(0);
    }
}
