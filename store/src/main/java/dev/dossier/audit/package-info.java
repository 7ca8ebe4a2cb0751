/** What was done to files, by whom: {@link dev.dossier.audit.AccessLog}. It outlives the files. */
@NullMarked
package dev.dossier.audit;

import org.jspecify.annotations.NullMarked;
