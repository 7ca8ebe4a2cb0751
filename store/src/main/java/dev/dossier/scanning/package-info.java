/**
 * Content is scanned for viruses by ClamAV, and held until it is found clean.
 *
 * <p>{@link dev.dossier.scanning.VirusScan} works through what is due, {@link dev.dossier.scanning.Clamd} speaks with the
 * scanner, and {@link dev.dossier.scanning.HeldFiles} is for whoever decides about what is held. That nobody gets what is held
 * is up to {@link dev.dossier.files}.
 */
@NullMarked
package dev.dossier.scanning;

import org.jspecify.annotations.NullMarked;
