package dev.dossier.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a server: on standard error, as lines for people or as JSON for programs. Without a word it is plain and
 * tells what matters; a {@code logback.configurationFile} property or a call of {@link #configure} changes that.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** How a line is written. */
    public enum Format {
        /** For people. */
        PLAIN,
        /** One JSON object a line, for programs. */
        JSON
    }

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %msg %X{request_id}%n%ex";

    /** For the logging library, which finds it by itself. */
    public Logging() {}

    /**
     * Sets up the log of this process anew.
     *
     * @param verbose whether every request gets a line too
     */
    public static void configure(Format format, boolean verbose) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            apply(context, format, verbose);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        apply(context, Format.PLAIN, false);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void apply(LoggerContext context, Format format, boolean verbose) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case PLAIN -> plain();
            case JSON -> new JsonEncoder();
        };
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
        standardError.setContext(context);
        standardError.setTarget("System.err");
        standardError.setEncoder(encoder);
        standardError.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(standardError);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("dev.dossier").setLevel(verbose ? Level.DEBUG : Level.INFO);
    }

    private static PatternLayoutEncoder plain() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }
}
