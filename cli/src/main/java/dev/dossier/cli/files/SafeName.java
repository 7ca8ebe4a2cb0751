package dev.dossier.cli.files;

import java.util.regex.Pattern;

/**
 * The name of a file that somebody else chose, as the name of a file here: in one directory, visible, and printable.
 *
 * @param value the name
 */
record SafeName(String value) {
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}/\\\\]");
    private static final Pattern LEADING_DOTS = Pattern.compile("^\\.+");

    /** The safe form of a name. */
    static SafeName of(String name) {
        String onePart = UNSAFE.matcher(name).replaceAll("_");
        String visible = LEADING_DOTS.matcher(onePart).replaceAll("_");
        return new SafeName(visible.isBlank() ? "file" : visible);
    }
}
