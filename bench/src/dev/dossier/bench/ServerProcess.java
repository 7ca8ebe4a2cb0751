package dev.dossier.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own on 127.0.0.1. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final double firstAnswerMilliseconds;

    private ServerProcess(Process process, int port, double firstAnswerMilliseconds) {
        this.process = process;
        this.port = port;
        this.firstAnswerMilliseconds = firstAnswerMilliseconds;
    }

    /** Starts the command and asks for the path until it answers 200. */
    static ServerProcess start(int port, String path, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        Process process = builder.start();
        while (!answers(port, path)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended: " + String.join(" ", command));
            }
            Thread.sleep(1);
        }
        return new ServerProcess(process, port, (System.nanoTime() - begin) / 1e6);
    }

    private static boolean answers(int port, String path) {
        try (HttpWire wire = HttpWire.to(port)) {
            return wire.get(path).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The Dossier server on a data directory. */
    static ServerProcess dossier(Bench bench, Path data, String... options) throws Exception {
        int port = freePort();
        List<String> command = java(options);
        command.addAll(List.of(
                "-jar",
                bench.application().resolve("dossier.jar").toString(),
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
        return start(port, "/health/ready", command);
    }

    /** A Java command line with the options of the launcher and more. */
    static List<String> java(String... options) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        return command;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** From the start of the process to the first 200. */
    double firstAnswerMilliseconds() {
        return firstAnswerMilliseconds;
    }

    /** Ends it with SIGTERM. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
