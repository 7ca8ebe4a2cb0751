/** The hash that content, secrets and the access log are known by. */
@NullMarked
package dev.dossier.hashing;

import org.jspecify.annotations.NullMarked;
