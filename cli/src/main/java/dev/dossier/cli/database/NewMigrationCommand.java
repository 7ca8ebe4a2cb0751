package dev.dossier.cli.database;

import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.NewMigration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dossier new-migration}: writes a migration with undo and test from the template. */
@Command(
        name = "new-migration",
        description =
                "Write a migration for both databases, its undos and a test from the template, with the next free version.",
        footer = {"", "Example:", "  dossier new-migration \"add tags\""})
public final class NewMigrationCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DESCRIPTION", description = "What it does, in a few words")
    private String description = "";

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            defaultValue = "store/src/main/resources/db/dossier",
            description = "Where migrations are (default: ${DEFAULT-VALUE})")
    private String directory = "";

    @Option(
            names = "--tests",
            paramLabel = "DIR",
            defaultValue = "store/src/test/java/dev/dossier/migrations",
            description = "Where its test goes (default: ${DEFAULT-VALUE})")
    private String tests = "";

    /** The command with its surroundings. */
    public NewMigrationCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        NewMigration migration =
                NewMigration.create(terminal.resolve(directory), Optional.of(terminal.resolve(tests)), description);
        List<String> files = migration.files().stream().map(Path::toString).toList();
        terminal.show(Map.of("version", migration.version(), "files", files), String.join("\n", files));
        return Exit.DONE.code();
    }
}
