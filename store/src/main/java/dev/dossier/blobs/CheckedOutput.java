package dev.dossier.blobs;

import dev.dossier.hashing.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * An output that lets bytes through and keeps the last ones it was given until the hash of all is known to be right: whoever
 * reads the other end never has a whole content that is damaged. Closing it does nothing. Not thread-safe.
 */
public final class CheckedOutput extends OutputStream {
    private final OutputStream out;
    private final MessageDigest digest = Sha256.digest();
    private byte[] kept = new byte[0];
    private int keptBytes;
    private boolean broken;

    /** An output before that one. */
    public CheckedOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        pass();
        digest.update(bytes, offset, length);
        if (kept.length < length) {
            kept = new byte[length];
        }
        System.arraycopy(bytes, offset, kept, 0, length);
        keptBytes = length;
    }

    /** Lets the last bytes go if the hash of all is this one, and answers whether it is. */
    public boolean release(String sha256) throws IOException {
        if (!Sha256.hex(digest).equals(sha256)) {
            return false;
        }
        pass();
        return true;
    }

    /** Whether the other end has failed, which says nothing about the bytes. */
    public boolean isBroken() {
        return broken;
    }

    private void pass() throws IOException {
        broken = true;
        out.write(kept, 0, keptBytes);
        broken = false;
    }
}
