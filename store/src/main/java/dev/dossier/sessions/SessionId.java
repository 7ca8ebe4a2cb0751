package dev.dossier.sessions;

import dev.dossier.errors.MalformedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a conversation, given by the client: 1 to 128 of {@code A–Z a–z 0–9 . _ : -}, but not {@code .} or
 * {@code ..}, which a URL cannot hold. It is data: never part of a path. Immutable.
 */
public final class SessionId {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** The area whose files belong to no single conversation. */
    public static final SessionId SHARED = new SessionId("shared");

    private final String value;

    private SessionId(String value) {
        this.value = value;
    }

    /**
     * The session of that name.
     *
     * @throws MalformedException when the value has another form
     */
    public static SessionId of(String value) {
        if (!FORM.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new MalformedException(
                    "The session id is malformed. Use 1 to 128 of the characters A-Z a-z 0-9 . _ : - (not \".\" or \"..\").");
        }
        return new SessionId(value);
    }

    /** The name as the database has it: the reference system accepted any text. */
    public static SessionId stored(String value) {
        return new SessionId(value);
    }

    /** The name. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
