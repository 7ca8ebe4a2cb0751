package dev.dossier.schema;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the CHECK constraints of a table, which SQLite's catalog does not list. */
final class SqlChecks {
    private static final Pattern CHECK = Pattern.compile("'[^']*+'|\"[^\"]*+\"|\\bcheck\\(");

    private SqlChecks() {}

    /** The checks in a definition of {@linkplain SqlText#normalize normal form}. */
    static Set<String> in(String normalSql) {
        Set<String> checks = new HashSet<>();
        Matcher matcher = CHECK.matcher(normalSql);
        while (matcher.find()) {
            if (matcher.group().equals("check(")) {
                checks.add(balanced(normalSql, matcher.start()));
            }
        }
        return checks;
    }

    private static String balanced(String sql, int start) {
        int depth = 0;
        boolean inText = false;
        int at = start;
        do {
            char c = sql.charAt(at++);
            inText ^= c == '\'';
            if (!inText) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        } while (at < sql.length() && (depth > 0 || at < start + "check(".length()));
        return sql.substring(start, at);
    }
}
