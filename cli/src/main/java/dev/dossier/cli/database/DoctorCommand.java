package dev.dossier.cli.database;

import dev.dossier.Dossier;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.doctor.Diagnosis;
import dev.dossier.doctor.Finding;
import dev.dossier.schema.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dossier doctor}: compares what the database says with what is stored, and repairs what is safe. */
@Command(
        name = "doctor",
        description = "Compare rows and bytes both ways. Changes nothing unless --fix is given.",
        footer = {
            "",
            "Examples:",
            "  dossier doctor",
            "  dossier doctor --deep --json",
            "  dossier doctor --fix",
            "",
            "--fix never removes a file's row, bytes that a file uses, or what is not Dossier's.",
            "Exits with 1 when something remains that is not as it should be."
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SettingFlags flags;

    @Option(names = "--fix", description = "Put right what is safe to put right")
    private boolean fix;

    @Option(names = "--deep", description = "Read all bytes again and compare their hashes")
    private boolean deep;

    /** The command with its surroundings. */
    public DoctorCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        try (Dossier dossier = Dossier.open(flags.settings().store())) {
            Verification schema = dossier.verify();
            boolean current = schema.ok() && schema.version().equals(dossier.expectedVersion());
            Diagnosis diagnosis = current ? diagnosis(dossier) : new Diagnosis(List.of(), deep);
            boolean ok = current && diagnosis.ok();
            terminal.show(object(schema, diagnosis, current, ok), text(schema, diagnosis, current));
            return (ok ? Exit.DONE : Exit.FINDING).code();
        }
    }

    private Diagnosis diagnosis(Dossier dossier) {
        if (!fix) {
            return dossier.examine(deep);
        }
        dossier.initialize();
        return dossier.repair(deep);
    }

    private Map<String, Object> object(Verification schema, Diagnosis diagnosis, boolean examined, boolean ok) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("database", schema.database());
        object.put("ok", ok);
        object.put("examined", examined);
        object.put("deep", diagnosis.deep());
        object.put("fix", fix);
        object.put(
                "findings",
                diagnosis.findings().stream().map(DoctorCommand::object).toList());
        return object;
    }

    private static Map<String, Object> object(Finding finding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", finding.kind().toString());
        object.put("subject", finding.subject());
        object.put("files", finding.files());
        object.put("problem", finding.problem());
        object.put("repair", finding.kind().repair());
        object.put("repaired", finding.repaired());
        return object;
    }

    private String text(Verification schema, Diagnosis diagnosis, boolean examined) {
        if (!examined) {
            return schema.message() + "\nNothing was examined: that needs a sound database of this program's version."
                    + " \"dossier init\" makes one";
        }
        List<String> lines = new ArrayList<>();
        diagnosis.findings().forEach(finding -> lines.add(line(finding)));
        long repaired = diagnosis.findings().stream().filter(Finding::repaired).count();
        lines.add(
                lines.isEmpty()
                        ? "Rows and bytes agree, both ways"
                        : "%d findings, %d repaired"
                                .formatted(diagnosis.findings().size(), repaired));
        return String.join("\n", lines);
    }

    private String line(Finding finding) {
        String files = finding.files().isEmpty() ? "" : " (files: " + String.join(", ", finding.files()) + ")";
        String remedy = finding.repaired() ? "repaired" : (fix ? "not repaired" : "--fix would: ") + remedy(finding);
        return "%s %s %s%s; %s".formatted(finding.kind(), finding.subject(), finding.problem(), files, remedy);
    }

    private String remedy(Finding finding) {
        return fix ? "" : finding.kind().repair();
    }
}
