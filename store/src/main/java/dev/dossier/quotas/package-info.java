/** How much may be kept, and how much is: {@link dev.dossier.quotas.Quotas} keeps the limits exact. */
@NullMarked
package dev.dossier.quotas;

import org.jspecify.annotations.NullMarked;
