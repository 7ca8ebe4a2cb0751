package dev.dossier.identities;

/** What comes of looking at a key that a client shows. */
public sealed interface Identification {
    /**
     * The key is good.
     *
     * @param key which it is
     */
    record Known(ApiKey key) implements Identification {}

    /**
     * The key is not good.
     *
     * @param key its public part, as far as it could be read; never the secret
     * @param reason {@code malformed}, {@code unknown}, {@code expired} or {@code revoked}: for the log, not for the client
     */
    record Refused(String key, String reason) implements Identification {}
}
