package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesTest {
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @DisplayName("R8: a name is kept to the letter, through forms, queries and downloads")
    @ValueSource(
            strings = {
                "تقرير.pdf",
                "😀 party 🎉.txt",
                "a \"quoted\" name.txt",
                "semi;colon, comma=equals.txt",
                "100% sure.txt",
                "it's (fine) [really].txt",
                "日本語のファイル名.md",
                " leading and trailing ",
                "no-extension",
                ".hidden",
                "..almost",
                "CON.txt"
            })
    void kept(String name) {
        String viaForm = server.upload("s", new Form().file(name.replace("\"", "%22"), "x"))
                .fileId();
        String viaQuery = server.post(
                        "/api/sessions/s/files?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), "x")
                .fileId();

        for (String id : new String[] {viaForm, viaQuery}) {
            assertThat(server.get("/api/files/" + id)
                            .json()
                            .path("original_filename")
                            .stringValue())
                    .isEqualTo(name);
            String disposition = server.get("/api/files/" + id + "/content").header("content-disposition");
            assertThat(disposition).matches("attachment; filename=\"[ -~&&[^\"\\\\]]*\"; filename\\*=UTF-8''[!-~]+");
            String exact = disposition.substring(disposition.indexOf("UTF-8''") + 7);
            assertThat(URLDecoder.decode(exact.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @DisplayName("R8: a name that could be a path, a header or nothing at all is refused")
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..\\..\\windows\\system.ini",
                "/etc/passwd",
                "..",
                ".",
                "a%0D%0ASet-Cookie: x=1",
                "tab\there",
                "bell\u0007",
                "   "
            })
    void refused(String name) {
        Answer answer = server.upload("refused", new Form().file(name, "x"));

        answer.isProblem(422, "invalid_value");
        assertThat(answer.json().path("field").stringValue()).isEqualTo("original_filename");
        server.get("/api/sessions/refused").isProblem(404, "not_found");
        server.assertNothingArriving();
    }

    @Test
    @DisplayName("R8: a name has at most 255 bytes, counted as bytes")
    void length() {
        server.upload("s", new Form().file("ü".repeat(127) + "a", "x")).is(201);
        server.upload("s", new Form().file("ü".repeat(128), "x")).isProblem(422, "invalid_value");
        server.upload("s", new Form().file("n".repeat(300), "x")).isProblem(422, "invalid_value");
        server.upload("s", new Form().file("n".repeat(20_000), "x")).isProblem(400, "malformed");
        server.assertNothingArriving();
    }

    @Test
    @DisplayName("R8: a name with a zero byte is refused")
    void zero() {
        server.post("/api/sessions/s/files?name=a%00b", "x").isProblem(422, "invalid_value");
        server.upload("s", new Form().file("a\u0000b", "x")).isProblem(422, "invalid_value");
    }
}
