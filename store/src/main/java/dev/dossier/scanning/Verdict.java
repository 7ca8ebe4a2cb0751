package dev.dossier.scanning;

/** What the scanner says of a content. */
sealed interface Verdict {
    /** Nothing was found. */
    record Clean() implements Verdict {}

    /** Something was found; {@code finding} is its name. */
    record Infected(String finding) implements Verdict {}

    /**
     * The scanner did not come to a result.
     *
     * @param reason in its own words
     * @param lasting whether it would be the same another time
     */
    record Failed(String reason, boolean lasting) implements Verdict {}
}
