package dev.dossier.cli.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Settings written in a file, one {@code key=value} a line, in UTF-8. */
record PropertiesFile(Path path) {
    Map<Setting, Chosen> read() {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            lines.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException("The configuration file %s cannot be read: %s.".formatted(path, reason(e)), e);
        }
        Map<Setting, Chosen> chosen = new EnumMap<>(Setting.class);
        for (String key : lines.stringPropertyNames()) {
            Setting setting = Setting.ofKey(key).orElseThrow(() -> unknown(key));
            chosen.put(setting, new Chosen(setting, lines.getProperty(key).strip(), new Origin.File(path)));
        }
        return chosen;
    }

    private static String reason(Exception e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException missing -> "it does not exist";
            case java.nio.file.AccessDeniedException denied -> "this user may not read it";
            case java.nio.charset.CharacterCodingException coding -> "it is not UTF-8 text";
            default -> String.valueOf(e.getMessage());
        };
    }

    private SettingException unknown(String key) {
        String known = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "));
        return new SettingException("Unknown key \"%s\" in %s. Known keys: %s.".formatted(key, path, known));
    }
}
