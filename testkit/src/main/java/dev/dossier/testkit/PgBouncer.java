package dev.dossier.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PgBouncer in transaction mode before a {@link PostgresServer}: a client has a server connection for one transaction, and the
 * next one may run on another. Every database of the server can be reached through it. Needs the program on this machine.
 */
public final class PgBouncer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunningProgram program;
    private final int port;
    private final Path configuration;

    private PgBouncer(RunningProgram program, int port, Path configuration) {
        this.program = program;
        this.port = port;
        this.configuration = configuration;
    }

    /** Whether the program is on this machine. */
    public static boolean isInstalled() {
        return executable().isPresent();
    }

    /**
     * Starts one that shares this many server connections a database among all clients; the caller stops it.
     *
     * @throws AssertionError when it does not start
     */
    public static PgBouncer start(PostgresServer server, int serverConnections) {
        try {
            int port = freePort();
            Path configuration = Files.createTempFile(
                    "pgbouncer",
                    ".ini",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            Files.writeString(configuration, """
                    [databases]
                    * = host=127.0.0.1 port=%d user=postgres
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = transaction
                    default_pool_size = %d
                    max_client_conn = 500
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(server.port(), port, serverConnections));
            RunningProgram program = Program.of(command(configuration)).start();
            PgBouncer bouncer = new PgBouncer(program, port, configuration);
            try {
                program.awaitLine("process up", PATIENCE);
                return bouncer;
            } catch (AssertionError e) {
                bouncer.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PgBouncer could not be started", e);
        }
    }

    /** The same database through it. The driver may not name statements, which would stay on one server connection. */
    public PGSimpleDataSource before(PGSimpleDataSource direct) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + port + "/" + direct.getDatabaseName());
        source.setUser("postgres");
        source.setPrepareThreshold(0);
        return source;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        program.close();
        try {
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It says on standard error that it is up, and refuses to run as root. */
    private static String[] command(Path configuration) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>&1", "sh"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.add(executable()
                .orElseThrow(() -> new AssertionError("PgBouncer is not installed: apt install pgbouncer"))
                .toString());
        command.add(configuration.toString());
        return command.toArray(String[]::new);
    }

    private static Optional<Path> executable() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
