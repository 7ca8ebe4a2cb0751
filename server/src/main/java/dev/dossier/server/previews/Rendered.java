package dev.dossier.server.previews;

import dev.dossier.server.rendering.NoThumbnail;

/** What became of a content that was to have a thumbnail. */
public sealed interface Rendered {
    /**
     * A thumbnail.
     *
     * @param mimeType {@code image/jpeg}, or {@code image/png} where something can be seen through it
     * @param bytes its content, at most {@value RenderingProcess#ANSWER_LIMIT_BYTES} bytes; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, sent once
    record Picture(String mimeType, byte[] bytes) implements Rendered {}

    /**
     * There is none, now and later.
     *
     * @param reason why
     */
    record None(NoThumbnail reason) implements Rendered {}

    /**
     * There is none now, and it is not the content's fault; later there may be.
     *
     * @param detail what happened, for whoever asked
     */
    record NotNow(String detail) implements Rendered {}
}
