package dev.dossier.server.previews;

import dev.dossier.server.rendering.NoThumbnail;
import dev.dossier.server.rendering.RenderingProgram;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link RenderingProgram}s: a JVM for each content, with a heap of its own, without our environment, and killed when
 * its time is over. Its memory beside the heap is what a decoder of pictures needs for {@code RasterImage.PIXEL_LIMIT}
 * pixels at most. Thread-safe.
 */
final class RenderingProcess implements AutoCloseable {
    /** More than a picture of 512 by 512 pixels can have, in bytes. */
    static final int ANSWER_LIMIT_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RenderingProcess.class);

    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-XX:MaxMetaspaceSize=96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-Djava.awt.headless=true",
            "-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
            "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog");

    /** What the JVM ends with when its heap is full. */
    private static final int HEAP_IS_FULL = 3;

    /** From here on the exit code names the signal that ended the process: ours, or that of a crash. */
    private static final int SIGNAL = 128;

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final int MESSAGE_LIMIT_BYTES = 2000;

    private final Duration limit;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /** @param limit how long a rendering may take, with everything */
    RenderingProcess(Duration limit) {
        this.limit = limit;
    }

    /**
     * Renders a content. The calling thread blocks in ways that hold a carrier: it must be a platform thread.
     *
     * @throws IOException when the content cannot be read, or no process can be started
     */
    Rendered render(String mimeType, InputStream content) throws IOException {
        Process process = start(mimeType);
        try {
            running.add(process);
            Thread.ofVirtual().name("thumbnail-end").start(() -> killWhenOver(process));
            feed(content, process);
            byte[] answer = process.getInputStream().readNBytes(ANSWER_LIMIT_BYTES + 1);
            return understood(process, answer);
        } finally {
            process.destroyForcibly();
            running.remove(process);
        }
    }

    private Process start(String mimeType) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(OPTIONS);
        // a little later than ours, for when nobody is left to kill it
        String own = Long.toString(limit.plus(ONE_SECOND).toMillis());
        builder.command()
                .addAll(List.of(
                        "-cp", System.getProperty("java.class.path"), RenderingProgram.class.getName(), mimeType, own));
        builder.environment().clear();
        return builder.start();
    }

    private void killWhenOver(Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands over the content. A process that does not want all of it says why by how it ends. */
    private static void feed(InputStream content, Process process) throws IOException {
        byte[] buffer = new byte[1 << 16];
        OutputStream to = process.getOutputStream();
        int count = content.read(buffer);
        while (count > 0 && isTaken(buffer, count, to)) {
            count = content.read(buffer);
        }
        end(to);
    }

    private static boolean isTaken(byte[] buffer, int count, OutputStream to) {
        try {
            to.write(buffer, 0, count);
            to.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(OutputStream to) {
        try {
            to.close();
        } catch (IOException e) {
            return; // nobody reads any more, and what was written for them cannot be sent
        }
    }

    private Rendered understood(Process process, byte[] answer) throws IOException {
        int exit = exitCode(process);
        if (exit == HEAP_IS_FULL || exit == RenderingProgram.TIME_IS_OVER || exit >= SIGNAL) {
            return new Rendered.None(NoThumbnail.TOO_COSTLY);
        }
        if (exit != 0 || answer.length > ANSWER_LIMIT_BYTES) {
            String said = new String(process.getErrorStream().readNBytes(MESSAGE_LIMIT_BYTES), StandardCharsets.UTF_8);
            LOG.warn("The process that makes thumbnails ended with {}: {}", exit, said.strip());
            return new Rendered.NotNow("No thumbnail could be made; the server's log says why.");
        }
        DataInputStream words = new DataInputStream(new ByteArrayInputStream(answer));
        String word = words.readUTF();
        return word.startsWith("image/")
                ? new Rendered.Picture(word, words.readAllBytes())
                : new Rendered.None(NoThumbnail.valueOf(word));
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a thumbnail was made", e);
        }
    }

    /** Kills what is running. */
    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
