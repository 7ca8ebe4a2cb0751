/**
 * HTTP itself, whatever is served over it: bodies, ranges, entity tags, names in headers, and
 * {@link dev.dossier.server.http.Problem errors}.
 */
@NullMarked
package dev.dossier.server.http;

import org.jspecify.annotations.NullMarked;
