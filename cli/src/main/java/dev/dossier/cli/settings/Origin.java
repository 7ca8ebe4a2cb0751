package dev.dossier.cli.settings;

import java.nio.file.Path;

/** Where a value comes from. */
public sealed interface Origin {
    /** Nobody said anything. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /**
     * A line of a properties file.
     *
     * @param path the file
     */
    record File(Path path) implements Origin {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    /**
     * An environment variable.
     *
     * @param name the variable
     */
    record Environment(String name) implements Origin {
        @Override
        public String toString() {
            return "environment " + name;
        }
    }

    /**
     * The command line.
     *
     * @param name the flag
     */
    record Flag(String name) implements Origin {
        @Override
        public String toString() {
            return "flag " + name;
        }
    }
}
