package dev.dossier.cli.serve;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.dossier.Dossier;
import dev.dossier.cli.settings.Setting;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.settings.Settings;
import dev.dossier.cli.terminal.Exit;
import dev.dossier.cli.terminal.Terminal;
import dev.dossier.server.DossierServer;
import dev.dossier.server.Logging;
import dev.dossier.server.ServerConfig;
import dev.dossier.server.operations.ServerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code dossier serve}: runs the server until it is told to stop. */
@Command(
        name = "serve",
        description = "Start the server; the database is created or upgraded first.",
        footer = {
            "",
            "Examples:",
            "  dossier serve",
            "  dossier serve --data /srv/dossier --port 9000",
            "  dossier serve --authentication keys --host 0.0.0.0",
            "",
            "Stop it with Ctrl-C or SIGTERM: requests that are under way may end."
        })
public final class ServeCommand implements Callable<Integer> {
    /** What closing may take beyond the time that requests have. */
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final SettingFlags flags;

    /** The command with its surroundings. */
    public ServeCommand(Terminal terminal, SettingFlags flags) {
        this.terminal = terminal;
        this.flags = flags;
    }

    @Override
    public Integer call() {
        Settings settings = flags.settings();
        configureLog(settings);
        ServerConfig config = ServerSettings.of(settings);
        ServerMetrics metrics = new ServerMetrics();
        try (StopSignal stop = StopSignal.listen(config.limits().drain().plus(CLOSING));
                Dossier dossier = Dossier.open(settings.store(), metrics.schemaListener());
                DossierServer server = DossierServer.start(dossier, config, metrics)) {
            announce(dossier, server);
            stop.await();
        }
        return Exit.DONE.code();
    }

    private static void configureLog(Settings settings) {
        boolean json = settings.text(Setting.LOG_FORMAT).equals("json");
        Level level = Level.toLevel(settings.text(Setting.LOG_LEVEL));
        Logging.configure(json ? Logging.Format.JSON : Logging.Format.PLAIN, false);
        if (LoggerFactory.getLogger("dev.dossier") instanceof Logger log) {
            log.setLevel(level);
        }
    }

    private void announce(Dossier dossier, DossierServer server) {
        String version = dossier.schemaVersion();
        String database =
                dossier.config().databaseUrl().map(ServeCommand::product).orElse("sqlite");
        double seconds = Duration.between(processStart(), Instant.now()).toMillis() / 1000.0;
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("url", server.uri().toString());
        object.put("schema_version", version);
        object.put("database", database);
        object.put("seconds", seconds);
        String line = String.format(
                Locale.ROOT,
                "Dossier is ready at %s (schema %s, %s, %.2f s)",
                server.uri(),
                version,
                database,
                seconds);
        terminal.show(object, line);
    }

    /** The product in a JDBC URL: the word after {@code jdbc:}. */
    private static String product(String url) {
        return url.replaceFirst("^jdbc:", "").replaceFirst(":.*", "");
    }

    private static Instant processStart() {
        return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }
}
