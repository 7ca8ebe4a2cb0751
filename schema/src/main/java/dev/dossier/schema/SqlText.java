package dev.dossier.schema;

import java.util.Locale;

/**
 * The text of SQL with everything that does not matter taken out: comments, white space, the case of words, the quotes of
 * plain identifiers, {@code IF NOT EXISTS}. Two definitions with equal normal forms mean the same.
 */
final class SqlText {
    private final String sql;
    private final StringBuilder normal;
    private int at;

    private SqlText(String sql) {
        this.sql = sql;
        this.normal = new StringBuilder(sql.length());
    }

    static String normalize(String sql) {
        return new SqlText(sql).run().replace(" if not exists ", " ");
    }

    private String run() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || c == ';') {
                at++;
            } else if (sql.startsWith("--", at)) {
                skipPast("\n");
            } else if (sql.startsWith("/*", at)) {
                skipPast("*/");
            } else if (c == '\'') {
                append(quoted('\''));
            } else if (c == '"' || c == '`' || c == '[') {
                append(identifier(quoted(c == '[' ? ']' : c)));
            } else if (isWord(c)) {
                append(word());
            } else {
                normal.append(c);
                at++;
            }
        }
        return normal.toString();
    }

    private void skipPast(String end) {
        int found = sql.indexOf(end, at + 2);
        at = found < 0 ? sql.length() : found + end.length();
    }

    /** The text from the opening quote to the closing one; a doubled closing quote stands for itself. */
    private String quoted(char close) {
        int start = at++;
        while (at < sql.length()) {
            if (sql.charAt(at++) == close) {
                if (close == ']' || at == sql.length() || sql.charAt(at) != close) {
                    break;
                }
                at++;
            }
        }
        return sql.substring(start, at);
    }

    private static String identifier(String quoted) {
        String name = quoted.substring(1, Math.max(1, quoted.length() - 1));
        boolean plain = !name.isEmpty() && name.chars().allMatch(c -> isWord((char) c));
        return plain ? name.toLowerCase(Locale.ROOT) : '"' + name + '"';
    }

    private String word() {
        int start = at;
        while (at < sql.length() && isWord(sql.charAt(at))) {
            at++;
        }
        return sql.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /** Adds a token, apart from a word before it. */
    private void append(String token) {
        if (!normal.isEmpty() && isWord(normal.charAt(normal.length() - 1))) {
            normal.append(' ');
        }
        normal.append(token);
    }
}
