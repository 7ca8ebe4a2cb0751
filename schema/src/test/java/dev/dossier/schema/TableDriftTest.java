package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a table of SQLite declares, each alone changed by hand. */
class TableDriftTest {
    private static final String PLACES = "CREATE TABLE places (id INTEGER PRIMARY KEY);";
    private static final String PEOPLE = """
            CREATE TABLE people (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL COLLATE NOCASE DEFAULT 'a (b), c',
                age INTEGER CHECK (age > 0),
                twice INTEGER GENERATED ALWAYS AS (age * (1 + 1)) VIRTUAL,
                place INTEGER REFERENCES places (id) ON DELETE CASCADE,
                UNIQUE (name, age)
            );
            """;
    private static final String CODES = "CREATE TABLE codes (code TEXT PRIMARY KEY, word TEXT) STRICT, WITHOUT ROWID;";

    @TempDir
    Path directory = Path.of("");

    private final Schema schema = Schema.named("people")
            .migrations(Migrations.of(Migration.of("001", "people", PLACES + PEOPLE + CODES)))
            .build();

    private SqliteFile initialized() {
        SqliteFile database = SqliteFile.at(directory.resolve("people.db"));
        schema.initialize(database);
        return database;
    }

    private static void rebuild(SqliteFile database, String table, String definition) throws Exception {
        Sql.run(database, "PRAGMA foreign_keys = OFF; DROP TABLE " + table + ";" + definition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DEFAULT 'a (b), c'        | DEFAULT 'd'     | people.name",
                "NOT NULL COLLATE          | COLLATE         | people.name",
                "age INTEGER               | age TEXT        | people.age",
                "id INTEGER PRIMARY KEY AUTOINCREMENT | id INTEGER | people.id",
                "VIRTUAL                   | STORED          | people.twice",
            })
    @DisplayName("R12 a changed column stops the start, by name")
    void changed_column(String from, String to, String column) throws Exception {
        SqliteFile database = initialized();
        assertThat(PEOPLE).contains(from);
        rebuild(database, "people", PEOPLE.replace(from, to));

        assertThat(schema.verify(database).changed()).singleElement().hasToString("column " + column);
        assertThatThrownBy(() -> schema.initialize(database))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContaining("column " + column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "COLLATE NOCASE  |                | Required constraints missing: people.name collate nocase",
                "COLLATE NOCASE  | COLLATE RTRIM  | Required constraints missing: people.name collate nocase;"
                        + " Unexpected constraints: people.name collate rtrim",
                "AUTOINCREMENT   |                | Required constraints missing: people.autoincrement",
                "1 + 1           | 1 + 2          | Required constraints missing: people.twice as (age*(1+1));"
                        + " Unexpected constraints: people.twice as (age*(1+2))",
                "CHECK (age > 0) |                | Required constraints missing: people.check(age>0)",
                "CHECK (age > 0) | CHECK (age > 1) | Required constraints missing: people.check(age>0);"
                        + " Unexpected constraints: people.check(age>1)",
                "UNIQUE (name, age) | CHECK (1)   | Required constraints missing: people.unique (name,age);"
                        + " Unexpected constraints: people.check(1)",
                "ON DELETE CASCADE | ON DELETE SET NULL | Required constraints missing: people.foreign key (place)"
                        + " references places (id) on update no action on delete cascade; Unexpected constraints:"
                        + " people.foreign key (place) references places (id) on update no action on delete set null",
                "REFERENCES places (id) ON DELETE CASCADE | | Required constraints missing: people.foreign key (place)"
                        + " references places (id) on update no action on delete cascade",
                "age INTEGER CHECK | age INTEGER UNIQUE CHECK | Unexpected constraints: people.unique (age)",
            })
    @DisplayName("R12 a missing, changed or stray constraint is named, left alone, and stops nobody")
    void constraint(String from, String to, String message) throws Exception {
        SqliteFile database = initialized();
        assertThat(PEOPLE).contains(from);
        rebuild(database, "people", PEOPLE.replace(from, to == null ? "" : to));

        assertThat(schema.verify(database).message()).isEqualTo(message);
        assertThat(schema.initialize(database).changedDatabase()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRICT, WITHOUT ROWID | STRICT        | Required constraints missing: codes.strict without rowid; Unexpected constraints: codes.strict",
                "STRICT, WITHOUT ROWID | WITHOUT ROWID | Required constraints missing: codes.strict without rowid; Unexpected constraints: codes.without rowid",
            })
    @DisplayName("R12 another kind of table is named")
    void kind(String from, String to, String message) throws Exception {
        SqliteFile database = initialized();
        rebuild(database, "codes", CODES.replace(from, to));

        assertThat(schema.verify(database).message()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INDEX stray ON people (age)",
                "TRIGGER stray AFTER INSERT ON people BEGIN SELECT 1; END",
                "VIEW stray AS SELECT 1"
            })
    @DisplayName("R12 a stray index, trigger or view is named, stays, and stops nobody")
    void stray(String statement) throws Exception {
        SqliteFile database = initialized();
        Sql.run(database, "CREATE " + statement);

        assertThat(schema.verify(database).message()).startsWith("Unexpected ").endsWith(": stray");
        assertThat(schema.verify(database).ok()).isTrue();
        InitializationResult result = schema.initialize(database);
        assertThat(result.unexpected())
                .singleElement()
                .extracting(SchemaObject::name)
                .isEqualTo("stray");
        assertThat(result.changedDatabase()).isFalse();
    }

    @Test
    @DisplayName("R12 white space, case, comments and quotes are no difference")
    void spelling() throws Exception {
        SqliteFile database = initialized();
        rebuild(database, "people", """
                create table if not exists [people] (
                    `id` integer, -- the key
                    "NAME" text not null collate "NoCase" default 'a (b), c',
                    AGE INTEGER check(age>0),
                    twice integer AS ( age*(1+1) ),
                    place integer references "places"("id") on delete cascade,
                    unique ("name", age), primary key("id" AUTOINCREMENT)
                )""");

        assertThat(schema.verify(database).message()).isEqualTo("Every object of version 001 is as it should be");
    }

    @Test
    @DisplayName("R12 a virtual table comes back with the tables in which it keeps its rows")
    void virtual_table() throws Exception {
        Schema texts = Schema.named("texts")
                .migrations(Migrations.of(Migration.of(
                        "001", "texts", "CREATE VIRTUAL TABLE texts USING fts5(body); CREATE TABLE other (a)")))
                .build();
        SqliteFile database = SqliteFile.at(directory.resolve("texts.db"));
        texts.initialize(database);
        Sql.run(database, "DROP TABLE texts; DROP TABLE other");

        assertThat(texts.initialize(database).healed())
                .extracting(SchemaObject::name)
                .startsWith("other", "texts")
                .contains("texts_data", "texts_config");
        assertThat(texts.verify(database).ok()).isTrue();
        assertThat(texts.initialize(database).changedDatabase()).isFalse();
        Sql.run(database, "INSERT INTO texts VALUES ('a word')");
        assertThat(Sql.list(database, "SELECT body FROM texts WHERE texts MATCH 'word'"))
                .hasSize(1);
    }
}
