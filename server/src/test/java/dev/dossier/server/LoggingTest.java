package dev.dossier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setErr(standardError);
        Logging.configure(Logging.Format.PLAIN, false);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("R16: the log is plain and goes to standard error")
    void plain() {
        Logging.configure(Logging.Format.PLAIN, false);
        LoggerFactory.getLogger("dev.dossier.x").info("told");
        LoggerFactory.getLogger("dev.dossier.x").debug("not told");
        LoggerFactory.getLogger("org.other").info("not told");
        System.getLogger("dev.dossier.y").log(System.Logger.Level.WARNING, "of a library");

        assertThat(written()).contains(" INFO  told").contains("of a library").doesNotContain("not told");
    }

    @Test
    @DisplayName("R16: the log is JSON, an object a line, when programs read it")
    void json() {
        Logging.configure(Logging.Format.JSON, true);
        LoggerFactory.getLogger("dev.dossier.x").debug("told \"in\" JSON");

        assertThat(written().lines())
                .singleElement()
                .satisfies(
                        line -> assertThat(line).startsWith("{").endsWith("}").contains("told \\\"in\\\" JSON"));
    }
}
