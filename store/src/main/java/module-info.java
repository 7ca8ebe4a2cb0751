/** Sessions, files and their bytes on one database. Start with {@link dev.dossier.Dossier}. */
module dev.dossier.store {
    requires transitive dev.dossier.schema;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires org.apache.tika.core;
    requires org.xerial.sqlitejdbc;
    requires tools.jackson.databind;

    exports dev.dossier;
    exports dev.dossier.access;
    exports dev.dossier.audit;
    exports dev.dossier.blobs;
    exports dev.dossier.doctor;
    exports dev.dossier.errors;
    exports dev.dossier.files;
    exports dev.dossier.hashing;
    exports dev.dossier.identities;
    exports dev.dossier.quotas;
    exports dev.dossier.retention;
    exports dev.dossier.scanning;
    exports dev.dossier.sessions;
}
