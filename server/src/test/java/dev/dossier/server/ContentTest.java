package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentTest {
    private static final String PNG = "\u0089PNG\r\n\u001a\n";

    private TestServer server;
    private String digits = "";

    @BeforeAll
    void start(@TempDir Path directory) {
        server = TestServer.in(directory);
        digits = content("digits.txt", "0123456789");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String content(String name, String text) {
        return "/api/files/" + server.stored(name, text) + "/content";
    }

    private static String tag(Answer answer) {
        return answer.header("etag");
    }

    @Test
    @DisplayName("The whole content comes with its hash, as an attachment that no browser runs")
    void whole() {
        Answer answer = server.get(digits).is(200);

        assertThat(answer.text()).isEqualTo("0123456789");
        assertThat(tag(answer)).isEqualTo("\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"");
        assertThat(answer.header("content-length")).isEqualTo("10");
        assertThat(answer.header("content-type")).isEqualTo("text/plain;charset=utf-8");
        assertThat(answer.header("accept-ranges")).isEqualTo("bytes");
        assertThat(answer.header("content-disposition"))
                .isEqualTo("attachment; filename=\"digits.txt\"; filename*=UTF-8''digits.txt");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("content-security-policy")).isEqualTo("sandbox");
        assertThat(answer.header("cache-control")).isEqualTo("private, no-cache");
    }

    @Test
    @DisplayName("HEAD says the same and sends nothing, and is no download")
    void head() {
        String path = content("head.txt", "12345");
        Answer answer = server.head(path).is(200);

        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("content-length")).isEqualTo("5");
        assertThat(tag(answer)).isEqualTo(tag(server.get(path)));
        assertThat(server.get(path.replace("/content", "/access-log"))
                        .json()
                        .path("entries")
                        .findValuesAsString("type"))
                .containsExactly("download", "upload");
    }

    @ParameterizedTest
    @DisplayName("One range is answered with those bytes")
    @CsvSource({
        "bytes=0-0, 0, bytes 0-0/10",
        "bytes=2-5, 2345, bytes 2-5/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=-100, 0123456789, bytes 0-9/10",
        "bytes=8-100, 89, bytes 8-9/10",
        "BYTES=9-9, 9, bytes 9-9/10",
        "bytes=9-999999999999999999, 9, bytes 9-9/10"
    })
    void part(String range, String bytes, String contentRange) {
        Answer answer = server.get(digits, "Range", range).is(206);

        assertThat(answer.text()).isEqualTo(bytes);
        assertThat(answer.header("content-range")).isEqualTo(contentRange);
        assertThat(answer.header("content-length")).isEqualTo(Integer.toString(bytes.length()));
    }

    @ParameterizedTest
    @DisplayName("A range beyond the content is refused with its length")
    @CsvSource({"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999999999999999-"})
    void beyond(String range) {
        Answer answer = server.get(digits, "Range", range).isProblem(416, "range_not_satisfiable");

        assertThat(answer.header("content-range")).isEqualTo("bytes */10");
        assertThat(answer.header("content-disposition")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("Several ranges, another unit and what cannot be read are answered with everything")
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-1,3-4",
                "lines=1-2",
                "bytes=5-2",
                "bytes=-",
                "bytes=a-b",
                "bytes 0-1",
                "bytes=99999999999999999999-"
            })
    void ignoredRange(String range) {
        assertThat(server.get(digits, "Range", range).is(200).text()).isEqualTo("0123456789");
    }

    @Test
    @DisplayName("No range of an empty content can be satisfied")
    void emptyContent() {
        String path = content("empty.txt", "");

        assertThat(server.get(path).is(200).bytes()).isEmpty();
        server.get(path, "Range", "bytes=0-").isProblem(416, "range_not_satisfiable");
        server.get(path, "Range", "bytes=-1").isProblem(416, "range_not_satisfiable");
    }

    @Test
    @DisplayName("HEAD ignores ranges")
    void headRange() {
        Answer answer = server.send(server.request(digits).HEAD().header("Range", "bytes=0-1"));

        assertThat(answer.is(200).header("content-length")).isEqualTo("10");
    }

    @Test
    @DisplayName("If-Range lets a range through when the content is still the same")
    void ifRange() {
        String tag = tag(server.head(digits));

        server.get(digits, "Range", "bytes=0-1", "If-Range", tag).is(206);
        server.get(digits, "Range", "bytes=0-1", "If-Range", "\"other\"").is(200);
        server.get(digits, "Range", "bytes=0-1", "If-Range", "W/" + tag).is(200);
        server.get(digits, "Range", "bytes=0-1", "If-Range", "Fri, 20 Nov 2026 00:00:00 GMT")
                .is(200);
    }

    @Test
    @DisplayName("If-None-Match saves the bytes when the client has them, and a download in the log")
    void ifNoneMatch() {
        String path = content("cached.txt", "cached");
        String tag = tag(server.head(path));

        Answer answer = server.get(path, "If-None-Match", "\"other\", W/" + tag).is(304);
        assertThat(answer.bytes()).isEmpty();
        assertThat(tag(answer)).isEqualTo(tag);
        server.get(path, "If-None-Match", "*").is(304);
        server.send(server.request(path).HEAD().header("If-None-Match", tag)).is(304);
        server.get(path, "If-None-Match", "\"other\"").is(200);
        assertThat(server.get(path.replace("/content", "/access-log"))
                        .json()
                        .path("entries")
                        .findValuesAsString("type"))
                .containsExactly("download", "upload");
    }

    @Test
    @DisplayName("If-Match refuses a reader who expects another content")
    void ifMatchOnRead() {
        server.get(digits, "If-Match", tag(server.head(digits))).is(200);
        server.get(digits, "If-Match", "*").is(200);
        server.get(digits, "If-Match", "\"other\"").isProblem(412, "precondition_failed");
    }

    @Test
    @DisplayName("PUT replaces the content, and If-Match guards it against a lost update")
    void put() {
        String path = content("edited.txt", "one");
        String first = tag(server.head(path));

        Answer answer = server.put(path, "two", "If-Match", "\"x\", " + first).is(200);

        assertThat(answer.json().path("file_size").intValue()).isEqualTo(3);
        assertThat(tag(answer)).isEqualTo(tag(server.head(path))).isNotEqualTo(first);
        server.put(path, "three", "If-Match", first).isProblem(412, "precondition_failed");
        server.put(path, "three", "If-Match", "W/" + tag(answer)).isProblem(412, "precondition_failed");
        assertThat(server.get(path).text()).isEqualTo("two");
        server.put(path, "three", "If-Match", "*").is(200);
        server.put(path, "four").is(200);
        assertThat(server.get(path).text()).isEqualTo("four");
        server.assertNothingArriving();
    }

    @Test
    @DisplayName("A part of a content cannot be put, nor a content of no file")
    void refusedPut() {
        server.put(digits, "x", "Content-Range", "bytes 0-0/10").isProblem(400, "malformed");
        server.put("/api/files/none/content", "x").isProblem(404, "not_found");
        server.assertNothingArriving();
    }

    @ParameterizedTest
    @DisplayName("Only what does no harm is shown in place")
    @CsvSource({
        "shown.txt, plain, inline",
        "shown.png, png, inline",
        "page.html, <!DOCTYPE html><html><script>alert(1)</script></html>, attachment",
        "image.svg, <svg xmlns='http://www.w3.org/2000/svg'><script/></svg>, attachment",
        "disguised.png, <!DOCTYPE html><html><body>x</body></html>, attachment"
    })
    void inline(String name, String text, String disposition) {
        String path;
        if (text.equals("png")) {
            byte[] bytes = PNG.getBytes(StandardCharsets.ISO_8859_1);
            path = "/api/files/"
                    + server.upload("s", new Form().file(name, bytes)).fileId() + "/content";
        } else {
            path = content(name, text);
        }

        Answer answer = server.get(path + "?disposition=inline").is(200);

        assertThat(answer.header("content-disposition")).startsWith(disposition + "; ");
        assertThat(answer.header("content-security-policy")).isEqualTo("sandbox");
        assertThat(server.get(path).header("content-disposition")).startsWith("attachment; ");
        assertThat(server.get(path.replace("/content", "/access-log"))
                        .json()
                        .at("/entries/1/type")
                        .stringValue())
                .isEqualTo(disposition.equals("inline") ? "view" : "download");
    }

    @Test
    @DisplayName("Another disposition is impossible")
    void disposition() {
        server.get(digits + "?disposition=sideways").isProblem(422, "invalid_value");
    }

    @Test
    @DisplayName("A content larger than every buffer comes whole, and its middle too")
    void large() {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        String path = "/api/files/"
                + server.upload("s", new Form().file("large.bin", bytes)).fileId() + "/content";

        assertThat(server.get(path).bytes()).isEqualTo(bytes);
        assertThat(server.get(path, "Range", "bytes=1000000-2500000").bytes())
                .isEqualTo(Arrays.copyOfRange(bytes, 1_000_000, 2_500_001));
    }

    @Test
    @DisplayName("A content whose bytes are gone is unavailable; nothing of the storage is told")
    void missingBytes(@TempDir Path directory) throws Exception {
        try (TestServer other = TestServer.in(directory)) {
            String path = "/api/files/" + other.stored("lost.txt", "lost") + "/content";
            for (Path blob : other.filesBelow("blobs")) {
                Files.delete(blob);
            }

            Answer answer = other.get(path).isProblem(503, "content_unavailable");

            assertThat(answer.header("x-should-retry")).isEqualTo("false");
            assertThat(answer.header("retry-after")).isEmpty();
            assertThat(other.get("/api/health").json().path("status").stringValue())
                    .isEqualTo("degraded");
        }
    }

    @Test
    @DisplayName("An unknown file is not found, with GET as with HEAD")
    void unknown() {
        server.get("/api/files/none/content").isProblem(404, "not_found");
        server.head("/api/files/none/content").is(404);
        server.send(server.request("/api/files/none/content").PUT(BodyPublishers.noBody()))
                .isProblem(404, "not_found");
    }
}
