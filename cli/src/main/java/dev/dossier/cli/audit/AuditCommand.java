package dev.dossier.cli.audit;

import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dossier audit}: who did what, and the proof that nobody has changed the record of it. */
@Command(
        name = "audit",
        description = "Search the record of who did what, and prove that nobody has changed it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  dossier audit search --actor ada --since 7d",
            "  dossier audit export > log.jsonl",
            "  dossier audit heads --json > heads.jsonl     keep this elsewhere",
            "  dossier audit verify --heads heads.jsonl",
            "",
            "None of them changes anything, and the server may go on meanwhile."
        })
public final class AuditCommand {
    private AuditCommand() {}

    /** The command with its subcommands. */
    public static CommandLine in(Terminal terminal) {
        CommandLine audit = new CommandLine(new AuditCommand());
        add(audit, "verify", VerifyAuditCommand::new, terminal);
        add(audit, "heads", HeadsCommand::new, terminal);
        add(audit, "search", SearchCommand::new, terminal);
        add(audit, "export", ExportCommand::new, terminal);
        return audit;
    }

    private static void add(
            CommandLine audit,
            String name,
            BiFunction<Terminal, SettingFlags, Callable<Integer>> command,
            Terminal terminal) {
        SettingFlags flags = new SettingFlags(terminal, Scope.STORE);
        CommandLine line = new CommandLine(command.apply(terminal, flags));
        flags.addTo(line.getCommandSpec());
        audit.addSubcommand(name, line);
    }
}
