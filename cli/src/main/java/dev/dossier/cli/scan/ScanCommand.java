package dev.dossier.cli.scan;

import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dossier scan}: decides about files that are held because they were not found free of viruses. */
@Command(
        name = "scan",
        description = "See and decide about files that are held because they were not found free of viruses.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  dossier scan list",
            "  dossier scan pass 9b1c…",
            "  dossier scan again",
            "",
            "The server scans new files when it is started with --clamd, and may go on meanwhile."
        })
public final class ScanCommand {
    private ScanCommand() {}

    /** The command with its subcommands. */
    public static CommandLine in(Terminal terminal) {
        CommandLine scan = new CommandLine(new ScanCommand());
        scan.addSubcommand("list", SettingFlags.command(ListHeldCommand::new, terminal, Scope.STORE));
        scan.addSubcommand("pass", SettingFlags.command(PassCommand::new, terminal, Scope.STORE));
        scan.addSubcommand("again", SettingFlags.command(ScanAgainCommand::new, terminal, Scope.STORE));
        return scan;
    }
}
