package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Four clients that upload until the server is killed, and know what was answered with 201. */
final class Uploaders {
    private static final int CLIENTS = 4;

    private final Map<String, SampleBytes> answered = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Starts them. */
    void start(Node node, SplittableRandom random) {
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom own = random.split();
            threads.add(Thread.ofPlatform().start(() -> run(node.web(), own)));
        }
    }

    private void run(Web web, SplittableRandom random) {
        try {
            while (true) {
                SampleBytes content =
                        new SampleBytes(random.nextLong(), 16 + random.nextInt(1 << random.nextInt(1, 18)));
                Web.Answer answer = web.post("/api/sessions/meanwhile/files?name=a.bin", content);
                if (answer.status() == 201) {
                    answered.put(answer.json().at("/files/0/file_id").asString(), content);
                } else {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                }
                Thread.sleep(random.nextInt(30));
            }
        } catch (UncheckedIOException | InterruptedException e) {
            return; // the server was killed
        } catch (RuntimeException | AssertionError e) {
            wrong.add(e);
        }
    }

    /** Waits until they have seen that the server is gone. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        assertThat(wrong).isEmpty();
    }

    /** How much was answered. */
    int count() {
        return answered.size();
    }

    /** All of it is there, whole. */
    void areServed(Web web) {
        assertThat(answered).isNotEmpty();
        answered.forEach((id, content) ->
                assertThat(Content.of(web, id)).isEqualTo(new Content(content.sha256(), content.sizeBytes())));
    }
}
