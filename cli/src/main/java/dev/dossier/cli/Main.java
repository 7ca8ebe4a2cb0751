package dev.dossier.cli;

import dev.dossier.cli.database.InitCommand;
import dev.dossier.cli.database.NewMigrationCommand;
import dev.dossier.cli.database.PlanCommand;
import dev.dossier.cli.database.StatusCommand;
import dev.dossier.cli.database.VerifyCommand;
import dev.dossier.cli.files.GetCommand;
import dev.dossier.cli.files.ListCommand;
import dev.dossier.cli.files.PutCommand;
import dev.dossier.cli.files.RemoveCommand;
import dev.dossier.cli.files.RestoreFileCommand;
import dev.dossier.cli.serve.ServeCommand;
import dev.dossier.cli.settings.ConfigCommand;
import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;

/** The program: assembles the command {@code dossier} and runs it. */
public final class Main {
    private final Terminal terminal;
    private final CommandLine dossier;

    private Main(Terminal terminal) {
        this.terminal = terminal;
        Failures failures = new Failures(terminal);
        dossier = new CommandLine(new DossierCommand(terminal, failures));
        add(ServeCommand::new, Scope.STORE, Scope.SERVER);
        add(InitCommand::new, Scope.STORE);
        add(StatusCommand::new, Scope.STORE);
        add(VerifyCommand::new, Scope.STORE);
        add(PlanCommand::new, Scope.STORE);
        add(ConfigCommand::new, Scope.values());
        add(PutCommand::new, Scope.CLIENT);
        add(GetCommand::new, Scope.CLIENT);
        add(ListCommand::new, Scope.CLIENT);
        add(RemoveCommand::new, Scope.CLIENT);
        add(RestoreFileCommand::new, Scope.CLIENT);
        dossier.addSubcommand(new NewMigrationCommand(terminal));
        dossier.addSubcommand(new CommandLine(new TestCommand()).setUnmatchedArgumentsAllowed(true));
        dossier.addSubcommand(new RehearseCommand());
        dossier.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        dossier.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        dossier.setExecutionExceptionHandler(failures);
        dossier.setParameterExceptionHandler(failures);
    }

    /** Runs the command line of the process and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs a command line in the surroundings given, and answers its exit code. */
    static int run(Terminal terminal, String... arguments) {
        return new Main(terminal).dossier.execute(arguments);
    }

    private void add(BiFunction<Terminal, SettingFlags, Callable<Integer>> command, Scope... scopes) {
        SettingFlags flags = new SettingFlags(terminal, scopes);
        CommandLine line = new CommandLine(command.apply(terminal, flags));
        flags.addTo(line.getCommandSpec());
        dossier.addSubcommand(line);
    }
}
