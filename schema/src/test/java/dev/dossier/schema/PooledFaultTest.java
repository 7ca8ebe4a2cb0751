package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.dossier.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that outlive a failure, because a pool keeps them. */
class PooledFaultTest {
    private final Schema shop =
            Vendor.POSTGRESQL.shop().lockTimeout(Duration.ofSeconds(20)).build().upTo("005");

    @ParameterizedTest
    @CsvSource({
        "ERROR, pg_backend_pid, false",
        "ERROR, pg_backend_pid, true",
        "ERROR, pg_try_advisory_lock, false",
        "ERROR, pg_try_advisory_lock, true",
        "ERROR, pg_advisory_unlock, false",
        "ERROR, pg_advisory_unlock, true",
        "LOSS, pg_advisory_xact_lock, false",
        "LOSS, pg_backend_pid, false",
        "LOSS, pg_try_advisory_lock, true",
        "LOSS, pg_advisory_unlock, false",
    })
    @DisplayName("R11 no connection goes back to a pool with the lock of a migration outside a transaction,"
            + " and none is taken for that of a proxy because it failed")
    void keeps_no_lock(Breakage breakage, String statement, boolean afterwards) throws Exception {
        PGSimpleDataSource database = PostgresServer.shared().newDatabase();
        shop.upTo("004").initialize(database);
        try (HikariDataSource pool =
                (HikariDataSource) Connections.POOL_OF_ONE.to(database.getURL() + "&user=postgres")) {
            Once once = new Once(breakage, statement, afterwards, database);

            Throwable failure = catchThrowable(() -> shop.initialize(FaultyDataSource.failing(pool, once)));

            assertThat(once.happened).isTrue();
            if (breakage == Breakage.ERROR) {
                assertThat(failure).isInstanceOf(SchemaException.class).hasMessageContaining("injected");
            } else {
                assertThat(failure).isNull();
            }
            shop.initialize(database);
            assertThat(shop.initialize(pool).changedDatabase()).isFalse();
        }
        assertThat(shop.verify(database).ok()).isTrue();
    }

    /** Breaks the first statement that contains a word. */
    private static final class Once implements FaultyDataSource.Fault {
        private final Breakage breakage;
        private final String word;
        private final boolean afterwards;
        private final PGSimpleDataSource administration;
        private boolean happened;

        Once(Breakage breakage, String word, boolean afterwards, PGSimpleDataSource administration) {
            this.breakage = breakage;
            this.word = word;
            this.afterwards = afterwards;
            this.administration = administration;
        }

        @Override
        public void at(int number, boolean done) {}

        @Override
        public void at(int number, boolean done, Connection connection, String sql) throws SQLException {
            if (!happened && done == afterwards && sql.contains(word)) {
                happened = true;
                breakage.happen(Vendor.POSTGRESQL, administration, connection);
            }
        }
    }
}
