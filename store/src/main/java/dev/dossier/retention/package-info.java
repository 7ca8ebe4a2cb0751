/** What is due to go, and when: {@link dev.dossier.retention.CleanupQueue}. */
@NullMarked
package dev.dossier.retention;

import org.jspecify.annotations.NullMarked;
