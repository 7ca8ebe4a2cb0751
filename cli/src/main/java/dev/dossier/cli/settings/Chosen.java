package dev.dossier.cli.settings;

import java.util.regex.Pattern;

/**
 * The value that a setting has, and where from.
 *
 * @param setting what is set
 * @param text the value as it was written
 * @param origin where it was written
 */
public record Chosen(Setting setting, String text, Origin origin) {
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password|pwd|secret|key)=[^&;]*");
    private static final Pattern LOGIN = Pattern.compile("//[^/@]*:[^/@]*@");

    static Chosen byDefault(Setting setting) {
        return new Chosen(setting, setting.defaultValue(), new Origin.Default());
    }

    /** The value as it may be shown: without secrets. */
    public String shown() {
        if (setting.type() == ValueType.SECRET) {
            return text.isEmpty() ? "" : "(hidden)";
        }
        String withoutPassword = PASSWORD.matcher(text).replaceAll("$1=(hidden)");
        return LOGIN.matcher(withoutPassword).replaceAll("//(hidden)@");
    }

    Object value() {
        return setting.type().parse(text, setting.key(), origin);
    }
}
