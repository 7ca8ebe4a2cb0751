package dev.dossier.schema;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Copies a SQLite database while it is in use, through SQLite's online backup on a connection of its own. The copy appears
 * under its name only when it is complete and on disk, and never replaces a file.
 */
record SqliteBackup(SqliteFile source, Path target) {

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
            sync(directory);
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
            String quote = partial.toString().contains("\"") ? "'" : "\"";
            statement.executeUpdate("backup to " + quote + partial + quote);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
