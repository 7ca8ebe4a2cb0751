package dev.dossier.files;

import static dev.dossier.TestStore.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.DossierConfig;
import dev.dossier.TestStore;
import dev.dossier.Upkeep;
import dev.dossier.access.AccessMode;
import dev.dossier.access.Actor;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.MalformedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.retention.HoldListing;
import dev.dossier.retention.HoldSubject;
import dev.dossier.retention.LegalHold;
import dev.dossier.sessions.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is kept, how long, and what beats that")
class RetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private static StoredFile add(TestStore store, SessionId session, NewFile file) {
        return store.add(session, file, "bytes".getBytes(StandardCharsets.UTF_8));
    }

    private TestStore keeping(KeepTimes times) {
        return TestStore.with(DossierConfig.in(directory).withUpkeep(Upkeep.DEFAULT.withKeep(times)));
    }

    @Test
    void the_configuration_says_how_long_a_kind_is_kept_and_the_earlier_end_counts() {
        try (TestStore store = keeping(KeepTimes.FOR_EVER.with(AssociationType.SCREENSHOT, DAY))) {
            NewFile screenshot = NewFile.named("s").as(AssociationType.SCREENSHOT);
            StoredFile kept = add(store, SESSION, NewFile.named("u"));
            StoredFile day = add(store, SESSION, screenshot);
            StoredFile hour = add(store, SESSION, screenshot.until(store.now().plus(Duration.ofHours(1))));
            assertThat(kept.expiresAt()).isNull();
            assertThat(day.expiresAt()).isEqualTo(store.now().plus(DAY));
            assertThat(hour.expiresAt()).isEqualTo(store.now().plus(Duration.ofHours(1)));
            assertThat(store.files().find(day.id())).isEqualTo(day);
            store.pass(DAY);
            List<ThrowingCallable> reads = List.of(
                    () -> store.files().find(day.id()),
                    () -> store.files().open(day.id()).close(),
                    () -> store.files().preview(day.id()),
                    () -> store.files().copy(day.id(), null, null),
                    () -> store.files().rename(day.id(), FileName.of("n")));
            assertThat(reads).allSatisfy(read -> assertThatThrownBy(read).isInstanceOf(NotFoundException.class));
            assertThat(store.files().list(FileQuery.in(SESSION)).totalFiles()).isEqualTo(1);
            assertThat(store.files().statistics().totalFiles()).isEqualTo(1);
            assertThat(store.dossier().sessions().find(SESSION).totalFiles()).isEqualTo(1);
            assertThat(store.dossier().maintenance().purgeDue()).isEqualTo(2);
        }
    }

    @Test
    void what_is_over_does_not_come_back_with_its_whole_session() {
        try (TestStore store = keeping(KeepTimes.FOR_EVER)) {
            StoredFile over =
                    add(store, SESSION, NewFile.named("over").until(store.now().plus(DAY)));
            SessionId other = SessionId.of("other");
            store.pass(DAY.multipliedBy(2));
            assertThat(store.files().transfer(SESSION, other, Transfer.COPY)).isEmpty();
            assertThat(store.files().transfer(SESSION, other, Transfer.MOVE)).isEmpty();
            assertThat(store.files().deleteSessionFiles(SESSION, false)).isZero();
            assertThat(store.files()
                            .endSession(SESSION, FilesAtEnd.TRANSFER, other)
                            .files())
                    .isZero();
            assertThatThrownBy(() -> store.files().find(over.id())).isInstanceOf(NotFoundException.class);
            assertThat(store.files().list(FileQuery.all()).totalFiles()).isZero();
        }
    }

    @Test
    void a_session_has_rules_of_its_own_and_files_that_are_there_follow() {
        try (TestStore store = keeping(KeepTimes.FOR_EVER.with(AssociationType.GENERATED, DAY))) {
            StoredFile upload = add(store, SESSION, NewFile.named("u"));
            StoredFile generated = add(store, SESSION, NewFile.named("g").as(AssociationType.GENERATED));
            Retention retention = store.dossier().retention();
            assertThat(retention.of(SESSION)).isEqualTo(SessionRetention.USUAL);
            SessionRetention rules = SessionRetention.USUAL
                    .with(AssociationType.UPLOAD, DAY.multipliedBy(2))
                    .keeping(AssociationType.GENERATED);
            assertThat(retention.set(SESSION, rules)).isEqualTo(rules);
            assertThat(store.files().find(upload.id()).expiresAt())
                    .isEqualTo(store.now().plus(DAY.multipliedBy(2)));
            assertThat(store.files().find(generated.id()).expiresAt()).isNull();
            assertThat(store.files().copy(upload.id(), null, null).expiresAt())
                    .isEqualTo(store.now().plus(DAY.multipliedBy(2)));
            StoredFile moved = store.files().move(upload.id(), SessionId.of("elsewhere"));
            assertThat(moved.expiresAt()).as("the usual there").isNull();
            retention.set(SESSION, SessionRetention.USUAL);
            assertThat(store.files().find(generated.id()).expiresAt())
                    .isEqualTo(store.now().plus(DAY));
            assertThatThrownBy(() -> retention.of(SessionId.of("none"))).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> SessionRetention.USUAL.with(AssociationType.UPLOAD, DAY.negated()))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> KeepTimes.FOR_EVER.with(AssociationType.UPLOAD, DAY.negated()))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void a_file_is_not_moved_to_where_it_would_be_gone_at_once() {
        try (TestStore store = TestStore.in(directory)) {
            SessionId brief = SessionId.of("brief");
            add(store, brief, NewFile.named("b"));
            store.dossier().retention().set(brief, SessionRetention.USUAL.with(AssociationType.UPLOAD, DAY));
            StoredFile file = add(store, SESSION, NewFile.named("f"));
            store.pass(DAY);
            assertThatThrownBy(() -> store.files().move(file.id(), brief))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("gone at once");
            assertThat(store.files().find(file.id())).isEqualTo(file);
            assertThat(store.files().copy(file.id(), brief, null).expiresAt())
                    .isEqualTo(store.now().plus(DAY));
        }
    }

    @Test
    void a_hold_beats_deletion_change_expiry_and_purge() throws IOException {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file =
                    add(store, SESSION, NewFile.named("f").until(store.now().plus(DAY)));
            StoredFile deleted = add(store, SESSION, NewFile.named("d"));
            store.files().delete(deleted.id());
            LegalHold hold = store.dossier().retention().hold(HoldSubject.session(SESSION.value()), "case 12");
            StoredFile late =
                    add(store, SESSION, NewFile.named("l").until(store.now().plus(DAY)));
            ConversationFileManager files = store.files();
            FileId id = file.id();
            List<ThrowingCallable> changes = List.of(
                    () -> files.delete(id),
                    () -> files.purge(id),
                    () -> files.purge(deleted.id()),
                    () -> files.rename(id, FileName.of("n")),
                    () -> files.edit(id, new FileEdit(null, Map.of("k", "v"))),
                    () -> files.updateContent(id, new ByteArrayInputStream(new byte[1])),
                    () -> files.move(id, SessionId.of("away")),
                    () -> files.transfer(SESSION, SessionId.of("away"), Transfer.MOVE),
                    () -> files.deleteSessionFiles(SESSION, true),
                    () -> files.deleteSessionFiles(SESSION, false),
                    () -> files.endSession(SESSION, FilesAtEnd.DELETE, null),
                    () -> files.endSession(SESSION, FilesAtEnd.TRANSFER, SessionId.of("away")));
            assertThat(changes)
                    .allSatisfy(change -> assertThatThrownBy(change)
                            .isInstanceOf(LegalHoldException.class)
                            .hasMessageContaining("legal hold"));
            assertThat(files.cleanUpSession(SESSION)).isZero();
            assertThat(files.copy(id, SessionId.of("copies"), null)).isNotNull();

            store.pass(Duration.ofDays(400));
            store.dossier().maintenance().purgeDue();
            store.dossier().maintenance().forgetOld();
            assertThat(store.read(file)).isEqualTo(store.read(late)).hasSize(5);
            assertThat(files.restore(deleted.id()).isDeleted()).isFalse();
            assertThat(files.accessLog(id, 10)).as("its log stays too").hasSizeGreaterThan(1);

            assertThat(store.dossier().retention().holds(false, 50, null).holds())
                    .containsExactly(hold);
            LegalHold released = store.dossier().retention().release(hold.id());
            assertThat(released.isActive()).isFalse();
            assertThat(store.dossier().retention().holds(false, 50, null).holds())
                    .isEmpty();
            assertThat(store.dossier().retention().holds(true, 50, null).holds())
                    .containsExactly(released);
            assertThatThrownBy(() -> store.dossier().retention().release(hold.id()))
                    .isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> files.find(id)).as("its time was over").isInstanceOf(NotFoundException.class);
            assertThat(store.dossier().maintenance().purgeDue()).isEqualTo(2);
            files.purge(deleted.id());
        }
    }

    @Test
    void files_and_persons_are_held_too_and_the_last_hold_counts() {
        try (TestStore store = TestStore.in(directory)) {
            StoredFile file = add(store, SESSION, NewFile.named("f").by("ada"));
            Retention retention = store.dossier().retention();
            LegalHold person = retention.hold(HoldSubject.person("ada"), "case 1");
            LegalHold one = retention.hold(HoldSubject.file(file.id().value()), "case 2");
            retention.release(person.id());
            assertThatThrownBy(() -> store.files().purge(file.id())).isInstanceOf(LegalHoldException.class);
            retention.release(one.id());
            store.files().purge(file.id());
            assertThatThrownBy(() -> retention.hold(HoldSubject.file(file.id().value()), "gone"))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> retention.hold(HoldSubject.session("none"), "why"))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> retention.hold(HoldSubject.person("ada"), " "))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> HoldSubject.person(" ")).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> retention.release("none")).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void holds_are_listed_in_pages_newest_first() {
        try (TestStore store = TestStore.in(directory)) {
            Retention retention = store.dossier().retention();
            List<LegalHold> placed = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                placed.add(retention.hold(HoldSubject.person("person-" + i), "case " + i));
                store.pass(Duration.ofSeconds(i % 2)); // some at the same moment
            }
            LegalHold released = retention.release(placed.get(3).id());
            placed.set(3, released);
            placed.sort(Comparator.comparing(LegalHold::placedAt).reversed().thenComparing(LegalHold::id));

            assertThat(pages(retention, true, 3))
                    .hasSize(3)
                    .flatExtracting(HoldListing::holds)
                    .isEqualTo(placed);
            assertThat(pages(retention, false, 2))
                    .flatExtracting(HoldListing::holds)
                    .isEqualTo(placed.stream().filter(LegalHold::isActive).toList());
            assertThat(pages(retention, true, 7)).hasSize(1);
            assertThatThrownBy(() -> retention.holds(true, 3, "none")).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> retention.holds(true, 0, null)).isInstanceOf(InvalidValueException.class);
        }
    }

    private static List<HoldListing> pages(Retention retention, boolean includeReleased, int limit) {
        List<HoldListing> pages = new ArrayList<>(List.of(retention.holds(includeReleased, limit, null)));
        while (pages.getLast().nextCursor() != null) {
            pages.add(retention.holds(includeReleased, limit, pages.getLast().nextCursor()));
        }
        return pages;
    }

    @Test
    void a_held_session_outlives_its_end_without_files() {
        try (TestStore store = TestStore.in(directory)) {
            store.files().purge(add(store, SESSION, NewFile.named("f")).id());
            store.dossier().retention().hold(HoldSubject.session(SESSION.value()), "case 3");
            store.files().endSession(SESSION, FilesAtEnd.KEEP, null);
            store.dossier().maintenance().forgetOld();
            assertThat(store.dossier().sessions().find(SESSION).endedAt()).isNotNull();
        }
    }

    @Test
    void where_access_is_enforced_holds_are_an_administrators() {
        try (TestStore store = TestStore.in(directory, AccessMode.ENFORCED)) {
            Retention ada = store.dossier().retention().as(Actor.named("ada"));
            Retention root = store.dossier().retention().as(Actor.administrator("root"));
            List<ThrowingCallable> asks = List.of(
                    () -> ada.hold(HoldSubject.person("ada"), "why"),
                    () -> ada.release("x"),
                    () -> ada.holds(true, 50, null),
                    () -> store.dossier().erasures().as(Actor.named("ada")).erase("bob"),
                    () -> store.dossier().erasures().as(Actor.named("ada")).find("x"));
            assertThat(asks)
                    .allSatisfy(ask -> assertThatThrownBy(ask)
                            .isInstanceOf(AccessDeniedException.class)
                            .isInstanceOf(DossierException.class));
            assertThat(root.hold(HoldSubject.person("ada"), "why").placedBy()).isEqualTo("root");
        }
    }
}
