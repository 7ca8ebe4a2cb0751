package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.blobs.ScrubProgress;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.schema.Migration;
import dev.dossier.schema.MigrationPlan;
import dev.dossier.schema.Schema;
import dev.dossier.schema.SchemaException;
import dev.dossier.schema.Verification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dossier status}: says how the database is. It creates and changes nothing. */
@Command(
        name = "status",
        description = "Show the version of the database, what is pending and whether it is sound. Changes nothing.",
        footer = {
            "",
            "Examples:",
            "  dossier status",
            "  dossier status --json --data /srv/dossier",
            "",
            "Exits with 1 when the database is damaged; one that does not exist yet is no finding."
        })
public final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    /** The command with its surroundings. */
    public StatusCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            try {
                return report(dossier, dossier.plan(), dossier.verify());
            } catch (SchemaException e) {
                return report(dossier, e);
            }
        }
    }

    private int report(Dossier dossier, MigrationPlan plan, Verification verification) {
        boolean absent = verification.version().equals(Schema.UNKNOWN);
        List<String> pending = plan.pending().stream().map(Migration::version).toList();
        String health = absent ? "not initialised" : verification.message();
        show(
                dossier,
                verification.database(),
                verification.version(),
                pending,
                FindingsObject.of(verification),
                health);
        return (absent || verification.ok() ? Exit.DONE : Exit.FINDING).code();
    }

    private int report(Dossier dossier, SchemaException failure) {
        String problem = failure.problem() + ". " + failure.nextStep() + ".";
        show(dossier, failure.database(), Schema.UNKNOWN, List.of(), Map.of("ok", false, "message", problem), problem);
        return Exit.FINDING.code();
    }

    private void show(
            Dossier dossier,
            String database,
            String version,
            List<String> pending,
            Map<String, Object> verification,
            String health) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("database", database);
        object.put("schema_version", version);
        object.put("expected_version", dossier.expectedVersion());
        object.put("pending", pending);
        object.put("verification", verification);
        object.put("node", dossier.config().node());
        Optional<ScrubProgress> scrub = scrub(dossier, version, verification);
        object.put("scrub", scrub.map(ScrubObject::of).orElse(null));
        String text = """
                database  %s
                version   %s (this program has %s)
                pending   %s
                health    %s
                scrub     %s\
                """.formatted(
                        database,
                        version,
                        dossier.expectedVersion(),
                        pending.isEmpty() ? "nothing" : String.join(", ", pending),
                        health,
                        scrub.map(ScrubObject::text).orElse("not begun"));
        terminal.show(object, text);
    }

    /** How far the bytes were read again; nobody knows in a database that is not sound or not of this version. */
    private static Optional<ScrubProgress> scrub(Dossier dossier, String version, Map<String, Object> verification) {
        return version.equals(dossier.expectedVersion()) && Boolean.TRUE.equals(verification.get("ok"))
                ? Optional.of(dossier.scrubProgress())
                : Optional.empty();
    }
}
