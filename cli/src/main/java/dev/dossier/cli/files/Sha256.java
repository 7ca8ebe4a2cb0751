package dev.dossier.cli.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that files are known by. */
final class Sha256 {
    private Sha256() {}

    /** A new computation. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
