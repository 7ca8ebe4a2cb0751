package dev.dossier.identities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.TestStore;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.access.Role;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("API keys")
class ApiKeysTest {
    @TempDir
    Path directory;

    private TestStore store;

    @BeforeEach
    void open() {
        store = TestStore.in(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ApiKeys keys() {
        return store.dossier().keys();
    }

    private NewKey adas() {
        return keys().create("ada", Role.EDITOR, null, Actor.LOCAL);
    }

    @Test
    void a_key_is_recognised_as_long_as_it_is_good() {
        NewKey made = keys().create("ada", Role.EDITOR, store.now().plus(Duration.ofDays(1)), Actor.LOCAL);
        assertThat(made.shown())
                .matches("dsk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}")
                .contains(made.key().id());
        assertThat(keys().identify(made.shown()))
                .isInstanceOfSatisfying(
                        Identification.Known.class,
                        known -> assertThat(known.key().owner()).isEqualTo(Actor.of("ada", Role.EDITOR)));
        store.pass(Duration.ofDays(1));
        assertRefused(made.shown(), "expired");
    }

    @Test
    void a_revoked_key_is_refused_at_once_and_for_good() {
        NewKey made = adas();
        Instant revoked = store.now();
        assertThat(keys().revoke(made.key().id(), Actor.LOCAL).revokedAt()).isEqualTo(revoked);
        assertRefused(made.shown(), "revoked");
        store.pass(Duration.ofDays(1));
        assertThat(keys().revoke(made.key().id(), Actor.LOCAL).revokedAt()).isEqualTo(revoked);
        assertThatThrownBy(() -> keys().revoke("0000000000000000", Actor.LOCAL)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void what_is_not_exactly_a_key_is_refused() {
        String good = adas().shown();
        char last = good.charAt(good.length() - 1);
        assertRefused(good.substring(0, good.length() - 1) + (last == 'A' ? 'B' : 'A'), "unknown");
        assertRefused("dsk_0000000000000000" + good.substring(good.lastIndexOf("dsk_") + 20), "unknown");
        assertRefused(good + "x", "malformed");
        assertRefused("dsk_", "malformed");
        assertRefused(" " + good, "malformed");
        assertThat(ApiKeys.isKey(good)).isTrue();
        assertThat(ApiKeys.isKey("eyJh.e.s")).isFalse();
    }

    private void assertRefused(String shown, String reason) {
        assertThat(keys().identify(shown))
                .isInstanceOfSatisfying(
                        Identification.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void the_secret_is_kept_nowhere() throws IOException {
        NewKey made = adas();
        String secret = made.shown().substring(21);
        keys().identify(made.shown());
        store.reopen();
        assertThat(keys().identify(made.shown())).isInstanceOf(Identification.Known.class);
        assertThat(made.toString()).doesNotContain(secret);
        assertThat(KeyText.parse(made.shown()).orElseThrow().toString()).doesNotContain(secret);
        for (String name : directory.toFile().list()) {
            if (Files.isRegularFile(directory.resolve(name))) {
                assertThat(new String(Files.readAllBytes(directory.resolve(name)), StandardCharsets.ISO_8859_1))
                        .doesNotContain(secret);
            }
        }
        assertThat(store.query("SELECT length(secret_sha256) FROM api_keys")).containsExactly("64");
    }

    @Test
    void the_last_use_is_noted_once_an_hour() {
        NewKey made = adas();
        assertThat(keys().list().getFirst().lastUsedAt()).isNull();
        Instant first = store.now();
        keys().identify(made.shown());
        store.pass(Duration.ofMinutes(59));
        keys().identify(made.shown());
        store.reopen();
        keys().identify(made.shown());
        assertThat(keys().list().getFirst().lastUsedAt()).isEqualTo(first);
        store.pass(Duration.ofMinutes(2));
        keys().identify(made.shown());
        assertThat(keys().list().getFirst().lastUsedAt()).isEqualTo(store.now());
    }

    @Test
    void making_and_revoking_is_logged() {
        NewKey made = adas();
        keys().revoke(made.key().id(), Actor.named("operator"));
        keys().revoke(made.key().id(), Actor.named("operator"));
        assertThat(store.query("SELECT access_type, accessed_by, json_extract(access_metadata, '$.key'),"
                        + " json_extract(access_metadata, '$.actor'), json_extract(access_metadata, '$.role')"
                        + " FROM file_access_log WHERE access_type <> 'anchor' ORDER BY log_id"))
                .containsExactly(
                        "create_key|local|" + made.key().id() + "|ada|editor",
                        "revoke_key|operator|" + made.key().id() + "|ada|editor");
    }

    @Test
    void keys_and_shares_go_with_their_version_and_everything_else_stays() {
        store.add("a.txt", "a");
        adas();
        store.dossier().sessions().share(TestStore.SESSION, "bob", Grant.READER);
        String entries =
                "SELECT log_id, file_id, session_id, access_type, accessed_by, accessed_at, node, access_metadata"
                        + " FROM file_access_log";
        List<String> before = store.query(entries + " WHERE access_type = 'upload'");
        store.dossier().rollback("002");
        assertThat(store.dossier().schemaVersion()).isEqualTo("002");
        assertThat(store.query(entries)).isEqualTo(before);
        store.reopen();
        assertThat(keys().list()).isEmpty();
        assertThat(store.query(entries)).isEqualTo(before);
    }

    @Test
    void impossible_keys_are_refused() {
        assertThatThrownBy(() -> keys().create(" ", Role.USER, null, Actor.LOCAL))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> keys().create("ada", Role.USER, store.now(), Actor.LOCAL))
                .isInstanceOf(InvalidValueException.class);
        assertThat(keys().list()).isEmpty();
    }
}
