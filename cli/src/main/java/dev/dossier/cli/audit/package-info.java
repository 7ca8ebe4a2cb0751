/** {@code dossier audit}: the access log, verified, searched and exported. */
@NullMarked
package dev.dossier.cli.audit;

import org.jspecify.annotations.NullMarked;
