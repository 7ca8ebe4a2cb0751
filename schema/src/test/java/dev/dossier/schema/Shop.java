package dev.dossier.schema;

import java.util.List;

/** A schema of three versions: tables with references, an added column, and a table that is rebuilt. */
final class Shop {
    static final Migration FIRST = Migration.of("001", "create_shop", """
                    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                    CREATE TABLE orders (
                        id INTEGER PRIMARY KEY,
                        customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
                        cents INTEGER NOT NULL CHECK (cents >= 0)
                    );
                    CREATE INDEX orders_customer ON orders (customer);
                    CREATE VIEW spending AS SELECT customer, sum(cents) AS cents FROM orders GROUP BY customer;
                    CREATE TABLE log (line TEXT);
                    CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN
                        INSERT INTO log VALUES ('order; of ' || NEW.cents);
                    END;
                    """)
            .undoneBy("DROP VIEW spending; DROP TABLE orders; DROP TABLE customers; DROP TABLE log;");

    static final Migration SECOND =
            Migration.of("002", "add_email", """
                    -- compatible-from: 001
                    -- skip-if: column-exists customers.email
                    ALTER TABLE customers ADD COLUMN email TEXT;
                    """).undoneBy("ALTER TABLE customers DROP COLUMN email;");

    static final Migration THIRD =
            Migration.of("003", "require_unique_email", """
                    CREATE TABLE customers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE);
                    INSERT INTO customers_new SELECT id, name, email FROM customers;
                    DROP TABLE customers;
                    ALTER TABLE customers_new RENAME TO customers;
                    """).undoneBy("""
                    CREATE TABLE customers_old (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
                    INSERT INTO customers_old SELECT id, name, email FROM customers;
                    DROP TABLE customers;
                    ALTER TABLE customers_old RENAME TO customers;
                    """);

    static final List<Migration> ALL = List.of(FIRST, SECOND, THIRD);

    private Shop() {}

    static Schema.Builder builder() {
        return Schema.named("shop").migrations(Migrations.of(ALL)).node("test");
    }

    static Schema schema() {
        return builder().build();
    }
}
