package dev.dossier.schema;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requires that a script cannot end or leave the transaction that it runs in. */
final class SqliteScript {
    private static final Set<String> FORBIDDEN =
            Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "VACUUM", "ATTACH", "DETACH");

    private static final Pattern TOKEN = Pattern.compile(
            "'[^']*+'|\"[^\"]*+\"|`[^`]*+`|\\[[^\\]]*+\\]|--[^\\n]*+|(?s:/\\*.*?\\*/)|(;)|([A-Za-z_]\\w*+)");

    private final Migration migration;
    private int wordsOfStatement;
    private boolean creates;
    private boolean inTrigger;

    private SqliteScript(Migration migration) {
        this.migration = migration;
    }

    static void requireTransactional(Migration migration) {
        new SqliteScript(migration).check(migration.sql());
        migration.undo().ifPresent(undo -> new SqliteScript(migration).check(undo));
    }

    private void check(String sql) {
        Matcher token = TOKEN.matcher(sql);
        while (token.find()) {
            if (token.group(1) != null) {
                wordsOfStatement = 0;
            } else if (token.group(2) != null) {
                word(token.group(2).toUpperCase(Locale.ROOT));
            }
        }
    }

    /** Inside a trigger statements end too, and only its own END begins with that word. */
    private void word(String word) {
        wordsOfStatement++;
        if (wordsOfStatement == 1) {
            creates = word.equals("CREATE");
            if (inTrigger) {
                inTrigger = !word.equals("END");
            } else if (FORBIDDEN.contains(word)) {
                throw Misconfiguration.of(
                        "migration " + migration.version() + " (" + migration.description() + ") contains " + word,
                        "Remove it: the library runs all migrations in one transaction with their history");
            }
        } else if (wordsOfStatement <= 3 && creates && word.equals("TRIGGER")) {
            inTrigger = true;
        }
    }
}
