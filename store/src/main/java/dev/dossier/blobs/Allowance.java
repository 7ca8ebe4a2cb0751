package dev.dossier.blobs;

/**
 * Room for one arrival, taken as its bytes come. Closing it gives back what no file has come to use; a process that dies gives
 * everything back. Not thread-safe.
 */
public interface Allowance extends AutoCloseable {
    /** Room without end. */
    Allowance UNLIMITED = new Allowance() {
        @Override
        public void draw(long sizeBytes) {}

        @Override
        public void settling() {}

        @Override
        public void settled(boolean kept) {}

        @Override
        public void close() {}
    };

    /**
     * Takes room for bytes that are about to be written.
     *
     * @throws dev.dossier.errors.DossierException when there is none
     */
    void draw(long sizeBytes);

    /** The bytes are about to become a file's: what counts files may count them from now on. */
    void settling();

    /**
     * That is over.
     *
     * @param kept whether a file uses them now, and they are counted there
     */
    void settled(boolean kept);

    @Override
    void close();
}
