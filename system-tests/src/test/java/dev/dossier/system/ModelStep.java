package dev.dossier.system;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * One thing that somebody does. The numbers choose among what there is at that moment.
 *
 * @param action what is done
 * @param actor who does it
 * @param what to which file or session
 * @param with with which content, name, session or period
 */
record ModelStep(Action action, int actor, int what, int with) {
    /** What can be done. */
    enum Action {
        ADD,
        DELETE,
        RESTORE,
        PURGE,
        COPY,
        MOVE,
        REPLACE,
        RENAME,
        NOTE,
        READ,
        SHARE,
        UNSHARE,
        END_SESSION,
        TRANSFER,
        DELETE_ALL,
        CLEAN_UP,
        SET_RETENTION,
        HOLD,
        RELEASE,
        ERASE,
        PASS_TIME,
        HOUSEKEEPING,
        SCRUB,
        RESTART,
        CRASH
    }

    /** Any step; adding is the most likely one, then sharing, so that there is something to work on and somebody to do so. */
    static Arbitrary<ModelStep> any() {
        Arbitrary<Action> actions = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Action.ADD)),
                Tuple.of(2, Arbitraries.just(Action.SHARE)),
                Tuple.of(12, Arbitraries.of(Action.class)));
        Arbitrary<Integer> number =
                Arbitraries.integers().between(0, 9999).withDistribution(RandomDistribution.uniform());
        return Combinators.combine(actions, number, number, number).as(ModelStep::new);
    }
}
