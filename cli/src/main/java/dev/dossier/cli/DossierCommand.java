package dev.dossier.cli;

import dev.dossier.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code dossier} itself: what all commands have in common. */
@Command(
        name = "dossier",
        description = "Keeps the files of AI conversations.",
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  dossier serve                            start the server on 127.0.0.1:8420",
            "  dossier put report.pdf --session s-1     send a file to it",
            "  dossier ls --session s-1                 see what is there",
            "  dossier get ID -o report.pdf             fetch a file",
            "  dossier status --json                    the state of the database, for programs",
            "",
            "Every flag that sets something has an environment variable, as --port has DOSSIER_PORT.",
            "Exit codes: 0 done, 1 a finding or a refusal, 2 usage, 3 the database could not be initialised,",
            "4 the server could not be reached."
        })
final class DossierCommand {
    private final Terminal terminal;
    private final Failures failures;

    DossierCommand(Terminal terminal, Failures failures) {
        this.terminal = terminal;
        this.failures = failures;
    }

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, one object a line")
    void json(boolean on) {
        terminal.json(on);
    }

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where a failure comes from")
    void verbose(boolean on) {
        failures.verbose(on);
    }

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help")
    void help(boolean asked) {}

    @Option(names = "--version", versionHelp = true, description = "Show the version")
    void version(boolean asked) {}
}
