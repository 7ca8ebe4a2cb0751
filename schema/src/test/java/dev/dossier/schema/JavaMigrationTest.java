package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaMigrationTest {
    private static final Migration WORDS = Migration.of(
            "001", "create_words", "CREATE TABLE words (word TEXT, upper TEXT); INSERT INTO words VALUES ('a', NULL)");

    @TempDir
    Path directory = Path.of("");

    private DataSource database(String kind) throws SQLException {
        return kind.equals("sqlite")
                ? SqliteFile.at(directory.resolve("words.db"))
                : PostgresServer.shared().newDatabase();
    }

    /** Fills a column by a computation, and adds an index. */
    private static class FillUpper implements JavaMigration {
        private final String revision;

        FillUpper(String revision) {
            this.revision = revision;
        }

        @Override
        public void run(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    PreparedStatement update =
                            connection.prepareStatement("UPDATE words SET upper = ? WHERE word = ?")) {
                statement.executeUpdate("CREATE INDEX words_upper ON words (upper)");
                try (ResultSet words = statement.executeQuery("SELECT word FROM words")) {
                    while (words.next()) {
                        update.setString(1, words.getString(1).toUpperCase(Locale.ROOT));
                        update.setString(2, words.getString(1));
                        update.addBatch();
                    }
                }
                update.executeBatch();
            }
        }

        @Override
        public String revision() {
            return revision;
        }

        @Override
        public Optional<String> compatibleFrom() {
            return Optional.of("001");
        }
    }

    private static Schema schema(JavaMigration program) {
        return Schema.named("words")
                .migrations(Migrations.of(WORDS).and(Migration.of("002", "fill_upper", program)))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName("R13 a program migrates in the transaction of its history, and what it makes is known")
    void runs(String kind) throws Exception {
        DataSource database = database(kind);
        Schema schema = schema(new FillUpper("1"));
        schema.upTo("001").initialize(database);

        assertThat(schema.plan(database).toSql()).contains("-- 002 fill_upper", "-- a program, revision 1");
        assertThat(schema.initialize(database).applied())
                .singleElement()
                .satisfies(row -> assertThat(row.compatibleFrom()).contains("001"));

        assertThat(Sql.list(database, "SELECT upper FROM words")).containsExactly("A");
        assertThat(schema.verify(database).ok()).isTrue();
        assertThat(schema.upTo("001").initialize(database).newer()).isTrue();
        Sql.run(database, "DROP INDEX words_upper");
        assertThat(schema.initialize(database).healed()).singleElement().hasToString("index words_upper");
        assertThatThrownBy(() -> schema(new FillUpper("2")).initialize(database))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageContaining("migration 002 was applied with checksum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName("R11 a program that fails, or wants to end the transaction, leaves nothing")
    void fails(String kind) throws Exception {
        DataSource database = database(kind);
        for (JavaMigration program : new JavaMigration[] {
            connection -> {
                new FillUpper("1").run(connection);
                throw new SQLException("the third word is missing");
            },
            connection -> {
                throw new IllegalStateException("the third word is missing");
            },
            Connection::commit,
            Connection::close,
            connection -> connection.setAutoCommit(false)
        }) {
            assertThatThrownBy(() -> schema(program).initialize(database))
                    .isInstanceOf(SchemaException.MigrationFailed.class)
                    .hasMessageContaining("migration failed at 002 (fill_upper)");
            assertThat(schema(program).version(database)).isEqualTo("unknown");
        }
        Schema second = schema(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("nonsense");
            }
        });
        assertThatThrownBy(() -> second.initialize(database)).isInstanceOf(SchemaException.MigrationFailed.class);
        assertThat(second.upTo("001").initialize(database).applied()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName(
            "R11 R16 a program that throws anything is named and told of, also where it fails on a scratch database only")
    void throwing(String kind) throws Exception {
        DataSource database = database(kind);
        List<String> heard = new ArrayList<>();
        Migration second = Migration.of("002", "fill_upper", connection -> {
            if (heard.isEmpty()) {
                heard.add("scratch");
            } else {
                throw new IllegalStateException("the third word is missing");
            }
        });
        SchemaListener listener = new SchemaListener() {
            @Override
            public void failed(SchemaException exception) {
                heard.add(exception.code());
            }
        };
        Schema schema = Schema.named("words")
                .migrations(Migrations.of(WORDS, second))
                .listener(listener)
                .build();
        schema.upTo("001").initialize(database);

        heard.add("at work");
        assertThatThrownBy(() -> schema.initialize(database))
                .isInstanceOf(SchemaException.MigrationFailed.class)
                .hasMessageContainingAll("002 (fill_upper)", "the third word is missing", "keeps version 001");
        assertThat(heard).containsExactly("at work", "migration-failed");
        heard.clear();
        assertThatThrownBy(() -> schema.initialize(database))
                .isInstanceOf(SchemaException.DatabaseFailed.class)
                .hasMessageContaining("migration 002 (fill_upper) on an empty scratch database");
        assertThat(schema.version(database)).isEqualTo("001");
    }

    @Test
    @DisplayName("R11 a program's versions are versions")
    void versions() {
        JavaMigration program = new FillUpper("1") {
            @Override
            public Optional<String> compatibleFrom() {
                return Optional.of("yesterday");
            }
        };
        assertThatThrownBy(() -> Migration.of("002", "a", program)).hasMessageContaining("'yesterday'");
        assertThatThrownBy(() -> Migration.of("x", "a", new FillUpper("1"))).hasMessageContaining("'x'");
        assertThat(Migrations.of(WORDS).and().areConsecutive()).isTrue();
    }
}
