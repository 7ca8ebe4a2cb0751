package dev.dossier.server.rendering;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * The program that makes one thumbnail and ends. It reads a content from standard input, writes the answer to standard
 * output, and opens no file, no directory and no connection.
 *
 * <p>It is a process of its own because of what it reads. A document can make its decoder loop or allocate without end, or
 * bring down the code below Java; in a process that costs one thumbnail. It ends itself when its time is over, also when
 * whoever started it is gone.
 */
public final class RenderingProgram {
    /** The types of which there are thumbnails. */
    public static final Set<String> TYPES =
            Set.of("application/pdf", "image/bmp", "image/gif", "image/jpeg", "image/png", "image/webp");

    /** The most bytes that a content may have: 32 MB. */
    public static final int INPUT_LIMIT_BYTES = 32 << 20;

    /** The exit code when the time is over. */
    public static final int TIME_IS_OVER = 124;

    private RenderingProgram() {}

    /**
     * Makes one thumbnail.
     *
     * @param arguments the type of the content, and the most milliseconds that this may take
     */
    public static void main(String[] arguments) throws IOException {
        end(Duration.ofMillis(Long.parseLong(arguments[1])));
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        // what a library wants to say must not get between the bytes of the answer
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        ImageIO.setUseCache(false);
        Rendering.answer(arguments[0], System.in.readNBytes(INPUT_LIMIT_BYTES + 1), out);
    }

    private static void end(Duration limit) {
        Thread.ofPlatform().daemon().name("end").start(() -> {
            try {
                Thread.sleep(limit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(TIME_IS_OVER);
        });
    }
}
