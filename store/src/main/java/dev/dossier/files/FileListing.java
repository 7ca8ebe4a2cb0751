package dev.dossier.files;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of files, with the totals over all pages.
 *
 * @param files the files of this page
 * @param nextCursor what to ask for the next page with; null on the last page
 * @param totalFiles number of files on all pages
 * @param totalSizeBytes their sizes added up
 */
public record FileListing(List<StoredFile> files, @Nullable String nextCursor, long totalFiles, long totalSizeBytes) {
    /** Defensive copy. */
    public FileListing {
        files = List.copyOf(files);
    }
}
