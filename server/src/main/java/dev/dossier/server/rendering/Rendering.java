package dev.dossier.server.rendering;

import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What becomes of one content: an answer of a word and bytes. The word is the type of the thumbnail that follows, or the
 * name of a {@link NoThumbnail}, and nothing follows.
 */
final class Rendering {
    private Rendering() {}

    /** Writes the answer for a content of that type. */
    static void answer(String mimeType, byte[] bytes, OutputStream out) throws IOException {
        DataOutputStream answer = new DataOutputStream(out);
        try {
            Thumbnail thumbnail = thumbnail(mimeType, bytes);
            answer.writeUTF(thumbnail.mimeType());
            answer.write(thumbnail.bytes());
        } catch (NoThumbnailException e) {
            answer.writeUTF(e.reason().name());
        }
        answer.flush();
    }

    private static Thumbnail thumbnail(String mimeType, byte[] bytes) throws NoThumbnailException {
        if (bytes.length > RenderingProgram.INPUT_LIMIT_BYTES) {
            throw new NoThumbnailException(NoThumbnail.TOO_LARGE);
        }
        try {
            BufferedImage picture =
                    mimeType.equals("application/pdf") ? PdfPage.read(bytes) : RasterImage.read(mimeType, bytes);
            return Thumbnail.of(picture);
        } catch (IOException | RuntimeException e) { // decoders throw anything when they meet what they do not expect
            throw new NoThumbnailException(NoThumbnail.DAMAGED);
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new NoThumbnailException(NoThumbnail.TOO_COSTLY);
        }
    }
}
