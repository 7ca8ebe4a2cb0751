package dev.dossier.cli.settings;

import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier config}: shows every setting and where its value comes from. */
@Command(
        name = "config",
        description = "Show every setting and where its value comes from. Secrets are hidden.",
        footer = {"", "Examples:", "  dossier config", "  DOSSIER_PORT=9000 dossier config --data /srv/dossier"})
public final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    /** The command with its surroundings. */
    public ConfigCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Map<String, Object> object = new LinkedHashMap<>();
        StringJoiner text = new StringJoiner("\n");
        for (Chosen chosen : flags.settings().all()) {
            String key = chosen.setting().key();
            object.put(
                    key,
                    Map.of("value", chosen.shown(), "origin", chosen.origin().toString()));
            text.add("%-16s = %-24s # %s".formatted(key, chosen.shown(), chosen.origin()));
        }
        terminal.show(object, text.toString());
        return Exit.DONE.code();
    }
}
