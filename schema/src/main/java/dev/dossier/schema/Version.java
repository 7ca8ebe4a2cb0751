package dev.dossier.schema;

import java.math.BigInteger;
import java.util.Comparator;

/** The number of a migration, as written: {@code 010} is greater than {@code 9} and equal in rank to {@code 10}. */
record Version(String text) implements Comparable<Version> {
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    Version {
        if (!isVersion(text)) {
            throw new IllegalArgumentException("'" + text + "' is not a version: digits only, such as 001");
        }
    }

    static boolean isVersion(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(Version other) {
        return BY_NUMBER.compare(significant(), other.significant());
    }

    /** The number after this one, as wide as this one or wider. */
    String next() {
        String next = new BigInteger(text).add(BigInteger.ONE).toString();
        return "0".repeat(Math.max(0, text.length() - next.length())) + next;
    }

    boolean sameAs(Version other) {
        return compareTo(other) == 0;
    }

    private String significant() {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '0') {
            start++;
        }
        return text.substring(start);
    }
}
