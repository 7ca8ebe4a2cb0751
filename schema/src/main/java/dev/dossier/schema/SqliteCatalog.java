package dev.dossier.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    private static final String CONSTRAINTS =
            "SELECT m.name, 'foreign key (' || group_concat(lower(x.\"from\")) || ') references ' || lower(x.\"table\")"
                    + " || ' (' || coalesce(group_concat(lower(x.\"to\")), '') || ') on update ' || lower(x.on_update)"
                    + " || ' on delete ' || lower(x.on_delete)"
                    + " FROM sqlite_master m, pragma_foreign_key_list(m.name) x" + OF_TABLES + " GROUP BY m.name, x.id"
                    + " UNION ALL SELECT m.name, CASE x.origin WHEN 'pk' THEN 'primary key (' ELSE 'unique (' END"
                    + " || (SELECT group_concat(lower(i.name)) FROM pragma_index_info(x.name) i) || ')'"
                    + " FROM sqlite_master m, pragma_index_list(m.name) x" + OF_TABLES + " AND x.origin <> 'c'"
                    + " UNION ALL SELECT m.name, CASE WHEN x.strict THEN 'strict' ELSE '' END"
                    + " || CASE WHEN x.wr THEN ' without rowid' ELSE '' END"
                    + " FROM sqlite_master m, pragma_table_list(m.name) x" + OF_TABLES + " AND (x.strict OR x.wr)";

    private SqliteCatalog() {}

    static SqliteCatalogText text(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TEXT)) {
            String text = rows.next() ? rows.getString(1) : null;
            return new SqliteCatalogText(text == null ? "" : text);
        }
    }

    static Catalog read(Connection connection) throws SQLException {
        List<Catalog.Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            Map<String, Map<String, String>> columns = columns(statement);
            Map<String, Map<String, String>> constraints = constraints(statement);
            try (ResultSet rows = statement.executeQuery(OBJECTS)) {
                while (rows.next()) {
                    SchemaObject.Kind kind =
                            SchemaObject.Kind.valueOf(rows.getString(1).toUpperCase(Locale.ROOT));
                    SchemaObject object = new SchemaObject(kind, rows.getString(3), rows.getString(2));
                    String sql = rows.getString(4);
                    entries.add(
                            kind == SchemaObject.Kind.TABLE
                                    ? table(object, sql, columns, constraints)
                                    : new Catalog.Entry(
                                            key(object), object, sql, SqlText.normalize(sql), Map.of(), Map.of()));
                }
            }
        }
        return Catalog.of(entries);
    }

    private static Catalog.Entry table(
            SchemaObject table,
            String sql,
            Map<String, Map<String, String>> columns,
            Map<String, Map<String, String>> constraints) {
        Map<String, String> declared = new HashMap<>(constraints.getOrDefault(table.name(), Map.of()));
        String normal = SqlText.normalize(sql);
        SqlChecks.in(normal).forEach(check -> declared.put(check, check));
        SqlColumns.in(normal).forEach(column -> declared.put(column, column));
        return new Catalog.Entry(key(table), table, sql, "", columns.getOrDefault(table.name(), Map.of()), declared);
    }

    private static Catalog.Key key(SchemaObject object) {
        return new Catalog.Key(object.kind(), object.name().toLowerCase(Locale.ROOT));
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

    /** SQLite seldom knows names of constraints: what they say is their name. */
    private static Map<String, Map<String, String>> constraints(Statement statement) throws SQLException {
        Map<String, Map<String, String>> constraints = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(CONSTRAINTS)) {
            while (rows.next()) {
                String constraint = rows.getString(2).strip();
                constraints
                        .computeIfAbsent(rows.getString(1), table -> new HashMap<>())
                        .put(constraint, constraint);
            }
        }
        return constraints;
    }
}
