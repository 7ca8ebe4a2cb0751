package dev.dossier.server.http;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entity tags of conditional requests, after RFC 9110 section 13. The tag of a content is its hash. */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    private EntityTags() {}

    /** The tag of the content with that hash. */
    public static String of(String sha256) {
        return '"' + sha256 + '"';
    }

    /** Whether the client's copy is the present content: what {@code If-None-Match} names, weak or strong. */
    public static boolean noneMatchNames(@Nullable String header, String sha256) {
        return header != null && (header.strip().equals("*") || tags(header).anyMatch(tag -> tag.endsWith(of(sha256))));
    }

    /** Whether {@code If-Match} lets the request through: it is absent, or names the present content strongly. */
    public static boolean matchAllows(@Nullable String header, String sha256) {
        return header == null || header.strip().equals("*") || tags(header).anyMatch(of(sha256)::equals);
    }

    /** Whether a range may be answered: {@code If-Range} is absent, or is the strong tag of the present content. */
    public static boolean rangeAllowed(@Nullable String header, String sha256) {
        return header == null || header.strip().equals(of(sha256));
    }

    private static Stream<String> tags(String header) {
        return TAG.matcher(header).results().map(match -> match.group());
    }
}
