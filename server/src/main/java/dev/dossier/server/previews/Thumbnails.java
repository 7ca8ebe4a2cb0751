package dev.dossier.server.previews;

import dev.dossier.server.rendering.NoThumbnail;
import dev.dossier.server.rendering.RenderingProgram;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Makes thumbnails of contents that nobody vouches for, a few at a time, each in a process of its own: see {@link
 * RenderingProgram}. Nothing is kept but the knowledge of what has none. Thread-safe.
 */
public final class Thumbnails implements AutoCloseable {
    /** Part of the entity tag of a thumbnail; to be changed when the same content gives another one. */
    public static final String VERSION = "t1";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration WAIT = Duration.ofSeconds(8);
    private static final int MOST_WAITING = 64;

    /** A content, to be opened when it is its turn. */
    @FunctionalInterface
    public interface Source {
        /** Hands the bytes to a rendering. */
        Rendered with(Reader reader) throws IOException;
    }

    /** What reads a content. */
    @FunctionalInterface
    public interface Reader {
        /** Reads the bytes from the beginning; the stream is somebody else's to close. */
        Rendered read(InputStream bytes) throws IOException;
    }

    private final int atOnce;
    private final Duration wait;
    private final Semaphore turns;
    private final RenderingProcess process;
    private final KnownFailures failures;

    /** @param atOnce how many are made at once; 0 for none at all */
    public Thumbnails(int atOnce) {
        this(atOnce, WAIT, LIMIT, InstantSource.system());
    }

    Thumbnails(int atOnce, Duration wait, Duration limit, InstantSource clock) {
        this.atOnce = atOnce;
        this.wait = wait;
        this.turns = new Semaphore(atOnce, true);
        this.process = new RenderingProcess(limit);
        this.failures = new KnownFailures(clock);
    }

    /** Whether there may be thumbnails of that type. */
    public boolean mayBeOf(String mimeType) {
        return atOnce > 0 && RenderingProgram.TYPES.contains(mimeType);
    }

    /** Why a content has no thumbnail, as far as that is known without reading it. */
    public Optional<NoThumbnail> refusal(String mimeType, long sizeBytes, String sha256) {
        if (!mayBeOf(mimeType)) {
            return Optional.of(NoThumbnail.TYPE);
        }
        if (sizeBytes > RenderingProgram.INPUT_LIMIT_BYTES) {
            return Optional.of(NoThumbnail.TOO_LARGE);
        }
        return failures.of(key(mimeType, sha256));
    }

    /**
     * Makes a thumbnail when it is its turn. Takes half a minute at most.
     *
     * @throws IOException when the content cannot be read, or no process can be started
     */
    public Rendered render(String mimeType, long sizeBytes, String sha256, Source source) throws IOException {
        if (!taken()) {
            return new Rendered.NotNow("Too many thumbnails are asked for at once.");
        }
        try {
            // whoever had the turn before may have found out
            Optional<NoThumbnail> refusal = refusal(mimeType, sizeBytes, sha256);
            if (refusal.isPresent()) {
                return new Rendered.None(refusal.get());
            }
            Rendered rendered = source.with(bytes -> onPlatformThread(mimeType, bytes));
            if (rendered instanceof Rendered.None none) {
                failures.add(key(mimeType, sha256), none.reason());
            }
            return rendered;
        } finally {
            turns.release();
        }
    }

    private boolean taken() {
        try {
            return turns.getQueueLength() < MOST_WAITING && turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Rendered onPlatformThread(String mimeType, InputStream bytes) throws IOException {
        FutureTask<Rendered> task = new FutureTask<>(() -> process.render(mimeType, bytes));
        Thread.ofPlatform().daemon().name("thumbnail").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Rendered.NotNow("The server is stopping.");
        } catch (ExecutionException e) {
            throw new IOException("a thumbnail could not be made", e.getCause());
        }
    }

    private static String key(String mimeType, String sha256) {
        return sha256 + ' ' + mimeType;
    }

    /** Ends what is being made. */
    @Override
    public void close() {
        process.close();
    }
}
