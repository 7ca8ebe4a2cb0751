package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dossier rm}: deletes files. */
@Command(
        name = "rm",
        description = "Delete files. They can be restored for a while, unless they are deleted permanently.",
        footer = {"", "Examples:", "  dossier rm 5f0c…", "  dossier rm 5f0c… --permanent"})
public final class RemoveCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The files")
    private List<String> ids = List.of();

    @Option(names = "--permanent", description = "Delete for good")
    private boolean permanent;

    /** The command with its surroundings. */
    public RemoveCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            for (String id : ids) {
                remote.ask("DELETE", "/api/files/" + Remote.encoded(id) + (permanent ? "?permanent=true" : ""));
                terminal.show(
                        Map.of("file_id", id, "permanent", permanent),
                        id + (permanent ? "  deleted for good" : "  deleted; restore it with restore-file"));
            }
        }
        return Exit.DONE.code();
    }
}
