package dev.dossier.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to the first 200, against a hello-world of the same HTTP library. */
final class StartFigures implements Bench.Measurement {
    @Override
    public String run(Bench bench) throws Exception {
        Path directory = bench.fresh("start");
        Path helloCache = directory.resolve("hello.aot");
        Path dossierCache = directory.resolve("dossier.aot");
        train(hello(ServerProcess.freePort(), "-XX:AOTCacheOutput=" + helloCache));
        rehearse(bench, directory, dossierCache);
        Path used = directory.resolve("used");
        ServerProcess.dossier(bench, used).close();
        return "### Start to the first 200\n\n"
                + new Contest()
                        .add("hello-world", round -> hello())
                        .add("Dossier, current database", round -> dossier(bench, used))
                        .add("Dossier, fresh database", round -> dossier(bench, directory.resolve("new-" + round)))
                        .run(1, 11)
                        .table("without a cache", "ms")
                + "\n"
                + new Contest()
                        .add("hello-world", round -> hello("-XX:AOTCache=" + helloCache))
                        .add(
                                "Dossier, current database",
                                round -> dossier(bench, used, "-XX:AOTCache=" + dossierCache))
                        .add(
                                "Dossier, fresh database",
                                round -> dossier(
                                        bench, directory.resolve("newer-" + round), "-XX:AOTCache=" + dossierCache))
                        .run(1, 11)
                        .table("with an AOT cache of its own each", "ms");
    }

    private static double hello(String... options) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(port, "/hello", hello(port, options))) {
            return server.firstAnswerMilliseconds();
        }
    }

    private static List<String> hello(int port, String... options) {
        List<String> command = ServerProcess.java(options);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Hello.class.getName(), Integer.toString(port)));
        return command;
    }

    private static void train(List<String> command) throws Exception {
        int port = Integer.parseInt(command.getLast());
        try (ServerProcess server = ServerProcess.start(port, "/hello", command)) {
            System.err.println("trained on " + server.port());
        }
    }

    /** As the launcher does it. */
    private static void rehearse(Bench bench, Path directory, Path cache) throws Exception {
        List<String> command = new ArrayList<>(ServerProcess.java("-XX:AOTCacheOutput=" + cache));
        command.addAll(List.of(
                "-jar",
                bench.application().resolve("dossier.jar").toString(),
                "rehearse",
                directory.resolve("rehearsal").toString()));
        int exit = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the rehearsal failed");
        }
    }

    private static double dossier(Bench bench, Path data, String... options) throws Exception {
        try (ServerProcess server = ServerProcess.dossier(bench, data, options)) {
            return server.firstAnswerMilliseconds();
        }
    }
}
