package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads SQLite's catalog: quickly as one text, or in full without the objects of the history and of SQLite itself. */
final class SqliteCatalog {
    private static final String OURS =
            "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> 'schema_migrations' COLLATE NOCASE";

    private static final String TEXT =
            "SELECT group_concat(type || char(1) || name || char(1) || tbl_name || char(1) || coalesce(sql, ''), char(2))"
                    + " FROM sqlite_master";

    private static final String OBJECTS =
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master WHERE " + OURS + " ORDER BY type, name";

    private static final String OF_TABLES = " WHERE m.type = 'table' AND m." + OURS.replace("AND ", "AND m.");

    private static final String COLUMNS =
            "SELECT m.name, lower(x.name), x.type, x.\"notnull\", coalesce(x.dflt_value, ''), x.pk, x.hidden"
                    + " FROM sqlite_master m, pragma_table_xinfo(m.name) x" + OF_TABLES;

    private static final String FOREIGN_KEYS =
            "SELECT m.name, group_concat(lower(x.\"from\") || '>' || lower(coalesce(x.\"to\", ''))), lower(x.\"table\"),"
                    + " x.on_update, x.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) x" + OF_TABLES
                    + " GROUP BY m.name, x.id";

    private static final String UNIQUE_KEYS =
            "SELECT m.name, x.origin, (SELECT group_concat(lower(i.name)) FROM pragma_index_info(x.name) i)"
                    + " FROM sqlite_master m, pragma_index_list(m.name) x" + OF_TABLES + " AND x.origin <> 'c'";

    private SqliteCatalog() {}

    static CatalogText text(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TEXT)) {
            String text = rows.next() ? rows.getString(1) : null;
            return new CatalogText(text == null ? "" : text);
        }
    }

    static Catalog read(Connection connection) throws SQLException {
        List<Catalog.Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            Map<String, Map<String, String>> columns = columns(statement);
            Map<String, Set<String>> constraints = constraints(statement);
            try (ResultSet rows = statement.executeQuery(OBJECTS)) {
                while (rows.next()) {
                    SchemaObject object = new SchemaObject(
                            SchemaObject.Kind.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
                            rows.getString(3),
                            rows.getString(2));
                    String sql = rows.getString(4);
                    Set<String> declared = new HashSet<>(constraints.getOrDefault(object.name(), Set.of()));
                    if (object.kind() == SchemaObject.Kind.TABLE) {
                        declared.addAll(SqlChecks.in(SqlText.normalize(sql)));
                    }
                    entries.add(
                            new Catalog.Entry(object, sql, columns.getOrDefault(object.name(), Map.of()), declared));
                }
            }
        }
        return Catalog.of(entries);
    }

    private static Map<String, Map<String, String>> columns(Statement statement) throws SQLException {
        Map<String, Map<String, String>> columns = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                String declaration = String.join(
                        " ",
                        rows.getString(3).toLowerCase(Locale.ROOT),
                        rows.getString(4),
                        SqlText.normalize(rows.getString(5)),
                        rows.getString(6),
                        rows.getString(7));
                columns.computeIfAbsent(rows.getString(1), table -> new HashMap<>())
                        .put(rows.getString(2), declaration);
            }
        }
        return columns;
    }

    private static Map<String, Set<String>> constraints(Statement statement) throws SQLException {
        Map<String, Set<String>> constraints = new HashMap<>();
        for (String query : List.of(FOREIGN_KEYS, UNIQUE_KEYS)) {
            try (ResultSet rows = statement.executeQuery(query)) {
                int width = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    StringBuilder constraint = new StringBuilder();
                    for (int column = 2; column <= width; column++) {
                        constraint.append(rows.getString(column)).append(' ');
                    }
                    constraints
                            .computeIfAbsent(rows.getString(1), table -> new HashSet<>())
                            .add(constraint.toString());
                }
            }
        }
        return constraints;
    }
}
