package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier backup}: copies the database while it is in use. */
@Command(
        name = "backup",
        description = "Copy the database to a new file, while it is in use. The bytes of files are not in it.",
        footer = {"", "Example:", "  dossier backup dossier-backup.db"})
public final class BackupCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist")
    private String file = "";

    /** The command with its surroundings. */
    public BackupCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Path target = terminal.resolve(file);
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            dossier.backup(target);
            terminal.show(
                    Map.of("database", dossier.databaseName(), "backup", target.toString()),
                    "backed up %s to %s".formatted(dossier.databaseName(), target));
        }
        return Exit.DONE.code();
    }
}
