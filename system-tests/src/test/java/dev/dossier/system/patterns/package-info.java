/**
 * The examples of {@code docs/concurrent-initialisation.md}: plain JDBC, each trap as it fails and as it works. A
 * {@link dev.dossier.system.patterns.PatternsPageTest} keeps the page and these files the same.
 */
@NullMarked
package dev.dossier.system.patterns;

import org.jspecify.annotations.NullMarked;
