package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Undo scripts that leave something of what their versions made. */
class UndoTest {
    private static final Migration FIRST = Migration.of(
            "001",
            "words",
            "CREATE TABLE words (word TEXT, length INTEGER); CREATE VIEW long AS SELECT word FROM words WHERE length > 9");
    private static final Migration SECOND = Migration.of("002", "tags", """
                    CREATE TABLE tags (tag TEXT);
                    CREATE INDEX words_word ON words (word);
                    ALTER TABLE words ADD COLUMN tag TEXT;
                    DROP VIEW long;
                    CREATE VIEW long AS SELECT word FROM words WHERE length > 12;
                    """);
    private static final String WHOLE = """
            DROP VIEW long;
            DROP INDEX words_word;
            ALTER TABLE words DROP COLUMN tag;
            CREATE VIEW long AS SELECT word FROM words WHERE length > 9;
            """;

    @TempDir
    Path directory = Path.of("");

    private DataSource database(Vendor vendor) throws SQLException {
        return vendor == Vendor.SQLITE
                ? SqliteFile.at(directory.resolve("words.db"))
                : PostgresServer.shared().newDatabase();
    }

    private static Schema schema(String undo) {
        Migration third = Migration.of("003", "no_tags", "DROP TABLE tags").undoneBy("CREATE TABLE tags (tag TEXT)");
        return Schema.named("words")
                .migrations(Migrations.of(FIRST, SECOND.undoneBy(undo), third))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R13 what an undo leaves of its version is named, and nothing is rolled back; a stray may stay")
    void leaves_something(Vendor vendor) throws Exception {
        DataSource database = database(vendor);
        schema("-- nothing").initialize(database);
        Sql.run(database, "CREATE TABLE stray (line TEXT)");

        assertThatThrownBy(() -> schema("-- nothing").rollback(database, "001"))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageStartingWith("Database rollback failed")
                .hasMessageContainingAll("table tags", "index words_word", "column words.tag", "view long")
                .hasMessageNotContaining("stray");
        assertThatThrownBy(() -> schema(WHOLE).rollback(database, "001"))
                .as("what a version dropped that is taken back too")
                .hasMessageContaining("that their versions made: table tags.");

        assertThat(schema("").version(database)).isEqualTo("003");
        assertThat(schema("").initialize(database).changedDatabase()).isFalse();
        Schema right = schema(WHOLE + "DROP TABLE tags");
        assertThat(right.rollback(database, "001").undone()).hasSize(2);
        assertThat(right.upTo("001").verify(database).message()).isEqualTo("Unexpected tables: stray");
        assertThat(right.initialize(database).applied()).hasSize(2);
    }
}
