package dev.dossier.server.rendering;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG, JPEG, GIF, BMP and WebP, of which the first picture is read. How large it is is read from its header first, and
 * nothing is decoded of what is too large. Of a large picture only every n-th pixel is kept while it is read, so that it is
 * never in memory whole.
 */
final class RasterImage {
    /** The most pixels that are decoded: what cameras make has fewer. */
    static final long PIXEL_LIMIT = 50_000_000;

    /** The most pixels of a row or a column. */
    static final int EDGE_LIMIT = 65_535;

    private RasterImage() {}

    /** A picture that is at most four times as long as a thumbnail. */
    static BufferedImage read(String mimeType, byte[] bytes) throws IOException, NoThumbnailException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(mimeType);
        if (!readers.hasNext()) {
            throw new NoThumbnailException(NoThumbnail.TYPE);
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, false, true);
            BufferedImage picture = read(reader);
            return mimeType.equals("image/jpeg") ? Orientation.of(bytes).applied(picture) : picture;
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage read(ImageReader reader) throws IOException, NoThumbnailException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width < 1 || height < 1) {
            throw new NoThumbnailException(NoThumbnail.DAMAGED);
        }
        if (width > EDGE_LIMIT || height > EDGE_LIMIT || (long) width * height > PIXEL_LIMIT) {
            throw new NoThumbnailException(NoThumbnail.TOO_MANY_PIXELS);
        }
        int step = Math.max(1, Math.max(width, height) / (2 * Thumbnail.LONGEST_EDGE));
        ImageReadParam how = reader.getDefaultReadParam();
        how.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, how);
    }
}
