package dev.dossier.cli.audit;

import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dossier audit search}: shows who did what. */
@Command(
        name = "search",
        description = "Show who did what, newest first.",
        footer = {
            "",
            "Examples:",
            "  dossier audit search --actor ada --since 7d",
            "  dossier audit search --result refused --limit 20 --json"
        })
final class SearchCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final RecordedLog log;

    @Mixin
    private final QueryFlags query = new QueryFlags();

    @Option(names = "--limit", paramLabel = "COUNT", description = "How many entries at most (default: 100)")
    private int limit = 100;

    SearchCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.log = new RecordedLog(flags);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new SettingException("\"%d\" is no possible value of --limit: use 1 or more.".formatted(limit));
        }
        log.read(audit -> audit.search(query.query(), limit)).stream()
                .map(EntryFacts::new)
                .forEach(facts -> terminal.show(facts.object(), facts.line()));
        return Exit.DONE.code();
    }
}
