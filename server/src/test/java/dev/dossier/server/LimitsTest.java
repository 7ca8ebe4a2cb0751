package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import dev.dossier.Upkeep;
import dev.dossier.quotas.StorageLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    @TempDir
    Path directory;

    private TestServer server(StorageLimits limits) {
        return TestServer.start(
                DossierConfig.in(directory).withUpkeep(Upkeep.DEFAULT.withLimits(limits)), TestServer.CONFIG);
    }

    @Test
    @DisplayName(
            "507: what exceeds a quota is refused, as a raw body, as a form and as new content, and nothing is kept")
    void quota() {
        try (TestServer server = server(StorageLimits.DEFAULT.withOwner(10))) {
            String id = server.stored("a", "12345678");
            Answer raw = server.post("/api/sessions/s/files?name=b", "123").isProblem(507, "quota_exceeded");
            assertThat(raw.header("X-Should-Retry")).isEqualTo("false");
            server.upload("s", new Form().file("b", "1").file("c", "12")).isProblem(507, "quota_exceeded");
            server.put("/api/files/" + id + "/content", "12345678901").isProblem(507, "quota_exceeded");
            server.assertNothingArriving();
            assertThat(server.filesBelow("blobs")).hasSize(1);
            server.put("/api/files/" + id + "/content", "1234567890").is(200);
        }
    }

    @Test
    @DisplayName("507: what the disk has no room for is refused by its length, before a byte of it is sent")
    void headroom() throws Exception {
        try (TestServer server = server(StorageLimits.DEFAULT.withHeadroom(Long.MAX_VALUE / 2));
                RawClient client = new RawClient(server)) {
            client.say("""
                    POST /api/sessions/s/files?name=big HTTP/1.1
                    Host: 127.0.0.1
                    Content-Length: 1000000000

                    """.replace("\n", "\r\n"));
            assertThat(client.hearSome()).startsWith("HTTP/1.1 507");
            server.assertNothingArriving();
        }
    }
}
