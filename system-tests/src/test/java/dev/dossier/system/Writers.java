package dev.dossier.system;

import dev.dossier.testkit.SampleBytes;
import dev.dossier.testkit.Web;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Sixteen clients that upload to one session, and rename, replace, delete and purge what they have uploaded, until the server
 * is gone: files of any size up to 2 MB, raw and as forms of several, and now and then bytes that were sent before.
 */
final class Writers implements AutoCloseable {
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Node node;
    private final String session;
    private final Ledger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

    private Writers(Node node, String session, Ledger ledger) {
        this.node = node;
        this.session = session;
        this.ledger = ledger;
    }

    /** Starts them. */
    static Writers start(Node node, String session, SplittableRandom random, Ledger ledger) {
        Writers writers = new Writers(node, session, ledger);
        for (int i = 0; i < CLIENTS; i++) {
            SplittableRandom own = random.split();
            writers.threads.add(Thread.ofPlatform().start(() -> writers.run(own)));
        }
        return writers;
    }

    private void run(SplittableRandom random) {
        List<String> own = new ArrayList<>();
        try {
            while (true) {
                if (own.isEmpty() || random.nextInt(5) < 3) {
                    upload(random, own);
                } else {
                    change(random, own);
                }
            }
        } catch (UncheckedIOException e) {
            ledger.count("broken off");
        } catch (RuntimeException | AssertionError e) {
            wrong.add(e);
        }
    }

    private void upload(SplittableRandom random, List<String> own) {
        List<SampleBytes> samples = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            samples.add(sample(random));
        }
        Web.Answer answer = count == 1 ? raw(samples.getFirst()) : form(samples);
        if (isBusy(answer, 201)) {
            ledger.count("busy");
            return;
        }
        first.countDown();
        List<JsonNode> files = answer.json().get("files").valueStream().toList();
        for (int i = 0; i < count; i++) {
            String id = files.get(i).get("file_id").asString();
            String name = count == 1 ? "raw.bin" : "form.bin";
            ledger.added(id, new Ledger.Entry(samples.get(i).sha256(), name, Ledger.Life.KEPT));
            own.add(id);
        }
    }

    /** Changes a file, and may change it again unless it was deleted. */
    private void change(SplittableRandom random, List<String> own) {
        String id = own.remove(random.nextInt(own.size()));
        Ledger.Entry before = ledger.answered(id);
        String path = "/api/files/" + id;
        switch (random.nextInt(4)) {
            case 0 -> {
                ledger.asking(id, before.in(Ledger.Life.DELETED));
                settle("delete", id, node.web().delete(path), 204);
            }
            case 1 -> {
                ledger.asking(id, before.in(Ledger.Life.PURGED));
                settle("purge", id, node.web().delete(path + "?permanent=true"), 204);
            }
            case 2 -> {
                String name = "renamed-" + random.nextInt(1000) + ".bin";
                ledger.asking(id, before.named(name));
                String json = "{\"original_filename\":\"" + name + "\"}";
                settle("rename", id, node.web().sendJson("PATCH", path, json), 200);
                own.add(id);
            }
            default -> {
                SampleBytes sample = sample(random);
                ledger.asking(id, before.holding(sample.sha256()));
                Web.Answer answer =
                        node.web().send("PUT", path + "/content", BodyPublishers.ofByteArray(sample.bytes()));
                settle("replace", id, answer, 200);
                own.add(id);
            }
        }
    }

    private void settle(String what, String id, Web.Answer answer, int right) {
        if (isBusy(answer, right)) {
            ledger.refused(id);
        } else {
            ledger.done(what, id);
        }
    }

    /** A server that has much to do may say so; then nothing has happened. */
    private static boolean isBusy(Web.Answer answer, int right) {
        if (answer.status() != right && answer.status() != 503) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.status() == 503;
    }

    /** One in four has a seed that comes again and again. */
    private SampleBytes sample(SplittableRandom random) {
        int seed = random.nextInt(10);
        SampleBytes sample = random.nextInt(4) == 0
                ? new SampleBytes(seed, 1000L * seed)
                : new SampleBytes(random.nextLong(), random.nextInt(1 << random.nextInt(1, 22)));
        ledger.sending(sample.sha256());
        return sample;
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
                throw new AssertionError("a request hangs though its server is gone");
            }
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("a request went wrong before the server was gone", wrong.element());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
