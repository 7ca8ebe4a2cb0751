package dev.dossier.cli.scan;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.scanning.HeldFile;
import dev.dossier.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dossier scan list}: shows the files that are held. */
@Command(
        name = "list",
        description = "Show the files whose content nobody gets, and why, those that came first first.",
        footer = {"", "Examples:", "  dossier scan list", "  dossier scan list --limit 20 --json"})
final class ListHeldCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Option(names = "--limit", paramLabel = "COUNT", description = "How many files at most, up to 1000 (default: 100)")
    private int limit = 100;

    ListHeldCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            if (!dossier.schemaVersion().equals(Schema.UNKNOWN)) {
                dossier.initialize();
                dossier.heldFiles().list(limit).forEach(file -> terminal.show(object(file), line(file)));
            }
        }
        return Exit.DONE.code();
    }

    private static Map<String, Object> object(HeldFile file) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file_id", file.id().value());
        object.put("session_id", file.session().value());
        object.put("original_filename", file.name().value());
        object.put("uploaded_by", file.uploadedBy());
        object.put("uploaded_at", file.uploadedAt().toString());
        object.put("scan", file.state().toString());
        object.put("finding", file.finding());
        return object;
    }

    private static String line(HeldFile file) {
        String why = file.finding().isEmpty() ? "" : " (" + file.finding() + ")";
        return "%s  %s%s  %s  session %s  %s"
                .formatted(
                        file.id(),
                        file.state(),
                        why,
                        file.uploadedAt(),
                        file.session(),
                        Terminal.plain(file.name().value()));
    }
}
