package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.DataDirectory;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.Web;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may do what, across processes: two servers on one data directory, and the command beside them. */
class AccessTest {
    private static final Application APPLICATION = Application.packaged();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] AUTHENTICATED = {"--authentication", "keys"};

    @TempDir
    private Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private Program.Ended key(String... arguments) {
        String[] all = Stream.concat(
                        Stream.of("key"),
                        Stream.concat(Arrays.stream(arguments), Stream.of("--data", data().toString())))
                .toArray(String[]::new);
        Program.Ended ended = APPLICATION.command(all).run(PATIENCE);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        return ended;
    }

    private JsonNode made(String actor, String role) {
        return new JsonMapper()
                .readTree(key("create", actor, "--role", role, "--json").output());
    }

    private static String[] as(JsonNode key) {
        return new String[] {"Authorization", "Bearer " + key.path("key").asString()};
    }

    @Test
    @DisplayName("R32: keys, shares and links hold on every node at once, and their end does")
    void everywhere() throws IOException, SQLException {
        JsonNode ada = made("ada", "user");
        try (Node one = APPLICATION.serve(data(), AUTHENTICATED);
                Node two = APPLICATION.serve(data(), AUTHENTICATED)) {
            byte[] bytes = "shared".getBytes(StandardCharsets.UTF_8);
            Web.Answer uploaded = one.web().post("/api/sessions/s/files?name=a.txt", bytes, as(ada));
            assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
            String file = "/api/files/" + uploaded.json().at("/files/0/file_id").asString();

            JsonNode bob = made("bob", "user");
            assertThat(two.web().get(file, as(bob)).status()).isEqualTo(404);
            one.web().sendJson("PUT", "/api/sessions/s/shares/bob", "{\"role\":\"reader\"}", as(ada));
            assertThat(two.web().get(file, as(bob)).status()).isEqualTo(200);
            assertThat(two.web().delete(file, as(bob)).status()).isEqualTo(403);

            String link = one.web()
                    .sendJson("POST", file + "/link", "{}", as(bob))
                    .json()
                    .path("url")
                    .asString();
            assertThat(two.web().get(link).body()).isEqualTo(bytes);

            key("revoke", bob.path("id").asString());
            assertThat(one.web().get(file, as(bob)).status()).isEqualTo(401);
            assertThat(two.web().get(file, as(bob)).status()).isEqualTo(401);
            assertThat(two.web().get(link).status()).isEqualTo(404);
            assertThat(two.web().get(file, as(ada)).status()).isEqualTo(200);
            assertThat(one.stop().errors() + two.stop().errors())
                    .doesNotContain(ada.path("key").asString().substring(21));
        }
        assertNowhere(ada.path("key").asString().substring(21));
        assertThat(new DataDirectory(data())
                        .database()
                        .rows("SELECT accessed_by, access_type FROM file_access_log"
                                + " WHERE access_type IN ('refuse', 'share', 'link', 'create_key', 'revoke_key')"))
                .extracting(row -> row.get("accessed_by") + " " + row.get("access_type"))
                .containsExactly(
                        "local create_key",
                        "local create_key",
                        "bob refuse",
                        "ada share",
                        "bob refuse",
                        "bob link",
                        "local revoke_key",
                        "NULL refuse",
                        "NULL refuse",
                        "NULL refuse");
    }

    /** The secret of a key is in no file. */
    private void assertNowhere(String secret) throws IOException {
        for (Path file : new DataDirectory(data()).files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(secret);
        }
    }
}
