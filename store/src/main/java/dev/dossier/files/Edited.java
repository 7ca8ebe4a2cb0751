package dev.dossier.files;

/**
 * A file after a change.
 *
 * @param file as it is now
 * @param previousName the name it had
 */
public record Edited(StoredFile file, FileName previousName) {}
