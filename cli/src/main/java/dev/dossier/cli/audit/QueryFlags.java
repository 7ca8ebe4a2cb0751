package dev.dossier.cli.audit;

import dev.dossier.audit.AuditQuery;
import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.settings.SettingFlags;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries are wanted. */
final class QueryFlags {
    @Option(names = "--actor", paramLabel = "NAME", description = "Only what that person or program did")
    private @Nullable String actor;

    @Option(names = "--owner", paramLabel = "NAME", description = "Only what was done in sessions of that person")
    private @Nullable String owner;

    @Option(names = "--session", paramLabel = "SESSION", description = "Only what was done in that session")
    private @Nullable String session;

    @Option(names = "--file", paramLabel = "ID", description = "Only what was done to that file")
    private @Nullable String file;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only that, such as download, purge or refuse")
    private @Nullable String type;

    @Option(names = "--result", paramLabel = "RESULT", description = "Only done, refused or tolerated")
    private @Nullable String result;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only from then on: a time such as 2026-11-01T00:00:00Z, or a period before now such as 7d")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only before then, said likewise")
    private @Nullable String until;

    AuditQuery query() {
        Instant now = Instant.now();
        return AuditQuery.ALL
                .type(type)
                .result(result)
                .file(file)
                .session(session)
                .owner(owner)
                .actor(actor)
                .from(time(since, "--since", now))
                .until(time(until, "--until", now));
    }

    private static @Nullable Instant time(@Nullable String text, String flag, Instant now) {
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T") ? Instant.parse(text) : now.minus(SettingFlags.period(text));
        } catch (DateTimeException | ArithmeticException | SettingException e) {
            throw new SettingException(
                    "\"%s\" is no possible value of %s: use a time such as 2026-11-01T00:00:00Z, or a period such as 7d."
                            .formatted(text, flag),
                    e);
        }
    }
}
