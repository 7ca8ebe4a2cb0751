package dev.dossier.system;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;

/** A server in a process of its own. Closing it kills it. */
final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningProgram program;
    private final Web web;
    private final String schemaVersion;

    private Node(RunningProgram program, Web web, String schemaVersion) {
        this.program = program;
        this.web = web;
        this.schemaVersion = schemaVersion;
    }

    /** Waits until the server that was started says that it is ready. */
    static Node ready(RunningProgram program) {
        MatchResult line = program.awaitLine("Dossier is ready at (\\S+) \\(schema (\\w+), sqlite,", PATIENCE);
        return new Node(program, Web.at(line.group(1)), line.group(2));
    }

    /** A client of this server. */
    Web web() {
        return web;
    }

    /** The schema version that its ready line names. */
    String schemaVersion() {
        return schemaVersion;
    }

    /** The number of its process. */
    long pid() {
        return program.pid();
    }

    /** Whether its process is there. */
    boolean isAlive() {
        return program.isAlive();
    }

    /** Kills it with SIGKILL, waits until it is gone, and answers what it had written by then. */
    Program.Ended kill() {
        program.kill();
        return program.awaitEnd(PATIENCE);
    }

    /** What it has written to standard error until now. */
    String errors() {
        return program.errors();
    }

    /** Ends it with SIGTERM, and answers what it left. */
    Program.Ended stop() {
        program.terminate();
        return program.awaitEnd(PATIENCE);
    }

    /** The most memory that its process ever had in RAM: heap, code, threads, buffers and all. */
    long peakMemoryBytes() {
        return memoryBytes("VmHWM:");
    }

    /** The memory that its process has in RAM now. */
    long residentMemoryBytes() {
        return memoryBytes("VmRSS:");
    }

    /** How many threads of the operating system it has. */
    int threads() {
        return entries("task");
    }

    /** How many files and sockets it has open. */
    int openFiles() {
        return entries("fd");
    }

    private int entries(String directory) {
        String[] entries =
                Path.of("/proc", Long.toString(pid()), directory).toFile().list();
        if (entries == null) {
            throw new AssertionError("process " + pid() + " is gone");
        }
        return entries.length;
    }

    private long memoryBytes(String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                            .filter(line -> line.startsWith(name))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
        web.close();
    }
}
