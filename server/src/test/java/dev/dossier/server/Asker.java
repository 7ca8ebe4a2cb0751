package dev.dossier.server;

import dev.dossier.access.Role;
import org.jspecify.annotations.Nullable;

/** Who asks for a route: under which name and role, and which column of {@link AccessTable} says what is answered. */
enum Asker {
    OWNER("ada", Role.USER, 0, 0),
    SHARED_READER("rita", Role.USER, 1, 1),
    SHARED_EDITOR("edda", Role.USER, 2, 2),
    STRANGER("mallory", Role.USER, 3, 3),
    ADMINISTRATOR("root", Role.ADMINISTRATOR, 4, 3),
    SERVICE_FOR_OWNER("ada", Role.SERVICE, 0, 0),
    OWNER_OF_ROLE_EDITOR("ada", Role.EDITOR, 5, 5),
    OWNER_OF_ROLE_READER("ada", Role.READER, 6, 6),
    OWNER_WITH_TOKEN("ada", Role.USER, 0, 0),
    SERVICE_ITSELF("crawler", Role.SERVICE, 3, 3),
    SERVICE_FOR_STRANGER("mallory", Role.SERVICE, 3, 3),
    ADMINISTRATOR_WHO_OWNS("ada", Role.ADMINISTRATOR, 4, 0),
    ADMINISTRATOR_SHARED_READER("rita", Role.ADMINISTRATOR, 4, 1),
    NOBODY,
    EXPIRED_KEY,
    REVOKED_KEY,
    BAD_TOKEN;

    private final String actor;
    private final @Nullable Role role;
    private final int column;
    private final int standing;

    Asker() {
        this("", null, -1, -1);
    }

    Asker(String actor, @Nullable Role role, int column, int standing) {
        this.actor = actor;
        this.role = role;
        this.column = column;
        this.standing = standing;
    }

    /** The name that stands in the log. */
    String actor() {
        return actor;
    }

    /** The role of the key. */
    Role role() {
        if (role == null) {
            throw new IllegalStateException(this + " is nobody");
        }
        return role;
    }

    /** Where the table says what is answered. */
    int column() {
        return column;
    }

    /** Where the table says what would be answered to somebody of the same name who is no administrator. */
    int standing() {
        return standing;
    }

    boolean isKnown() {
        return role != null;
    }

    boolean isAdministrator() {
        return role == Role.ADMINISTRATOR;
    }

    boolean isService() {
        return role == Role.SERVICE;
    }

    /** Whether a service asks for somebody else. */
    boolean isOnBehalf() {
        return isService() && this != SERVICE_ITSELF;
    }

    /** The few who are tried in every mode; the others are tried where access is enforced. */
    boolean isTriedInEveryMode() {
        return switch (this) {
            case OWNER_OF_ROLE_EDITOR,
                    OWNER_OF_ROLE_READER,
                    OWNER_WITH_TOKEN,
                    SERVICE_ITSELF,
                    SERVICE_FOR_STRANGER,
                    ADMINISTRATOR_WHO_OWNS,
                    ADMINISTRATOR_SHARED_READER -> false;
            default -> true;
        };
    }
}
