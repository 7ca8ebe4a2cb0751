/**
 * The command {@code dossier}: {@link dev.dossier.cli.Main} assembles it, {@link dev.dossier.cli.Failures} decides what every
 * failure looks like. The commands themselves live in the packages {@code serve}, {@code database} and {@code files}.
 */
@NullMarked
package dev.dossier.cli;

import org.jspecify.annotations.NullMarked;
