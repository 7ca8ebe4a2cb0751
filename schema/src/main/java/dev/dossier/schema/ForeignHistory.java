package dev.dossier.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The table in which another program keeps what it applied. It is read once, and left as it is. */
sealed interface ForeignHistory permits FlywayHistory, LiquibaseHistory {
    /**
     * Our migrations that the other program applied, oldest first; empty where it kept nothing.
     *
     * @throws SchemaException.HistoryMismatch when they are not the beginning of ours
     */
    List<MigrationSequence.Entry> recorded(Connection connection) throws SQLException;
}
