package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table {@code databasechangelog}. A migration says in lines {@code -- changeset author:id}, which Liquibase's own SQL files
 * have, what it stands for; where two have one name, {@code logicalFilePath} behind it says from which file each comes. Liquibase's checksums are not looked at; the catalog is.
 */
record LiquibaseHistory(Examination examination) implements ForeignHistory {
    private static final MigrationHeader.Column MARK = new MigrationHeader.Column("databasechangelog", "orderexecuted");

    @Override
    public List<MigrationSequence.Entry> recorded(Connection connection) throws SQLException {
        if (!examination.dialect().columnExists(connection, MARK)) {
            return List.of();
        }
        requireUnambiguous();
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
                        "SELECT author, id, filename FROM databasechangelog WHERE exectype IN ('EXECUTED', 'RERAN', 'MARK_RAN')")) {
            while (found.next()) {
                MigrationHeader.Changeset changeset = new MigrationHeader.Changeset(
                        found.getString(1), found.getString(2), Optional.ofNullable(found.getString(3)));
                executed.add(changeset);
                executed.add(changeset.anywhere());
            }
        }
        return executed;
    }

    /** For Liquibase the same author and name in two files are two changesets. */
    private void requireUnambiguous() {
        Map<MigrationHeader.Changeset, MigrationSequence.Entry> named = new HashMap<>();
        for (MigrationSequence.Entry entry : examination.migrations().entries()) {
            for (MigrationHeader.Changeset changeset : entry.header().changesets()) {
                MigrationSequence.Entry other = named.putIfAbsent(changeset, entry);
                if (other != null && !other.equals(entry)) {
                    throw examination
                            .diagnosis()
                            .historyMismatch(
                                    entry.version().text(),
                                    "the migrations " + other.migration() + " and " + entry.migration()
                                            + " both stand for changeset " + changeset,
                                    "Say which file each comes from, as databasechangelog names it: -- changeset "
                                            + changeset.author() + ":" + changeset.id()
                                            + " logicalFilePath:changelog.sql");
                }
            }
        }
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
