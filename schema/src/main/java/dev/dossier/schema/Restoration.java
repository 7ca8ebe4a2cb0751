package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One call of {@link Schema#restore}; of SQLite only, which alone has files. */
record Restoration(Database database, Policies policies, Examination examination, Path backup) {

    Optional<Path> run() throws SQLException {
        Dialect dialect = examination.dialect();
        Diagnosis diagnosis = examination.diagnosis();
        if (database.file().isEmpty()) {
            throw diagnosis.misused(
                    "it has no file to be restored", "Restore a server's database with the server's own tools");
        }
        requireBackup();
        dialect.prepare(database, diagnosis);
        Deadline deadline = new Deadline(policies.lockTimeout());
        Optional<Path> saved = deadline.retry(
                dialect, () -> saveAside(policies.backupOf(database.file().get(), "restore")));
        SqliteBackup copy = new SqliteBackup(SqliteFile.at(database.file().get()), backup);
        return deadline.retry(dialect, () -> {
            copy.restore();
            return saved;
        });
    }

    /** Copies what is there; what is too damaged to be copied is moved, with everything that belongs to it. */
    private Optional<Path> saveAside(Path aside) throws SQLException {
        Dialect dialect = examination.dialect();
        try {
            return dialect.isPresent(database, examination.diagnosis())
                    ? dialect.backup(database, aside, examination.diagnosis())
                    : Optional.empty();
        } catch (SchemaException.Unreadable damaged) {
            return Optional.of(moveAside(aside));
        } catch (SQLException e) {
            if (dialect.classify(e) != Failure.DAMAGED) {
                throw e;
            }
            return Optional.of(moveAside(aside));
        }
    }

    private Path moveAside(Path aside) {
        Path file = database.file().orElseThrow();
        try {
            for (String suffix : List.of("-wal", "-shm", "-journal", "")) {
                Path part = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(part)) {
                    Files.move(part, aside.resolveSibling(aside.getFileName() + suffix));
                }
            }
        } catch (IOException e) {
            throw examination.diagnosis().backupFailed(aside, e);
        }
        return aside;
    }

    /** Requires a database that is whole and has the history of this schema. */
    private void requireBackup() throws SQLException {
        Dialect dialect = examination.dialect();
        Diagnosis diagnosis = new Diagnosis("The backup cannot be used", backup.toString(), Optional.of(dialect));
        Database source = dialect.at(SqliteFile.at(backup), SqliteUrl.of(backup, ""));
        if (!dialect.isPresent(source, diagnosis)) {
            throw diagnosis.unreadable("there is no such file", "Check the path", null);
        }
        Examination ours = new Examination(dialect, examination.migrations(), examination.replays(), diagnosis);
        try {
            dialect.inspect(source, diagnosis, connection -> {
                Optional<String> damage = dialect.damage(connection);
                if (damage.isPresent()) {
                    throw diagnosis.unreadable("it is damaged (" + damage.get() + ")", "Take another backup", null);
                }
                return ours.examineSnapshot(connection);
            });
        } catch (SQLException e) {
            throw diagnosis.of(e);
        }
    }
}
