package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.MigrationPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier plan}: shows what {@code init} would do, as SQL. It does none of it. */
@Command(
        name = "plan",
        description = "Show as SQL what init would do. Changes nothing.",
        footer = {"", "Examples:", "  dossier plan", "  dossier plan --json"})
public final class PlanCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    /** The command with its surroundings. */
    public PlanCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            MigrationPlan plan = dossier.plan();
            String text = plan.pending().isEmpty()
                    ? "-- nothing to do: version " + plan.from() + " is current"
                    : plan.toSql().stripTrailing();
            terminal.show(object(plan), text);
        }
        return Exit.DONE.code();
    }

    private static Map<String, Object> object(MigrationPlan plan) {
        List<Map<String, String>> pending = plan.pending().stream()
                .map(m -> Map.of("version", m.version(), "description", m.description(), "sql", m.sql()))
                .toList();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("database", plan.database());
        object.put("from", plan.from());
        object.put("to", plan.to());
        object.put("pending", pending);
        return object;
    }
}
