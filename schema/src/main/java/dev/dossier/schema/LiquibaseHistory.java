package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table {@code databasechangelog}. A migration says in lines {@code -- changeset author:id}, which Liquibase's own SQL files
 * have, what it stands for. Liquibase's checksums are not looked at; the catalog is.
 */
record LiquibaseHistory(Examination examination) implements ForeignHistory {
    private static final MigrationHeader.Column MARK = new MigrationHeader.Column("databasechangelog", "orderexecuted");

    @Override
    public List<MigrationSequence.Entry> recorded(Connection connection) throws SQLException {
        if (!examination.dialect().columnExists(connection, MARK)) {
            return List.of();
        }
        Set<MigrationHeader.Changeset> executed = executed(connection);
        List<MigrationSequence.Entry> recorded = new ArrayList<>();
        for (MigrationSequence.Entry entry : examination.migrations().entries()) {
            List<MigrationHeader.Changeset> wanted = entry.header().changesets();
            List<MigrationHeader.Changeset> missing = wanted.stream()
                    .filter(changeset -> !executed.contains(changeset))
                    .toList();
            if (!wanted.isEmpty() && missing.isEmpty()) {
                requireInOrder(recorded, entry);
                recorded.add(entry);
            } else if (missing.size() < wanted.size()) {
                throw mismatch(entry, "databasechangelog has some changesets of it and not " + missing.getFirst());
            }
        }
        return recorded;
    }

    private static Set<MigrationHeader.Changeset> executed(Connection connection) throws SQLException {
        Set<MigrationHeader.Changeset> executed = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT author, id FROM databasechangelog WHERE exectype IN ('EXECUTED', 'RERAN', 'MARK_RAN')")) {
            while (found.next()) {
                executed.add(new MigrationHeader.Changeset(found.getString(1), found.getString(2)));
            }
        }
        return executed;
    }

    private void requireInOrder(List<MigrationSequence.Entry> recorded, MigrationSequence.Entry entry) {
        if (!entry.equals(examination.migrations().entries().get(recorded.size()))) {
            throw mismatch(entry, "databasechangelog has it, but not a migration before it");
        }
    }

    private SchemaException mismatch(MigrationSequence.Entry entry, String problem) {
        return examination
                .diagnosis()
                .historyMismatch(
                        entry.version().text(),
                        "migration " + entry.migration() + ": " + problem,
                        "Apply what is missing with Liquibase first, or correct the lines that name the changesets");
    }
}
