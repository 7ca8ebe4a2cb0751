package dev.dossier.server.rendering;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a camera was held, as the Exif segment of a JPEG says, from 1 to 8. Whatever is not understood is upright: a thumbnail
 * that lies on its side is better than none.
 *
 * @param value 1 for upright; 2, 4, 5 and 7 are mirrored; 5 to 8 have width and height exchanged
 */
record Orientation(int value) {
    static final Orientation UPRIGHT = new Orientation(1);

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TAG = 0x0112;

    /** The orientation of a JPEG. */
    static Orientation of(byte[] jpeg) {
        ByteBuffer bytes = ByteBuffer.wrap(jpeg);
        int at = 2; // behind the marker that begins the picture
        while (at + 4 <= jpeg.length && bytes.get(at) == (byte) 0xff) {
            int marker = bytes.get(at + 1) & 0xff;
            int end = at + 2 + (bytes.getShort(at + 2) & 0xffff);
            if (marker == 0xda || end > jpeg.length || end < at + 4) {
                return UPRIGHT;
            }
            if (marker == 0xe1 && end - at > 10 && Arrays.equals(jpeg, at + 4, at + 10, EXIF, 0, EXIF.length)) {
                return ofExif(bytes.slice(at + 10, end - at - 10));
            }
            at = end;
        }
        return UPRIGHT;
    }

    private static Orientation ofExif(ByteBuffer exif) {
        if (exif.limit() < 8) {
            return UPRIGHT;
        }
        exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = exif.getInt(4);
        if (directory < 8 || directory > exif.limit() - 2) {
            return UPRIGHT;
        }
        int count = exif.getShort(directory) & 0xffff;
        for (int i = 0; i < count; i++) {
            int entry = directory + 2 + 12 * i;
            if (entry > exif.limit() - 12) {
                return UPRIGHT;
            }
            if ((exif.getShort(entry) & 0xffff) == TAG) {
                int value = exif.getShort(entry + 8);
                return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The picture, turned and mirrored until it is upright. */
    BufferedImage applied(BufferedImage picture) {
        if (value == 1) {
            return picture;
        }
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean exchanged = value >= 5;
        BufferedImage upright =
                new BufferedImage(exchanged ? height : width, exchanged ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = upright.createGraphics();
        try {
            graphics.drawImage(picture, transform(width, height), null);
        } finally {
            graphics.dispose();
        }
        return upright;
    }

    /** Where a pixel of the picture belongs: x' = a x + c y + e, y' = b x + d y + f. */
    private AffineTransform transform(int width, int height) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
