package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.settings.Settings;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code dossier keep}: shows or sets how long the files of a session are kept. */
@Command(
        name = "keep",
        description = "Show or set how long the files of a session are kept, counted from their upload.",
        footer = {
            "",
            "Examples:",
            "  dossier keep s-1",
            "  dossier keep s-1 --screenshot 7d --generated 90d --upload forever",
            "  dossier keep s-1 --reset             as the configuration says"
        })
public final class KeepCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "SESSION", description = "The session")
    private String session = "";

    @Option(names = "--upload", paramLabel = "TIME", description = "How long uploads are kept: 30d, 12h, or forever")
    private String upload = "";

    @Option(names = "--reference", paramLabel = "TIME", description = "How long references are kept")
    private String reference = "";

    @Option(names = "--generated", paramLabel = "TIME", description = "How long generated files are kept")
    private String generated = "";

    @Option(names = "--screenshot", paramLabel = "TIME", description = "How long screenshots are kept")
    private String screenshot = "";

    @Option(names = "--reset", description = "Take away the rules that the session has")
    private boolean reset;

    /** The command with its surroundings. */
    public KeepCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Map<String, @Nullable Long> wanted = new TreeMap<>();
        Map.of("upload", upload, "reference", reference, "generated", generated, "screenshot", screenshot)
                .forEach((kind, time) -> {
                    if (!time.isEmpty()) {
                        wanted.put(
                                kind,
                                time.equals("forever")
                                        ? null
                                        : Settings.time(time, "--" + kind).toSeconds());
                    }
                });
        try (Remote remote = Remote.of(flags.settings())) {
            String path = "/api/sessions/" + Remote.encoded(session) + "/retention";
            JsonNode rules = remote.ask("GET", path);
            if (reset || !wanted.isEmpty()) {
                Map<String, @Nullable Object> all = new TreeMap<>();
                if (!reset) {
                    rules.path("keep_seconds")
                            .forEachEntry((kind, time) -> all.put(kind, time.isNull() ? null : (Object) time.asLong()));
                }
                all.putAll(wanted);
                rules = remote.ask("PUT", path, Map.of("keep_seconds", all));
            }
            show(rules.path("keep_seconds"));
        }
        return Exit.DONE.code();
    }

    private void show(JsonNode seconds) {
        Map<String, @Nullable Object> times = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        seconds.forEachEntry((kind, time) -> {
            times.put(kind, time.isNull() ? null : (Object) time.asLong());
            text.append("%-11s %s%n".formatted(kind, time.isNull() ? "forever" : time.asLong() + " s"));
        });
        terminal.show(
                Map.of("session_id", session, "keep_seconds", times),
                text.isEmpty() ? "as the configuration says" : text.toString().stripTrailing());
    }
}
