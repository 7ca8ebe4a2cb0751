package dev.dossier.cli.audit;

import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
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
        audit.addSubcommand("verify", SettingFlags.command(VerifyAuditCommand::new, terminal, Scope.STORE));
        audit.addSubcommand("heads", SettingFlags.command(HeadsCommand::new, terminal, Scope.STORE));
        audit.addSubcommand("search", SettingFlags.command(SearchCommand::new, terminal, Scope.STORE));
        audit.addSubcommand("export", SettingFlags.command(ExportCommand::new, terminal, Scope.STORE));
        return audit;
    }
}
