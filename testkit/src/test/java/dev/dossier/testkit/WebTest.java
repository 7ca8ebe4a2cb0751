package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebTest {
    private HttpServer server;
    private String address;

    @BeforeEach
    void echoServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String kind = exchange.getRequestHeaders().getFirst("Content-Type");
            int size = exchange.getRequestBody().readAllBytes().length;
            byte[] body = "{\"method\":\"%s\",\"kind\":\"%s\",\"size\":%d}"
                    .formatted(exchange.getRequestMethod(), kind, size)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Echo", exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyMethodArrives() {
        try (Web web = Web.at(address)) {
            Web.Answer answer = web.get("/a/b", "Content-Type", "text/plain");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"method\":\"GET\",\"kind\":\"text/plain\",\"size\":0}");
            assertThat(answer.header("x-echo")).isEqualTo("/a/b");
            assertThat(answer.header("x-other")).isEmpty();
            assertThat(web.delete("/").json().get("method").asString()).isEqualTo("DELETE");
            assertThat(web.post("/", new byte[3]).json().get("size").asInt()).isEqualTo(3);
            assertThat(web.post("/", new SampleBytes(1, 100_000))
                            .json()
                            .get("size")
                            .asInt())
                    .isEqualTo(100_000);
            assertThat(web.sendJson("PATCH", "/", "{}", "X-A", "b").text())
                    .isEqualTo("{\"method\":\"PATCH\",\"kind\":\"application/json\",\"size\":2}");
        }
    }

    @Test
    void aRawConnectionSendsWhatItIsTold() throws IOException {
        try (RawConnection connection = RawConnection.to(URI.create(address))) {
            assertThat(connection.send("GET / HTTP/1.1\r\nHost: x\r\n").line(Duration.ofMillis(200)))
                    .isEmpty();
            connection.send("\r\n").endSending();
            assertThat(connection.line(Duration.ofSeconds(10))).isEqualTo("HTTP/1.1 200 OK");
            connection.reset();
        }
    }
}
