package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What must hold after something broke: history and schema agree, the next start succeeds with nobody's help, and nothing is
 * lost or left over.
 */
final class Aftermath {
    private final Shape shape;
    private final Vendor vendor;
    private final DataSource database;
    private final Schema all;
    private final String versionBefore;
    private final Verification before;

    private Aftermath(Shape shape, Vendor vendor, DataSource database) {
        this.shape = shape;
        this.vendor = vendor;
        this.database = database;
        this.all = vendor.shop().build();
        this.versionBefore = all.version(database);
        this.before = all.verify(database);
    }

    /** To be called on the database as it is before. */
    static Aftermath of(Shape shape, Vendor vendor, DataSource database) {
        return new Aftermath(shape, vendor, database);
    }

    /** The database has all of the version that it says, and of none other. */
    void checkAgreement() {
        String version = all.version(database);
        Verification now = all.verify(database);
        boolean interrupted =
                all.history(database).stream().anyMatch(row -> row.status().equals(SchemaHistory.STARTED));
        if (version.equals(versionBefore)) {
            assertThat(before.missing()).as("missing before").containsAll(now.missing());
            assertThat(before.changed()).as("changed before").containsAll(now.changed());
        } else {
            assertThat(now.ok()).as(now.message()).isTrue();
        }
        if (!interrupted) {
            assertThat(before.unexpected()).as("unexpected before").containsAll(now.unexpected());
        }
    }

    /** Whoever comes next does what is left, and then finds nothing more to do. */
    void checkNextStart() throws SQLException {
        Schema schema = shape.schema(vendor);
        String target = shape.to(vendor);
        shape.run(schema, database);
        assertThat(schema.version(database)).isEqualTo(target);
        complete(all.upTo(target));
        assertThat(all.upTo(target).initialize(database).changedDatabase()).isFalse();
    }

    private void complete(Schema schema) throws SQLException {
        Verification verification = schema.verify(database);
        assertThat(verification.ok()).as(verification.message()).isTrue();
        assertThat(schema.history(database))
                .extracting(AppliedMigration::status)
                .containsOnly(SchemaHistory.COMPLETED);
        assertThat(schema.history(database))
                .extracting(AppliedMigration::version)
                .isEqualTo(versions(schema.expectedVersion()));
        if (shape.hasCustomer()) {
            assertThat(Sql.list(database, "SELECT name FROM customers")).containsExactly("Ada");
        }
        if (vendor == Vendor.POSTGRESQL) {
            assertThat(Sql.list(database, "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                    .as("invalid indexes")
                    .isEmpty();
            assertThat(Sql.list(database, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'scratch%'"))
                    .isEmpty();
            assertThat(
                            Sql.list(
                                    database,
                                    "SELECT objid FROM pg_locks WHERE locktype = 'advisory'"
                                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                    .as("advisory locks")
                    .isEmpty();
        } else {
            assertThat(Sql.one(database, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(Sql.list(database, "PRAGMA foreign_key_check")).isEmpty();
        }
    }

    private static List<String> versions(String last) {
        return IntStream.rangeClosed(1, Integer.parseInt(last))
                .mapToObj("%03d"::formatted)
                .toList();
    }
}
