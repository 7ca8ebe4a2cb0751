package dev.dossier.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that a process writes to one of its streams, read while it runs so that it never waits for us. */
final class Captured {
    private final StringBuilder text = new StringBuilder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private boolean ended;

    Captured(InputStream stream) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> read(stream)); // a pipe that is silent would hold a virtual one's carrier
    }

    Optional<MatchResult> awaitLine(String expression, Duration limit) {
        Pattern pattern = Pattern.compile(expression);
        return await(
                limit,
                () -> text.toString()
                        .lines()
                        .map(pattern::matcher)
                        .filter(Matcher::find)
                        .map(Matcher::toMatchResult)
                        .findFirst());
    }

    void awaitEnd(Duration limit) {
        await(limit, Optional::empty);
    }

    private void read(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line + "\n", false);
            }
        } catch (IOException e) {
            add("(the stream broke: " + e.getMessage() + ")\n", false);
        } finally {
            add("", true);
        }
    }

    private void add(String line, boolean last) {
        lock.lock();
        try {
            text.append(line);
            ended = last;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<MatchResult> await(Duration limit, Supplier<Optional<MatchResult>> look) {
        long remainingNanos = limit.toNanos();
        lock.lock();
        try {
            Optional<MatchResult> found = look.get();
            while (found.isEmpty() && !ended && remainingNanos > 0) {
                remainingNanos = more.awaitNanos(remainingNanos);
                found = look.get();
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return text.toString();
        } finally {
            lock.unlock();
        }
    }
}
