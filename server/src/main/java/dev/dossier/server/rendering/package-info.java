/**
 * Thumbnails, made from bytes that nobody vouches for. What is here runs in a process of its own: see {@link
 * dev.dossier.server.rendering.RenderingProgram}.
 */
@NullMarked
package dev.dossier.server.rendering;

import org.jspecify.annotations.NullMarked;
