package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code dossier holds}: lists legal holds. */
@Command(
        name = "holds",
        description = "List the legal holds.",
        footer = {"", "Examples:", "  dossier holds", "  dossier holds --all --json"})
public final class HoldsCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Option(names = "--all", description = "Released ones too")
    private boolean all;

    /** The command with its surroundings. */
    public HoldsCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            remote.each("/api/holds?limit=1000&include_released=" + all, "holds", this::show);
        }
        return Exit.DONE.code();
    }

    private void show(JsonNode hold) {
        HoldFacts facts = new HoldFacts(hold);
        terminal.show(facts.object(), facts.text());
    }
}
