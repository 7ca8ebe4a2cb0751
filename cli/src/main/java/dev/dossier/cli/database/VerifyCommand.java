package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.blobs.ContentCheck;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dossier verify}: looks for everything that should be there. It repairs nothing. */
@Command(
        name = "verify",
        description = "Check every object of the schema and the presence of every file's bytes. Changes nothing.",
        footer = {
            "",
            "Examples:",
            "  dossier verify",
            "  dossier verify --deep --json",
            "",
            "Exits with 1 on a finding."
        })
public final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Option(names = "--deep", description = "Read all bytes again and compare their hashes")
    private boolean deep;

    /** The command with its surroundings. */
    public VerifyCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            Verification schema = dossier.verify();
            boolean current = schema.ok() && schema.version().equals(dossier.expectedVersion());
            List<ContentCheck.Finding> content = current ? dossier.verifyContent(deep) : List.of();
            boolean ok = schema.ok() && content.isEmpty();
            terminal.show(object(schema, content, current), text(schema, content, current));
            return (ok ? Exit.DONE : Exit.FINDING).code();
        }
    }

    private Map<String, Object> object(Verification schema, List<ContentCheck.Finding> content, boolean checked) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("database", schema.database());
        object.put("schema_version", schema.version());
        object.putAll(FindingsObject.of(schema));
        object.put("ok", schema.ok() && content.isEmpty());
        object.put("content_checked", checked);
        object.put(
                "content",
                content.stream()
                        .map(found ->
                                Map.of("blob", found.key().value(), "problem", found.problem(), "files", found.files()))
                        .toList());
        object.put("deep", deep);
        return object;
    }

    private String text(Verification schema, List<ContentCheck.Finding> content, boolean checked) {
        List<String> lines = new ArrayList<>(List.of(schema.message()));
        content.forEach(found -> lines.add(
                "%s %s (files: %s)".formatted(found.key(), found.problem(), String.join(", ", found.files()))));
        if (!checked) {
            lines.add("The bytes of files were not checked: that needs a sound database of this program's version");
        } else if (content.isEmpty()) {
            lines.add(deep ? "The bytes of every file are there and are right" : "The bytes of every file are there");
        }
        return String.join("\n", lines);
    }
}
