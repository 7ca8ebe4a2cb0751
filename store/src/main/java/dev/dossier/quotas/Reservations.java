package dev.dossier.quotas;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Room that the arrivals of this process have taken and that no file uses yet. It lives in memory only: what dies with the
 * process needs no tidying. Guarded by its own monitor.
 */
final class Reservations {
    private static final long PATIENCE_MILLIS = 5000;
    private static final long PAUSE_MILLIS = 10;

    private final Map<String, Long> byOwner = new HashMap<>();
    private long total;
    private int settling;

    /** What is used now, as the database says. */
    interface Usage {
        /** Bytes of all files. */
        long total();

        /** Bytes of the owner's files. */
        long owner();
    }

    /** Why there is no room. */
    enum Refusal {
        /** There is. */
        NONE,
        /** Everything together is at its limit. */
        TOTAL,
        /** The owner is. */
        OWNER
    }

    /**
     * Takes room, if there is some. Bytes that become a file's at this moment may be counted twice, as taken and as used; where
     * only that is in the way, it waits for them.
     */
    synchronized Refusal take(String owner, long sizeBytes, StorageLimits limits, Supplier<Usage> usage) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        Refusal refusal = judge(owner, sizeBytes, limits, usage.get());
        try {
            while (refusal != Refusal.NONE && settling > 0 && System.nanoTime() < deadline) {
                wait(PAUSE_MILLIS);
                refusal = judge(owner, sizeBytes, limits, usage.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (refusal == Refusal.NONE) {
            total += sizeBytes;
            byOwner.merge(owner, sizeBytes, Long::sum);
        }
        return refusal;
    }

    private Refusal judge(String owner, long sizeBytes, StorageLimits limits, Usage used) {
        if (exceeds(limits.totalBytes(), used.total(), total, sizeBytes)) {
            return Refusal.TOTAL;
        }
        return exceeds(limits.ownerBytes(), used.owner(), byOwner.getOrDefault(owner, 0L), sizeBytes)
                ? Refusal.OWNER
                : Refusal.NONE;
    }

    private static boolean exceeds(long limit, long used, long taken, long wanted) {
        return limit < Long.MAX_VALUE && wanted > limit - used - taken;
    }

    synchronized void give(String owner, long sizeBytes) {
        total -= sizeBytes;
        byOwner.computeIfPresent(owner, (name, taken) -> taken == sizeBytes ? null : taken - sizeBytes);
        notifyAll();
    }

    synchronized void settling() {
        settling++;
    }

    synchronized void settled() {
        settling--;
        notifyAll();
    }
}
