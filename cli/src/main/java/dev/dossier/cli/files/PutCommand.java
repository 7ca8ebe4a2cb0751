package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code dossier put}: sends files to a session. */
@Command(
        name = "put",
        description = "Send files to a session; it is created when it does not exist.",
        footer = {
            "",
            "Examples:",
            "  dossier put report.pdf notes.md --session s-1",
            "  tar c src | dossier put - --name src.tar --session s-1"
        })
public final class PutCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files; - for standard input")
    private List<String> files = List.of();

    @Option(names = "--session", required = true, paramLabel = "S", description = "The session that gets the files")
    private String session = "";

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the one file, where it is not its own")
    private @Nullable String name;

    @Option(names = "--no-progress", description = "Show no progress bar, on a terminal either")
    private boolean noProgress;

    /** The command with its surroundings. */
    public PutCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        if (name != null && files.size() > 1) {
            throw new SettingException("--name names one file, and there are %d.".formatted(files.size()));
        }
        List<Source> sources = files.stream().map(this::source).toList();
        try (Remote remote = Remote.of(flags.settings())) {
            for (Source source : sources) {
                FileFacts file = new FileFacts(sent(source, remote));
                terminal.show(file.object(), file.id() + "  " + file.name());
            }
        }
        return Exit.DONE.code();
    }

    private JsonNode sent(Source source, Remote remote) {
        try (Progress progress = Progress.of(terminal, !noProgress, source.name(), source.sizeBytes())) {
            return new Upload(source, progress).to(remote, session);
        }
    }

    private Source source(String argument) {
        if (!argument.equals(STANDARD_INPUT)) {
            Source source = Source.of(terminal, argument);
            return name == null ? source : source.named(name);
        }
        if (name == null) {
            throw new SettingException("Standard input has no name: give it one with --name.");
        }
        return Source.ofInput(terminal, name);
    }
}
