package dev.dossier.schema;

/** Fingerprints catalogs and remembers the last one, because most looks see the same catalog. Thread-safe. */
final class SchemaFingerprint {
    private record Answer(CatalogText catalog, String fingerprint) {}

    private volatile Answer last = new Answer(new CatalogText(""), new CatalogText("").fingerprint());

    String of(CatalogText catalog) {
        Answer answer = last;
        if (!answer.catalog().equals(catalog)) {
            answer = new Answer(catalog, catalog.fingerprint());
            last = answer;
        }
        return answer.fingerprint();
    }
}
