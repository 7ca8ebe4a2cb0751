package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.AppliedMigration;
import dev.dossier.schema.InitializationResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier init}: creates the database, or brings it to the version of this program. */
@Command(
        name = "init",
        description = "Create the database or bring it to the version of this program, and print that version.",
        footer = {"", "Examples:", "  dossier init", "  dossier init --data /srv/dossier --json"})
public final class InitCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    /** The command with its surroundings. */
    public InitCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            InitializationResult result = dossier.initialize();
            terminal.show(object(result), text(result));
        }
        return Exit.DONE.code();
    }

    private static Map<String, Object> object(InitializationResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("database", result.database());
        object.put("schema_version", result.version());
        object.put("previous_version", result.previousVersion());
        object.put("applied", versions(result));
        object.put("healed", Names.of(result.healed()));
        object.put("changed", Names.of(result.changed()));
        object.put("unexpected", Names.of(result.unexpected()));
        object.put("backup", result.backup().map(Object::toString).orElse(null));
        return object;
    }

    private static String text(InitializationResult result) {
        StringJoiner parts = new StringJoiner("; ", "schema version " + result.version() + " (", ")");
        parts.add(result.database());
        parts.add(result.changedDatabase() ? "was " + result.previousVersion() : "nothing to do");
        if (!result.applied().isEmpty()) {
            parts.add("applied " + String.join(", ", versions(result)));
        }
        if (!result.healed().isEmpty()) {
            parts.add("recreated " + String.join(", ", Names.of(result.healed())));
        }
        if (!result.changed().isEmpty()) {
            parts.add("left as they are, though changed: " + String.join(", ", Names.of(result.changed())));
        }
        return parts.toString();
    }

    private static List<String> versions(InitializationResult result) {
        return result.applied().stream().map(AppliedMigration::version).toList();
    }
}
