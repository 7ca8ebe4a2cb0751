package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier release}: releases a legal hold. */
@Command(
        name = "release",
        description = "Release a legal hold. What is due goes at the next round, unless another hold keeps it.",
        footer = {"", "Example:", "  dossier release 3b1e…"})
public final class ReleaseCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "HOLD", description = "The hold, as \"dossier holds\" names it")
    private String hold = "";

    /** The command with its surroundings. */
    public ReleaseCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            HoldFacts released = new HoldFacts(remote.ask("POST", "/api/holds/" + Remote.encoded(hold) + "/release"));
            terminal.show(released.object(), released.text());
        }
        return Exit.DONE.code();
    }
}
