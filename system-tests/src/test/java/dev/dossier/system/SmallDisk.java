package dev.dossier.system;

import static org.junit.jupiter.api.Assertions.fail;

import dev.dossier.testkit.Program;
import dev.dossier.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A small file system in place of a directory, for one process and those beside it: they have a mount namespace of their own.
 * Others look into it through {@code /proc}. It goes with the last of them.
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

    /** Mounts it for a process that does nothing, so that it outlives whoever uses it. */
    RunningProgram held() {
        RunningProgram holder = Program.of(wrapper())
                .with("sh", "-c", "echo mounted && exec sleep infinity")
                .start();
        holder.awaitLine("mounted", PATIENCE);
        return holder;
    }

    /** What comes before another program that shall see it, while the process of that number runs. */
    String[] wrapperBeside(long pid) {
        String target = "--target=" + pid;
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
    Path seenThrough(long pid) {
        return Path.of("/proc/" + pid + "/root" + directory);
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
