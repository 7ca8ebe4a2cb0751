/**
 * What whoever runs a server looks at: health, readiness, {@link dev.dossier.server.operations.ServerMetrics metrics}, and
 * the description of the API.
 */
@NullMarked
package dev.dossier.server.operations;

import org.jspecify.annotations.NullMarked;
