package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.errors.DossierException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the store was asked to do, and whether it did or refused it exactly as the model says. */
final class ModelAttempts {
    private final Map<String, Integer> outcomes = new TreeMap<>();

    /** Something that the store does and that may be refused. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    /** Answers whether it was done; it must be refused exactly as the model says. */
    boolean attempt(@Nullable Class<? extends DossierException> refusal, Attempt attempt) throws IOException {
        outcomes.merge(refusal == null ? "done" : refusal.getSimpleName(), 1, Integer::sum);
        try {
            attempt.run();
        } catch (DossierException e) {
            assertThat(e.getClass()).as(e.getMessage()).isEqualTo(refusal);
            return false;
        }
        assertThat(refusal).as("it should have been refused").isNull();
        return true;
    }

    /** How many were done, and how many refused, by the kind of refusal. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }
}
