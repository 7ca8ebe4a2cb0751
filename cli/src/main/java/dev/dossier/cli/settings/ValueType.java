package dev.dossier.cli.settings;

import dev.dossier.access.AccessMode;
import dev.dossier.errors.DossierException;
import dev.dossier.scanning.ClamdAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of a setting is understood. */
enum ValueType {
    TEXT("any text") {
        @Override
        Object parse(String text) {
            return text;
        }
    },
    NAME("a text that is not blank") {
        @Override
        Object parse(String text) {
            require(!text.isBlank());
            return text;
        }
    },
    /** Other places than the data directory are not built in. */
    BLOBS("nothing: this version keeps bytes in the data directory") {
        @Override
        Object parse(String text) {
            require(text.isEmpty());
            return text;
        }
    },
    PATH("a path") {
        @Override
        Object parse(String text) {
            require(!text.isBlank());
            return Path.of(text);
        }
    },
    PORT("a whole number from 0 to 65535; 0 takes any free port") {
        @Override
        Object parse(String text) {
            int port = Integer.parseInt(text);
            require(port >= 0 && port <= 65_535);
            return port;
        }
    },
    SIZE("a size such as 512MB or 8GB, or none") {
        @Override
        Object parse(String text) {
            return text.equals("none") ? (Long) Long.MAX_VALUE : (Long) bytes(text);
        }
    },
    ROOM("a size such as 64MB, or none") {
        @Override
        Object parse(String text) {
            return text.equals("none") ? (Long) 0L : (Long) bytes(text);
        }
    },
    RATE("a size for each second such as 10MB, or off") {
        @Override
        Object parse(String text) {
            return text.equals("off") ? (Long) 0L : (Long) bytes(text);
        }
    },
    CLAMD("unix:PATH such as unix:/run/clamav/clamd.ctl, tcp:HOST:PORT such as tcp:127.0.0.1:3310, or off") {
        @Override
        Object parse(String text) {
            return text.equals("off") ? Optional.empty() : Optional.of(ClamdAddress.parse(text));
        }
    },
    PERIOD("a period such as 30d, 12h, 5m, 10s or 500ms") {
        @Override
        Object parse(String text) {
            return period(text);
        }
    },
    KEEP("a period such as 30d or 12h, or forever") {
        @Override
        Object parse(String text) {
            return text.equals("forever") ? Optional.empty() : Optional.of(period(text));
        }
    },
    TIME_LIMIT("a period such as 12h, 5m, 10s or 500ms that is longer than nothing") {
        @Override
        Object parse(String text) {
            Duration limit = period(text);
            require(!limit.isZero());
            return limit;
        }
    },
    /** Answers the mode, or nothing where another setting decides. */
    ACCESS_MODE("auto, disabled, log_only or enforced") {
        @Override
        Object parse(String text) {
            return text.equals("auto") ? Optional.empty() : Optional.of(AccessMode.parse(text));
        }
    },
    AUTHENTICATION("none, keys, jwt, or keys,jwt") {
        @Override
        Object parse(String text) {
            require(text.matches("none|keys|jwt|keys,jwt|jwt,keys"));
            return text.equals("none") ? Set.of() : Set.of(text.split(","));
        }
    },
    NAMES("names with commas between them") {
        @Override
        Object parse(String text) {
            require(text.matches("[A-Za-z0-9]+(,[A-Za-z0-9]+)*"));
            return Set.copyOf(Arrays.asList(text.split(",")));
        }
    },
    COUNT("a whole number from 0 to 1000000") {
        @Override
        Object parse(String text) {
            int count = Integer.parseInt(text);
            require(count >= 0 && count <= 1_000_000);
            return count;
        }
    },
    /** A secret, or the file that holds it after an @: what is typed can be read in the list of processes. */
    SECRET("visible ASCII characters without blanks, or @ and the file that holds them") {
        @Override
        Object parse(String text) {
            require(text.startsWith("@") ? text.length() > 1 : text.matches("[!-~]*"));
            return text;
        }
    },
    LOG_FORMAT("text or json") {
        @Override
        Object parse(String text) {
            require(text.matches("text|json"));
            return text;
        }
    },
    LOG_LEVEL("error, warn, info, debug or trace") {
        @Override
        Object parse(String text) {
            require(text.matches("error|warn|info|debug|trace"));
            return text;
        }
    },
    ADDRESS("an address such as http://127.0.0.1:8420") {
        @Override
        Object parse(String text) {
            URI address = URI.create(text);
            require(address.getHost() != null
                    && String.valueOf(address.getScheme()).matches("https?"));
            return address;
        }
    };

    private static final Pattern SIZE_PATTERN = Pattern.compile("(\\d+) ?([KMGT]?)(?:I?B)?");
    private static final Pattern PERIOD_PATTERN = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private final String possible;

    ValueType(String possible) {
        this.possible = possible;
    }

    /** What values there are, to be read after "use". */
    String possible() {
        return possible;
    }

    /** The value, or an exception of any kind when it is not possible. */
    abstract Object parse(String text);

    /** The value; {@code name} and {@code origin} say in the exception which one is impossible. */
    Object parse(String text, String name, Origin origin) {
        try {
            return parse(text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException | DossierException e) {
            if (this == SECRET) { // neither shown nor kept as the cause
                throw new SettingException(
                        "The value of %s (%s) is not possible: use %s.".formatted(name, origin, possible));
            }
            throw new SettingException(
                    "\"%s\" is no possible value of %s (%s): use %s.".formatted(text, name, origin, possible), e);
        }
    }

    static long bytes(String text) {
        Matcher size = SIZE_PATTERN.matcher(text.toUpperCase(Locale.ROOT));
        require(size.matches() && !size.group(1).matches("0+"));
        int power =
                size.group(2).isEmpty() ? 0 : 1 + "KMGT".indexOf(size.group(2).charAt(0));
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
    }

    static Duration period(String text) {
        Matcher period = PERIOD_PATTERN.matcher(text);
        require(period.matches());
        long number = Long.parseLong(period.group(1));
        return switch (period.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMillis(number);
        };
    }

    static void require(boolean possible) {
        if (!possible) {
            throw new IllegalArgumentException("impossible value");
        }
    }
}
