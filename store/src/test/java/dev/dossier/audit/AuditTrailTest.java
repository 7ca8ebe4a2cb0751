package dev.dossier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.access.Actor;
import dev.dossier.files.FileName;
import dev.dossier.files.StoredFile;
import dev.dossier.retention.HoldSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R34 the access log proves itself")
class AuditTrailTest extends AuditedStore {
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

    @Test
    void an_erasure_leaves_nothing_of_the_person_and_the_chain_intact() throws Exception {
        try (TestStore store = store()) {
            use(store);
            String pseudonym = eraseBob(store);

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
    void retention_takes_the_beginning_and_what_is_left_is_provable() throws Exception {
        try (TestStore store = store()) {
            use(store);
            List<AuditHead> noted = store.dossier().audit().heads();
            store.pass(Duration.ofDays(50));
            eraseBob(store);
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
