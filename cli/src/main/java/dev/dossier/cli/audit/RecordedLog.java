package dev.dossier.cli.audit;

import dev.dossier.Dossier;
import dev.dossier.audit.AuditTrail;
import dev.dossier.cli.settings.SettingException;
import dev.dossier.cli.settings.SettingFlags;
import dev.dossier.cli.settings.Settings;
import java.util.function.Function;

/** The log of the store that the settings name, for reading. */
record RecordedLog(SettingFlags flags) {
    /** @throws SettingException when there is no database of this program's version */
    <T> T read(Function<AuditTrail, T> work) {
        Settings settings = flags.settings();
        try (Dossier dossier = Dossier.open(settings.store())) {
            String version = dossier.schemaVersion();
            if (!version.equals(dossier.expectedVersion())) {
                throw new SettingException(
                        "%s has version %s, and the log is read in version %s. \"dossier init\" makes it so."
                                .formatted(dossier.databaseName(), version, dossier.expectedVersion()));
            }
            return work.apply(dossier.audit());
        }
    }
}
