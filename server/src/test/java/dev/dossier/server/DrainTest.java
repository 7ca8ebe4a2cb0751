package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
    private static final String UPLOAD =
            "POST /api/sessions/s/files?name=a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345";
    private static final String READY = "GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    @DisplayName("R41: stopping lets the upload under way end, refuses new work, and says that it is not ready")
    void drains(@TempDir Path directory) throws Exception {
        TestServer server = TestServer.start(
                DossierConfig.in(directory),
                TestServer.CONFIG.withLimits(TimeLimits.DEFAULT.withDrain(Duration.ofSeconds(20))));
        try (RawClient upload = new RawClient(server);
                RawClient probe = new RawClient(server);
                RawClient late = new RawClient(server)) {
            assertThat(probe.say(READY).hearSome()).startsWith("HTTP/1.1 200");
            assertThat(late.say(READY).hearSome()).startsWith("HTTP/1.1 200");
            upload.say(UPLOAD);
            while (server.filesBelow("tmp").isEmpty()) {
                Thread.sleep(5);
            }
            // an answer is heard before the server has done with its request, and a connection that is not done with is
            // closed
            Thread.sleep(200);
            Thread closing = Thread.startVirtualThread(server.server()::close);
            awaitRefused(server.server().port());

            assertThat(probe.say(READY).hearSome()).startsWith("HTTP/1.1 503").contains("not_ready");
            assertThat(late.say("GET /api/sessions HTTP/1.1\r\nHost: x\r\n\r\n").hearSome())
                    .startsWith("HTTP/1.1 503")
                    .contains("\"draining\"", "Retry-After: 1");
            assertThat(upload.say("67890").hear()).startsWith("HTTP/1.1 201").contains("\"file_size\":10");
            closing.join();
        }
        server.close();
    }

    @Test
    @DisplayName("R41: a request that does not end in time is cut, and leaves nothing behind")
    void cuts(@TempDir Path directory) throws Exception {
        TestServer server = TestServer.start(
                DossierConfig.in(directory),
                TestServer.CONFIG.withLimits(TimeLimits.DEFAULT.withDrain(Duration.ofMillis(300))));
        try (RawClient upload = new RawClient(server)) {
            upload.say(UPLOAD);
            while (server.filesBelow("tmp").isEmpty()) {
                Thread.sleep(5);
            }
            server.server().close();

            assertThat(upload.hear()).doesNotContain("HTTP/1.1 201");
            server.assertNothingArriving();
        }
        server.close();
    }

    private static void awaitRefused(int port) throws InterruptedException {
        boolean refused = false;
        while (!refused) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                Thread.sleep(5);
            } catch (IOException e) {
                refused = true;
            }
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
    }
}
