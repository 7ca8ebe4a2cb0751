package dev.dossier.identities;

/**
 * An API key that was just made.
 *
 * @param key what is known of it
 * @param shown what the client has to show; it is nowhere else, so this is the one time to note it
 */
public record NewKey(ApiKey key, String shown) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "NewKey[" + key + "]";
    }
}
