package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dossier hold}: places a legal hold. */
@Command(
        name = "hold",
        description =
                "Place a legal hold: what is held can be read and copied, not changed or removed, whatever the rules say.",
        footer = {
            "",
            "Examples:",
            "  dossier hold --session s-1 --reason \"case 12/2026\"",
            "  dossier hold --file 5f0c… --reason \"case 12/2026\"",
            "  dossier holds                        see them",
            "  dossier release HOLD                 release one"
        })
public final class HoldCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why")
    private String reason = "";

    /** What is held. */
    private static final class Subject {
        @Option(names = "--file", paramLabel = "ID", description = "One file")
        private String file = "";

        @Option(names = "--session", paramLabel = "NAME", description = "The files of a session, also those to come")
        private String session = "";

        @Option(names = "--person", paramLabel = "NAME", description = "The files of a person, also those to come")
        private String person = "";

        Map<String, String> field() {
            return !file.isEmpty()
                    ? Map.of("file_id", file)
                    : session.isEmpty() ? Map.of("person", person) : Map.of("session_id", session);
        }
    }

    /** The command with its surroundings. */
    public HoldCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            Map.Entry<String, String> field =
                    subject.field().entrySet().iterator().next();
            HoldFacts hold = new HoldFacts(
                    remote.ask("POST", "/api/holds", Map.of(field.getKey(), field.getValue(), "reason", reason)));
            terminal.show(hold.object(), hold.text());
        }
        return Exit.DONE.code();
    }
}
