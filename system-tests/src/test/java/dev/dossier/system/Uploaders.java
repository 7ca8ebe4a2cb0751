package dev.dossier.system;

import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Four clients that upload to one session, one file after the other, until the server is gone: of any size up to 2 MB, raw and
 * as forms of several files, and now and then bytes that were sent before.
 */
final class Uploaders implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int LARGEST_BYTES = 2_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Node node;
    private final String session;
    private final UploadLedger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

    private Uploaders(Node node, String session, UploadLedger ledger) {
        this.node = node;
        this.session = session;
        this.ledger = ledger;
    }

    /** Starts them. */
    static Uploaders start(Node node, String session, SplittableRandom random, UploadLedger ledger) {
        Uploaders uploaders = new Uploaders(node, session, ledger);
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom own = random.split();
            uploaders.threads.add(Thread.ofPlatform().start(() -> uploaders.run(own)));
        }
        return uploaders;
    }

    private void run(SplittableRandom random) {
        try {
            while (true) {
                upload(random);
            }
        } catch (UncheckedIOException e) {
            ledger.brokenOff();
        } catch (RuntimeException | AssertionError e) {
            wrong.add(e);
        }
    }

    private void upload(SplittableRandom random) {
        List<SampleBytes> samples = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            SampleBytes sample = sample(random);
            ledger.sending(sample.sha256());
            samples.add(sample);
        }
        Web.Answer answer = count == 1 ? raw(samples.getFirst()) : form(samples);
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        first.countDown();
        List<JsonNode> files = answer.json().get("files").valueStream().toList();
        for (int i = 0; i < count; i++) {
            ledger.acknowledge(
                    files.get(i).get("file_id").asString(), samples.get(i).sha256());
        }
    }

    /** One in four has a seed that comes again and again. */
    private static SampleBytes sample(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            int seed = random.nextInt(10);
            return new SampleBytes(seed, 1000L * seed);
        }
        int size = random.nextInt(1 << random.nextInt(1, 21));
        return new SampleBytes(random.nextLong(), Math.min(size, LARGEST_BYTES));
    }

    private Web.Answer raw(SampleBytes sample) {
        return node.web().post("/api/sessions/" + session + "/files?name=raw.bin", sample);
    }

    private Web.Answer form(List<SampleBytes> samples) {
        Form form = new Form();
        samples.forEach(sample -> form.file("form.bin", sample.bytes()));
        return node.web().post("/api/sessions/" + session + "/files", form.bytes(), "Content-Type", Form.contentType());
    }

    /** Waits until the server has answered an upload. */
    void awaitFirstAnswer() throws InterruptedException {
        if (!first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no upload was answered", wrong.peek());
        }
    }

    /** Waits until all have lost the server, and fails when one got a wrong answer before. */
    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(PATIENCE)) {
                throw new AssertionError("an upload hangs though its server is gone");
            }
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("an upload went wrong before the server was gone", wrong.element());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
