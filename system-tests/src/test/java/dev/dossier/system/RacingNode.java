package dev.dossier.system;

import dev.dossier.Dossier;
import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.blobs.Sweeper;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileContent;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.sessions.SessionId;
import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import dev.dossier.testkit.SampleBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The program of a process in which many threads upload, read, copy, replace, delete and purge files that all have one of eight
 * contents, while another thread sweeps without a grace period. Every file must have its content at every moment.
 *
 * <p>Arguments: the data directory, the name of the node, how many steps each thread takes, and the seed. For each file that is
 * left it prints {@code kept <id> <number of the content>}, and in the end {@code raced <steps> <swept> <busy>}.
 */
final class RacingNode {
    private static final int THREADS = 8;
    private static final int CONTENTS = 8;
    private static final int FILES_EACH = 1;

    private final Dossier dossier;
    private final String name;
    private final LongAdder steps = new LongAdder();
    private final LongAdder swept = new LongAdder();
    private final LongAdder busy = new LongAdder();

    private RacingNode(Dossier dossier, String name) {
        this.dossier = dossier;
        this.name = name;
    }

    /** A file and the number of the content that it must have. */
    private record Expected(StoredFile file, int content) {}

    /** The content of that number. */
    static byte[] content(int number) {
        return new SampleBytes(number, 3000L + number).bytes();
    }

    /** Without any grace, so that everything that may go goes at once. */
    static DossierConfig config(Path data) {
        return DossierConfig.in(data)
                .withGrace(GracePeriods.DEFAULT.withDeletedFiles(Duration.ZERO).withOrphans(Duration.ZERO))
                .withDatabaseWait(Duration.ofSeconds(60));
    }

    /** Starts such a node. */
    static RunningProgram start(Path data, String name, int steps, long seed) {
        return Program.java(
                        RacingNode.class.getName(), data.toString(), name, Integer.toString(steps), Long.toString(seed))
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        try (Dossier dossier = Dossier.open(config(Path.of(arguments[0])).withNode(arguments[1]))) {
            dossier.initialize();
            new RacingNode(dossier, arguments[1]).race(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
        }
    }

    private void race(int stepsEach, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> sweeping = threads.submit(() -> sweep(done));
            List<Future<List<Expected>>> races = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                SplittableRandom own = random.split();
                races.add(threads.submit(() -> walk(thread, stepsEach, own)));
            }
            for (Future<List<Expected>> race : races) {
                race.get()
                        .forEach(
                                kept -> System.out.println("kept " + kept.file().id() + " " + kept.content()));
            }
            done.set(true);
            sweeping.get();
        }
        System.out.println("raced " + steps.sum() + " " + swept.sum() + " " + busy.sum());
    }

    private void sweep(AtomicBoolean done) {
        while (!done.get()) {
            dossier.maintenance().purgeDue();
            Sweeper.Swept one = dossier.maintenance().sweep();
            swept.add(one.blobs() + one.orphans());
        }
    }

    private List<Expected> walk(int thread, int stepsEach, SplittableRandom random) throws IOException {
        SessionId session = SessionId.of(name + "-" + thread);
        List<Expected> files = new ArrayList<>();
        for (int i = 0; i < stepsEach; i++) {
            try {
                step(session, files, random);
            } catch (BusyException e) {
                busy.increment(); // its bytes were swept before they were committed; nothing was acknowledged
            }
            steps.increment();
        }
        files.forEach(this::requireContent);
        return files;
    }

    private void step(SessionId session, List<Expected> files, SplittableRandom random) throws IOException {
        ConversationFileManager manager = dossier.files();
        int content = random.nextInt(CONTENTS);
        if (files.isEmpty() || (files.size() < FILES_EACH && random.nextBoolean())) {
            files.add(new Expected(
                    manager.add(session, NewFile.named("f"), new ByteArrayInputStream(content(content))), content));
            return;
        }
        int index = random.nextInt(files.size());
        Expected file = files.get(index);
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                manager.purge(file.file().id());
                files.remove(index);
            }
            case 2 -> {
                files.remove(index);
                manager.delete(file.file().id());
                restoreUnlessPurged(manager, files, file);
            }
            case 3 -> files.add(new Expected(manager.copy(file.file().id(), null, null), file.content()));
            case 4 ->
                files.set(
                        index,
                        new Expected(
                                manager.updateContent(file.file().id(), new ByteArrayInputStream(content(content))),
                                content));
            default -> requireContent(file);
        }
    }

    /** The retention is over at once, so both processes are after a deleted file. */
    private static void restoreUnlessPurged(ConversationFileManager manager, List<Expected> files, Expected file) {
        try {
            manager.restore(file.file().id());
            files.add(file);
        } catch (NotFoundException e) {
            return;
        }
    }

    private void requireContent(Expected expected) {
        try (FileContent content = dossier.files().open(expected.file().id())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.transferTo(bytes);
            if (!Arrays.equals(bytes.toByteArray(), content(expected.content()))) {
                throw new AssertionError("wrong content of " + expected.file());
            }
        } catch (IOException e) {
            throw new AssertionError("unreadable content of " + expected.file(), e);
        }
    }
}
