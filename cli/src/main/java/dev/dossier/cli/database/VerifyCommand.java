package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.Schema;
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
        footer = {"", "Examples:", "  dossier verify", "  dossier verify --deep --json", "", "Exits with 1 on a finding."})
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
            boolean readable = schema.missing().isEmpty() && !schema.version().equals(Schema.UNKNOWN);
            List<String> content = readable
                    ? dossier.verifyContent(deep).stream().map(Object::toString).toList()
                    : List.of();
            boolean ok = schema.ok() && content.isEmpty();
            terminal.show(object(schema, content, ok), text(schema, content));
            return (ok ? Exit.DONE : Exit.FINDING).code();
        }
    }

    private Map<String, Object> object(Verification schema, List<String> content, boolean ok) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("database", schema.database());
        object.put("schema_version", schema.version());
        object.putAll(FindingsObject.of(schema));
        object.put("ok", ok);
        object.put("content", content);
        object.put("deep", deep);
        return object;
    }

    private String text(Verification schema, List<String> content) {
        List<String> lines = new ArrayList<>(List.of(schema.message()));
        lines.addAll(content);
        if (content.isEmpty() && schema.ok()) {
            lines.add(deep ? "The bytes of every file are there and are right" : "The bytes of every file are there");
        }
        return String.join("\n", lines);
    }
}
