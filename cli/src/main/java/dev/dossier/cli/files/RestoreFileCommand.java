package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier restore-file}: brings deleted files back. */
@Command(
        name = "restore-file",
        description = "Bring deleted files back.",
        footer = {"", "Example:", "  dossier restore-file 5f0c…"})
public final class RestoreFileCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The files")
    private List<String> ids = List.of();

    /** The command with its surroundings. */
    public RestoreFileCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            for (String id : ids) {
                FileFacts file = new FileFacts(remote.ask("POST", "/api/files/" + Remote.encoded(id) + "/restore"));
                terminal.show(file.object(), file.id() + "  " + file.name());
            }
        }
        return Exit.DONE.code();
    }
}
