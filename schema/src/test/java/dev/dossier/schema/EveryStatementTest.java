package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statement n fails, for every n of every shape: before and after it took effect, by an error and by the loss of its connection.
 *
 * <p>Only some of them, unless {@code -Dschema.faults=100} asks for all; {@code -Dschema.seed=N} repeats a choice.
 */
class EveryStatementTest {
    private static final long SEED = Long.getLong("schema.seed", System.nanoTime());

    @TempDir
    Path directory = Path.of("");

    static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (Vendor vendor : Vendor.values()) {
            for (Shape shape : Shape.on(vendor)) {
                for (Breakage breakage : Breakage.values()) {
                    shapes.add(Arguments.of(vendor, shape, breakage));
                }
            }
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    @DisplayName("R11 whatever statement fails, history and schema agree and the next start succeeds")
    void fails(Vendor vendor, Shape shape, Breakage breakage) throws Exception {
        int percentage = Integer.getInteger("schema.faults", vendor == Vendor.SQLITE ? 6 : 1);
        SplittableRandom random = new SplittableRandom(
                SEED + shape.name().hashCode() + breakage.name().hashCode());
        int faults = 0;
        System.out.printf("%s %s %s: -Dschema.seed=%d%n", vendor, shape, breakage, SEED);
        try (Grounds grounds = new Grounds(vendor, directory)) {
            int statements = count(shape, vendor, grounds);
            for (int n = 1; n <= statements; n++) {
                for (boolean afterwards : new boolean[] {false, true}) {
                    if (random.nextInt(100) < percentage) {
                        fails(shape, vendor, grounds, breakage, n, afterwards);
                        faults++;
                    }
                }
            }
            System.out.printf("%s %s %s: %d faults at %d statements%n", vendor, shape, breakage, faults, statements);
        }
    }

    private static int count(Shape shape, Vendor vendor, Grounds grounds) throws SQLException {
        DataSource database = grounds.next();
        shape.prepare(vendor, database);
        FaultyDataSource.Counted counted = FaultyDataSource.counting(database);
        shape.run(shape.schema(vendor), counted);
        return counted.statements();
    }

    private static void fails(Shape shape, Vendor vendor, Grounds grounds, Breakage breakage, int n, boolean afterwards)
            throws SQLException {
        DataSource database = grounds.next();
        shape.prepare(vendor, database);
        Aftermath aftermath = Aftermath.of(shape, vendor, database);
        DataSource faulty = breakage.at(n, afterwards, vendor, grounds.unpooled(database));
        Throwable failure = catchThrowable(() -> shape.run(shape.schema(vendor), faulty));
        try {
            if (failure != null) {
                assertThat(failure).isInstanceOf(SchemaException.class);
            }
            aftermath.checkAgreement();
            aftermath.checkNextStart();
        } catch (AssertionError | SchemaException e) {
            throw new AssertionError(
                    breakage + (afterwards ? " after" : " before") + " statement " + n + ", -Dschema.seed=" + SEED
                            + ": " + failure,
                    e);
        }
    }
}
