package dev.dossier.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a careful person writes without a library: look; lock; look again; run everything and write its history in one
 * transaction. It does not check what it finds, records no checksums and heals nothing.
 */
final class Hand implements Contestant {
    private final Scripts scripts;
    private final List<String> texts = new ArrayList<>();

    Hand(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public Start of(Location database) {
        return database.isSqlite() ? new HandOnSqlite(this, database) : new HandOnPostgres(this, database);
    }

    /** Whether the history says that everything was run; there must be one. */
    boolean isCurrent(Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery("SELECT max(version) FROM schema_history")) {
            return newest.next() && newest.getInt(1) >= scripts.count();
        }
    }

    /** Runs everything, in the transaction of the statement. */
    void apply(Statement statement) throws SQLException {
        statement.executeUpdate("CREATE TABLE schema_history (version INTEGER PRIMARY KEY, description TEXT NOT NULL,"
                + " applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)");
        try (PreparedStatement row = statement
                .getConnection()
                .prepareStatement("INSERT INTO schema_history (version, description) VALUES (?, ?)")) {
            for (String text : texts()) {
                statement.executeUpdate(text);
            }
            for (int version = 1; version <= scripts.count(); version++) {
                row.setInt(1, version);
                row.setString(2, Scripts.numbered(version));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private List<String> texts() {
        for (int version = texts.size() + 1; version <= scripts.count(); version++) {
            String name = scripts.numbered() + "/" + Scripts.numbered(version);
            try (InputStream in = Hand.class.getClassLoader().getResourceAsStream(name)) {
                texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(name, e);
            }
        }
        return texts;
    }
}
