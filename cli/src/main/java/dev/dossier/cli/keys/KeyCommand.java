package dev.dossier.cli.keys;

import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
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
        add(keys, "create", CreateKeyCommand::new, terminal);
        add(keys, "list", ListKeysCommand::new, terminal);
        add(keys, "revoke", RevokeKeyCommand::new, terminal);
        return keys;
    }

    private static void add(
            CommandLine keys,
            String name,
            BiFunction<Terminal, SettingFlags, Callable<Integer>> command,
            Terminal terminal) {
        SettingFlags flags = new SettingFlags(terminal, Scope.STORE);
        CommandLine line = new CommandLine(command.apply(terminal, flags));
        flags.addTo(line.getCommandSpec());
        keys.addSubcommand(name, line);
    }
}
