package dev.dossier.bench;

import dev.dossier.schema.SqliteFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Uploads of 1 KB a second, by one client and by sixteen: Dossier, nginx, and the floor of one durable write. */
final class SmallUploadFigures implements Bench.Measurement {
    private static final int SIZE_BYTES = 1024;
    private static final long TURN_NANOS = 2_000_000_000L;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;

    private final AtomicLong names = new AtomicLong();

    /** One durable upload. */
    @FunctionalInterface
    private interface Upload {
        void run(byte[] content) throws Exception;
    }

    @Override
    public String run(Bench bench) throws Exception {
        Path directory = bench.fresh("small");
        Path ngx = bench.fresh("nginx");
        try (ServerProcess nginx = Nginx.start(ngx);
                ServerProcess dossier = ServerProcess.dossier(bench, directory.resolve("data"));
                Floor floor = new Floor(directory)) {
            StringBuilder tables = new StringBuilder("### 1 KB uploads\n");
            for (int clients : List.of(1, 16)) {
                Contest contest = new Contest();
                if (clients == 1) {
                    contest.add(
                            "the floor: file, fsync, rename, fsync of the directory, SQLite commit",
                            round -> perSecond(List.of(floor::store)));
                }
                contest.add("nginx: neither hashed nor fsynced", round -> nginx(nginx, clients))
                        .add("Dossier", round -> dossier(dossier, clients))
                        .run(WARM_UPS, ROUNDS);
                tables.append("\n")
                        .append(contest.table(clients == 1 ? "one client" : clients + " clients", "uploads/s"));
            }
            return tables.toString();
        } finally {
            Bench.delete(directory);
            Bench.delete(ngx);
        }
    }

    private double nginx(ServerProcess server, int clients) throws Exception {
        return overWires(
                server, clients, wire -> content -> expect(wire.send("PUT", "/" + names.incrementAndGet(), content)));
    }

    private double dossier(ServerProcess server, int clients) throws Exception {
        return overWires(
                server,
                clients,
                wire -> content -> expect(
                        wire.send("POST", "/api/sessions/s/files?name=" + names.incrementAndGet(), content)));
    }

    private static double overWires(ServerProcess server, int clients, java.util.function.Function<HttpWire, Upload> upload)
            throws Exception {
        List<HttpWire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                wires.add(HttpWire.to(server.port()));
            }
            return perSecond(wires.stream().map(upload).toList());
        } finally {
            for (HttpWire wire : wires) {
                wire.close();
            }
        }
    }

    private static double perSecond(List<Upload> clients) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(clients.size())) {
            long begin = System.nanoTime();
            List<Future<Long>> counts = new ArrayList<>();
            for (Upload client : clients) {
                counts.add(executor.submit(() -> {
                    long count = 0;
                    byte[] content = new byte[SIZE_BYTES];
                    while (System.nanoTime() - begin < TURN_NANOS) {
                        ThreadLocalRandom.current().nextBytes(content);
                        client.run(content);
                        count++;
                    }
                    return count;
                }));
            }
            long all = 0;
            for (Future<Long> count : counts) {
                all += count.get();
            }
            return all / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void expect(HttpWire.Answer answer) {
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.toString());
        }
    }

    /** What one durable upload costs without a server: the same steps, one after the other. */
    private static final class Floor implements AutoCloseable {
        private final Path directory;
        private final Connection connection;
        private final PreparedStatement insert;

        Floor(Path directory) throws Exception {
            this.directory = Files.createDirectories(directory.resolve("floor"));
            connection = SqliteFile.at(directory.resolve("floor.db")).getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.executeUpdate("CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER)");
            }
            insert = connection.prepareStatement("INSERT INTO files VALUES (?, ?)");
        }

        void store(byte[] content) throws Exception {
            Path temporary = directory.resolve("temporary");
            try (FileChannel out = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(content));
                out.force(true);
            }
            String name = Long.toHexString(System.nanoTime());
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
            insert.setString(1, name);
            insert.setInt(2, content.length);
            insert.executeUpdate();
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }
}
