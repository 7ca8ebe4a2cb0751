package dev.dossier.cli.keys;

import dev.dossier.Dossier;
import dev.dossier.access.Actor;
import dev.dossier.access.Role;
import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.identities.NewKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dossier key create}: makes a key and shows it, once. */
@Command(
        name = "create",
        description = "Make a key and print it. It is shown this once; only its hash is kept.",
        footer = {
            "",
            "Examples:",
            "  dossier key create ada",
            "  dossier key create crawler --role service --expires 90d --json"
        })
final class CreateKeyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "NAME", description = "Who will show the key: the name that owns sessions")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "user, reader, editor, administrator or service (default: user)")
    private String role = "user";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description =
                    "After which period, such as 90d, or at which time, such as 2027-01-01T00:00:00Z, the key ends"
                            + " (default: never)")
    private @Nullable String expires;

    CreateKeyCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Role given = Role.parse(role);
        Instant end = end(Instant.now());
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            dossier.initialize();
            NewKey made = dossier.keys().create(name, given, end, Actor.LOCAL);
            Map<String, Object> object = new KeyFacts(made.key(), Instant.now()).object();
            object.put("key", made.shown());
            terminal.show(object, made.shown());
            terminal.note("Key %s of %s, role %s. It is shown this once: keep it where only %s can read it."
                    .formatted(made.key().id(), name, given, name));
        }
        return Exit.DONE.code();
    }

    private @Nullable Instant end(Instant now) {
        if (expires == null) {
            return null;
        }
        try {
            return expires.contains("T") ? Instant.parse(expires) : now.plus(period(expires));
        } catch (DateTimeException | ArithmeticException | SettingException e) {
            throw new SettingException(
                    "\"%s\" is no possible value of --expires: use a period such as 90d, or a time such as"
                                    .formatted(expires)
                            + " 2027-01-01T00:00:00Z.",
                    e);
        }
    }

    private static Duration period(String text) {
        return SettingFlags.period(text);
    }
}
