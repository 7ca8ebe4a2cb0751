package dev.dossier.schema;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A way from one state of a database to another: what is there before, and what is to be done. */
enum Shape {
    /** Nothing is there. */
    FRESH("000", "003"),
    /** Two versions are pending, one of which rebuilds a table on SQLite, and two objects are missing. */
    UPGRADE("001", "003", "DROP VIEW spending; DROP INDEX orders_customer"),
    /** A table that others refer to is rebuilt, or gets a constraint. */
    REBUILD("002", "003"),
    /** The migration is a program. */
    PROGRAM("003", "004"),
    /** What the migration makes is there already. */
    SKIPPED("001", "002", "ALTER TABLE customers ADD COLUMN email TEXT"),
    /** Another system made the database, without checksums and without some objects. */
    ADOPTION("001", "003") {
        @Override
        void prepare(Vendor vendor, DataSource database) throws SQLException {
            Sql.run(database, vendor.reference());
        }
    },
    /** Migrations that run outside a transaction, among others. */
    STANDALONE("004", "010") {
        @Override
        boolean isOn(Vendor vendor) {
            return vendor == Vendor.POSTGRESQL;
        }
    },
    /** Nothing is there, and every kind of migration is to come. */
    WHOLE("000", ""),
    /** Versions are taken back. */
    ROLLBACK("", "001") {
        @Override
        Schema schema(Vendor vendor, SchemaListener listener) {
            return vendor.shop().listener(listener).build();
        }

        @Override
        void run(Schema schema, DataSource database) {
            schema.rollback(database, "001");
        }
    };

    static final String CUSTOMER =
            "INSERT INTO customers (id, name) VALUES (1, 'Ada'); INSERT INTO orders VALUES (1, 1, 5)";

    private final String from;
    private final String to;
    private final Optional<String> damage;

    Shape(String from, String to) {
        this(from, to, Optional.empty());
    }

    Shape(String from, String to, String damage) {
        this(from, to, Optional.of(damage));
    }

    Shape(String from, String to, Optional<String> damage) {
        this.from = from;
        this.to = to;
        this.damage = damage;
    }

    boolean isOn(Vendor vendor) {
        return true;
    }

    /** Those that a kind of database knows. */
    static List<Shape> on(Vendor vendor) {
        return Stream.of(values()).filter(shape -> shape.isOn(vendor)).toList();
    }

    /** The version that is there in the end. */
    String to(Vendor vendor) {
        return to.isEmpty() ? vendor.newest() : to;
    }

    /** The schema to be used. */
    Schema schema(Vendor vendor, SchemaListener listener) {
        return vendor.shop().listener(listener).build().upTo(to(vendor));
    }

    Schema schema(Vendor vendor) {
        return schema(vendor, SchemaListener.NONE);
    }

    /** Makes the state that is there before. */
    void prepare(Vendor vendor, DataSource database) throws SQLException {
        if (!from.equals("000")) {
            Schema all = vendor.shop().build();
            (from.isEmpty() ? all : all.upTo(from)).initialize(database);
            Sql.run(database, CUSTOMER);
        }
        if (damage.isPresent()) {
            Sql.run(database, damage.get());
        }
    }

    /** Whether a customer is there before, and must be there for ever. */
    boolean hasCustomer() {
        return !from.equals("000");
    }

    /** Does what is to be done. */
    void run(Schema schema, DataSource database) {
        schema.initialize(database);
    }
}
