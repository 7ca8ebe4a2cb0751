package dev.dossier.scanning;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The scanner is not there, or goes away in the middle. */
final class ScannerException extends IOException {
    private static final long serialVersionUID = 1L;

    ScannerException(String what, @Nullable IOException cause) {
        super(cause == null ? what : what + " (" + cause.getMessage() + ")", cause);
    }
}
