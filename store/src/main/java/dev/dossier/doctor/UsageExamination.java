package dev.dossier.doctor;

import dev.dossier.database.Database;
import dev.dossier.database.Statements;
import dev.dossier.doctor.Finding.Kind;
import java.sql.SQLException;
import java.util.List;

/** Whether what is counted as used is what is there. */
final class UsageExamination {
    private static final String COUNTED = "SELECT 'total' AS scope, '' AS owner, COUNT(*) AS files,"
            + " COALESCE(SUM(file_size), 0) AS size_bytes FROM conversation_files"
            + " UNION ALL SELECT 'owner', COALESCE(s.owner, ''), COUNT(*), SUM(f.file_size) FROM conversation_files f"
            + " JOIN sessions s ON s.session_id = f.session_id GROUP BY COALESCE(s.owner, '')";
    private static final String WRONG = "SELECT scope, owner FROM (" + COUNTED + ") c WHERE NOT EXISTS"
            + " (SELECT 1 FROM storage_usage u WHERE u.scope = c.scope AND u.owner = c.owner AND u.files = c.files"
            + " AND u.size_bytes = c.size_bytes)"
            + " UNION SELECT scope, owner FROM storage_usage u WHERE (u.files <> 0 OR u.size_bytes <> 0) AND NOT EXISTS"
            + " (SELECT 1 FROM (" + COUNTED + ") c WHERE c.scope = u.scope AND c.owner = u.owner)";

    private record Wrong(String scope, String owner) {
        String name() {
            return scope.equals("total") ? "everything" : owner.isEmpty() ? "nobody" : owner;
        }
    }

    private final Database database;

    UsageExamination(Database database) {
        this.database = database;
    }

    void run(Report report) {
        List<Wrong> wrong = database.read(UsageExamination::wrong);
        for (Wrong count : wrong) {
            report.add(
                    Kind.USAGE_WRONG,
                    count.name(),
                    List.of(),
                    "the count of its files or bytes is not what is there",
                    UsageExamination::recount);
        }
    }

    private static List<Wrong> wrong(Statements sql) throws SQLException {
        return sql.list(WRONG, row -> new Wrong(row.text("scope"), row.text("owner")));
    }

    private static boolean recount(Statements sql) throws SQLException {
        sql.update("DELETE FROM storage_usage");
        sql.update("INSERT INTO storage_usage (scope, owner, files, size_bytes) " + COUNTED);
        return wrong(sql).isEmpty();
    }
}
