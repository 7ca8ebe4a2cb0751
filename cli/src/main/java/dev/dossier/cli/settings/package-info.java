/**
 * What can be set and where from: {@link dev.dossier.cli.settings.Setting} lists it, {@link
 * dev.dossier.cli.settings.Settings} decides it.
 */
@NullMarked
package dev.dossier.cli.settings;

import org.jspecify.annotations.NullMarked;
