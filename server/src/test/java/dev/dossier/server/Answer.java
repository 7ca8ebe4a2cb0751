package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server answered. */
record Answer(HttpResponse<byte[]> response) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    byte[] bytes() {
        return response.body();
    }

    String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return MAPPER.readTree(response.body());
    }

    /** The one file that an upload answered with. */
    String fileId() {
        assertThat(status()).as(text()).isEqualTo(201);
        return json().at("/files/0/file_id").stringValue();
    }

    Answer is(int status) {
        assertThat(status()).as(text()).isEqualTo(status);
        return this;
    }

    /** A problem of that status and code, told as RFC 9457 says, without anything that is nobody's concern. */
    Answer isProblem(int status, String code) {
        is(status);
        assertThat(header("content-type")).startsWith("application/problem+json");
        assertThat(header("x-request-id")).isNotEmpty();
        assertThat(json().path("status").intValue()).isEqualTo(status);
        assertThat(json().path("code").stringValue()).isEqualTo(code);
        assertThat(json().path("title").stringValue()).isNotEmpty();
        assertThat(json().path("detail").stringValue()).isNotEmpty();
        assertThat(json().path("request_id").stringValue()).isEqualTo(header("x-request-id"));
        assertThat(text()).doesNotContain("Exception", "java.", "\tat ", "/tmp/", "SQL");
        return this;
    }
}
