package dev.dossier.quotas;

import dev.dossier.blobs.Allowance;
import dev.dossier.quotas.Reservations.Refusal;

/** Room that one arrival has taken: within the quotas until a file uses it, and on the disk until it is written. */
final class Reservation implements Allowance {
    private static final long STEP_BYTES = 1 << 20;

    private final Quotas quotas;
    private final String owner;
    private final long creditBytes;
    private long takenBytes;
    private long promisedBytes;
    private long drawnBytes;
    private boolean settling;

    Reservation(Quotas quotas, String owner, long creditBytes) {
        this.quotas = quotas;
        this.owner = owner;
        this.creditBytes = creditBytes;
    }

    /** Takes room for so many bytes before they come. */
    void announce(long sizeBytes) {
        promise(Math.max(sizeBytes, 1)); // so a disk without room is noticed before anything is read
        take(sizeBytes - creditBytes);
    }

    @Override
    public void draw(long sizeBytes) {
        if (sizeBytes > promisedBytes) {
            promise(Math.max(STEP_BYTES, sizeBytes - promisedBytes));
        }
        drawnBytes += sizeBytes;
        take(drawnBytes - creditBytes - takenBytes);
        quotas.room().keep(sizeBytes);
        promisedBytes -= sizeBytes;
    }

    private void promise(long sizeBytes) {
        quotas.room().promise(sizeBytes);
        promisedBytes += sizeBytes;
    }

    /** Exactly what is missing and no more: what is taken here is missing elsewhere. */
    private void take(long sizeBytes) {
        if (sizeBytes <= 0 || !quotas.limitFiles()) {
            return;
        }
        Refusal refusal = quotas.take(owner, sizeBytes);
        if (refusal != Refusal.NONE) {
            throw quotas.refusal(refusal);
        }
        takenBytes += sizeBytes;
    }

    @Override
    public void settling() {
        settling = true;
        quotas.reservations().settling();
    }

    @Override
    public void settled(boolean kept) {
        if (kept) {
            giveBack();
        }
        settling = false;
        quotas.reservations().settled();
    }

    private void giveBack() {
        if (takenBytes > 0) {
            quotas.reservations().give(owner, takenBytes);
        }
        takenBytes = 0;
    }

    @Override
    public void close() {
        giveBack();
        quotas.room().keep(promisedBytes);
        promisedBytes = 0;
        if (settling) {
            settled(false);
        }
    }
}
