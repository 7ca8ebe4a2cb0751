package dev.dossier.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds a secret and nothing else, so that it need not be typed where others can read it. */
record SecretFile(Path path) {
    private static final long LIMIT_BYTES = 4096;

    /** @throws SettingException when it cannot be read or holds no secret; the message tells nothing of what it holds */
    String read() {
        try {
            if (Files.size(path) <= LIMIT_BYTES) {
                String secret = Files.readString(path).strip();
                if (secret.matches("[!-~]+")) {
                    return secret;
                }
            }
        } catch (NoSuchFileException e) {
            throw new SettingException("There is no file %s with a secret.".formatted(path), e);
        } catch (IOException e) {
            throw new SettingException("The file %s with a secret cannot be read.".formatted(path), e);
        }
        throw new SettingException(
                "The file %s holds no secret: it should hold one line of visible ASCII characters.".formatted(path));
    }
}
