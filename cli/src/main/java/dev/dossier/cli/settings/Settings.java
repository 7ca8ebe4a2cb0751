package dev.dossier.cli.settings;

import dev.dossier.DossierConfig;
import dev.dossier.GracePeriods;
import dev.dossier.Upkeep;
import dev.dossier.access.AccessMode;
import dev.dossier.blobs.ScrubPace;
import dev.dossier.files.AssociationType;
import dev.dossier.files.KeepTimes;
import dev.dossier.quotas.StorageLimits;
import dev.dossier.scanning.ClamdAddress;
import dev.dossier.scanning.ScannerConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The value of every setting: flags over the environment over a properties file over defaults. All values are checked when
 * they are decided, so that an impossible one is found before anything is touched.
 */
public final class Settings {
    private static final String CONFIG_VARIABLE = "DOSSIER_CONFIG";
    /** Variables that are read elsewhere: the file by us, the options by the launcher. */
    private static final Set<String> OTHER_VARIABLES = Set.of(CONFIG_VARIABLE, "DOSSIER_JAVA_OPTS");

    private final Map<Setting, Chosen> chosen;

    private Settings(Map<Setting, Chosen> chosen) {
        this.chosen = chosen;
    }

    /**
     * Decides.
     *
     * @param flags what the command line says
     * @param environment the environment variables
     * @param config the properties file that the command line names; otherwise {@code DOSSIER_CONFIG} may name one, or {@code
     *     dossier.properties} lies in the data directory
     * @throws SettingException when something is unknown or impossible
     */
    public static Settings decide(Map<Setting, String> flags, Map<String, String> environment, Optional<Path> config) {
        refuseUnknown(environment);
        Map<Setting, Chosen> chosen = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            chosen.put(setting, Chosen.byDefault(setting));
        }
        Map<Setting, Chosen> said = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String variable = environment.get(setting.variable());
            if (variable != null) {
                said.put(setting, new Chosen(setting, variable, new Origin.Environment(setting.variable())));
            }
        }
        flags.forEach((setting, text) -> said.put(setting, new Chosen(setting, text, new Origin.Flag(setting.flag()))));

        Optional<Path> named = config.or(
                () -> Optional.ofNullable(environment.get(CONFIG_VARIABLE)).map(Path::of));
        Path data = (Path) Optional.ofNullable(said.get(Setting.DATA))
                .orElseGet(() -> Chosen.byDefault(Setting.DATA))
                .value();
        chosen.putAll(named.map(file -> new PropertiesFile(file).read()).orElseGet(() -> inside(data)));
        chosen.putAll(said);
        chosen.values().forEach(Chosen::value);
        return new Settings(chosen);
    }

    /** Every setting, in the order of {@link Setting}. */
    public List<Chosen> all() {
        return List.copyOf(chosen.values());
    }

    /** The address of the server to talk to. */
    public URI server() {
        return (URI) value(Setting.SERVER);
    }

    /** The key to show to that server. */
    public Optional<String> key() {
        return secret(Setting.KEY);
    }

    /**
     * A secret, which may stand in a file.
     *
     * @throws SettingException when the file cannot be read or holds none
     */
    public Optional<String> secret(Setting setting) {
        String text = text(setting);
        if (text.startsWith("@")) {
            return Optional.of(new SecretFile(Path.of(text.substring(1))).read());
        }
        return Optional.of(text).filter(secret -> !secret.isEmpty());
    }

    /** The names of a setting. */
    @SuppressWarnings("unchecked") // the types of settings with names answer nothing else
    public Set<String> names(Setting setting) {
        return (Set<String>) value(setting);
    }

    /** The number of a setting. */
    public int number(Setting setting) {
        return (int) value(setting);
    }

    /** The text of a setting. */
    public String text(Setting setting) {
        return (String) value(setting);
    }

    /** The time of a setting. */
    public Duration period(Setting setting) {
        return (Duration) value(setting);
    }

    /** The port to listen on. */
    public int port() {
        return (int) value(Setting.PORT);
    }

    /** The store that is described. */
    public DossierConfig store() {
        DossierConfig config = DossierConfig.in((Path) value(Setting.DATA))
                .withNode(text(Setting.NODE))
                .withAccessMode(accessMode())
                .withLargestFileBytes(size(Setting.MAX_FILE_SIZE))
                .withDatabaseWait(period(Setting.DATABASE_WAIT))
                .withGrace(GracePeriods.DEFAULT
                        .withDeletedFiles(period(Setting.RETENTION))
                        .withAccessLog(period(Setting.AUDIT_RETENTION))
                        .withOrphans(period(Setting.ORPHAN_GRACE)))
                .withUpkeep(upkeep());
        String url = text(Setting.DATABASE_URL);
        return url.isEmpty() ? config : config.withDatabaseUrl(url);
    }

    /** Who has to say who he is expects that it matters. */
    private AccessMode accessMode() {
        AccessMode suitable = names(Setting.AUTHENTICATION).isEmpty() ? AccessMode.DISABLED : AccessMode.ENFORCED;
        return ((Optional<?>) value(Setting.ACCESS_MODE))
                .map(AccessMode.class::cast)
                .orElse(suitable);
    }

    private Upkeep upkeep() {
        Upkeep upkeep = Upkeep.DEFAULT
                .withScrub(new ScrubPace(size(Setting.SCRUB_RATE), period(Setting.SCRUB_INTERVAL)))
                .withKeep(keepTimes())
                .withLimits(new StorageLimits(
                        size(Setting.QUOTA), size(Setting.QUOTA_PER_OWNER), size(Setting.DISK_HEADROOM)));
        Optional<?> clamd = (Optional<?>) value(Setting.CLAMD);
        return clamd.map(address -> upkeep.withScanner(
                        ScannerConfig.at((ClamdAddress) address).withPatience(period(Setting.CLAMD_TIMEOUT))))
                .orElse(upkeep);
    }

    private KeepTimes keepTimes() {
        KeepTimes times = KeepTimes.FOR_EVER;
        for (AssociationType kind : AssociationType.values()) {
            Optional<?> time = (Optional<?>) value(Setting.valueOf("KEEP_" + kind.name()));
            if (time.isPresent()) {
                times = times.with(kind, (Duration) time.get());
            }
        }
        return times;
    }

    /**
     * A period as settings are written.
     *
     * @param flag what it stands after, for the message
     * @throws SettingException when it is none
     */
    public static Duration time(String text, String flag) {
        return (Duration) ValueType.PERIOD.parse(text, flag, new Origin.Flag(flag));
    }

    private long size(Setting setting) {
        return (long) value(setting);
    }

    private Object value(Setting setting) {
        return Objects.requireNonNull(chosen.get(setting)).value();
    }

    private static Map<Setting, Chosen> inside(Path data) {
        Path file = data.resolve("dossier.properties");
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<Setting, Chosen> lines = new PropertiesFile(file).read();
        if (lines.containsKey(Setting.DATA)) {
            throw new SettingException(
                    "The key \"data\" in %s is impossible: the file is found through it.".formatted(file));
        }
        return lines;
    }

    private static void refuseUnknown(Map<String, String> environment) {
        Set<String> known = Stream.concat(
                        Arrays.stream(Setting.values()).map(Setting::variable), OTHER_VARIABLES.stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith("DOSSIER_") && !known.contains(name)) {
                throw new SettingException("Unknown environment variable %s. Known variables: %s."
                        .formatted(name, String.join(", ", known)));
            }
        }
    }
}
