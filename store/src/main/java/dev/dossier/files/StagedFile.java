package dev.dossier.files;

import dev.dossier.blobs.StagedContent;

/**
 * A file that is ready to be added.
 *
 * @param file what is said of it
 * @param content its bytes, which have arrived
 */
public record StagedFile(NewFile file, StagedContent content) {}
