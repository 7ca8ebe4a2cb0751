package dev.dossier.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** 100 MB up and down: Dossier, nginx, and what the disk and the hash cost one thread without any server. */
final class TransferFigures implements Bench.Measurement {
    private static final int SIZE_BYTES = 100_000_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 9;
    private static final Pattern ID = Pattern.compile("\"file_id\":\"(\\w+)\"");

    @Override
    public String run(Bench bench) throws Exception {
        Path directory = bench.fresh("transfer");
        Path source = directory.resolve("source");
        byte[] block = new byte[1 << 20];
        new Random(1).nextBytes(block);
        Path ngx = bench.fresh("nginx");
        try (ServerProcess nginx = Nginx.start(ngx);
                ServerProcess dossier = ServerProcess.dossier(bench, directory.resolve("data"));
                HttpWire toNginx = HttpWire.to(nginx.port());
                HttpWire toDossier = HttpWire.to(dossier.port());
                FileChannel file = FileChannel.open(
                        source, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            while (file.size() < SIZE_BYTES) {
                file.write(ByteBuffer.wrap(block, 0, (int) Math.min(block.length, SIZE_BYTES - file.size())));
            }
            String[] id = new String[1];
            String up = new Contest()
                    .add("one thread: copy, SHA-256, fsync; no network", round -> {
                        other(file);
                        Files.deleteIfExists(directory.resolve("copy"));
                        return Contest.milliseconds(() -> copy(file, directory.resolve("copy")));
                    })
                    .add("nginx: neither hashed nor fsynced", round -> {
                        other(file);
                        return Contest.milliseconds(() -> expect(201, 204, toNginx.send("PUT", "/a", file)));
                    })
                    .add("nginx, then SHA-256 and fsync of what it wrote", round -> {
                        other(file);
                        return Contest.milliseconds(() -> {
                            expect(201, 204, toNginx.send("PUT", "/b", file));
                            seal(ngx.resolve("files/b"));
                        });
                    })
                    .add("Dossier: hashed and fsynced before it answers", round -> {
                        other(file);
                        return Contest.milliseconds(() -> {
                            HttpWire.Answer answer = toDossier.send("POST", "/api/sessions/s/files?name=a", file);
                            expect(201, 201, answer);
                            Matcher found = ID.matcher(answer.beginning());
                            found.find();
                            id[0] = found.group(1);
                        });
                    })
                    .run(WARM_UPS, ROUNDS)
                    .table("100 MB up", "ms");
            String down = new Contest()
                    .add("nginx, by sendfile", round -> Contest.milliseconds(() -> whole(toNginx.get("/a"))))
                    .add(
                            "Dossier",
                            round -> Contest.milliseconds(() -> whole(toDossier.get("/api/files/" + id[0] + "/content"))))
                    .run(5, 15)
                    .table("100 MB down", "ms");
            return "### 100 MB\n\n" + up + "\n" + down;
        } finally {
            Bench.delete(directory);
            Bench.delete(ngx);
        }
    }

    /** Makes the content another one, so that nothing is deduplicated. */
    private static void other(FileChannel file) throws IOException {
        file.write(ByteBuffer.allocate(8).putLong(0, System.nanoTime()), 0);
    }

    private static void copy(FileChannel source, Path target) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[128 * 1024];
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            source.position(0);
            for (int read = source.read(ByteBuffer.wrap(buffer)); read > 0; read = source.read(ByteBuffer.wrap(buffer))) {
                digest.update(buffer, 0, read);
                out.write(ByteBuffer.wrap(buffer, 0, read));
            }
            out.force(true);
        }
        digest.digest();
    }

    private static void seal(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[128 * 1024];
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int read = in.read(ByteBuffer.wrap(buffer)); read > 0; read = in.read(ByteBuffer.wrap(buffer))) {
                digest.update(buffer, 0, read);
            }
            in.force(true);
        }
        digest.digest();
    }

    private static void expect(int one, int other, HttpWire.Answer answer) {
        if (answer.status() != one && answer.status() != other) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private static void whole(HttpWire.Answer answer) {
        if (answer.status() != 200 || answer.sizeBytes() != SIZE_BYTES) {
            throw new IllegalStateException(answer.status() + ", " + answer.sizeBytes() + " bytes");
        }
    }
}
