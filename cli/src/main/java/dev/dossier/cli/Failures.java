package dev.dossier.cli;

import dev.dossier.cli.files.RemoteException;
import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.schema.SchemaException;
import dev.dossier.server.PortUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place that decides how a failure ends: its exit code, and the sentence that a person reads. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;
    private boolean verbose;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows stack traces too. */
    void verbose(boolean on) {
        verbose = on;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult line) {
        terminal.note("dossier: " + sentence(failure));
        if (verbose) {
            failure.printStackTrace(terminal.err());
        }
        return exit(failure).code();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        String problem = failure instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched().getFirst(), command)
                : said(failure) + ".";
        terminal.note("dossier: %s Try \"%s --help\".".formatted(problem, command.qualifiedName()));
        return Exit.USAGE.code();
    }

    private static String unknown(String word, CommandSpec command) {
        boolean option = word.startsWith("-");
        Set<String> known =
                option ? command.optionsMap().keySet() : command.subcommands().keySet();
        String suggestion =
                Suggestion.of(word, known).map(" Did you mean %s?"::formatted).orElse("");
        String kind = option ? "option" : command.subcommands().isEmpty() ? "argument" : "command";
        return "Unknown %s \"%s\".%s".formatted(kind, word, suggestion);
    }

    private static Exit exit(Exception failure) {
        return switch (failure) {
            case SettingException setting -> Exit.USAGE;
            case InvalidValueException value -> Exit.USAGE;
            case SchemaException schema -> Exit.DATABASE;
            case RemoteException.Unreachable unreachable -> Exit.UNREACHABLE;
            default -> Exit.FINDING;
        };
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case SettingException known -> said(known);
            case SchemaException known -> said(known);
            case RemoteException known -> said(known);
            case DossierException known -> said(known);
            case PortUnavailableException known -> said(known);
            case UncheckedIOException wrapped -> "Reading or writing failed: %s.".formatted(wrapped.getMessage());
            case FileSystemException file -> "%s: %s.".formatted(file.getFile(), reason(file));
            case IOException io -> "Reading or writing failed: %s.".formatted(io.getMessage());
            default -> "Unexpected error: %s. Run it again with --verbose to see where.".formatted(failure);
        };
    }

    private static String said(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case java.nio.file.NoSuchFileException missing -> "there is no such file or directory";
            case java.nio.file.AccessDeniedException denied -> "this user may not do that";
            case java.nio.file.FileAlreadyExistsException exists -> "it exists already";
            default -> String.valueOf(failure.getReason());
        };
    }
}
