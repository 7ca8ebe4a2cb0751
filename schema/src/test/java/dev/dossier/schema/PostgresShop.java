package dev.dossier.schema;

import java.util.List;

/** The schema of {@link Shop} for PostgreSQL. */
final class PostgresShop {
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
                    CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $body$
                    BEGIN
                        INSERT INTO log VALUES ('order; of ' || NEW.cents);
                        RETURN NULL;
                    END $body$;
                    CREATE TRIGGER orders_log AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order();
                    """)
            .undoneBy("DROP VIEW spending; DROP TABLE orders; DROP TABLE customers; DROP TABLE log;"
                    + " DROP FUNCTION log_order();");

    static final Migration SECOND = Shop.SECOND;

    static final Migration THIRD = Migration.of(
                    "003", "require_unique_email", "ALTER TABLE customers ADD CONSTRAINT one_email UNIQUE (email);")
            .undoneBy("ALTER TABLE customers DROP CONSTRAINT one_email;");

    static final List<Migration> ALL = List.of(FIRST, SECOND, THIRD);

    private PostgresShop() {}

    static Schema.Builder builder() {
        return Schema.named("shop").migrations(Migrations.of(ALL)).node("test");
    }

    static Schema schema() {
        return builder().build();
    }
}
