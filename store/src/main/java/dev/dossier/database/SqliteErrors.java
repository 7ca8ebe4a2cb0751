package dev.dossier.database;

import dev.dossier.errors.BusyException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import java.sql.SQLException;

/**
 * What an error of SQLite means to whoever asked, by its primary result code and nothing else.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">SQLite result codes</a>
 */
final class SqliteErrors {
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;

    private SqliteErrors() {}

    /** Whether the same statement may succeed in a moment. */
    static boolean isBusy(SQLException e) {
        int code = primaryCode(e);
        return code == BUSY || code == LOCKED;
    }

    /** Whether SQLite may have rolled the whole transaction back on its own. */
    static boolean endsTransaction(SQLException e) {
        int code = primaryCode(e);
        return code == FULL || code == IOERR || code == CANTOPEN || code == READONLY || code == BUSY;
    }

    static DossierException translate(SQLException e) {
        return switch (primaryCode(e)) {
            case BUSY, LOCKED -> new BusyException("the database is in use", e);
            case FULL -> new StorageFullException(e);
            case READONLY -> new ReadOnlyException(e);
            default -> new StorageException("The database failed. The server's log has the cause.", e);
        };
    }

    private static int primaryCode(SQLException e) {
        return e.getErrorCode() & 0xff;
    }
}
