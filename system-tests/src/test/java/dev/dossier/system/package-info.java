/**
 * The whole program from outside: real processes on real files, killed, starved, lied to and measured. A
 * {@link dev.dossier.system.Node} is a running server; an {@link dev.dossier.system.Application} is the program that
 * makes one.
 */
@NullMarked
package dev.dossier.system;

import org.jspecify.annotations.NullMarked;
