/** Databases that initialise themselves. */
module dev.dossier.schema {
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports dev.dossier.schema;
}
