package dev.dossier.server.rendering;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A small picture: JPEG, or PNG where something can be seen through it.
 *
 * @param mimeType {@code image/jpeg} or {@code image/png}
 * @param bytes its content; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // made once, written once
record Thumbnail(String mimeType, byte[] bytes) {
    /** The longest edge of a thumbnail, in pixels. What is smaller stays as it is. */
    static final int LONGEST_EDGE = 512;

    private static final float QUALITY = 0.85f;

    /** The thumbnail of a picture. */
    static Thumbnail of(BufferedImage picture) throws IOException {
        BufferedImage small = fitted(picture);
        return small.getColorModel().hasAlpha() ? png(small) : jpeg(small);
    }

    /** Halved as long as it is more than twice too large, so that every pixel counts. */
    private static BufferedImage fitted(BufferedImage picture) {
        BufferedImage present = picture;
        do {
            int longest = Math.max(present.getWidth(), present.getHeight());
            double factor = Math.clamp((double) LONGEST_EDGE / longest, 0.5, 1);
            present = scaled(present, edge(present.getWidth(), factor), edge(present.getHeight(), factor));
        } while (Math.max(present.getWidth(), present.getHeight()) > LONGEST_EDGE);
        return present;
    }

    private static int edge(int pixels, double factor) {
        return Math.max(1, (int) Math.round(pixels * factor));
    }

    private static BufferedImage scaled(BufferedImage picture, int width, int height) {
        boolean transparent = picture.getColorModel().hasAlpha();
        BufferedImage result = new BufferedImage(
                width, height, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            if (!transparent) {
                graphics.setColor(Color.WHITE);
                graphics.fillRect(0, 0, width, height);
            }
            graphics.drawImage(picture, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return result;
    }

    private static Thumbnail png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return new Thumbnail("image/png", bytes.toByteArray());
    }

    private static Thumbnail jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        return new Thumbnail("image/jpeg", bytes.toByteArray());
    }
}
