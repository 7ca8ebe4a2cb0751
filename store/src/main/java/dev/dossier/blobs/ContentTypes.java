package dev.dossier.blobs;

import org.apache.tika.Tika;

/** Content types, told by the first bytes. What a client claims is never asked. */
public final class ContentTypes {
    private ContentTypes() {}

    private static final class Detector {
        private static final Tika TIKA = new Tika();
    }

    /**
     * The type of content that begins so.
     *
     * @param name the file's name, which decides only between types that begin alike, such as texts
     */
    public static String detect(byte[] head, String name) {
        return Detector.TIKA.detect(head, name);
    }

    /** Loads the table of types, which takes a third of a second, before somebody has to wait for it. */
    public static void warmUp() {
        detect(new byte[] {'%', 'P', 'D', 'F', '-'}, "warm-up");
    }

    /** Whether content of that type can be shown as characters. */
    public static boolean isText(String mimeType) {
        return mimeType.startsWith("text/")
                || mimeType.equals("application/json")
                || mimeType.equals("application/xml")
                || mimeType.endsWith("+json")
                || mimeType.endsWith("+xml")
                || mimeType.equals("application/javascript")
                || mimeType.equals("application/x-sh")
                || mimeType.equals("application/sql")
                || mimeType.equals("application/yaml");
    }
}
