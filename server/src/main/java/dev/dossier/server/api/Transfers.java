package dev.dossier.server.api;

/** Told of the bytes of files that come and go. */
public interface Transfers {
    /** A file of that many bytes was stored. */
    void uploaded(long sizeBytes);

    /** That many bytes of a file were sent. */
    void downloaded(long sizeBytes);
}
