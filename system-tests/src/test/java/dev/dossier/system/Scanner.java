package dev.dossier.system;

import dev.dossier.testkit.Clamav;
import dev.dossier.testkit.ScannerServer;
import java.nio.file.Path;

/** A scanner that can be killed: the real clamd where it is on this machine, and a server with its protocol elsewhere. */
interface Scanner extends AutoCloseable {
    /** Its address, as the setting {@code clamd} wants it. */
    String address();

    /** Ends it in the middle of whatever it does. */
    void kill();

    /** Starts it again. */
    void restart();

    /** What it is. */
    String name();

    @Override
    void close();

    /**
     * Starts one.
     *
     * @param directory an empty directory with a short path
     * @param required whether only the real one will do
     */
    static Scanner start(Path directory, boolean required) {
        return required || Clamav.isInstalled() ? real(Clamav.start(directory)) : standIn(new ScannerServer());
    }

    private static Scanner real(Clamav clamav) {
        return new Scanner() {
            @Override
            public String address() {
                return clamav.address();
            }

            @Override
            public void kill() {
                clamav.kill();
            }

            @Override
            public void restart() {
                clamav.restart();
            }

            @Override
            public String name() {
                return "clamd";
            }

            @Override
            public void close() {
                clamav.close();
            }
        };
    }

    private static Scanner standIn(ScannerServer server) {
        return new Scanner() {
            @Override
            public String address() {
                return server.address();
            }

            @Override
            public void kill() {
                server.stop();
            }

            @Override
            public void restart() {
                server.restart();
            }

            @Override
            public String name() {
                return "a server with the protocol of clamd";
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
