package dev.dossier.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;

/** A process under test. Closing it kills it, so that no test leaves one behind. */
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final Captured output;
    private final Captured errors;

    RunningProgram(Process process) {
        this.process = process;
        output = new Captured(process.getInputStream());
        errors = new Captured(process.getErrorStream());
    }

    /**
     * Waits until a line of standard output matches the regular expression, and answers the match.
     *
     * @throws AssertionError when the process ends or the time runs out before
     */
    public MatchResult awaitLine(String expression, Duration limit) {
        return output.awaitLine(expression, limit)
                .orElseThrow(() -> new AssertionError("no line like /" + expression + "/ in\n" + output + errors));
    }

    /** What the process has written to standard error until now. */
    public String errors() {
        return errors.toString();
    }

    /** The number of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process is still there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process with SIGKILL: it gets no chance to tidy up. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Asks the process to end, with SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends the process a signal: {@code INT}, {@code STOP}, {@code CONT}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Waits for the end of the process and of its output.
     *
     * @throws AssertionError when the time runs out before
     */
    public Program.Ended awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ":\n" + output + errors);
            }
            output.awaitEnd(limit);
            errors.awaitEnd(limit);
            return new Program.Ended(process.exitValue(), output.toString(), errors.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }
}
