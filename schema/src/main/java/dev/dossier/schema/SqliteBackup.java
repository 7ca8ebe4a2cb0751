package dev.dossier.schema;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Copies a SQLite database while it is in use, through SQLite's online backup on a connection of its own. The copy appears
 * under its name only when it is complete and on disk, and never replaces a file.
 */
record SqliteBackup(SqliteFile source, Path target) {
    private static final int BUSY = 5;

    Path write(Diagnosis diagnosis) throws SQLException {
        Path directory = target.toAbsolutePath().resolveSibling("");
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Files.createDirectories(directory);
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.deleteIfExists(partial);
            copy(partial);
            sync(partial);
            Files.move(partial, target);
            syncDirectory(directory);
            return target;
        } catch (IOException e) {
            throw diagnosis.backupFailed(target, e);
        } finally {
            partial.toFile().delete();
        }
    }

    private void copy(Path partial) throws SQLException {
        try (Connection connection = source.readOnly().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("backup to " + quoted(partial));
        }
    }

    /**
     * Makes the source what the copy says. SQLite writes all pages in one transaction.
     *
     * <p>The driver says nothing when a lock kept it from writing. So the database gets a mark first, which is gone afterwards if
     * something was written.
     */
    void restore() throws SQLException {
        int mark = userVersion(SqliteFile.at(target).readOnly()) ^ 1;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            int before = userVersion(statement);
            statement.executeUpdate("PRAGMA user_version = " + mark);
            statement.executeUpdate("restore from " + quoted(target));
            if (userVersion(statement) == mark) {
                statement.executeUpdate("PRAGMA user_version = " + before);
                throw new SQLException("another connection uses the database", "", BUSY);
            }
        }
    }

    private static int userVersion(SqliteFile file) throws SQLException {
        try (Connection connection = file.getConnection();
                Statement statement = connection.createStatement()) {
            return userVersion(statement);
        }
    }

    private static int userVersion(Statement statement) throws SQLException {
        try (ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.next() ? version.getInt(1) : 0;
        }
    }

    /** In quotes; a path with quotes as an address, in which they are numbers: the driver's commands cannot escape them. */
    private static String quoted(Path path) {
        String name = path.toString();
        return '"' + (name.contains("\"") ? SqliteUrl.of(path, "").substring(SqliteUrl.PREFIX.length()) : name) + '"';
    }

    /** Some systems let nobody open a directory, and some directories may be written and not read. */
    private static void syncDirectory(Path directory) {
        try {
            sync(directory);
        } catch (IOException cannotBeOpened) {
            // The name gets to disk when the system sees fit.
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
