package dev.dossier.cli.keys;

import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dossier key}: the keys with which people and programs say who they are. */
@Command(
        name = "key",
        description = "Make, list and revoke the keys with which people and programs say who they are.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  dossier key create ada",
            "  dossier key create crawler --role service --expires 90d",
            "  dossier key list --json",
            "  dossier key revoke 5f0c…",
            "",
            "The server asks for keys when it is started with --authentication keys."
        })
public final class KeyCommand {
    private KeyCommand() {}

    /** The command with its subcommands. */
    public static CommandLine in(Terminal terminal) {
        CommandLine keys = new CommandLine(new KeyCommand());
        keys.addSubcommand("create", SettingFlags.command(CreateKeyCommand::new, terminal, Scope.STORE));
        keys.addSubcommand("list", SettingFlags.command(ListKeysCommand::new, terminal, Scope.STORE));
        keys.addSubcommand("revoke", SettingFlags.command(RevokeKeyCommand::new, terminal, Scope.STORE));
        return keys;
    }
}
