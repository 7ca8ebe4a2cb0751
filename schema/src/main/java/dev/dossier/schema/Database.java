package dev.dossier.schema;

import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * One database, as one call sees it.
 *
 * @param file where it lies on disk; empty for one in memory or on a server
 * @param description path or address without secrets
 */
record Database(Dialect dialect, DataSource dataSource, Optional<Path> file, String description) {}
