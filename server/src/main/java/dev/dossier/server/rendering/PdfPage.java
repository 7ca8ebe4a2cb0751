package dev.dossier.server.rendering;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * The first page of a PDF. It is drawn at twice the size of a thumbnail, however large it says that it is. What its objects
 * unfold to has no limit but the heap: it must run where the heap is its own.
 */
final class PdfPage {
    private PdfPage() {}

    /** The page as a picture. */
    static BufferedImage read(byte[] bytes) throws IOException, NoThumbnailException {
        FontMappers.set(new OneFont());
        try (PDDocument document = Loader.loadPDF(
                new RandomAccessReadBuffer(bytes), "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            PDRectangle box = document.getPage(0).getCropBox();
            float longest = Math.max(box.getWidth(), box.getHeight());
            float shortest = Math.min(box.getWidth(), box.getHeight());
            if (!Float.isFinite(longest) || shortest <= 0) {
                throw new NoThumbnailException(NoThumbnail.DAMAGED);
            }
            PDFRenderer renderer = new PDFRenderer(document);
            renderer.setSubsamplingAllowed(true);
            return renderer.renderImage(0, 2 * Thumbnail.LONGEST_EDGE / longest, ImageType.RGB);
        } catch (InvalidPasswordException e) {
            throw new NoThumbnailException(NoThumbnail.ENCRYPTED);
        }
    }
}
