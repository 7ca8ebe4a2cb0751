package dev.dossier.system;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node that is a client of the backend: each of its requests is a process whose socket is bound to the node's address.
 *
 * @param name what it is called
 * @param address its address, such as 127.0.0.22
 * @param backend the address of the server
 * @param directory where it keeps what it sends
 */
record Client(String name, String address, Node backend, Path directory) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    /** A status and a JSON body. */
    record Answer(int status, JsonNode json) {}

    /** Asks for a path. */
    Answer get(String path) {
        return answer(request(Optional.empty(), "GET", path).start());
    }

    /** Deletes a path. */
    Answer delete(String path) {
        return answer(request(Optional.empty(), "DELETE", path).start());
    }

    /** Posts nothing to a path. */
    Answer post(String path) {
        return answer(request(Optional.empty(), "POST", path).start());
    }

    /** Uploads a form to a session. */
    Answer upload(String session, Form form) throws IOException {
        return answer(upload(Optional.empty(), session, form).start());
    }

    /** An upload that waits at a gate. */
    RunningProgram uploadAt(Gate gate, String session, Form form) throws IOException {
        return upload(Optional.of(gate), session, form).start();
    }

    /** Waits for the answer to a request that was started. */
    static Answer answer(RunningProgram request) {
        try (request) {
            MatchResult line = request.awaitLine("^answer (\\d+) (.*)$", PATIENCE);
            String body = line.group(2);
            return new Answer(Integer.parseInt(line.group(1)), JSON.readTree(body.isEmpty() ? "null" : body));
        }
    }

    private Program upload(Optional<Gate> gate, String session, Form form) throws IOException {
        Path body = Files.write(Files.createTempFile(directory, name, ".form"), form.bytes());
        return request(gate, "POST", "/api/sessions/" + session + "/files").with(Form.contentType(), body.toString());
    }

    private Program request(Optional<Gate> gate, String method, String path) {
        return Program.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClientNode.class.getName(),
                address,
                gate.map(g -> g.file().toString()).orElse(ClientNode.AT_ONCE),
                method,
                backend.web().address().resolve(path).toString());
    }
}
