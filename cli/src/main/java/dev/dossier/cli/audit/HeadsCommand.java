package dev.dossier.cli.audit;

import dev.dossier.audit.AuditTrail;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier audit heads}: shows where the chains stand. */
@Command(
        name = "heads",
        description = "Show the newest entry of every node's chain. Kept elsewhere, it proves the log up to there.",
        footer = {"", "Examples:", "  dossier audit heads", "  dossier audit heads --json > heads.jsonl"})
final class HeadsCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final RecordedLog log;

    HeadsCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.log = new RecordedLog(flags);
    }

    @Override
    public Integer call() {
        log.read(AuditTrail::heads)
                .forEach(head -> terminal.show(
                        HeadsFile.object(head),
                        "%s %d %s %s".formatted(head.node(), head.sequence(), head.hash(), head.at())));
        return Exit.DONE.code();
    }
}
