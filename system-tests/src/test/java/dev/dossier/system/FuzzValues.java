package dev.dossier.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Texts, numbers and headers: the ordinary ones, and those that nobody should send. */
final class FuzzValues {
    /** A word that paths out of the data directory lead to. The server must never ask the disk for it. */
    static final String CANARY = "hostile-canary";

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "50",
            "1000",
            "1001",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "1e309",
            "-1e-999",
            "NaN",
            "Infinity",
            "0x10",
            "1.5",
            "007",
            "+5",
            " 5",
            "",
            "%35",
            "\u0665".repeat(2),
            "1_000",
            "null",
            "true");

    private static final List<String> ODD = List.of(
            "../../" + CANARY,
            "..%2f..%2f" + CANARY,
            "%2e%2e/%2e%2e/" + CANARY,
            "%2e%2e%2f%2e%2e%2f" + CANARY,
            "..%5c..%5c" + CANARY,
            "..\\..\\" + CANARY,
            "%252e%252e%252f" + CANARY,
            "%c0%ae%c0%ae%c0%af" + CANARY,
            "%e0%80%ae%e0%80%ae%e0%80%af" + CANARY,
            "%f0%80%80%ae/" + CANARY,
            "..;/" + CANARY,
            "..%00/" + CANARY,
            "/" + CANARY,
            "//" + CANARY + "/x",
            "file:///" + CANARY,
            "C:%5c" + CANARY,
            "%00",
            "%0d%0aX-Injected:%20yes",
            "%ff%fe",
            "%ed%a0%80",
            "%",
            "%z",
            "%u002e",
            "+",
            "%20",
            ".",
            "..",
            ";",
            ";jsessionid=1",
            "a;b=c",
            "a%2fb",
            "~",
            "'%20OR%20'1'='1",
            "%22%3b--",
            "%25s%25n",
            "${x}",
            "{{7*7}}",
            "%F0%9F%92%A9",
            "e%CC%81",
            "%E2%80%AE",
            "\u00e9",
            "<script>");

    private final SplittableRandom random;
    private final FuzzTargets targets;

    FuzzValues(SplittableRandom random, FuzzTargets targets) {
        this.random = random;
        this.targets = targets;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean in(int chances) {
        return random.nextInt(chances) == 0;
    }

    String number() {
        return in(3) ? Integer.toString(random.nextInt(200)) : one(NUMBERS);
    }

    /** A value of a parameter of a path: mostly one that is known. */
    String pathValue(String name) {
        return in(4) ? odd() : targets.any(name, random);
    }

    /** A value of a parameter of a query. */
    String queryValue(String name) {
        return switch (name) {
            case "limit" -> number();
            case "include_deleted", "include_released", "permanent" -> one(List.of("true", "false", "1", "yes", ""));
            case "sort" -> one(List.of("name", "date", "size", "type", "weight", ""));
            case "order" -> one(List.of("asc", "desc", "ASC", "up"));
            case "files" -> one(List.of("delete", "keep", "transfer", "shred"));
            case "to" -> targets.any("session", random);
            case "disposition" -> one(List.of("inline", "attachment", "form-data"));
            case "association_type" -> one(List.of("upload", "reference", "generated", "screenshot", "friend"));
            case "cursor" -> one(List.of("", "AAAA", "eyJhIjoxfQ", "%7B%7D", "-1", letters(300), odd()));
            case "metadata" -> one(List.of("%7B%7D", "%7B%22a%22:%22b%22%7D", "%7B%22a%22:", "%5B%5D", "null", odd()));
            case "name" -> in(3) ? odd() : "file-" + random.nextInt(100) + ".txt";
            default -> in(3) ? odd() : letters(random.nextInt(40));
        };
    }

    String odd() {
        return in(12) ? letters(1 << random.nextInt(14)) : one(ODD);
    }

    String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Bytes as characters. */
    String bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A header line that changes what a request means, or tries to. */
    String header() {
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> "Range: " + range();
            case 3 -> "If-Range: " + tag();
            case 4 -> "If-Match: " + tag();
            case 5 -> "If-None-Match: " + tag();
            case 6 -> "X-Request-Id: " + one(List.of("fuzz-1", "a b", "<>", letters(200), "\u00ff", ""));
            case 7 -> "X-On-Behalf-Of: " + one(List.of("person-1", "", "a/b", "\u00fc", letters(300)));
            case 8 -> "X-Access-Reason: " + one(List.of("looking", "", "\u00fc\t", letters(600)));
            case 9 -> "Origin: " + one(List.of("null", "https://elsewhere.example", "http://127.0.0.1", "::"));
            case 10 -> "X-HTTP-Method-Override: DELETE";
            case 11 -> "Expect: " + one(List.of("100-continue", "200-ok"));
            case 12 -> "Accept: " + one(List.of("*/*", "text/html", ";;;", letters(100)));
            case 13 -> "Accept-Encoding: " + one(List.of("gzip", "br;q=9", "identity;q=0, *;q=0"));
            case 14 -> "Connection: " + one(List.of("close", "keep-alive", "Upgrade, HTTP2-Settings", "x"));
            case 15 -> "Upgrade: " + one(List.of("h2c", "websocket"));
            case 16 -> "Cookie: " + one(List.of("a=b", ";;;=", "JSESSIONID=" + letters(30)));
            case 17 -> "Content-Encoding: " + one(List.of("gzip", "identity", "x"));
            case 18 -> "Forwarded: for=" + CANARY;
            case 19 -> "X-" + letters(5) + ": " + letters(1 << random.nextInt(15));
            case 20 ->
                one(List.of("no colon at all", ": no name", "Spaced : x", "X-Nul: a\u0000b", "\u00e9: x", " fold"));
            default -> "Content-Range: bytes 0-1/2";
        };
    }

    private String range() {
        return switch (random.nextInt(6)) {
            case 0 -> "bytes=" + random.nextInt(100) + "-" + random.nextInt(3000);
            case 1 -> "bytes=-" + number();
            case 2 -> "bytes=" + number() + "-";
            case 3 -> "bytes=" + number() + "-" + number();
            case 4 -> "bytes=0-0" + ",1-1".repeat(random.nextInt(200));
            default ->
                one(List.of("bytes", "bytes=", "bytes=-", "items=0-1", "bytes=a-b", "bytes 0-1", "BYTES=0-1", ""));
        };
    }

    private String tag() {
        return one(List.of("*", "\"\"", "W/\"x\"", "x", "\"" + "0".repeat(64) + "\"", "\"a\", \"b\"", "\"", ",,,", ""));
    }
}
