package dev.dossier.system;

import static org.junit.jupiter.api.Assertions.fail;

import dev.dossier.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A small file system in place of a directory, for one process: it has a mount namespace of its own. Others look into it through
 * {@code /proc}. It goes with the process.
 *
 * @param directory where it is
 * @param sizeBytes how large it is
 */
record SmallDisk(Path directory, int sizeBytes) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What comes before a program on the command line. */
    String[] wrapper() {
        String mount = "mount -t tmpfs -o size=" + sizeBytes + " none '" + directory + "' && exec \"$@\"";
        return isRoot()
                ? new String[] {"unshare", "--mount", "sh", "-c", mount, "sh"}
                : new String[] {"unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"};
    }

    /** What comes before another program that shall see it, while the process runs. */
    String[] wrapperBeside(Node node) {
        String target = "--target=" + node.pid();
        return isRoot()
                ? new String[] {"nsenter", target, "--mount"}
                : new String[] {"nsenter", target, "--user", "--preserve-credentials", "--mount"};
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Fails where this machine allows no such thing. */
    void require() {
        Program.Ended ended = Program.of(wrapper())
                .with("df", "--output=size", directory.toString())
                .run(PATIENCE);
        if (ended.exitCode() != 0) {
            fail("This machine lets nobody mount a small file system ("
                    + ended.errors().strip()
                    + "), so a full disk cannot be tested here. Run as root, or allow user namespaces.");
        }
    }

    /** The directory as others find it, while the process runs. */
    Path seenThrough(Node node) {
        return Path.of("/proc/" + node.pid() + "/root" + directory);
    }

    /** Writes to a file until there is no room. */
    static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }
}
