package dev.dossier.cli.audit;

import dev.dossier.audit.AuditFinding;
import dev.dossier.audit.AuditReport;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dossier audit verify}: reads the whole log again and follows its chains. */
@Command(
        name = "verify",
        description = "Read the whole log again, and say what in it was changed, cut out or put in between.",
        footer = {
            "",
            "Examples:",
            "  dossier audit verify",
            "  dossier audit verify --heads heads.jsonl --json",
            "",
            "Who may write the database can cut off the end of a chain, compute it anew, or say that its beginning was due.",
            "Only heads that were kept elsewhere show that, and have to be there while they are younger than",
            "--audit-retention. Exits with 1 when something was tampered with."
        })
final class VerifyAuditCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final RecordedLog log;

    @Option(
            names = "--heads",
            paramLabel = "FILE",
            description = "What \"dossier audit heads --json\" once printed: the log must still go through there")
    private @Nullable String heads;

    VerifyAuditCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.log = new RecordedLog(flags);
    }

    @Override
    public Integer call() {
        HeadsFile expected = HeadsFile.at(heads == null ? null : terminal.resolve(heads));
        AuditReport report = log.read(audit -> audit.verify(expected.heads()));
        terminal.show(object(report), text(report));
        return (report.isIntact() ? Exit.DONE : Exit.FINDING).code();
    }

    private static Map<String, Object> object(AuditReport report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("intact", report.isIntact());
        object.put("entries", report.entries());
        object.put("unchained", report.unchained());
        object.put(
                "removed_before",
                report.removedBefore() == null ? null : report.removedBefore().toString());
        object.put("heads", report.heads().stream().map(HeadsFile::object).toList());
        object.put(
                "findings",
                report.findings().stream().map(VerifyAuditCommand::object).toList());
        return object;
    }

    private static Map<String, Object> object(AuditFinding finding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", finding.kind().toString());
        object.put("node", finding.node());
        object.put("sequence", finding.sequence());
        object.put("detail", finding.detail());
        return object;
    }

    private static String text(AuditReport report) {
        List<String> lines = new ArrayList<>();
        for (AuditFinding finding : report.findings()) {
            String place = finding.node() == null
                    ? ""
                    : " in the chain of %s, at %d".formatted(finding.node(), finding.sequence());
            lines.add("%s%s: %s".formatted(finding.kind(), place, finding.detail()));
        }
        int chains = report.heads().size();
        String verified = "%d entries in %d %s".formatted(report.entries(), chains, chains == 1 ? "chain" : "chains");
        String older = report.unchained() == 0
                ? ""
                : "; %d more are from before the first chain and prove nothing".formatted(report.unchained());
        String removed = report.removedBefore() == null
                ? ""
                : "; what was older than %s was removed".formatted(report.removedBefore());
        lines.add(
                report.isIntact()
                        ? "Intact: " + verified + older + removed
                        : "Tampered with: %d findings in %s%s%s"
                                .formatted(report.findings().size(), verified, older, removed));
        return String.join("\n", lines);
    }
}
