package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dossier get}: fetches a file. */
@Command(
        name = "get",
        description = "Fetch a file.",
        footer = {
            "",
            "Examples:",
            "  dossier get 5f0c…",
            "  dossier get 5f0c… -o report.pdf",
            "  dossier get 5f0c… -o - | tar x"
        })
public final class GetCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Terminal terminal;
    private final SettingFlags flags;

    @Parameters(paramLabel = "ID", description = "The file")
    private String id = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to write it; - for standard output. Without this, the file's own name is used here, and"
                            + " nothing is overwritten")
    private @Nullable String output;

    @Option(names = "--force", description = "Overwrite a file that has the same name")
    private boolean force;

    @Option(names = "--no-progress", description = "Show no progress bar, on a terminal either")
    private boolean noProgress;

    /** The command with its surroundings. */
    public GetCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() throws IOException {
        try (Remote remote = Remote.of(flags.settings())) {
            FileFacts file = new FileFacts(remote.ask("GET", "/api/files/" + Remote.encoded(id)));
            boolean toOutput = STANDARD_OUTPUT.equals(output);
            try (Progress progress = Progress.of(terminal, !noProgress && !toOutput, file.name(), file.sizeBytes())) {
                Download download = new Download(remote, id, progress);
                if (toOutput) {
                    download.to(terminal.out());
                    terminal.out().flush();
                } else {
                    write(download, file);
                }
            }
        }
        return Exit.DONE.code();
    }

    private void write(Download download, FileFacts file) throws IOException {
        Path path = target(file);
        new Target(path, force || output != null).write(download);
        var object = file.object();
        object.put("path", path.toString());
        terminal.show(object, file.id() + "  " + path);
    }

    private Path target(FileFacts file) {
        SafeName own = SafeName.of(file.name());
        if (output == null) {
            return terminal.resolve(own.value());
        }
        Path named = terminal.resolve(output);
        if (Files.isDirectory(named)) {
            throw new SettingException("\"%s\" is a directory: name a file in it, such as %s."
                    .formatted(output, Path.of(output).resolve(own.value())));
        }
        return named;
    }
}
