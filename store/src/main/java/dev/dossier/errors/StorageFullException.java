package dev.dossier.errors;

/** There is no room for the bytes; nothing of the request was kept. */
public final class StorageFullException extends DossierException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the file system or the database answered */
    public StorageFullException(Throwable cause) {
        super("storage_full", "The storage is full; nothing was kept. Free some space and repeat the request.", cause);
    }

    /**
     * For a request that was refused before its bytes were read.
     *
     * @param headroomBytes the room that is to be left on the disk
     */
    public StorageFullException(long headroomBytes) {
        super(
                "storage_full",
                "The storage is full but for its headroom of " + headroomBytes
                        + " bytes; nothing was kept. Free some space and repeat the request.");
    }
}
