package dev.dossier.scanning;

import java.io.IOException;

/** Nobody answers where the scanner should listen. */
final class ScannerUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    ScannerUnreachableException(ClamdAddress address, IOException cause) {
        super("clamd does not answer at " + address + ": " + cause.getMessage(), cause);
    }
}
