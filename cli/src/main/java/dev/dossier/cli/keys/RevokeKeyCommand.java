package dev.dossier.cli.keys;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dossier key revoke}: makes a key useless, at once and for good. */
@Command(
        name = "revoke",
        description = "Make a key useless, at once and for good.",
        footer = {"", "Examples:", "  dossier key list", "  dossier key revoke 5f0c…"})
final class RevokeKeyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "ID", description = "The key, as \"dossier key list\" names it")
    private String id = "";

    RevokeKeyCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            dossier.initialize();
            KeyFacts facts = new KeyFacts(dossier.keys().revoke(id, Actor.LOCAL), Instant.now());
            terminal.show(facts.object(), facts.line());
        }
        return Exit.DONE.code();
    }
}
