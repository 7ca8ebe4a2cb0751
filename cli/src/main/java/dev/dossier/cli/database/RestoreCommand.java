package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier restore}: makes the database what it was when a backup was made. */
@Command(
        name = "restore",
        description = "Make the database what it was when a backup was made. What it is now is kept aside.",
        footer = {
            "",
            "Example:",
            "  dossier restore dossier-backup.db",
            "",
            "Stop the servers of this database before, and start one after: it upgrades the database where needed."
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "FILE", description = "The backup")
    private String file = "";

    /** The command with its surroundings. */
    public RestoreCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Path backup = terminal.resolve(file);
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            String saved = dossier.restore(backup).map(Path::toString).orElse(null);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("database", dossier.databaseName());
            object.put("backup", backup.toString());
            object.put("schema_version", dossier.schemaVersion());
            object.put("saved", saved);
            terminal.show(
                    object,
                    "restored %s from %s (schema version %s%s)"
                            .formatted(
                                    dossier.databaseName(),
                                    backup,
                                    dossier.schemaVersion(),
                                    saved == null ? "" : "; what it was before: " + saved));
        }
        return Exit.DONE.code();
    }
}
