package dev.dossier.cli.audit;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dossier audit export}: prints the log as JSON lines. */
@Command(
        name = "export",
        description = "Print who did what as JSON, one object a line, oldest first.",
        footer = {
            "",
            "Examples:",
            "  dossier audit export > log.jsonl",
            "  dossier audit export --since 1d --session s-1"
        })
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final RecordedLog log;

    @Mixin
    private final QueryFlags query = new QueryFlags();

    ExportCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.log = new RecordedLog(flags);
    }

    @Override
    public Integer call() {
        terminal.json(true);
        return log.read(audit -> {
            audit.export(query.query(), entry -> terminal.show(new EntryFacts(entry).object(), ""));
            return Exit.DONE.code();
        });
    }
}
