package dev.dossier.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PDF documents of one page, written by hand: good ones and hostile ones. */
public final class SamplePdfs {
    private static final int CONTENT = 4;
    private static final String A4 = "0 0 595 842";

    private SamplePdfs() {}

    /** A page of that size with words on green. */
    public static byte[] page(String mediaBox) {
        String font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
        String content = "0 1 0 rg " + mediaBox + " re f 0 g BT /F1 48 Tf 72 700 Td (Words) Tj ET";
        return document(mediaBox, font, stream("", content.getBytes(StandardCharsets.ISO_8859_1)), List.of());
    }

    /** A page of A4 with words on green. */
    public static byte[] page() {
        return page(A4);
    }

    /** A page whose content is one text that unfolds to so many bytes, out of a thousandth of them. */
    public static byte[] unfolding(long sizeBytes) {
        byte[] content = stream("/Filter /FlateDecode", Compressed.zeros("(", sizeBytes));
        return document(A4, "", content, List.of());
    }

    /** A page that draws a form twenty times, which draws a form twenty times, and so on: nobody lives to see the end. */
    public static byte[] endless() {
        int depth = 12;
        List<byte[]> forms = new ArrayList<>();
        for (int i = 1; i <= depth; i++) {
            String next = "/Resources << /XObject << /N " + (CONTENT + i + 1) + " 0 R >> >>";
            String head = "/Type /XObject /Subtype /Form /BBox [" + A4 + "] " + (i < depth ? next : "");
            String body = i < depth ? "/N Do ".repeat(20) : "0 0 10 10 re f";
            forms.add(stream(head, body.getBytes(StandardCharsets.ISO_8859_1)));
        }
        byte[] content = stream("", "/N Do ".repeat(20).getBytes(StandardCharsets.ISO_8859_1));
        return document(A4, "/XObject << /N " + (CONTENT + 1) + " 0 R >>", content, forms);
    }

    /** A page with a picture of that many pixels, of which the document has a few bytes. */
    public static byte[] picture(int width, int height) {
        byte[] picture = stream(
                "/Type /XObject /Subtype /Image /Width " + width + " /Height " + height
                        + " /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode",
                Compressed.zeros("", 1000));
        byte[] content = stream("", "q 500 0 0 500 0 0 cm /N Do Q".getBytes(StandardCharsets.ISO_8859_1));
        return document(A4, "/XObject << /N " + (CONTENT + 1) + " 0 R >>", content, List.of(picture));
    }

    private static byte[] stream(String head, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("<< /Length " + content.length + " " + head + " >>\nstream\n"));
        bytes.writeBytes(content);
        bytes.writeBytes(ascii("\nendstream"));
        return bytes.toByteArray();
    }

    private static byte[] document(String mediaBox, String resources, byte[] content, List<byte[]> more) {
        List<byte[]> objects = new ArrayList<>();
        objects.add(ascii("<< /Type /Catalog /Pages 2 0 R >>"));
        objects.add(ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
        objects.add(ascii("<< /Type /Page /Parent 2 0 R /MediaBox [" + mediaBox + "] /Contents " + CONTENT
                + " 0 R /Resources << " + resources + " >> >>"));
        objects.add(content);
        objects.addAll(more);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ascii("%PDF-1.7\n"));
        StringBuilder table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append("%010d 00000 n \n".formatted(file.size()));
            file.writeBytes(ascii((i + 1) + " 0 obj\n"));
            file.writeBytes(objects.get(i));
            file.writeBytes(ascii("\nendobj\n"));
        }
        int begin = file.size();
        file.writeBytes(ascii(table.toString()));
        file.writeBytes(ascii(
                "trailer\n<< /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + begin + "\n%%EOF\n"));
        return file.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
