package dev.dossier.cli.keys;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.Schema;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier key list}: shows every key there was, without secrets. */
@Command(
        name = "list",
        description = "Show every key, good, expired or revoked, oldest first. Secrets are known to nobody.",
        footer = {"", "Examples:", "  dossier key list", "  dossier key list --json"})
final class ListKeysCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    ListKeysCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            if (!dossier.schemaVersion().equals(Schema.UNKNOWN)) {
                dossier.initialize();
                Instant now = Instant.now();
                dossier.keys().list().stream()
                        .map(key -> new KeyFacts(key, now))
                        .forEach(facts -> terminal.show(facts.object(), facts.line()));
            }
        }
        return Exit.DONE.code();
    }
}
