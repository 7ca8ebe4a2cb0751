package dev.dossier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.access.Actor;
import dev.dossier.database.Database;
import dev.dossier.database.SqliteDatabase;
import dev.dossier.files.ErasureReceipt;
import dev.dossier.schema.SqliteFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R34 a large log is changed in transactions that others need not wait for")
class LargeLogTest {
    private static final int ENTRIES = 12_000;
    private static final Actor ADA = Actor.named("ada").from("192.0.2.1");

    private static final Actor BOB = Actor.named("bob");

    @TempDir
    Path directory;

    /** A store with entries of earlier versions, which are in no chain, and with as many in the chain of its node. */
    private TestStore used() {
        TestStore store = TestStore.with(DossierConfig.in(directory).withNode("a"));
        SqliteFile file = SqliteFile.at(Path.of(store.dossier().databaseName()));
        AccessLog log = new AccessLog("a");
        store.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ENTRIES
                + ") INSERT INTO file_access_log (access_type, accessed_by, accessed_at)"
                + " SELECT 'view', 'ada', '2026-11-20T12:00:00.000Z' FROM n");
        try (Database database = SqliteDatabase.file(file, file, Duration.ofSeconds(5))) {
            database.write(sql -> {
                log.add(sql, AccessType.UPLOAD, "gone", "adas", ADA, store.now(), Map.of());
                for (int i = 0; i < ENTRIES; i++) {
                    log.add(sql, AccessType.VIEW, null, "adas", ADA, store.now(), Map.of("i", i));
                }
                log.add(sql, AccessType.RENAME, "gone", "adas", BOB, store.now(), Map.of("from", "diary.txt"));
                return true;
            });
        }
        return store;
    }

    private static List<Integer> sizes(TestStore store, AccessType type, String detail) {
        return store
                .query("SELECT json_extract(access_metadata, '$." + detail
                        + "') FROM file_access_log WHERE access_type = '" + type
                        + "' AND json_extract(access_metadata, '$." + detail + "') > 0")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    @DisplayName("retention")
    void retention() {
        try (TestStore store = used()) {
            store.pass(Duration.ofDays(100));

            assertThat(store.dossier().maintenance().forgetOld()).isEqualTo(2 * ENTRIES + 3);

            assertThat(store.query("SELECT DISTINCT access_type FROM file_access_log"))
                    .containsExactly("anchor");
            assertThat(sizes(store, AccessType.ANCHOR, "removed"))
                    .allMatch(removed -> removed <= 10_000)
                    .satisfies(all ->
                            assertThat(all.stream().mapToInt(n -> n).sum()).isEqualTo(2 * ENTRIES + 3));
        }
    }

    @Test
    @DisplayName("retention of more anchors than go at once")
    void anchors() {
        try (TestStore store = TestStore.with(DossierConfig.in(directory).withNode("a"))) {
            SqliteFile file = SqliteFile.at(Path.of(store.dossier().databaseName()));
            AccessLog log = new AccessLog("a");
            try (Database database = SqliteDatabase.file(file, file, Duration.ofSeconds(5))) {
                database.write(sql -> {
                    for (int i = 0; i < 10_500; i++) {
                        log.anchor(sql, Anchor.NONE, store.now());
                    }
                    log.add(sql, AccessType.VIEW, null, "adas", ADA, store.now(), Map.of());
                    return true;
                });
            }
            store.pass(Duration.ofDays(100));

            assertThat(store.dossier().maintenance().forgetOld()).isEqualTo(10_501);
        }
    }

    @Test
    @DisplayName("erasure")
    void erasure() {
        try (TestStore store = used()) {
            ErasureReceipt receipt =
                    store.dossier().erasures().as(Actor.administrator("root")).erase("ada");

            assertThat(receipt.logEntries()).isEqualTo(2 * ENTRIES + 2);
            assertThat(store.query(
                            "SELECT log_id FROM file_access_log WHERE accessed_by = 'ada' OR address IS NOT NULL"))
                    .isEmpty();
            assertThat(store.query("SELECT access_metadata FROM file_access_log WHERE access_metadata LIKE '%diary%'"))
                    .as("what was said of a file, long after it was added by the person")
                    .isEmpty();
            assertThat(sizes(store, AccessType.ERASE, "entries")).allMatch(entries -> entries <= 1000);
        }
    }
}
