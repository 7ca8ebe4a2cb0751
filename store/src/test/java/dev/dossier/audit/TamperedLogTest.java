package dev.dossier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.TestStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R34 what was changed, removed or inserted in the access log is found")
class TamperedLogTest extends AuditedStore {
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHANGED | UPDATE file_access_log SET accessed_by = 'eve' WHERE sequence = 5",
                "CHANGED | UPDATE file_access_log SET access_type = 'view' WHERE sequence = 14",
                "CHANGED | UPDATE file_access_log SET accessed_at = '2026-11-20T12:00:01.000Z' WHERE sequence = 2",
                "CHANGED | UPDATE file_access_log SET file_id = NULL WHERE sequence = 3",
                "CHANGED | UPDATE file_access_log SET session_id = 'x' WHERE sequence = 4",
                "CHANGED | UPDATE file_access_log SET owner = 'eve' WHERE sequence = 6",
                "CHANGED | UPDATE file_access_log SET address = NULL WHERE sequence = 7",
                "CHANGED | UPDATE file_access_log SET result = 'done' WHERE sequence = 12",
                "CHANGED | UPDATE file_access_log SET access_metadata = '{}' WHERE sequence = 4",
                "CHANGED | UPDATE file_access_log SET access_metadata = NULL WHERE sequence = 4",
                "CHANGED | UPDATE file_access_log SET accessed_by = NULL, salt = NULL WHERE sequence = 4",
                "CHANGED | UPDATE file_access_log SET accessed_by = NULL, redaction = '[' WHERE sequence = 4",
                "CHANGED | UPDATE file_access_log SET salt = '00' WHERE sequence = 9",
                "CHANGED | UPDATE file_access_log SET hash = salt WHERE sequence = 14",
                "REMOVED | DELETE FROM file_access_log WHERE sequence = 8",
                "REMOVED | DELETE FROM file_access_log WHERE sequence IN (2, 3, 4)",
                "REMOVED | DELETE FROM file_access_log WHERE sequence < 6",
                "REMOVED | UPDATE file_access_log SET sequence = 99 WHERE sequence = 14",
                "INSERTED | INSERT INTO file_access_log (access_type, accessed_at) VALUES ('view', '2026-11-20T12:00:00.000Z')",
                "INSERTED | INSERT INTO file_access_log (access_type, accessed_at, sequence)"
                        + " VALUES ('view', '2026-11-20T12:00:00.000Z', 7)",
                "INSERTED | INSERT INTO file_access_log (access_type, accessed_at, node, sequence)"
                        + " VALUES ('view', '2026-11-20T12:00:00.000Z', 'a', 0)",
                "CHANGED | INSERT INTO file_access_log (access_type, accessed_at, node, sequence, salt, hash) SELECT access_type,"
                        + " accessed_at, node, 15, salt, hash FROM file_access_log WHERE sequence = 14",
                "INSERTED | UPDATE file_access_log SET sequence = NULL, hash = NULL WHERE sequence = 14",
                "CHANGED | UPDATE file_access_log SET access_metadata = '{}' WHERE access_type = 'anchor'",
            })
    void what_was_tampered_with_is_found(AuditFinding.Kind kind, String statement) throws Exception {
        try (TestStore store = store()) {
            use(store);

            assertThat(kinds(after(store, statement))).as(statement).contains(kind);
        }
    }

    @Test
    void any_change_of_any_field_is_found() throws Exception {
        System.out.println("changed fields: -Dseed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> columns = List.of(
                "file_id",
                "session_id",
                "accessed_by",
                "accessed_at",
                "node",
                "access_metadata",
                "owner",
                "address",
                "sequence",
                "salt",
                "hash",
                "redaction");
        try (TestStore store = store()) {
            use(store);
            for (int i = 0; i < 40; i++) {
                String column = columns.get(random.nextInt(columns.size()));
                int sequence = 1 + random.nextInt(14);
                String value = column.equals("sequence") ? "100" : "'" + random.nextLong() + "'";
                String change =
                        "UPDATE file_access_log SET " + column + " = " + value + " WHERE sequence = " + sequence;

                assertThat(after(store, change).findings()).as(change).isNotEmpty();
            }
        }
    }

    @Test
    void a_chain_that_was_cut_off_or_written_anew_is_found_by_a_head_that_was_noted() throws Exception {
        try (TestStore store = store()) {
            use(store);
            List<AuditHead> noted = store.dossier().audit().heads();
            assertThat(store.dossier().audit().verify(noted).isIntact()).isTrue();

            Path cut = directory.resolve("cut");
            Files.createDirectories(cut);
            Path file = cut.resolve(Path.of(store.dossier().databaseName()).getFileName());
            store.execute("VACUUM INTO '" + file + "'");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM file_access_log WHERE sequence > 10");
            }

            assertThat(verify(store, cut, List.of()).isIntact())
                    .as("no chain can tell that its end is gone")
                    .isTrue();
            assertThat(kinds(verify(store, cut, noted))).containsExactly(AuditFinding.Kind.REMOVED);
            AuditHead other = new AuditHead("a", noted.getFirst().sequence(), "0".repeat(64), store.now());
            assertThat(kinds(store.dossier().audit().verify(List.of(other))))
                    .containsExactly(AuditFinding.Kind.CHANGED);
        }
    }

    private static LogRow newest(TestStore store) {
        return store.read(sql -> sql.one("SELECT * FROM file_access_log ORDER BY log_id DESC LIMIT 1", LogRow::of));
    }

    /** What an anchor says that accounts for everything up to an entry, and for so many entries in no chain. */
    private static String claim(LogRow removed, int unchained) {
        return """
                {"removed":1,"before":"2126-01-01T00:00:00.000Z","nodes":{"a":{"sequence":%d,"hash":"%s"}},\
                "unchained":{"through":1000000,"entries":%d},"erased":{}}""".formatted(removed.sequence(), removed.hash(), unchained);
    }

    /** An entry that whoever knows how hashes are made can add to a chain. */
    private static String chained(LogRow before, String claim) {
        LogRow row = new LogRow(
                0,
                "anchor",
                null,
                before.at(),
                before.node(),
                "done",
                Map.of(ErasableField.DETAILS, claim),
                before.sequence() + 1,
                "00",
                null,
                Redaction.NONE);
        return "INSERT INTO file_access_log (access_type, accessed_at, node, access_metadata, sequence, salt, hash)"
                + " VALUES ('anchor', '%s', '%s', '%s', %d, '00', '%s')"
                        .formatted(row.at(), row.node(), claim, row.sequence(), Seal.hash(before.link(), row));
    }

    private static String unchained(String type, String claim) {
        return "INSERT INTO file_access_log (access_type, accessed_at, access_metadata)"
                + " VALUES ('%s', '2026-11-20T12:00:00.000Z', '%s')".formatted(type, claim);
    }

    @Test
    void an_anchor_in_no_chain_accounts_for_nothing() throws Exception {
        try (TestStore store = store()) {
            use(store);
            LogRow newest = newest(store);
            add(store, ADA, ADAS, "last.txt");

            AuditReport report = after(
                    store,
                    "DELETE FROM file_access_log WHERE sequence <= " + newest.sequence(),
                    unchained("anchor", claim(newest, 1)));

            assertThat(kinds(report)).contains(AuditFinding.Kind.REMOVED, AuditFinding.Kind.INSERTED);
        }
    }

    @Test
    void a_forged_anchor_accounts_for_no_entries_of_other_ways() throws Exception {
        try (TestStore store = store()) {
            use(store);
            LogRow newest = newest(store);

            assertThat(kinds(after(
                            store,
                            unchained("view", "{}"),
                            chained(
                                    newest,
                                    claim(
                                            new LogRow(
                                                    0,
                                                    "",
                                                    null,
                                                    "",
                                                    "a",
                                                    "",
                                                    Map.of(),
                                                    0,
                                                    null,
                                                    Link.NONE.hash(),
                                                    Redaction.NONE),
                                            1)))))
                    .contains(AuditFinding.Kind.INSERTED);
        }
    }

    @Test
    void a_forged_anchor_does_not_account_for_a_head_that_was_noted_of_late() throws Exception {
        try (TestStore store = store()) {
            use(store);
            List<AuditHead> noted = store.dossier().audit().heads();
            LogRow newest = newest(store);
            String all = "DELETE FROM file_access_log WHERE sequence <= 14";
            String anchor = chained(newest, claim(newest, 0));

            assertThat(kinds(after(store, noted, all, anchor))).contains(AuditFinding.Kind.REMOVED);
        }
    }

    @Test
    void who_takes_a_name_out_without_an_erasure_is_found() throws Exception {
        try (TestStore store = store()) {
            use(store);
            String pseudonym = eraseBob(store);
            LogRow row = row(store, "ada");
            Redaction forged = new Redaction(salts(row), Map.of())
                    .and(ErasableField.ACTOR, row.commitment(ErasableField.ACTOR), pseudonym);

            AuditReport report = after(
                    store,
                    "UPDATE file_access_log SET accessed_by = '" + pseudonym + "', salt = NULL, redaction = '"
                            + forged.json() + "' WHERE log_id = " + row.id());

            assertThat(kinds(report)).containsExactly(AuditFinding.Kind.CHANGED);
            assertThat(report.findings().getFirst().detail()).contains(pseudonym);
        }
    }

    private static Map<String, String> salts(LogRow row) {
        Map<String, String> salts = new HashMap<>();
        for (ErasableField field : ErasableField.values()) {
            salts.put(field.column(), row.salt(field));
        }
        return salts;
    }

    private static LogRow row(TestStore store, String actor) {
        return store.read(sql -> sql.first(
                        "SELECT * FROM file_access_log WHERE accessed_by = ? ORDER BY log_id LIMIT 1",
                        LogRow::of,
                        actor)
                .orElseThrow());
    }
}
