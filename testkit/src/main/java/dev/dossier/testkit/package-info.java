/**
 * Fixtures for tests: real processes ({@link dev.dossier.testkit.Program}), sample bytes of any size
 * ({@link dev.dossier.testkit.SampleBytes}), a real PostgreSQL ({@link dev.dossier.testkit.PostgresServer}) and a proxy before it
 * ({@link dev.dossier.testkit.PgBouncer}), HTTP as it should be and as it should not be
 * ({@link dev.dossier.testkit.Web}, {@link dev.dossier.testkit.RawConnection}), and looks at what a server left on disk
 * ({@link dev.dossier.testkit.DataDirectory}). Knows nothing of Dossier's own classes.
 */
@NullMarked
package dev.dossier.testkit;

import org.jspecify.annotations.NullMarked;
