package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.AppliedMigration;
import dev.dossier.schema.Rollback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier rollback}: takes migrations back. */
@Command(
        name = "rollback",
        description = "Take migrations back, newest first, down to a version. A backup is made first.",
        footer = {"", "Example:", "  dossier rollback 001", "", "Stop the servers of this database before."})
public final class RollbackCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "VERSION", description = "The version to have afterwards; 000 for none")
    private String version = "";

    /** The command with its surroundings. */
    public RollbackCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            Rollback rollback = dossier.rollback(version);
            List<String> undone =
                    rollback.undone().stream().map(AppliedMigration::version).toList();
            String backup = rollback.backup().map(Object::toString).orElse(null);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("database", rollback.database());
            object.put("from", rollback.from());
            object.put("schema_version", rollback.to());
            object.put("undone", undone);
            object.put("backup", backup);
            String what = undone.isEmpty() ? "nothing to do" : "took back " + String.join(", ", undone);
            terminal.show(
                    object,
                    "schema version %s (%s%s)"
                            .formatted(rollback.to(), what, backup == null ? "" : "; backup " + backup));
        }
        return Exit.DONE.code();
    }
}
