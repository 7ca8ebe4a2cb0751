package dev.dossier.cli.scan;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.files.FileId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier scan pass}: hands a file out that was not found clean. */
@Command(
        name = "pass",
        description = {
            "Hand the content of a file out although it was not found free of viruses, also where other files have the same"
                    + " content. The access log tells it."
        },
        footer = {"", "Examples:", "  dossier scan list", "  dossier scan pass 9b1c…"})
final class PassCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "ID", description = "The file, as \"dossier scan list\" names it")
    private String id = "";

    PassCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        FileId file = FileId.of(id);
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            dossier.initialize();
            dossier.heldFiles().pass(file, Actor.LOCAL);
            terminal.show(Map.of("file_id", file.value(), "scan", "passed"), file + "  passed");
        }
        return Exit.DONE.code();
    }
}
