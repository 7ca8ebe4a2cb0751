package dev.dossier.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every place for bytes must do. Each back end runs it. */
abstract class BlobStoreContract {
    @TempDir
    Path directory;

    private Staging staging;
    private BlobStore store;

    /** An empty store that may use the directory. */
    abstract BlobStore create(Path root);

    @BeforeEach
    void open() throws IOException {
        staging = new Staging(directory.resolve("tmp"), directory.resolve("locks"), 1 << 20);
        staging.prepare();
        store = create(directory.resolve("blobs"));
        store.prepare();
        store.prepare();
    }

    private BlobKey place(String text) throws IOException {
        StagedContent content = staging.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        BlobKey key = BlobKey.fresh(content.sha256());
        store.place(content.temporary(), key);
        assertThat(content.temporary()).doesNotExist();
        return key;
    }

    @Test
    void what_is_placed_can_be_read_whole_and_in_part() throws IOException {
        BlobKey key = place("0123456789");
        try (BlobContent content = store.open(key)) {
            assertThat(content.sizeBytes()).isEqualTo(10);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.transferTo(0, 10, out);
            content.transferTo(8, 2, out);
            content.transferTo(4, 0, out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("012345678989");
            assertThat(content.stream().readAllBytes()).hasSize(10);
            assertThatThrownBy(() -> content.transferTo(8, 3, out)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void an_empty_blob_is_a_blob() throws IOException {
        BlobKey key = place("");
        assertThat(store.sizeBytes(key)).hasValue(0);
        try (BlobContent content = store.open(key)) {
            assertThat(content.stream().read()).isEqualTo(-1);
        }
    }

    @Test
    void the_same_content_may_stand_under_two_keys() throws IOException {
        BlobKey one = place("same");
        BlobKey two = place("same");
        assertThat(one).isNotEqualTo(two);
        assertThat(one.sha256()).isEqualTo(two.sha256());
        store.remove(one);
        assertThat(store.sizeBytes(one)).isEmpty();
        assertThat(store.sizeBytes(two)).hasValue(4);
    }

    @Test
    void what_is_not_there_is_not_found_and_can_be_removed_again() throws IOException {
        BlobKey key = BlobKey.fresh("0".repeat(64));
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
        assertThat(store.sizeBytes(key)).isEmpty();
        store.remove(key);
        store.remove(key);
    }

    @Test
    void open_bytes_stay_readable_when_the_blob_is_removed() throws IOException {
        BlobKey key = place("still here");
        try (BlobContent content = store.open(key)) {
            store.remove(key);
            assertThat(content.stream().readAllBytes()).hasSize(10);
        }
    }

    @Test
    void keys_are_listed_by_the_age_of_their_bytes() throws IOException {
        BlobKey key = place("x");
        assertThat(writtenBefore(store, Instant.now().minusSeconds(60))).isEmpty();
        assertThat(writtenBefore(store, Instant.now().plusSeconds(60))).containsExactly(key);
        assertThat(store.isWritable()).isTrue();
    }

    private static List<BlobKey> writtenBefore(BlobStore store, Instant time) throws IOException {
        List<BlobKey> keys = new ArrayList<>();
        store.eachWrittenBefore(time, batch -> {
            assertThat(batch).isNotEmpty();
            keys.addAll(batch);
        });
        assertThat(keys).extracting(BlobKey::value).isSorted();
        return keys;
    }

    @Test
    void many_keys_are_listed_in_their_order() throws IOException {
        Set<BlobKey> placed = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            placed.add(place("content " + i));
        }
        assertThat(writtenBefore(store, Instant.now().plusSeconds(60))).containsExactlyInAnyOrderElementsOf(placed);
    }

    @Test
    void bytes_are_compared_with_a_file() throws IOException {
        BlobKey key = place("the same");
        Path same = Files.writeString(directory.resolve("same"), "the same");
        assertThat(store.holds(key, same)).isTrue();
        assertThat(store.holds(key, Files.writeString(same, "the sane"))).isFalse();
        store.remove(key);
        assertThat(store.holds(key, same)).isFalse();
    }

    @Test
    void nothing_is_listed_before_the_place_is_ready() throws IOException {
        BlobStore fresh = create(directory.resolve("fresh"));
        assertThat(writtenBefore(fresh, Instant.MAX)).isEmpty();
        assertThat(fresh.isWritable()).isTrue();
    }

    @Test
    void other_values_are_no_keys() {
        assertThatThrownBy(() -> new BlobKey("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
        assertThat(BlobKey.isKey("x")).isFalse();
    }

    @Test
    void bytes_are_taken_away_to_another_key_whole_or_not_at_all() throws IOException {
        BlobKey from = place("moved");
        BlobKey to = BlobKey.fresh(from.sha256());
        store.move(from, to);
        assertThat(store.sizeBytes(from)).isEmpty();
        assertThat(store.sizeBytes(to)).hasValue(5);
        assertThatThrownBy(() -> store.move(from, to)).isInstanceOf(NoSuchFileException.class);
        assertThat(store.strays()).isEmpty();
    }
}
