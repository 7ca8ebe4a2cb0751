package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file on this machine that gets the content of a download: wholly, or not at all. The bytes go to a temporary file beside
 * it, which takes its name when they are all there and right. What is no regular file, such as a pipe, is written directly.
 *
 * @param path the file
 * @param overwrite whether it may replace one that is there
 */
record Target(Path path, boolean overwrite) {

    /**
     * Writes the content.
     *
     * @throws SettingException when something is there that may not be overwritten
     */
    void write(Download download) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            try (OutputStream out = Files.newOutputStream(path)) {
                download.to(out);
            }
            return;
        }
        refuseOverwriting();
        Path partial = path.resolveSibling(".dossier-" + UUID.randomUUID() + ".part");
        partial.toFile().deleteOnExit();
        try {
            try (OutputStream out =
                    Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                download.to(out);
            }
            refuseOverwriting();
            Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void refuseOverwriting() {
        if (!overwrite && Files.exists(path)) {
            throw new SettingException(
                    "\"%s\" exists: choose another name with -o, or overwrite it with --force.".formatted(path));
        }
    }
}
