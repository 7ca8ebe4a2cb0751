package dev.dossier.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random steps of three people in five sessions, with holds, erasures, housekeeping, restarts and abandoned processes between
 * them, compared with a simple model after each.
 *
 * <p>Set {@code -Dsteps=N} for more steps than those of the suite, and {@code -Dseed=N} to repeat them exactly: they depend on
 * nothing else. Many steps are several runs, each with a new store and the next seed. A run that fails is made smaller before
 * it is reported, with {@code -Dshrink=N} further runs at most.
 */
class ModelCampaignTest {
    private static final int STEPS = Integer.getInteger("steps", 300);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int STEPS_OF_A_RUN = 1000;
    private static final int SHRINKING_RUNS = Integer.getInteger("shrink", 60);

    @TempDir
    private Path directory;

    private int runs;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    @DisplayName("R20 R34 R41: whatever people do in whatever order, the store holds what a simple model holds")
    void compared() {
        System.out.println("model campaign: -Dsteps=" + STEPS + " -Dseed=" + SEED);
        for (int done = 0; done < STEPS; done += STEPS_OF_A_RUN) {
            int steps = Math.min(STEPS_OF_A_RUN, STEPS - done);
            long seed = SEED + done / STEPS_OF_A_RUN;
            JqwikSession.run(() -> compared(steps, seed));
            if (done > 0 && done % (10 * STEPS_OF_A_RUN) == 0) {
                System.out.println("steps " + (done + steps) + ", attempts " + outcomes);
            }
        }
        System.out.println("steps " + STEPS + ", attempts " + outcomes + ", differences 0");
    }

    private void compared(int count, long seed) {
        Shrinkable<List<ModelStep>> steps =
                ModelStep.any().list().ofSize(count).generator(1000, false).next(new Random(seed));
        AssertionError failure = failure(steps.value());
        if (failure != null) {
            throw smaller(steps, failure, "-Dsteps=" + count + " -Dseed=" + seed);
        }
    }

    private AssertionError smaller(Shrinkable<List<ModelStep>> failing, AssertionError first, String repetition) {
        Shrinkable<List<ModelStep>> smallest = failing;
        AssertionError failure = first;
        Optional<Shrinkable<List<ModelStep>>> next = Optional.of(failing);
        while (next.isPresent()) {
            AssertionError[] found = new AssertionError[1];
            next = smallest.shrink()
                    .takeWhile(candidate -> runs < SHRINKING_RUNS)
                    .filter(candidate -> {
                        found[0] = failure(candidate.value());
                        return found[0] != null;
                    })
                    .findFirst();
            if (next.isPresent()) {
                smallest = next.get();
                failure = found[0];
            }
        }
        return new AssertionError(repetition + " differs; made smaller: " + smallest.value(), failure);
    }

    private @Nullable AssertionError failure(List<ModelStep> steps) {
        runs++;
        try {
            Path data = Files.createTempDirectory(directory, "run");
            try (ModelRun run = new ModelRun(data)) {
                run.run(steps);
                run.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            }
            return null;
        } catch (AssertionError e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
