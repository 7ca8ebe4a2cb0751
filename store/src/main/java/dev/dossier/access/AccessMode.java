package dev.dossier.access;

import dev.dossier.errors.InvalidValueException;
import java.util.Locale;

/** How far the decisions of {@link AccessPolicy} are carried out. */
public enum AccessMode {
    /** Everybody may do everything: one user, one machine. */
    DISABLED,
    /** Decides and logs refusals, and refuses nothing: for trying a policy out. */
    LOG_ONLY,
    /** Decides, logs and refuses. */
    ENFORCED;

    /**
     * The mode of that name, in any case.
     *
     * @throws InvalidValueException for any other name: a mode that is not understood never means "disabled"
     */
    public static AccessMode parse(String name) {
        for (AccessMode mode : values()) {
            if (mode.toString().equals(name.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new InvalidValueException(
                "access_mode", "Unknown access mode \"" + name + "\". Use disabled, log_only or enforced.");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
