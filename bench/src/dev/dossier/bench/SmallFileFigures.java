package dev.dossier.bench;

import dev.dossier.schema.SqliteFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the bytes of small files are better kept: each in a file of its own, as Dossier does, or in the database beside their
 * row. Both are durable when they count as stored, both are hashed, and both share the commits of one writer.
 */
final class SmallFileFigures implements Bench.Measurement {
    private static final long TURN_NANOS = 700_000_000L;
    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 5;
    private static final List<Integer> SIZES = List.of(1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10);

    @Override
    public String run(Bench bench) throws Exception {
        StringBuilder tables = new StringBuilder("### Small files: one file each, or in the database\n");
        for (int clients : List.of(1, 16)) {
            for (int size : SIZES) {
                Path directory = bench.fresh("small-files");
                try (Keeper files = new Keeper(directory.resolve("files"), false);
                        Keeper rows = new Keeper(directory.resolve("rows"), true)) {
                    String what = "%d KB, %s".formatted(size >> 10, clients == 1 ? "one client" : clients + " clients");
                    tables.append('\n').append(new Contest()
                            .add("stored in a file each", round -> perSecond(clients, size, files::store))
                            .add("stored in the database", round -> perSecond(clients, size, rows::store))
                            .run(WARM_UPS, ROUNDS)
                            .table(what, "contents/s"));
                    if (clients == 1) {
                        tables.append('\n').append(new Contest()
                                .add("read from a file each", round -> perSecond(1, size, content -> files.read()))
                                .add("read from the database", round -> perSecond(1, size, content -> rows.read()))
                                .run(WARM_UPS, ROUNDS)
                                .table((size >> 10) + " KB, read by one client", "contents/s"));
                    }
                } finally {
                    Bench.delete(directory);
                }
            }
        }
        return tables.toString();
    }

    /** Something that is done with one content. */
    @FunctionalInterface
    private interface Operation {
        void run(byte[] content) throws Exception;
    }

    private static double perSecond(int clients, int size, Operation operation) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
            long begin = System.nanoTime();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                counts.add(executor.submit(() -> {
                    byte[] content = new byte[size];
                    ThreadLocalRandom.current().nextBytes(content);
                    long count = 0;
                    while (System.nanoTime() - begin < TURN_NANOS) {
                        content[0] = (byte) count;
                        operation.run(content);
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

    /** A content on its way to the writer. */
    private record Request(String name, byte[] content, CompletableFuture<Boolean> done) {}

    /** Contents in one of the two ways, with one writer that commits what has gathered. */
    private static final class Keeper implements AutoCloseable {
        private final Path directory;
        private final boolean inDatabase;
        private final Connection connection;
        private final Connection reading;
        private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(1000);
        private final AtomicLong names = new AtomicLong();
        private final Thread writer;

        Keeper(Path directory, boolean inDatabase) throws Exception {
            this.directory = Files.createDirectories(directory);
            this.inDatabase = inDatabase;
            SqliteFile file = SqliteFile.at(directory.resolve("contents.db"));
            connection = file.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.executeUpdate("CREATE TABLE contents (name TEXT PRIMARY KEY, sha256 TEXT, size INTEGER, bytes BLOB)");
            }
            reading = file.getConnection();
            writer = Thread.ofPlatform().start(this::write);
        }

        void store(byte[] content) throws Exception {
            String name = Long.toString(names.getAndIncrement());
            if (!inDatabase) {
                place(name, content);
            }
            Request request = new Request(name, content, new CompletableFuture<>());
            queue.put(request);
            request.done().get();
        }

        private void place(String name, byte[] content) throws Exception {
            Path temporary = directory.resolve(name + ".part");
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(content));
                out.force(true);
            }
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }

        private void write() {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO contents VALUES (?, ?, ?, ?)");
                    Statement statement = connection.createStatement()) {
                List<Request> group = new ArrayList<>();
                while (true) {
                    group.clear();
                    group.add(queue.take());
                    queue.drainTo(group);
                    statement.executeUpdate("BEGIN IMMEDIATE");
                    for (Request request : group) {
                        byte[] digest = MessageDigest.getInstance("SHA-256").digest(request.content());
                        insert.setString(1, request.name());
                        insert.setString(2, java.util.HexFormat.of().formatHex(digest));
                        insert.setInt(3, request.content().length);
                        insert.setBytes(4, inDatabase ? request.content() : null);
                        insert.executeUpdate();
                    }
                    statement.executeUpdate("COMMIT");
                    group.forEach(request -> request.done().complete(true));
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void read() throws Exception {
            String name = Long.toString(ThreadLocalRandom.current().nextLong(names.get()));
            try (PreparedStatement select = reading.prepareStatement("SELECT bytes FROM contents WHERE name = ?")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    byte[] bytes = row.next() ? row.getBytes(1) : null;
                    if (!inDatabase) {
                        bytes = Files.readAllBytes(directory.resolve(name));
                    }
                    if (bytes == null || bytes.length == 0) {
                        throw new IllegalStateException("nothing under " + name);
                    }
                }
            }
        }

        @Override
        public void close() throws Exception {
            writer.interrupt();
            writer.join();
            reading.close();
            connection.close();
        }
    }
}
