package dev.dossier.server.rendering;

import java.io.Serial;

/** A content of which there is no thumbnail. */
final class NoThumbnailException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final NoThumbnail reason;

    NoThumbnailException(NoThumbnail reason) {
        super(reason.detail());
        this.reason = reason;
    }

    NoThumbnail reason() {
        return reason;
    }
}
