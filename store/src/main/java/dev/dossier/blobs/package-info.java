/** Bytes, kept once per content: {@link dev.dossier.blobs.BlobStore} keeps them, {@link dev.dossier.blobs.BlobCatalog} knows them. */
@NullMarked
package dev.dossier.blobs;

import org.jspecify.annotations.NullMarked;
