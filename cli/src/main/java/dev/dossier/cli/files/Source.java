package dev.dossier.cli.files;

import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes on this machine that are to be sent.
 *
 * @param name the name that the file gets
 * @param sizeBytes how many there are; -1 where that shows only at their end
 * @param content opens them
 */
record Source(String name, long sizeBytes, Content content) {
    /** Opens the bytes. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /**
     * What an argument of the command line means.
     *
     * @throws SettingException when it cannot be sent
     */
    static Source of(Terminal terminal, String argument) {
        Path path = terminal.resolve(argument);
        if (!Files.exists(path)) {
            throw new SettingException("There is no file \"%s\".".formatted(argument));
        }
        if (Files.isDirectory(path)) {
            throw new SettingException("\"%s\" is a directory: name the files in it.".formatted(argument));
        }
        if (!Files.isReadable(path)) {
            throw new SettingException("This user may not read \"%s\".".formatted(argument));
        }
        try {
            long sizeBytes = Files.isRegularFile(path) ? Files.size(path) : -1;
            return new Source(String.valueOf(path.getFileName()), sizeBytes, () -> Files.newInputStream(path));
        } catch (IOException e) {
            throw new SettingException("\"%s\" cannot be read: %s.".formatted(argument, e.getMessage()), e);
        }
    }

    /** Standard input, under that name. */
    static Source ofInput(Terminal terminal, String name) {
        return new Source(name, -1, terminal::in);
    }

    Source named(String other) {
        return new Source(other, sizeBytes, content);
    }
}
