package dev.dossier.cli.scan;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier scan again}: has everything scanned once more. */
@Command(
        name = "again",
        description = {
            "Have everything scanned once more that is neither infected nor passed, as after new signatures, or when clamd"
                    + " accepts larger files. What is held stays held until then, what is handed out stays handed out."
        },
        footer = {
            "",
            "Examples:",
            "  dossier scan again",
            "",
            "A server with --clamd does the scanning; its metric dossier_scan_due_blobs tells how much is left."
        })
final class ScanAgainCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    ScanAgainCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            dossier.initialize();
            int due = dossier.heldFiles().scanAgain();
            terminal.show(Map.of("due", due), "Contents that will be scanned again: " + due);
        }
        return Exit.DONE.code();
    }
}
