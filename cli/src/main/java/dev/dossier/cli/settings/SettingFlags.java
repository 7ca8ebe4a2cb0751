package dev.dossier.cli.settings;

import dev.dossier.cli.settings.Setting.Scope;
import dev.dossier.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a command that set {@linkplain Setting settings}: made from the settings themselves, so that none is forgotten. */
public final class SettingFlags {
    private final Terminal terminal;
    private final Set<Scope> scopes;
    private final Map<Setting, String> given = new EnumMap<>(Setting.class);
    private @Nullable String config;

    /** The flags of the settings of these scopes. */
    public SettingFlags(Terminal terminal, Scope... scopes) {
        this.terminal = terminal;
        this.scopes = Set.of(scopes);
    }

    /** A command that takes the settings of some scopes as flags. */
    public static CommandLine command(
            BiFunction<Terminal, SettingFlags, Callable<Integer>> command, Terminal terminal, Scope... scopes) {
        SettingFlags flags = new SettingFlags(terminal, scopes);
        CommandLine line = new CommandLine(command.apply(terminal, flags));
        flags.addTo(line.getCommandSpec());
        return line;
    }

    /** Teaches a command these flags. */
    public void addTo(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            if (scopes.contains(setting.scope())) {
                String standard = setting.defaultValue().isEmpty() ? "" : " (default: " + setting.defaultValue() + ")";
                command.addOption(flag(
                        setting.flag(),
                        setting.label(),
                        setting.description() + standard,
                        text -> given.put(setting, text)));
            }
        }
        command.addOption(flag(
                "--config",
                "FILE",
                "A properties file with settings (default: dossier.properties in the data directory)",
                text -> config = text));
    }

    /**
     * The settings that result.
     *
     * @throws SettingException when something is unknown or impossible
     */
    public Settings settings() {
        return Settings.decide(
                given, terminal.environment(), Optional.ofNullable(config).map(Path::of));
    }

    /**
     * A period as settings have it, such as {@code 90d}.
     *
     * @throws SettingException when the text is none
     */
    public static Duration period(String text) {
        try {
            return ValueType.period(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SettingException("\"%s\" is no period: use one such as 30d, 12h or 5m.".formatted(text), e);
        }
    }

    private static OptionSpec flag(String name, String label, String description, Receiver receiver) {
        ISetter setter = new ISetter() {
            @Override
            @SuppressWarnings("unchecked") // the interface is generic in a value that nobody uses
            public <T> @Nullable T set(@Nullable T value) {
                if (value != null) {
                    receiver.take((String) value);
                }
                return null;
            }
        };
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description.replace("%", "%%"))
                .setter(setter)
                .build();
    }

    /** What is done with the text after a flag. */
    @FunctionalInterface
    private interface Receiver {
        void take(String text);
    }
}
