package dev.dossier.sessions;

import dev.dossier.errors.MalformedException;
import java.util.regex.Pattern;

/**
 * The name of a conversation, given by the client: 1 to 128 of {@code A–Z a–z 0–9 . _ : -}, but not {@code .} or
 * {@code ..}, which a URL cannot hold. It is data: never part of a path.
 *
 * @param value the name
 */
public record SessionId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** The area whose files belong to no single conversation. */
    public static final SessionId SHARED = new SessionId("shared");

    /** @throws MalformedException when the value has another form */
    public SessionId {
        if (!FORM.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new MalformedException(
                    "The session id is malformed. Use 1 to 128 of the characters A-Z a-z 0-9 . _ : - (not \".\" or \"..\").");
        }
    }

    /** The session of that name. */
    public static SessionId of(String value) {
        return new SessionId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
