package dev.dossier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.FileName;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.retention.HoldSubject;
import dev.dossier.schema.SchemaListener;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R34 the access log proves itself")
class AuditTrailTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final SessionId ADAS = SessionId.of("adas");
    private static final SessionId BOBS = SessionId.of("bobs");
    private static final Actor ADA = Actor.named("ada").from("192.0.2.1");
    private static final Actor BOB = Actor.named("bob").from("2001:db8::2");

    @TempDir
    Path directory;

    private TestStore store() {
        return TestStore.with(DossierConfig.in(directory).withNode("a").withAccessMode(AccessMode.ENFORCED));
    }

    private static StoredFile add(TestStore store, Actor actor, SessionId session, String name) {
        try {
            return store.files()
                    .as(actor)
                    .add(session, NewFile.named(name), new ByteArrayInputStream(name.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fourteen entries, the anchor among them. */
    private static void use(TestStore store) {
        StoredFile letter = add(store, ADA, ADAS, "letter.txt");
        StoredFile plan = add(store, BOB, BOBS, "plan.txt");
        store.files().as(ADA).rename(letter.id(), FileName.of("better.txt"));
        store.files().as(BOB).delete(plan.id());
        store.files().as(BOB).restore(plan.id());
        for (int i = 0; i < 3; i++) {
            add(store, BOB, BOBS, "page-" + i);
        }
        for (int i = 0; i < 5; i++) {
            try {
                store.files().as(BOB).find(letter.id());
            } catch (NotFoundException hidden) {
                continue;
            }
            throw new IllegalStateException("bob sees ada's letter");
        }
    }

    /** What a verification says of a copy of the database in which something was changed behind the store's back. */
    private AuditReport after(TestStore store, String... statements) throws IOException, SQLException {
        return after(store, List.of(), statements);
    }

    private AuditReport after(TestStore store, List<AuditHead> noted, String... statements)
            throws IOException, SQLException {
        Path copy = Files.createTempDirectory(directory, "copy");
        Path file = copy.resolve(Path.of(store.dossier().databaseName()).getFileName());
        store.execute("VACUUM INTO '" + file + "'");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
        return verify(store, copy, noted);
    }

    private static AuditReport verify(TestStore store, Path data, List<AuditHead> expected) {
        try (Dossier dossier = Dossier.open(DossierConfig.in(data), SchemaListener.NONE, store::now)) {
            dossier.initialize();
            return dossier.audit().verify(expected);
        }
    }

    private static List<AuditFinding.Kind> kinds(AuditReport report) {
        return report.findings().stream().map(AuditFinding::kind).distinct().toList();
    }

    @Test
    void what_was_written_is_intact_and_says_who_whose_where_and_with_what_result() {
        try (TestStore store = store()) {
            use(store);

            AuditReport report = store.dossier().audit().verify(List.of());

            assertThat(report.isIntact()).as("%s", report).isTrue();
            assertThat(report.entries()).isEqualTo(14);
            assertThat(report.unchained()).isZero();
            assertThat(report.heads())
                    .singleElement()
                    .satisfies(head -> assertThat(head.sequence()).isEqualTo(14));
            AccessEntry refusal =
                    store.dossier().audit().search(AuditQuery.ALL, 1).getFirst();
            assertThat(refusal.type()).isEqualTo("refuse");
            assertThat(refusal.result()).isEqualTo(AccessLog.REFUSED);
            assertThat(refusal.actor()).isEqualTo("bob");
            assertThat(refusal.owner()).isEqualTo("ada");
            assertThat(refusal.address()).isEqualTo("2001:db8::2");
            assertThat(refusal.node()).isEqualTo("a");
        }
    }

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
    void an_erasure_leaves_nothing_of_the_person_and_the_chain_intact() throws Exception {
        try (TestStore store = store()) {
            use(store);
            String pseudonym = store.dossier()
                    .erasures()
                    .as(Actor.administrator("root"))
                    .erase("bob")
                    .pseudonym();

            assertThat(store.query(
                            "SELECT accessed_by, session_id, owner, address, access_metadata FROM file_access_log"))
                    .isNotEmpty()
                    .noneMatch(row -> row.contains("bob") || row.contains("2001:db8"));
            AuditReport report = store.dossier().audit().verify(List.of());
            assertThat(report.isIntact()).as("%s", report).isTrue();

            List<String> taken =
                    store.query("SELECT sequence FROM file_access_log WHERE accessed_by = '" + pseudonym + "'");
            assertThat(taken).hasSizeGreaterThan(5);
            String someone = "UPDATE file_access_log SET accessed_by = 'eve' WHERE sequence = " + taken.getFirst();
            assertThat(kinds(after(store, someone))).contains(AuditFinding.Kind.CHANGED);
        }
    }

    @Test
    void who_takes_a_name_out_without_an_erasure_is_found() throws Exception {
        try (TestStore store = store()) {
            use(store);
            String pseudonym = store.dossier()
                    .erasures()
                    .as(Actor.administrator("root"))
                    .erase("bob")
                    .pseudonym();
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

    @Test
    void retention_takes_the_beginning_and_what_is_left_is_provable() throws Exception {
        try (TestStore store = store()) {
            use(store);
            List<AuditHead> noted = store.dossier().audit().heads();
            store.pass(Duration.ofDays(50));
            store.dossier().erasures().as(Actor.administrator("root")).erase("bob");
            add(store, ADA, ADAS, "late.txt");
            store.pass(Duration.ofDays(50));

            assertThat(store.dossier().maintenance().forgetOld()).isGreaterThanOrEqualTo(14);

            AuditReport report = store.dossier().audit().verify(List.of());
            assertThat(report.isIntact()).as("%s", report).isTrue();
            assertThat(store.dossier().audit().verify(noted).isIntact())
                    .as("what was noted was over")
                    .isTrue();
            assertThat(store.dossier().audit().search(AuditQuery.ALL, 100))
                    .extracting(AccessEntry::type)
                    .contains("erase", "upload", "anchor");
            assertThat(store.dossier().maintenance().forgetOld())
                    .as("nothing more is due")
                    .isZero();
            String first = "DELETE FROM file_access_log WHERE log_id = (SELECT MIN(log_id) FROM file_access_log)";
            assertThat(kinds(after(store, first))).contains(AuditFinding.Kind.REMOVED);

            store.pass(Duration.ofDays(100));
            store.dossier().maintenance().forgetOld();
            add(store, ADA, ADAS, "later.txt");
            assertThat(store.dossier().audit().verify(List.of()).isIntact()).isTrue();
        }
    }

    @Test
    void a_hold_keeps_the_log_from_its_first_entry_on() {
        try (TestStore store = store()) {
            add(store, BOB, BOBS, "before.txt");
            StoredFile letter = add(store, ADA, ADAS, "letter.txt");
            add(store, BOB, BOBS, "after.txt");
            store.dossier()
                    .retention()
                    .as(Actor.administrator("root"))
                    .hold(HoldSubject.file(letter.id().value()), "a case");
            store.pass(Duration.ofDays(100));

            store.dossier().maintenance().forgetOld();

            assertThat(store.dossier().audit().verify(List.of()).isIntact()).isTrue();
            assertThat(store.query("SELECT access_type, accessed_by FROM file_access_log ORDER BY log_id"))
                    .containsExactly("upload|ada", "upload|bob", "hold|root", "view|root", "view|root", "anchor|null");
        }
    }

    @Test
    void each_node_has_a_chain_of_its_own() {
        try (TestStore store = store();
                Dossier other = Dossier.open(DossierConfig.in(directory).withNode("b"))) {
            other.initialize();
            List<AccessEntry> seen = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                StoredFile file = add(store, ADA, ADAS, "file-" + i);
                other.files().as(ADA).rename(file.id(), FileName.of("other-" + i));
            }

            AuditReport report = other.audit().verify(List.of());
            assertThat(report.isIntact()).as("%s", report).isTrue();
            assertThat(report.heads()).extracting(AuditHead::node).containsExactly("a", "b");
            other.audit().export(AuditQuery.ALL, seen::add);
            assertThat(seen).hasSize(11).isSortedAccordingTo((x, y) -> Long.compare(x.id(), y.id()));
        }
    }

    @Test
    void it_is_searched_by_time_actor_session_file_owner_type_and_result() {
        try (TestStore store = store()) {
            use(store);
            store.pass(Duration.ofHours(1));
            StoredFile late = add(store, ADA, ADAS, "late.txt");
            AuditTrail audit = store.dossier().audit();

            assertThat(audit.search(query().actor("ada"), 100)).hasSize(3);
            assertThat(audit.search(query().session("bobs"), 100)).hasSize(6);
            assertThat(audit.search(query().file(late.id().value()), 100)).hasSize(1);
            assertThat(audit.search(query().result("refused"), 100)).hasSize(5);
            assertThat(audit.search(query().type("upload"), 3)).hasSize(3);
            assertThat(audit.search(query().owner("ada"), 100)).hasSize(8);
            assertThat(audit.search(query().from(store.now()), 100)).hasSize(1);
            assertThat(audit.search(query().until(store.now()), 100)).hasSize(14);
            assertThat(audit.search(query().actor("ada' OR 1=1 --"), 100)).isEmpty();
        }
    }

    private static AuditQuery query() {
        return AuditQuery.ALL;
    }
}
