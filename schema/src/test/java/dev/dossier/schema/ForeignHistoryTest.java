package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that the real Flyway and the real Liquibase made. */
class ForeignHistoryTest {
    private static final String PEOPLE = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n";
    private static final Map<String, String> FLYWAY = Map.of(
            "V1__create_people.sql", PEOPLE,
            "V1.1__index.sql", "\r\n-- é\r\nCREATE INDEX people_name ON people (name);\r\n",
            "V2_5__view.sql", "CREATE VIEW names AS SELECT name FROM people;");
    private static final String CHANGELOG = """
            --liquibase formatted sql

            --changeset ada:people
            CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            --rollback DROP TABLE people;

            --changeset bob:"the index"
            CREATE INDEX people_name ON people (name);
            """;

    @TempDir
    Path directory = Path.of("");

    private DataSource database(String kind) throws Exception {
        return kind.equals("sqlite")
                ? SqliteFile.at(directory.resolve("people.db"))
                : PostgresServer.shared().newDatabase();
    }

    private Schema schema(Map<String, String> files) throws Exception {
        Path place = Files.createTempDirectory(directory, "classpath");
        Files.createDirectories(place.resolve("db/people"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(place.resolve("db/people").resolve(file.getKey()), file.getValue());
        }
        URLClassLoader loader = new URLClassLoader(new URL[] {place.toUri().toURL()}, null);
        return Schema.named("people")
                .migrations(ClasspathMigrations.in(loader, "db/people"))
                .build();
    }

    private Flyway flyway(DataSource database) throws Exception {
        Path files = Files.createDirectories(directory.resolve("flyway"));
        for (Map.Entry<String, String> file : FLYWAY.entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
        return Flyway.configure()
                .dataSource(database)
                .locations("filesystem:" + files)
                .baselineVersion("1")
                .load();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName("a database that Flyway made is recorded with our checksums, and goes on from there")
    void from_flyway(String kind) throws Exception {
        DataSource database = database(kind);
        flyway(database).migrate();
        Schema same = schema(FLYWAY);

        assertThat(same.plan(database).pending()).isEmpty();
        InitializationResult result = same.initialize(database);

        assertThat(result.previousVersion()).isEqualTo("unknown");
        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("1", "1.1", "2_5");
        assertThat(same.history(database)).allMatch(row -> row.checksum().isPresent());
        assertThat(same.initialize(database).changedDatabase()).isFalse();
        assertThat(same.verify(database).message()).contains("flyway_schema_history");
        assertThat(same.verify(database).ok()).isTrue();

        Schema more = schema(plus(FLYWAY, "V3__email.sql", "ALTER TABLE people ADD COLUMN email TEXT"));
        assertThat(more.initialize(database).applied())
                .extracting(AppliedMigration::version)
                .containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName("what does not fit Flyway's history is refused with the reason, and nothing is written")
    void misfits_of_flyway(String kind) throws Exception {
        DataSource database = database(kind);
        flyway(database).migrate();

        refused(plus(FLYWAY, "V1__create_people.sql", "CREATE TABLE people (id INTEGER)"), database, "with checksum");
        refused(plus(FLYWAY, "V2__forgotten.sql", "SELECT 1"), database, "has version 2.5 and not 2");
        refused(Map.of("V1__create_people.sql", PEOPLE), database, "which is none of these migrations");
        Sql.run(database, "UPDATE flyway_schema_history SET success = " + (kind.equals("sqlite") ? "0" : "false"));
        refused(FLYWAY, database, "says that version 1 failed");
    }

    private void refused(Map<String, String> files, DataSource database, String reason) throws Exception {
        Schema schema = schema(files);
        assertThatThrownBy(() -> schema.initialize(database))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageContaining(reason);
        assertThat(schema.version(database)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName("Flyway's baseline stands for everything up to it, and what it took back was not applied")
    void flyway_baseline_and_undo(String kind) throws Exception {
        DataSource database = database(kind);
        Sql.run(database, PEOPLE);
        flyway(database).baseline();
        flyway(database).migrate();
        Sql.run(database, "DROP VIEW names");
        Sql.run(
                database,
                "INSERT INTO flyway_schema_history SELECT 9, version, description, 'UNDO_SQL', script, checksum,"
                        + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                        + " WHERE version = '2.5'");

        InitializationResult result = schema(FLYWAY).initialize(database);

        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("1", "1.1", "2_5");
        assertThat(schema(FLYWAY).verify(database).ok()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    @DisplayName("a database that Liquibase made is recorded by the names of its changesets")
    void from_liquibase(String kind) throws Exception {
        DataSource database = database(kind);
        liquibase(database);

        Schema half = schema(Map.of(
                "001_people.sql",
                "-- changeset ada:people\nCREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
                "002_both.sql",
                "-- changeset bob:other\n-- changeset bob:\"the index\"\nSELECT 1"));
        assertThatThrownBy(() -> half.initialize(database))
                .isInstanceOf(SchemaException.HistoryMismatch.class)
                .hasMessageContaining("some changesets of it and not bob:other");
        Schema gap = schema(Map.of("001_other.sql", "SELECT 1", "002_all.sql", CHANGELOG));
        assertThatThrownBy(() -> gap.initialize(database)).hasMessageContaining("but not a migration before it");

        Schema schema =
                schema(Map.of("001_all.sql", CHANGELOG, "002_email.sql", "ALTER TABLE people ADD COLUMN email TEXT"));
        InitializationResult result = schema.initialize(database);

        assertThat(result.applied()).extracting(AppliedMigration::version).containsExactly("001", "002");
        assertThat(schema.verify(database).ok()).isTrue();
        assertThat(schema.initialize(database).changedDatabase()).isFalse();
    }

    @Test
    @DisplayName("changesets of one name in two files are told apart by the file, and refused without it")
    void same_changeset_in_two_files() throws Exception {
        DataSource database = database("sqlite");
        liquibase(database);
        String first =
                CHANGELOG.replace("-changeset ada:people", "-changeset ada:people logicalFilePath:\"changelog.sql\"");
        String second = "-- changeset ada:people\nCREATE TABLE places (id INTEGER PRIMARY KEY)";

        refused(
                Map.of("001_all.sql", CHANGELOG, "002_places.sql", second),
                database,
                "the migrations 001 (all) and 002 (places) both stand for changeset ada:people");
        Schema schema = schema(Map.of(
                "001_all.sql",
                first,
                "002_places.sql",
                second.replace("people", "people context:test logicalFilePath:other.sql")));

        assertThat(schema.initialize(database).applied()).hasSize(2);
        assertThat(Sql.names(database, "table")).contains("people", "places");
    }

    private void liquibase(DataSource database) throws Exception {
        Files.writeString(directory.resolve("changelog.sql"), CHANGELOG);
        try (Connection connection = database.getConnection();
                Liquibase liquibase = new Liquibase(
                        "changelog.sql",
                        new DirectoryResourceAccessor(directory),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.update();
        }
    }

    private static Map<String, String> plus(Map<String, String> files, String name, String text) {
        Map<String, String> more = new HashMap<>(files);
        more.put(name, text);
        return more;
    }
}
