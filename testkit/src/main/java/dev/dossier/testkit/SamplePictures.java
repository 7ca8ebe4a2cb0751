package dev.dossier.testkit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures of every kind, and pictures that are not what they say. The left half is red and the right half is blue. */
public final class SamplePictures {
    private SamplePictures() {}

    /** A picture in a format that the JDK writes: png, jpeg, gif or bmp. */
    public static byte[] of(String format, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return written(picture, format);
    }

    /** A PNG through which everything can be seen. */
    public static byte[] transparentPng(int width, int height) {
        return written(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png");
    }

    private static byte[] written(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("The JDK does not write " + format + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A JPEG whose Exif segment says how the camera was held, from 1 to 8. */
    public static byte[] jpegHeld(int orientation, int width, int height) {
        byte[] jpeg = of("jpeg", width, height);
        ByteBuffer exif = ByteBuffer.allocate(36).order(ByteOrder.BIG_ENDIAN);
        exif.putShort((short) 0xffe1).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        exif.put("MM".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8);
        exif.putShort((short) 1); // one entry: the tag, a short, one of them, its value
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return ByteBuffer.allocate(jpeg.length + exif.capacity())
                .put(jpeg, 0, 2)
                .put(exif.array())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** A PNG whose header announces so many pixels, and that has a few bytes of them. */
    public static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        bytes.writeBytes(chunk("IHDR", header.array()));
        bytes.writeBytes(chunk("IDAT", Compressed.zeros("", 1000)));
        bytes.writeBytes(chunk("IEND", new byte[0]));
        return bytes.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) sum.getValue())
                .array();
    }

    /** A lossless WebP of one colour, of any size up to 16384 by 16384: every pixel takes no bit at all. */
    public static byte[] webp(int width, int height, Color color) {
        Bits bits = new Bits();
        bits.add(0x2f, 8).add(width - 1, 14).add(height - 1, 14);
        bits.add(0, 1).add(0, 3); // nothing to see through, version 0
        bits.add(0, 1).add(0, 1).add(0, 1); // no transform, no cache of colours, one group of codes
        for (int symbol : new int[] {color.getGreen(), color.getRed(), color.getBlue(), 255}) {
            bits.add(1, 1).add(0, 1).add(1, 1).add(symbol, 8); // a code with one symbol, which has eight bits
        }
        bits.add(1, 1).add(0, 1).add(0, 1).add(0, 1); // distances are not used
        byte[] content = Arrays.copyOf(bits.bytes(), 40); // readers look further than they need
        ByteBuffer file = ByteBuffer.allocate(20 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(12 + content.length);
        file.put("WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1)).putInt(content.length);
        return file.put(content).array();
    }

    /** Bits, the lowest of a byte first. */
    private static final class Bits {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int present;
        private int count;

        Bits add(int value, int width) {
            for (int i = 0; i < width; i++) {
                present |= (value >> i & 1) << count;
                count++;
                if (count == 8) {
                    bytes.write(present);
                    present = 0;
                    count = 0;
                }
            }
            return this;
        }

        byte[] bytes() {
            if (count > 0) {
                bytes.write(present);
            }
            return bytes.toByteArray();
        }
    }
}
