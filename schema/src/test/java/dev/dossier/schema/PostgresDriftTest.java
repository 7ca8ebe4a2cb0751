package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of object of PostgreSQL: missing, changed, and nobody's. */
class PostgresDriftTest {
    private static final Schema LIBRARY = Schema.named("library")
            .migrations(Migrations.of(Migration.of("001", "create_library", """
                    CREATE TYPE genre AS ENUM ('novel', 'poem');
                    CREATE DOMAIN pages AS integer CHECK (VALUE > 0);
                    CREATE TYPE place AS (shelf text, board integer);
                    CREATE SEQUENCE shelf_numbers START 100;
                    CREATE TABLE authors (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'unknown');
                    CREATE TABLE "Big Books" ("The Title" varchar(20) COLLATE "C", length pages, kind genre, stands place);
                    CREATE TABLE books (
                        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        author integer REFERENCES authors (id) ON DELETE CASCADE,
                        isbn text CONSTRAINT one_isbn UNIQUE,
                        price numeric(8, 2) CONSTRAINT not_negative CHECK (price >= 0),
                        title text NOT NULL,
                        sorted text GENERATED ALWAYS AS (lower(title)) STORED
                    );
                    CREATE TABLE loans (id integer, since date) PARTITION BY RANGE (since);
                    CREATE TABLE loans_2026 PARTITION OF loans FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                    CREATE INDEX books_author ON books (author, title DESC) WHERE price > 1;
                    CREATE FUNCTION shout(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(word) $$;
                    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
                    CREATE VIEW titles AS SELECT shout(title) AS title, a.name FROM books b JOIN authors a ON a.id = b.author;
                    CREATE VIEW short_titles AS SELECT left(title, 3) AS short FROM titles;
                    CREATE MATERIALIZED VIEW counts AS SELECT author, count(*) AS books FROM books GROUP BY author;
                    CREATE TRIGGER note BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION note();
                    CREATE TRIGGER note BEFORE INSERT ON authors FOR EACH ROW EXECUTE FUNCTION note();
                    """)))
            .build();

    private DataSource database = SqliteFile.at(Path.of(""));

    @BeforeEach
    void create() throws SQLException {
        database = PostgresServer.shared().newDatabase();
        LIBRARY.initialize(database);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP TABLE \"Big Books\"                 | table Big Books",
                "DROP SEQUENCE shelf_numbers             | sequence shelf_numbers",
                "DROP INDEX books_author                 | index books_author",
                "DROP VIEW short_titles                  | view short_titles",
                "DROP MATERIALIZED VIEW counts           | view counts",
                "DROP TRIGGER note ON books              | trigger note on books",
                "DROP TABLE \"Big Books\"; DROP TYPE genre | type genre, table Big Books",
                "DROP TABLE \"Big Books\"; DROP DOMAIN pages; DROP TYPE place | type pages, type place, table Big Books",
                "DROP VIEW titles CASCADE; DROP FUNCTION shout(text) | function shout(word text), view short_titles, view titles",
                "DROP TABLE books, authors CASCADE | table authors, table books, index books_author, view counts,"
                        + " view short_titles, view titles, trigger note on authors, trigger note on books",
                "DROP TABLE loans                        | table loans",
            })
    @DisplayName("R12 what is missing is named and comes back")
    void missing(String statements, String objects) throws Exception {
        Sql.run(database, statements);
        List<String> expected = List.of(objects.split(", ", -1));
        if (statements.contains("loans")) {
            assertThatThrownBy(() -> LIBRARY.initialize(database))
                    .isInstanceOf(SchemaException.Drift.class)
                    .hasMessageContaining("table loans_2026 cannot be created again without its migration");
            return;
        }

        assertThat(LIBRARY.verify(database).missing())
                .extracting(SchemaObject::toString)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(LIBRARY.initialize(database).healed())
                .extracting(SchemaObject::toString)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(LIBRARY.verify(database).message()).isEqualTo("Every object of version 001 is as it should be");
        assertThat(LIBRARY.initialize(database).changedDatabase()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP INDEX books_author; CREATE INDEX books_author ON books (title) | Changed indexes: books_author",
                "CREATE OR REPLACE VIEW short_titles AS SELECT left(title, 4) AS short FROM titles | Changed views: short_titles",
                "DROP TRIGGER note ON books; CREATE TRIGGER note AFTER INSERT ON books FOR EACH ROW EXECUTE FUNCTION note()"
                        + " | Changed triggers: note on books",
                "ALTER TABLE books DISABLE TRIGGER note  | Changed triggers: note on books",
                "CREATE OR REPLACE FUNCTION shout(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT word $$"
                        + " | Changed functions: shout(word text)",
                "ALTER TYPE genre ADD VALUE 'play'       | Changed types: genre",
                "ALTER SEQUENCE shelf_numbers INCREMENT 5 | Changed sequences: shelf_numbers",
                "ALTER TABLE books DROP CONSTRAINT not_negative | Required constraints missing: books.not_negative",
                "ALTER TABLE books DROP CONSTRAINT one_isbn, ADD CONSTRAINT one_isbn UNIQUE (isbn, title)"
                        + " | Changed constraints: books.one_isbn",
                "ALTER TABLE books DROP CONSTRAINT books_author_fkey, ADD CONSTRAINT books_author_fkey FOREIGN KEY (author)"
                        + " REFERENCES authors (id) | Changed constraints: books.books_author_fkey",
                "ALTER TABLE authors SET UNLOGGED        | Changed tables: authors",
            })
    @DisplayName("R12 what is changed is named, left alone, and stops nobody")
    void changed(String statements, String message) throws Exception {
        if (message.contains("authors")) {
            Sql.run(database, "ALTER TABLE books SET UNLOGGED; " + statements);
            assertThat(LIBRARY.verify(database).message()).isEqualTo("Changed tables: authors, books");
        } else {
            Sql.run(database, statements);
            assertThat(LIBRARY.verify(database).message()).isEqualTo(message);
        }
        for (int i = 0; i < 2; i++) {
            InitializationResult result = LIBRARY.initialize(database);
            assertThat(result.changed()).isNotEmpty();
            assertThat(result.changedDatabase()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE books DROP COLUMN price CASCADE | column books.price",
                "ALTER TABLE books ALTER isbn TYPE varchar(3) | column books.isbn",
                "ALTER TABLE books ALTER title DROP NOT NULL | column books.title",
                "ALTER TABLE authors ALTER name SET DEFAULT 'nobody' | column authors.name",
                "ALTER TABLE authors ALTER name DROP DEFAULT | column authors.name",
                "ALTER TABLE books ALTER id DROP IDENTITY    | column books.id",
                "ALTER TABLE books ALTER sorted DROP EXPRESSION | column books.sorted",
                "DROP INDEX books_author; CREATE TABLE books_author (id integer) | index books_author",
            })
    @DisplayName("defect 13: a missing or changed column stops the start, by name")
    void broken(String statements, String object) throws Exception {
        Sql.run(database, statements);

        assertThatThrownBy(() -> LIBRARY.initialize(database))
                .isInstanceOf(SchemaException.Drift.class)
                .hasMessageContaining(object);
        assertThat(LIBRARY.verify(database).ok()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE notes (line text)              | Unexpected tables: notes",
                "ALTER TABLE books ADD COLUMN colour text    | Unexpected columns: books.colour",
                "ALTER TABLE books ADD CONSTRAINT cheap CHECK (price < 100) | Unexpected constraints: books.cheap",
                "CREATE INDEX extra ON books (title)         | Unexpected indexes: extra",
                "CREATE VIEW extra AS SELECT 1 AS one        | Unexpected views: extra",
                "CREATE FUNCTION extra() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$ | Unexpected functions: extra()",
                "CREATE AGGREGATE extra(integer) (sfunc = int4pl, stype = integer) | Unexpected functions: extra(integer)",
                "CREATE TRIGGER extra AFTER DELETE ON books FOR EACH ROW EXECUTE FUNCTION note()"
                        + " | Unexpected triggers: extra on books",
                "CREATE TYPE extra AS ENUM ('a')             | Unexpected types: extra",
                "CREATE SEQUENCE extra                       | Unexpected sequences: extra",
            })
    @DisplayName("R12 what nobody declared is reported, stays, and stops nobody")
    void unexpected(String statements, String message) throws Exception {
        Sql.run(database, statements);

        assertThat(LIBRARY.verify(database).message()).isEqualTo(message);
        assertThat(LIBRARY.verify(database).ok()).isTrue();
        InitializationResult result = LIBRARY.initialize(database);
        assertThat(result.unexpected()).isNotEmpty();
        assertThat(result.changedDatabase()).isFalse();
        assertThat(LIBRARY.verify(database).message()).isEqualTo(message);
    }

    @Test
    @DisplayName("R12 options of a view come back with it, and one without them is another view")
    void view_options() throws Exception {
        Schema schema = Schema.named("notes")
                .migrations(Migrations.of(Migration.of("001", "notes", """
                        CREATE TABLE notes (line text, own boolean);
                        CREATE VIEW own WITH (security_invoker, security_barrier = true) AS SELECT * FROM notes WHERE own
                            WITH LOCAL CHECK OPTION;
                        CREATE MATERIALIZED VIEW copies WITH (fillfactor = 70) AS SELECT line FROM notes;
                        """)))
                .build();
        DataSource fresh = PostgresServer.shared().newDatabase();
        schema.initialize(fresh);
        String options =
                "SELECT relname || reloptions::text FROM pg_class WHERE relname IN ('own', 'copies') ORDER BY 1";
        List<String> before = Sql.list(fresh, options);
        Sql.run(fresh, "DROP VIEW own; DROP MATERIALIZED VIEW copies");

        assertThat(schema.initialize(fresh).healed()).hasSize(2);

        assertThat(Sql.list(fresh, options).toString())
                .contains("security_invoker=true", "security_barrier=true", "check_option=local", "fillfactor=70");
        assertThat(before).hasSize(2);
        assertThat(schema.verify(fresh).ok()).isTrue();
        Sql.run(fresh, "CREATE OR REPLACE VIEW own AS SELECT * FROM notes WHERE own");
        assertThat(schema.verify(fresh).message()).isEqualTo("Changed views: own");
    }

    @Test
    @DisplayName("objects of extensions, of other schemas and in quotes are told apart")
    void other_schemas() throws Exception {
        Sql.run(
                database,
                "CREATE SCHEMA other; CREATE TABLE other.books (id integer); CREATE TABLE other.\"Big Books\" (x integer);"
                        + " CREATE EXTENSION pg_trgm; CREATE TEMPORARY TABLE passing (id integer)");

        assertThat(LIBRARY.verify(database).message()).isEqualTo("Every object of version 001 is as it should be");
        assertThat(LIBRARY.initialize(database).changedDatabase()).isFalse();
        assertThat(Sql.list(database, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'scratch%'"))
                .isEmpty();
    }

    @Test
    @DisplayName("R7 a database that was moved to another server is compared once, and then known again")
    void moved() throws Exception {
        Sql.run(database, "UPDATE schema_migrations SET fingerprint = 'of another server'");
        String sealed = "SELECT fingerprint FROM schema_migrations";

        assertThat(LIBRARY.initialize(database).changedDatabase()).isFalse();

        assertThat(Sql.one(database, sealed)).startsWith("xmin:");
        FaultyDataSource.Counted counted = FaultyDataSource.counting(database);
        LIBRARY.initialize(counted);
        assertThat(counted.statements()).as("catalog and head").isEqualTo(2);
    }

    @Test
    @DisplayName("two schemas of one database, each with a history of its own")
    void schemas_of_tenants() throws Exception {
        Sql.run(database, "CREATE SCHEMA tenant");
        ForwardingDataSource tenant = new ForwardingDataSource(database) {
            @Override
            public java.sql.Connection getConnection() throws SQLException {
                java.sql.Connection connection = super.getConnection();
                connection.setSchema("tenant");
                return connection;
            }
        };

        assertThat(LIBRARY.version(tenant)).isEqualTo("unknown");
        assertThat(LIBRARY.initialize(tenant).applied()).hasSize(1);
        assertThat(LIBRARY.verify(tenant).ok()).isTrue();
        assertThat(LIBRARY.initialize(database).changedDatabase())
                .as("the other one changed the database's catalog, not this schema")
                .isFalse();
        Sql.run(tenant, "DROP VIEW short_titles");
        assertThat(LIBRARY.verify(database).ok()).isTrue();
        assertThat(LIBRARY.initialize(tenant).healed()).hasSize(1);
    }
}
