package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class UploadTest {
    private static final String PATH = "/api/sessions/s/files";

    private TestServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = TestServer.start(DossierConfig.in(directory).withLargestFileBytes(1 << 20), TestServer.CONFIG);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("A form with one file is answered with the file, whole, and where it is")
    void oneFile() {
        Answer answer = server.upload("s", new Form().file("notes.txt", "hello"));

        JsonNode file = answer.is(201).json().at("/files/0");
        assertThat(answer.header("location"))
                .isEqualTo("/api/files/" + file.path("file_id").stringValue());
        assertThat(file.propertyNames())
                .containsExactly(
                        "file_id",
                        "session_id",
                        "original_filename",
                        "file_size",
                        "file_hash",
                        "mime_type",
                        "uploaded_at",
                        "uploaded_by",
                        "message_id",
                        "association_type",
                        "deduplicated",
                        "expires_at",
                        "deleted_at",
                        "metadata");
        assertThat(file.path("session_id").stringValue()).isEqualTo("s");
        assertThat(file.path("original_filename").stringValue()).isEqualTo("notes.txt");
        assertThat(file.path("file_size").intValue()).isEqualTo(5);
        assertThat(file.path("file_hash").stringValue())
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(file.path("mime_type").stringValue()).isEqualTo("text/plain");
        assertThat(file.path("uploaded_at").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(file.path("association_type").stringValue()).isEqualTo("upload");
        assertThat(file.path("deleted_at").isNull()).isTrue();
    }

    @Test
    @DisplayName("Fields that mean nothing are passed over, however many and large they are, and never kept in memory")
    void meaninglessFields() {
        server.upload("s", new Form().field("unknown", "x".repeat(1_300_000)).file("a.txt", "a"))
                .is(201);
    }

    @Test
    @DisplayName("R19: fields may stand before or after the files, and hold for all of them")
    void fields() {
        JsonNode files = server.upload(
                        "s",
                        new Form()
                                .field("message_id", "m-1")
                                .file("a.txt", "a")
                                .file("b.txt", "b")
                                .field("association_type", "generated")
                                .field("metadata", "{\"worker\":\"npu\"}")
                                .field("unknown", "ignored"))
                .is(201)
                .json()
                .path("files");

        assertThat(files).hasSize(2).allSatisfy(file -> {
            assertThat(file.path("message_id").stringValue()).isEqualTo("m-1");
            assertThat(file.path("association_type").stringValue()).isEqualTo("generated");
            assertThat(file.path("metadata").path("worker").stringValue()).isEqualTo("npu");
        });
    }

    @Test
    @DisplayName("R19: the same bytes in another session are a file of their own, and are said to be known")
    void deduplicated() {
        server.upload("s", new Form().file("a.txt", "same"));

        JsonNode second = server.upload("t", new Form().file("b.txt", "same")).json();

        assertThat(second.at("/files/0/deduplicated").booleanValue()).isTrue();
        assertThat(second.at("/files/0/original_filename").stringValue()).isEqualTo("b.txt");
    }

    @Test
    @DisplayName("A raw body needs a name, and takes its fields from the query")
    void raw() {
        JsonNode file = server.post(PATH + "?name=raw.bin&message_id=m&association_type=reference&metadata=%7B%7D", "x")
                .is(201)
                .json()
                .at("/files/0");

        assertThat(file.path("original_filename").stringValue()).isEqualTo("raw.bin");
        assertThat(file.path("message_id").stringValue()).isEqualTo("m");
        assertThat(file.path("association_type").stringValue()).isEqualTo("reference");
        server.post(PATH, "x").isProblem(400, "malformed");
    }

    @Test
    @DisplayName("A body of unknown length is stored like any other")
    void chunked() {
        byte[] content = new byte[300_000];
        Answer answer = server.send(server.request(PATH + "?name=chunked.bin")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));

        assertThat(answer.is(201).json().at("/files/0/file_size").intValue()).isEqualTo(content.length);
    }

    @Test
    @DisplayName("A file of no bytes is a file")
    void empty() {
        assertThat(server.upload("s", new Form().file("empty.txt", ""))
                        .is(201)
                        .json()
                        .at("/files/0/file_size")
                        .intValue())
                .isZero();
    }

    @Test
    @DisplayName("A file without a name gets one; a file with an empty name is refused")
    void unnamed() {
        assertThat(server.upload("s", new Form().file(null, "x"))
                        .is(201)
                        .json()
                        .at("/files/0/original_filename")
                        .stringValue())
                .isEqualTo("unnamed");
        refused(server.upload("t", new Form().file("", "x")), 422, "invalid_value", "original_filename");
    }

    @Test
    @DisplayName("A form without a file is malformed, and so is a body that is no form")
    void noFile() {
        server.upload("s", new Form()).isProblem(400, "malformed");
        server.upload("s", new Form().field("message_id", "m")).isProblem(400, "malformed");
        server.send(server.request(PATH)
                        .header("Content-Type", "multipart/form-data")
                        .POST(BodyPublishers.ofString("x")))
                .isProblem(400, "malformed");
        server.send(server.request(PATH)
                        .header("Content-Type", Form.TYPE)
                        .POST(BodyPublishers.ofString("no part begins here")))
                .isProblem(400, "malformed");
        server.send(server.request(PATH)
                        .header("Content-Type", Form.TYPE)
                        .POST(BodyPublishers.ofByteArray(
                                new Form().file("a.txt", "cut").unfinished())))
                .isProblem(400, "malformed");
        server.assertEmpty();
    }

    @Test
    @DisplayName("A form with one wrong part is refused whole")
    void allOrNone() {
        refused(
                server.upload("s", new Form().file("good.txt", "x").file("bad\u0007.txt", "y")),
                422,
                "invalid_value",
                "original_filename");
        server.assertEmpty();
    }

    @Test
    @DisplayName("Impossible fields are named")
    void impossibleFields() {
        refused(form("association_type", "stolen"), 422, "invalid_value", "association_type");
        refused(form("message_id", "m".repeat(256)), 422, "invalid_value", "message_id");
        refused(form("metadata", "{\"a\":1}"), 422, "invalid_value", "metadata");
        refused(
                form("metadata", "v".repeat((1 << 20) - 10_000) + "v".repeat(10_001)),
                422,
                "invalid_value",
                "metadata");
        form("metadata", "[]").isProblem(400, "malformed");
        form("metadata", "{").isProblem(400, "malformed");
        server.assertEmpty();
    }

    @Test
    @DisplayName("A session id of another form is malformed")
    void sessionId() {
        server.upload("s%20t", new Form().file("a", "x")).isProblem(400, "malformed");
        server.upload("s".repeat(129), new Form().file("a", "x")).isProblem(400, "malformed");
        server.assertEmpty();
    }

    @Test
    @DisplayName("A body that announces too much is refused before it is read")
    void announcedTooLarge() throws Exception {
        for (String type : new String[] {Form.TYPE, "application/octet-stream"}) {
            try (RawClient client = new RawClient(server)) {
                String answer = client.say("POST " + PATH + "?name=x HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                                + "\r\nContent-Length: 3000000\r\n\r\nonly a few bytes")
                        .hear();
                assertThat(answer).startsWith("HTTP/1.1 413 ").contains("Connection: close", "\"too_large\"");
            }
        }
        server.assertEmpty();
    }

    @Test
    @DisplayName("A body that announces nothing is counted, and its sender hears why it is refused")
    void countedTooLarge() {
        byte[] content = new byte[(1 << 20) + 1];
        server.send(server.request(PATH + "?name=large.bin")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))))
                .isProblem(413, "too_large");
        server.upload("s", new Form().file("small", "x").file("large", content)).isProblem(413, "too_large");
        server.assertEmpty();
    }

    @Test
    @DisplayName("More than a thousand files in one request are refused")
    void tooManyFiles() {
        Form form = new Form();
        for (int i = 0; i <= 1000; i++) {
            form.file("f" + i, "");
        }
        refused(server.upload("s", form), 422, "invalid_value", "file");
        server.assertEmpty();
    }

    @Test
    @DisplayName("A body longer or shorter than announced is never stored as if it were whole")
    void wrongLength() throws Exception {
        try (RawClient client = new RawClient(server)) {
            String answer = client.say(
                            "POST " + PATH + "?name=x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort")
                    .sayNoMore()
                    .hear();
            assertThat(answer).doesNotContain("HTTP/1.1 201");
        }
        server.assertEmpty();
        try (RawClient client = new RawClient(server)) {
            String answer = client.say(
                            "POST " + PATH + "?name=x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nlonger\r\n\r\n")
                    .sayNoMore()
                    .hear();
            assertThat(answer).startsWith("HTTP/1.1 201").containsOnlyOnce("\"file_size\":4");
        }
    }

    @Test
    @DisplayName("R36: a client that leaves half-way leaves nothing behind")
    void disconnect() throws Exception {
        byte[] form = new Form().file("half.bin", new byte[200_000]).unfinished();
        try (RawClient client = new RawClient(server)) {
            client.say("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + Form.TYPE
                            + "\r\nContent-Length: 900000\r\n\r\n")
                    .say(form);
            awaitArriving();
        }
        server.assertNothingArriving();
        server.assertEmpty();
    }

    private void awaitArriving() throws InterruptedException {
        while (server.filesBelow("tmp").isEmpty()) {
            Thread.sleep(5);
        }
    }

    private Answer form(String field, String value) {
        return server.upload("s", new Form().file("a.txt", "x").field(field, value));
    }

    private static void refused(Answer answer, int status, String code, String field) {
        answer.isProblem(status, code);
        assertThat(answer.json().path("field").stringValue()).isEqualTo(field);
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).doesNotContain("Exception");
    }
}
