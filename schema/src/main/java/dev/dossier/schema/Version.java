package dev.dossier.schema;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The version of a migration, as written: {@code 010} is greater than {@code 9} and equal in rank to {@code 10}; {@code 1.10}
 * is greater than {@code 1.9} and equal in rank to {@code 1_10}.
 */
record Version(String text) implements Comparable<Version> {
    private static final Pattern FORM = Pattern.compile("\\d+([._]\\d+)*");
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    Version {
        if (!isVersion(text)) {
            throw new IllegalArgumentException("'" + text + "' is not a version: digits, such as 001");
        }
    }

    static boolean isVersion(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(Version other) {
        List<String> mine = parts();
        List<String> theirs = other.parts();
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            int order = BY_NUMBER.compare(part(mine, i), part(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private List<String> parts() {
        return Stream.of(text.split("[._]", -1)).map(Version::significant).toList();
    }

    private static String significant(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    /** The number after this one, as wide as this one or wider; of {@code 1.9} that is {@code 2}. */
    String next() {
        String whole = text.split("[._]", -1)[0];
        String next = new BigInteger(whole).add(BigInteger.ONE).toString();
        return "0".repeat(Math.max(0, whole.length() - next.length())) + next;
    }

    boolean sameAs(Version other) {
        return compareTo(other) == 0;
    }
}
