package dev.dossier.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what the definition of a table says of its columns and SQLite's catalog does not list. */
final class SqlColumns {
    private static final Pattern TOKEN = Pattern.compile("'[^']*+'|\"[^\"]*+\"|[(),]|[^'\"(),]++");
    private static final Pattern TABLE = Pattern.compile("create table (\\w+|\"[^\"]*+\")\\(");
    private static final Pattern NAME = Pattern.compile("\\w+|\"[^\"]*+\"");
    private static final Pattern COLLATION = Pattern.compile("\\bcollate ?(\\w+|\"[^\"]*+\")");
    private static final Pattern GENERATED = Pattern.compile("\\bas\\(");
    private static final Pattern COUNTED = Pattern.compile("\\bprimary key(\\([^()]*)?[\\w ]* autoincrement\\b");

    private SqlColumns() {}

    /** Collations, generated expressions and AUTOINCREMENT in a definition of {@linkplain SqlText#normalize normal form}. */
    static Set<String> in(String normalSql) {
        Set<String> found = new HashSet<>();
        Matcher table = TABLE.matcher(normalSql);
        if (table.lookingAt()) {
            parts(normalSql.substring(table.end())).forEach(part -> describe(part, found));
        }
        return found;
    }

    /** One part of the definition: in full, and only what stands outside texts and parentheses. */
    private record Part(String text, String outside, List<String> groups) {}

    private static void describe(Part part, Set<String> found) {
        Matcher name = NAME.matcher(part.text());
        Matcher collation = COLLATION.matcher(part.outside());
        if (name.lookingAt() && collation.find()) {
            found.add(name.group() + " collate " + collation.group(1));
        }
        Matcher generated = GENERATED.matcher(part.outside());
        if (name.lookingAt() && generated.find()) {
            String before = part.outside().substring(0, generated.start());
            int group = before.length() - before.replace("(", "").length();
            found.add(name.group() + " as " + part.groups().get(group));
        }
        if (COUNTED.matcher(part.text()).find()) {
            found.add("autoincrement");
        }
    }

    /** Takes the text behind the opening parenthesis apart at its commas, up to the closing one. */
    private static List<Part> parts(String sql) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        StringBuilder outside = new StringBuilder();
        List<String> groups = new ArrayList<>();
        int depth = 0;
        int groupStart = 0;
        Matcher token = TOKEN.matcher(sql);
        while (token.find() && depth >= 0) {
            String t = token.group();
            if (t.equals("(") && depth++ == 0) {
                groupStart = text.length();
                outside.append(t);
            }
            if (t.equals(")") && --depth == 0) {
                groups.add(text.substring(groupStart) + t);
                outside.append(t);
            }
            if (depth < 0 || (depth == 0 && t.equals(","))) {
                parts.add(new Part(text.toString(), outside.toString(), List.copyOf(groups)));
                text.setLength(0);
                outside.setLength(0);
                groups.clear();
            } else {
                text.append(t);
                if (depth == 0 && !t.startsWith("'") && !t.equals(")")) {
                    outside.append(t);
                }
            }
        }
        return parts;
    }
}
