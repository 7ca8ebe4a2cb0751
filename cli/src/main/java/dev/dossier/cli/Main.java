package dev.dossier.cli;

import dev.dossier.cli.audit.AuditCommand;
import dev.dossier.cli.database.BackupCommand;
import dev.dossier.cli.database.DoctorCommand;
import dev.dossier.cli.database.InitCommand;
import dev.dossier.cli.database.NewMigrationCommand;
import dev.dossier.cli.database.PlanCommand;
import dev.dossier.cli.database.RestoreCommand;
import dev.dossier.cli.database.RollbackCommand;
import dev.dossier.cli.database.StatusCommand;
import dev.dossier.cli.database.VerifyCommand;
import dev.dossier.cli.files.EraseCommand;
import dev.dossier.cli.files.GetCommand;
import dev.dossier.cli.files.HoldCommand;
import dev.dossier.cli.files.HoldsCommand;
import dev.dossier.cli.files.KeepCommand;
import dev.dossier.cli.files.ListCommand;
import dev.dossier.cli.files.PutCommand;
import dev.dossier.cli.files.ReleaseCommand;
import dev.dossier.cli.files.RemoveCommand;
import dev.dossier.cli.files.RestoreFileCommand;
import dev.dossier.cli.keys.KeyCommand;
import dev.dossier.cli.scan.ScanCommand;
import dev.dossier.cli.serve.ServeCommand;
import dev.dossier.cli.settings.ConfigCommand;
import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The program: assembles the command {@code dossier} and runs it. */
public final class Main {
    private final Terminal terminal;
    private final Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();

    private Main(Terminal terminal) {
        this.terminal = terminal;
        add("serve", ServeCommand::new, Scope.STORE, Scope.SERVER);
        add("init", InitCommand::new, Scope.STORE);
        add("status", StatusCommand::new, Scope.STORE);
        add("verify", VerifyCommand::new, Scope.STORE);
        add("doctor", DoctorCommand::new, Scope.STORE);
        add("plan", PlanCommand::new, Scope.STORE);
        add("rollback", RollbackCommand::new, Scope.STORE);
        add("backup", BackupCommand::new, Scope.STORE);
        add("restore", RestoreCommand::new, Scope.STORE);
        add("config", ConfigCommand::new, Scope.values());
        add("put", PutCommand::new, Scope.CLIENT);
        add("get", GetCommand::new, Scope.CLIENT);
        add("ls", ListCommand::new, Scope.CLIENT);
        add("rm", RemoveCommand::new, Scope.CLIENT);
        add("restore-file", RestoreFileCommand::new, Scope.CLIENT);
        commands.put("key", () -> KeyCommand.in(terminal));
        commands.put("audit", () -> AuditCommand.in(terminal));
        commands.put("scan", () -> ScanCommand.in(terminal));
        add("keep", KeepCommand::new, Scope.CLIENT);
        add("hold", HoldCommand::new, Scope.CLIENT);
        add("holds", HoldsCommand::new, Scope.CLIENT);
        add("release", ReleaseCommand::new, Scope.CLIENT);
        add("erase", EraseCommand::new, Scope.CLIENT);
        commands.put("new-migration", () -> new CommandLine(new NewMigrationCommand(terminal)));
        commands.put("test", () -> new CommandLine(new TestCommand()).setUnmatchedArgumentsAllowed(true));
        commands.put("rehearse", () -> new CommandLine(new RehearseCommand()));
    }

    /** Runs the command line of the process and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs a command line in the surroundings given, and answers its exit code. */
    static int run(Terminal terminal, String... arguments) {
        return new Main(terminal).assembled(arguments).execute(arguments);
    }

    /** The command with those subcommands that the arguments may mean: describing all of them takes long. */
    private CommandLine assembled(String... arguments) {
        Failures failures = new Failures(terminal);
        CommandLine dossier = new CommandLine(new DossierCommand(terminal, failures));
        Set<String> meant = new LinkedHashSet<>(commands.keySet());
        meant.retainAll(List.of(arguments));
        for (String name : meant.isEmpty() ? commands.keySet() : meant) {
            dossier.addSubcommand(
                    name, Objects.requireNonNull(commands.get(name)).get());
        }
        dossier.setExpandAtFiles(false); // @FILE holds a secret, not arguments that a complaint would quote
        dossier.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        dossier.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        dossier.setExecutionExceptionHandler(failures);
        dossier.setParameterExceptionHandler(failures);
        return dossier;
    }

    private void add(String name, BiFunction<Terminal, SettingFlags, Callable<Integer>> command, Scope... scopes) {
        commands.put(name, () -> SettingFlags.command(command, terminal, scopes));
    }
}
