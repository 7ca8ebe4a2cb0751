package dev.dossier.schema;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a script as far as is needed to know its statements and to require that none leaves the transaction it runs in. */
final class SqlScript {
    /**
     * What differs between the databases.
     *
     * @param token quoted texts and comments; and by name the end of a statement, a word, and a command that is no SQL
     * @param leaving first words of statements that end or leave a transaction
     * @param triggersHaveBodies whether a trigger has statements of its own, rather than a function
     */
    record Grammar(Pattern token, Set<String> leaving, boolean triggersHaveBodies) {
        private static final String QUOTED = "'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|(?s:/\\*.*?\\*/)";
        private static final String PARTS = "|(?<end>;)|(?<word>[A-Za-z_]\\w*+)|(?<command>(?m:^)\\\\\\w+)";

        static final Grammar SQLITE = new Grammar(
                Pattern.compile(QUOTED + "|`[^`]*+`|\\[[^\\]]*+\\]" + PARTS),
                Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "VACUUM", "ATTACH", "DETACH"),
                true);

        static final Grammar POSTGRESQL = new Grammar(
                Pattern.compile("\\b[eE]'(?:[^'\\\\]|\\\\.|'')*+'|" + QUOTED
                        + "|(?s:(?<tag>\\$(?:[A-Za-z_]\\w*)?\\$).*?\\k<tag>)" + PARTS),
                Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "VACUUM"),
                false);
    }

    private final Migration migration;
    private final Grammar grammar;
    private int statements;
    private int wordsOfStatement;
    private boolean creates;
    private String wordBefore = "";
    /** Inside the body of a trigger or function, in which statements end too and only its own END begins with that word. */
    private boolean inBody;

    private SqlScript(Migration migration, Grammar grammar) {
        this.migration = migration;
        this.grammar = grammar;
    }

    /** Requires that a migration and its undo leave the transaction to us, or are one statement that needs none. */
    static void require(Migration migration, Grammar grammar) {
        SqlScript script = new SqlScript(migration, grammar);
        script.check(migration.sql());
        if (!migration.header().transactional() && script.statements != 1) {
            throw Misconfiguration.of(
                    "migration " + migration + " declares 'transactional: false' and has " + script.statements
                            + " statements",
                    "Give each statement that cannot run in a transaction a migration of its own");
        }
        migration.undo().ifPresent(undo -> new SqlScript(migration, grammar).check(undo));
    }

    /** The script with every such word taken out, except in texts and comments. */
    static String without(String word, String sql, Grammar grammar) {
        return grammar.token()
                .matcher(sql)
                .replaceAll(
                        token -> word.equalsIgnoreCase(token.group()) ? "" : Matcher.quoteReplacement(token.group()));
    }

    private void check(String sql) {
        Matcher token = grammar.token().matcher(sql);
        while (token.find()) {
            if (token.group("end") != null) {
                wordsOfStatement = 0;
            } else if (token.group("word") != null) {
                word(token.group("word").toUpperCase(Locale.ROOT));
            } else if (token.group("command") != null) {
                throw refused(token.group("command"), "Remove it: it is a command of another program, not SQL");
            }
        }
    }

    private void word(String word) {
        wordsOfStatement++;
        if (wordsOfStatement == 1) {
            creates = word.equals("CREATE");
            if (inBody) {
                inBody = !word.equals("END");
            } else if (grammar.leaving().contains(word) && migration.header().transactional()) {
                throw refused(word, "Remove it: the library runs all migrations in one transaction with their history");
            } else {
                statements++;
            }
        } else if (creates && (beginsTrigger(word) || beginsFunction(word))) {
            inBody = true;
        }
        wordBefore = word;
    }

    private boolean beginsTrigger(String word) {
        return grammar.triggersHaveBodies() && wordsOfStatement <= 3 && word.equals("TRIGGER");
    }

    private boolean beginsFunction(String word) {
        return word.equals("ATOMIC") && wordBefore.equals("BEGIN");
    }

    private SchemaException refused(String what, String nextStep) {
        return Misconfiguration.of("migration " + migration + " contains " + what, nextStep);
    }
}
