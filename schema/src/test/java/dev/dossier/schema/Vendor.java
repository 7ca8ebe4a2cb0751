package dev.dossier.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** A kind of database, with a shop whose migrations have every shape that there is on it. */
enum Vendor {
    SQLITE("""
            CREATE TABLE IF NOT EXISTS customers (id INTEGER, name VARCHAR(80) NOT NULL, PRIMARY KEY (id));
            CREATE TABLE IF NOT EXISTS "orders" ( id INTEGER PRIMARY KEY, customer INT NOT NULL, cents INT,
                FOREIGN KEY (customer) REFERENCES customers(id) ON DELETE CASCADE);
            CREATE INDEX IF NOT EXISTS orders_customer ON orders(customer ASC);
            CREATE TABLE log (line TEXT NULL);
            CREATE TABLE schema_migrations (migration_id INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT NOT NULL UNIQUE,
                description TEXT NOT NULL, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                status TEXT DEFAULT 'completed', execution_time_ms INTEGER);
            INSERT INTO schema_migrations (version, description) VALUES ('001', 'the shop');
            INSERT INTO customers VALUES (1, 'Ada');
            """),
    POSTGRESQL("""
            CREATE TABLE customers (id INTEGER, name VARCHAR(80) NOT NULL, PRIMARY KEY (id));
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT NOT NULL, cents INT,
                FOREIGN KEY (customer) REFERENCES customers(id) ON DELETE CASCADE);
            CREATE INDEX orders_customer ON orders(customer ASC);
            CREATE TABLE log (line TEXT NULL);
            CREATE TABLE schema_migrations (migration_id SERIAL PRIMARY KEY, version TEXT NOT NULL UNIQUE,
                description TEXT NOT NULL, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                status TEXT DEFAULT 'completed', execution_time_ms INTEGER);
            INSERT INTO schema_migrations (version, description) VALUES ('001', 'the shop');
            INSERT INTO customers VALUES (1, 'Ada');
            """);

    private final String reference;

    Vendor(String reference) {
        this.reference = reference;
    }

    private List<Migration> migrations() {
        return switch (this) {
            case SQLITE ->
                Stream.of(Shop.ALL, List.of(program())).flatMap(List::stream).toList();
            case POSTGRESQL ->
                Stream.of(PostgresShop.ALL, List.of(program()), standalone())
                        .flatMap(List::stream)
                        .toList();
        };
    }

    /** Fills a table by a computation. */
    private static Migration program() {
        return Migration.of("004", "note_initials", Vendor::noteInitials).undoneBy("DROP TABLE initials");
    }

    private static void noteInitials(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE initials (customer INTEGER PRIMARY KEY, letter TEXT NOT NULL)");
            try (ResultSet customers = statement.executeQuery("SELECT id, name FROM customers");
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO initials VALUES (?, ?)")) {
                while (customers.next()) {
                    insert.setInt(1, customers.getInt(1));
                    insert.setString(2, customers.getString(2).substring(0, 1));
                    insert.executeUpdate();
                }
            }
        }
    }

    /** Some that run outside a transaction, among others that run in one. */
    private static List<Migration> standalone() {
        return List.of(
                Migration.of("005", "index_names", """
                        -- compatible-from: 004
                        -- transactional: false
                        CREATE INDEX CONCURRENTLY customers_name ON customers (name);
                        """).undoneBy("DROP INDEX customers_name"),
                Migration.of("006", "one_initial", """
                        -- compatible-from: 004
                        -- transactional: false
                        CREATE UNIQUE INDEX CONCURRENTLY initials_letter ON initials (letter);
                        """).undoneBy("DROP INDEX initials_letter"),
                Migration.of("007", "add_colour", "ALTER TABLE orders ADD COLUMN colour TEXT")
                        .undoneBy("ALTER TABLE orders DROP COLUMN colour"),
                Migration.of("008", "forget_names", """
                        -- transactional: false
                        DROP INDEX CONCURRENTLY IF EXISTS customers_name;
                        """).undoneBy("CREATE INDEX customers_name ON customers (name)"),
                Migration.of("009", "clean", "-- transactional: false\nVACUUM orders")
                        .undoneBy("SELECT 1"),
                Migration.of("010", "index_colours", "CREATE INDEX orders_colour ON orders (colour)")
                        .undoneBy("DROP INDEX orders_colour"));
    }

    /** The kind that an address leads to. */
    static Vendor of(String url) {
        return url.startsWith(SqliteUrl.PREFIX) ? SQLITE : POSTGRESQL;
    }

    /** The newest version. */
    String newest() {
        return migrations().getLast().version();
    }

    /** All of the shop. */
    Schema.Builder shop() {
        return Schema.named("shop").migrations(Migrations.of(migrations())).node("test");
    }

    /** A database of the first version, and with a customer, as another system made it: half of its objects are missing. */
    String reference() {
        return reference;
    }
}
