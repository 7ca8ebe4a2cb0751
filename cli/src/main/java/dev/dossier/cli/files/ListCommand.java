package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code dossier ls}: lists a session's files, or the sessions. */
@Command(
        name = "ls",
        description = "List the files of a session; without one, the sessions.",
        footer = {"", "Examples:", "  dossier ls", "  dossier ls --session s-1 --include-deleted --json"})
public final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Option(names = "--session", paramLabel = "S", description = "The session whose files are listed")
    private @Nullable String session;

    @Option(names = "--include-deleted", description = "Deleted files too")
    private boolean includeDeleted;

    /** The command with its surroundings. */
    public ListCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Remote remote = Remote.of(flags.settings())) {
            if (session == null) {
                remote.each("/api/sessions?limit=1000", "sessions", this::showSession);
            } else {
                String path = "/api/sessions/%s/files?limit=1000&include_deleted=%s"
                        .formatted(Remote.encoded(session), includeDeleted);
                remote.each(path, "files", this::showFile);
            }
        }
        return Exit.DONE.code();
    }

    private void showFile(JsonNode node) {
        FileFacts file = new FileFacts(node);
        terminal.show(file.object(), file.line());
    }

    private void showSession(JsonNode session) {
        String line = "%s  %d files  %s"
                .formatted(
                        session.path("session_id").asString(""),
                        session.path("total_files").asLong(0),
                        FileFacts.size(session.path("total_size").asLong(0)));
        terminal.show(new FileFacts(session).object(), line);
    }
}
