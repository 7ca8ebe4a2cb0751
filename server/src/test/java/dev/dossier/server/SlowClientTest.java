package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowClientTest {
    private static final Duration GRACE = Duration.ofMillis(400);

    private TestServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = TestServer.start(
                DossierConfig.in(directory),
                TestServer.CONFIG.withLimits(
                        TestServer.CONFIG.limits().withUploadPace(1000, GRACE).withRequestIdle(Duration.ofSeconds(2))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Sends byte after byte, slowly, until the server has had enough. */
    private static String trickle(RawClient client) throws IOException, InterruptedException {
        try {
            for (int i = 0; i < 100; i++) {
                client.say("x");
                Thread.sleep(30);
            }
        } catch (IOException e) {
            // the server has closed the connection
        }
        return client.hear();
    }

    @Test
    @DisplayName("R30: a body that crawls is cut off with 408, and nothing of it is kept")
    void crawlingBody() throws Exception {
        String[] bodies = {
            "Content-Type: " + Form.TYPE + "\r\n\r\n--" + Form.BOUNDARY
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n",
            "\r\n"
        };
        for (String body : bodies) {
            try (RawClient client = new RawClient(server)) {
                client.say(
                        "POST /api/sessions/s/files?name=a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n" + body);
                Thread.sleep(50);
                client.say("x");
                for (int i = 0; i < 20; i++) {
                    client.say("x");
                    Thread.sleep(30);
                }
                assertThat(client.hear()).startsWith("HTTP/1.1 408").contains("too_slow", "Connection: close");
            }
        }
        server.assertEmpty();
    }

    @Test
    @DisplayName("R30: a body that stops coming is cut off with 408")
    void stalledBody() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.say("POST /api/sessions/s/files?name=a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nxx");
            assertThat(client.hear()).startsWith("HTTP/1.1 408").contains("request_timeout");
        }
        server.assertEmpty();
    }

    @Test
    @DisplayName("R30: headers that crawl cost the client its connection")
    void crawlingHeaders() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.say("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            assertThat(trickle(client)).doesNotContain("HTTP/1.1 200");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    @DisplayName("A connection may wait for its next request as long as the idle limit says")
    void keptAlive() throws Exception {
        try (RawClient client = new RawClient(server)) {
            String request = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(client.say(request).hearSome()).startsWith("HTTP/1.1 200");
            Thread.sleep(3 * GRACE.toMillis());
            assertThat(client.say(request).hearSome()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    @DisplayName("A large body may take as long as it needs while it keeps coming, announced by Expect or not")
    void longUpload() throws Exception {
        for (String expect : new String[] {"", "Expect: 100-continue\r\n"}) {
            try (RawClient client = new RawClient(server)) {
                client.say("POST /api/sessions/s/files?name=a HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n" + expect
                        + "\r\n");
                if (!expect.isEmpty()) {
                    assertThat(client.hearSome()).startsWith("HTTP/1.1 100");
                }
                for (int i = 0; i < 30; i++) {
                    client.say(new byte[1000]);
                    Thread.sleep(50);
                }
                assertThat(client.hearSome()).startsWith("HTTP/1.1 201");
            }
        }
    }

    @Test
    @DisplayName("A small body may take its time within the grace")
    void smallBody() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.say("POST /api/sessions/s/files?name=a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nx");
            Thread.sleep(100);
            assertThat(client.say("yz").hearSome()).startsWith("HTTP/1.1 201");
        }
    }
}
